"""Documents for programs: a plan, a deployment or an inventory as JSON."""

from __future__ import annotations

import json

import msgspec

from apparate_ng.reports.safe_text import is_unsafe


def to_json(document: msgspec.Struct) -> str:
    r"""Return the document as JSON, indented by two, with a line end after it.

    Keys stand in the order in which the document declares them. What a terminal could act on
    is written as an escape (`\u001b`), which changes no value.
    """
    builtins = msgspec.to_builtins(document, order="deterministic")
    lines = json.dumps(builtins, indent=2, ensure_ascii=False).split("\n")
    return "\n".join(_visible(line) for line in lines) + "\n"


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(_escaped(char) if is_unsafe(char) else char for char in line)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
