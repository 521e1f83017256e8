"""A lease, and what became of it, for people."""

from __future__ import annotations

from rich.text import Text

from apparate_ng.model.deployments.lease import Holder, Lease, Standing, Unlocked
from apparate_ng.reports.safe_text import safe

_UNREADABLE = "a lease that this version cannot read: damaged, or of a newer version"


def lease_report(found: Standing) -> Text:
    """Who has it, from where, and until when: one line for each."""
    title = f"Lease {found.number} is held"
    if found.lease is None:
        return Text(f"{title}\n  {_UNREADABLE}")
    rows = [f"  {name:<8}  {safe(value)}" for name, value in _rows(found.lease) if value]
    return Text("\n".join([title, *rows]))


def _rows(lease: Lease) -> list[tuple[str, str | None]]:
    holder = lease.holder
    return [
        ("by", holder.identity),
        ("on", _place(holder)),
        ("CI run", holder.ci_url),
        ("for", lease.deployment),
        ("since", lease.acquired_at),
        ("until", f"{lease.expires_at}, unless it is renewed"),
    ]


def _place(holder: Holder) -> str:
    process = None if holder.process is None else f"process {holder.process}"
    return ", ".join(part for part in (holder.machine, process) if part)


def unlocked_report(done: Unlocked) -> Text:
    """One line."""
    if done.number is None:
        return Text(f"Nobody holds the lease of {safe(done.store)}.")
    return Text(f"Lease {done.number} of {safe(done.store)} is ended.")
