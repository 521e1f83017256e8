"""Rows as CSV (RFC 4180), for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from apparate_ng.reports.safe_text import safe

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection")."""


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a heading and a line for each row, each ended by CR and LF.

    A cell that a spreadsheet would take for a formula gets a `'` in front. Line ends and other
    controls are written as escapes, so that a row is a line.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(_harmless, row))
    return text.getvalue()


def _harmless(text: str) -> str:
    """Return a cell that no spreadsheet calculates, and no terminal acts on."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return safe(f"'{text}" if starts else text)
