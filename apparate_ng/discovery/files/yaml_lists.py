"""Strings in a list of a YAML document, with the positions at which they stand.

PyYAML's nodes know their positions; values that are built from them do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

from apparate_ng.discovery.files.text import NotText
from apparate_ng.model.dependents.reference import Span

_Node: TypeAlias = Any
_Yaml: TypeAlias = Any
"""PyYAML ships no types."""

_MOST_EVENTS = 20_000
"""Of a document; a base environment has some dozens."""
_DEEPEST = 50
_STRING = "tag:yaml.org,2002:str"
_QUOTES = {None: "", "'": "'", '"': '"'}
"""By a string's style; blocks (`|`, `>`) have styles of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedString:
    """One string of a list."""

    value: str
    line: int
    """Counted from one."""
    span: Span | None
    """Its characters, inside its quotes; None where they are not the value itself (escapes, `|`)."""


def listed_strings(text: str, key: str) -> list[ListedString]:
    """The strings in the list under the top-level `key`; nothing where there is no such list.

    A string that aliases repeat comes once, from where it is written out.

    Raises:
        NotText: it is no YAML, or more of it than a base environment can have.
    """
    found: dict[int, ListedString] = {}
    for node in _list_under(_composed(text), key):
        if node.id == "scalar" and node.tag == _STRING:
            found[id(node)] = _listed(text, node)
    return list(found.values())


def _composed(text: str) -> _Node:
    yaml: _Yaml = import_module("yaml")  # late: start-up must not pay for it
    try:
        _limit(yaml, text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise NotText(f"{_line_of(error)}it is no YAML: {_problem(error)}") from None
    except NotText:
        raise
    except (ValueError, OverflowError):  # numbers in escapes and in %YAML
        raise NotText("it is no YAML: a number in it is out of range") from None


def _limit(yaml: _Yaml, text: str) -> None:
    """Composing recurses, so it must not be given what is nested too deeply."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if count > _MOST_EVENTS or depth > _DEEPEST:
            line = event.start_mark.line + 1
            raise NotText(f"line {line}: too much YAML, or too deeply nested, for an environment")


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f"line {mark.line + 1}: "


def _problem(error: Exception) -> str:
    return getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"


def _list_under(document: _Node, key: str) -> Iterator[_Node]:
    if document is None or document.id != "mapping":
        return
    for name, value in document.value:
        if name.id == "scalar" and name.value == key and value.id == "sequence":
            yield from value.value


def _listed(text: str, node: _Node) -> ListedString:
    return ListedString(value=node.value, line=node.start_mark.line + 1, span=_span(text, node))


def _span(text: str, node: _Node) -> Span | None:
    """An anchor or a tag stands before a string and counts as part of it; so look from its end."""
    quote = _QUOTES.get(node.style)
    if quote is None or (quote and quote in node.value):
        return None
    end = node.end_mark.index - len(quote)
    span = Span(start=end - len(node.value), end=end)
    is_whole = text[node.start_mark.index : span.start].endswith(quote)
    return span if is_whole and span.of(text) == node.value else None
