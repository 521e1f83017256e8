"""An error as text for people, in the manner of cargo."""

from __future__ import annotations

from rich.text import Text

from apparate_ng.errors import ApparateError
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import HINT, STRONG, TROUBLE

_LONGEST = 1_000
"""Characters of what is wrong, and of where: names in files and in the workspace have any length."""


def error_report(error: ApparateError) -> Text:
    """Return what is wrong, where, the error's `details` if it has any, and what to do about it.

    Lines are not broken, so that a script or a search finds them whole; whoever shows the text
    decides on that.
    """
    lines = [Text.assemble(("error: ", f"{STRONG} {TROUBLE}"), (_short(error.what), STRONG))]
    if error.where is not None:
        lines.append(Text(f"  --> {_short(error.where)}"))
    lines += [Text(f"      {safe(detail)}".rstrip()) for detail in _details(error)]
    if error.hint is not None:
        lines.append(Text.assemble(("hint: ", HINT), safe(error.hint)))
    return Text("\n").join(lines)


def _short(text: str) -> str:
    more = len(text) - _LONGEST
    return safe(text) if more <= 0 else f"{safe(text[:_LONGEST])}… ({more} more characters)"


def _details(error: ApparateError) -> tuple[str, ...]:
    details: tuple[str, ...] = getattr(error, "details", ())
    return details
