"""How what the release needs differs from what the versions before it needed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, structs
from rich.text import Text

from apparate_ng.model.compatibility.checks import RequirementsChange
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.sections import BLANK

_MOST_NAMED = 5


def requirements(plan: Plan) -> Iterator[Text | Paragraph]:
    """Yield each change once, with the versions from which on it is one."""
    changes = () if plan.requirement_changes is UNSET else plan.requirement_changes
    if not changes:
        return
    yield BLANK
    heading = Text.assemble(("Requirements", STRONG), "  what the release needs, compared with")
    yield Paragraph(body=heading)
    alike: dict[RequirementsChange, list[str]] = {}
    for change in changes:
        alike.setdefault(structs.replace(change, from_version=""), []).append(change.from_version)
    for change, versions in alike.items():
        yield Paragraph(body=Text(_listed(versions)), indent=2)
        yield from (Paragraph(body=Text(line), indent=4) for line in _lines(change))


def _lines(change: RequirementsChange) -> Iterator[str]:
    yield from (f"+ {safe(text)}" for text in change.added)
    yield from (f"- {safe(text)}" for text in change.removed)
    yield from (f"~ {safe(old)} -> {safe(new)}" for old, new in change.changed)


def _listed(versions: list[str]) -> str:
    more = len(versions) - _MOST_NAMED
    named = ", ".join(map(safe, versions[:_MOST_NAMED]))
    return f"{named} and {more} more" if more > 0 else named
