"""A diagnosis, for people: one line for each check, and what to do where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.diagnosis import Check, Diagnosis, Origin, Verdict, count
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import HINT, QUIET, STRONG, TROUBLE, WARNING, Look
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.sections import BLANK

Lines = Iterator[Text | Paragraph]
_LOOKS = {
    Verdict.OK: Look(title="fine", sign="+", style="green"),
    Verdict.WARNING: Look(title="to look at", sign="!", style=WARNING),
    Verdict.FAILED: Look(title="failed", sign="x", style=TROUBLE),
    Verdict.SKIPPED: Look(title="skipped", sign="-", style=QUIET),
}


def diagnosis_report(diagnosis: Diagnosis, *, origin: bool) -> RenderableType:
    """Return every check, and with `origin` where each setting's value came from."""
    return Group(
        *_checks(diagnosis.checks),
        *(_origins(diagnosis.configuration) if origin else ()),
        BLANK,
        Text(_summary(diagnosis.checks), style=STRONG),
    )


def _checks(checks: tuple[Check, ...]) -> Lines:
    width = max((len(check.name) for check in checks), default=0)
    for check in checks:
        look = _LOOKS[check.verdict]
        lead = Text.assemble((f"{look.sign} ", look.style), f"{check.name:<{width}}  ")
        yield Paragraph(lead=lead, body=Text(safe(check.text)))
        if check.hint is not None:
            yield Paragraph(
                lead=Text("hint: ", style=HINT), body=Text(safe(check.hint)), indent=lead.cell_len
            )


def _origins(configuration: tuple[Origin, ...]) -> Lines:
    width = max((len(one.key) for one in configuration), default=0)
    yield BLANK
    for one in configuration:
        value = safe(json.dumps(one.value, ensure_ascii=False))
        body = Text.assemble(value, (f"  ({safe(one.source)})", QUIET))
        yield Paragraph(lead=Text(f"{one.key:<{width}}  "), body=body, indent=2)


def _summary(checks: tuple[Check, ...]) -> str:
    counts = {verdict: count(checks, verdict) for verdict in _LOOKS}
    parts = [f"{number} {_LOOKS[verdict].title}" for verdict, number in counts.items() if number]
    return f"{', '.join(parts)}."
