"""The exit codes, as `apparate help exit-codes` explains them."""

from __future__ import annotations

import re
from importlib.resources import files

from pages.table import table

_HEAD = """\
# Exit codes

<!-- written by ci/docs from the code -->

Scripts can rely on them.

"""
_CODE = re.compile(r"^ {1,3}(\d+)  (.+(?:\n {6}.+)*)", re.MULTILINE)


def exit_codes_page() -> str:
    """The page."""
    text = files("apparate_ng.cli").joinpath("topics/exit-codes.txt").read_text("utf-8")
    codes = list(_CODE.finditer(text))
    rest = text[codes[-1].end() :].strip()
    return _HEAD + table(("code", "means"), (match.groups() for match in codes)) + f"\n\n{rest}\n"
