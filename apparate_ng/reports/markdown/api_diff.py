"""The comparison of two releases' APIs as Markdown, for a pull request or release notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apparate_ng.model.compatibility.api_diff import ApiAddition, ApiChange, ApiDiff, Unchecked
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.wording.api_diff import (
    by_kind,
    conclusion,
    counts_of,
    difference,
    place,
)


def api_diff_markdown(diff: ApiDiff) -> str:
    """Return a heading, the conclusion, and a table for each kind of change (GitHub's dialect)."""
    name = f"{diff.new.name} {diff.old.version} → {diff.new.version}"
    lines = [
        f"## {_plain(name)}: {diff.verdict.value}",
        "",
        f"**{_plain(conclusion(diff))}** {counts_of(diff)}.",
        *_changes(diff.breaks, ""),
        *_changes(diff.waived, ", waived"),
        *_changes(diff.notes, ", which breaks no call"),
        *_additions(diff.additions),
        *_unchecked(diff.unchecked),
    ]
    return "\n".join(lines) + "\n"


def _changes(changes: Sequence[ApiChange], suffix: str) -> Iterator[str]:
    for title, group in by_kind(changes):
        rows = [(one.object, difference(one), place(one)) for one in group]
        yield from _table(title + suffix, ("Name", "What", "Where"), rows)


def _additions(additions: Sequence[ApiAddition]) -> Iterator[str]:
    rows = [(one.object, one.what, place(one)) for one in additions]
    yield from _table("Added", ("Name", "What", "Where"), rows)


def _unchecked(those: Sequence[Unchecked]) -> Iterator[str]:
    rows = [(place(one), one.side.value if one.side else "both", one.text) for one in those]
    yield from _table("Could not be compared", ("File", "Wheel", "Why"), rows)


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"### {_plain(title)} ({len(rows)})", "")
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(map(_code, row))} |"


def _code(text: str) -> str:
    """As code, with nothing in it that ends the code or the cell (a pipe does even in code)."""
    shown = safe(text).replace("|", r"\|")
    if not shown:
        return ""
    fence = "``" if "`" in shown else "`"
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _plain(text: str) -> str:
    return "".join(f"\\{char}" if char in r"\`*_[]<>|#" else char for char in safe(text))
