"""Documents for programs: a plan, a deployment or an inventory as JSON."""

from __future__ import annotations

import json
import re

import msgspec

from apparate_ng.reports.safe_text import is_unsafe

_NOT_PLAIN = re.compile("[^\n -~]+")


def to_json(document: msgspec.Struct) -> str:
    r"""Return the document as JSON, indented by two, with a line end after it.

    Keys stand in the order in which the document declares them. What a terminal could act on
    is written as an escape (`\u001b`), which changes no value.
    """
    builtins = msgspec.to_builtins(document, order="deterministic")
    compact = json.dumps(builtins, ensure_ascii=False, separators=(",", ":"))
    # as bytes: half a surrogate pair passes through as three of them, and as an escape would not
    indented = msgspec.json.format(compact.encode(errors="surrogatepass"), indent=2)
    return _NOT_PLAIN.sub(_visible, indented.decode(errors="surrogatepass")) + "\n"


def _visible(found: re.Match[str]) -> str:
    text = found.group()
    if text.isprintable():
        return text
    return "".join(_escaped(char) if is_unsafe(char) else char for char in text)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
