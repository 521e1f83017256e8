"""Modules as griffe sees them, one by one, each visited once.

They are visited from text: griffe's own loader would look on the disk, fall back to importing, and
ask git.
"""

from __future__ import annotations

import ast
import logging
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import griffe

from apparate_ng.compatibility.facts import Facts, facts_of
from apparate_ng.compatibility.sources import Source
from apparate_ng.compatibility.surface import Entity, Trouble
from apparate_ng.model.compatibility.api_diff import UncheckedReason

logging.getLogger("griffe").setLevel(logging.CRITICAL + 1)  # what it cannot follow, we count
NO_FACTS = Facts(
    unpacked={},
    incidental=frozenset(),
    renamed_to_itself=frozenset(),
    served=frozenset(),
    has_dynamic_all=False,
)
_SET_ON_SELF = re.compile(r"\b(?:self|cls)\.([A-Za-z]\w*)\s*(?::[^=\n]+)?=(?!=)")
MOST_STATEMENTS = 4_000
"""Of one block. griffe looks at all of them for each of them; people write a tenth of it."""
_MOST = 8 << 20
"""Characters of source whose visits are kept; in memory they take about thirty times as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What was seen of a module, the same for every wheel that has it."""

    module: griffe.Module | None = None
    """None where it cannot be read."""
    facts: Facts = NO_FACTS
    set_on_self: frozenset[str] = frozenset()
    """What its classes' methods set on `self` or `cls`."""
    trouble: Trouble | None = None
    made: dict[int, Entity] = field(default_factory=dict)
    """What was made of griffe's objects that say all of themselves, by their `id`; whoever makes
    it puts it here, so that it is made once for every wheel with this module."""


class Visits:
    """Visits of modules, for several wheels of one library, which share most of them.

    Not thread-safe.

    Args:
        most: so many characters of source are kept, and more only where one module has them.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: dict[Source, Visit] = {}
        self._size = 0
        self._stubs: dict[str, griffe.Module] = {}

    def of(self, source: Source) -> Visit:
        """The visit of a module; one with the same text in the same place is the same."""
        known = self._kept.pop(source, None)
        visit = known or self._visit(source)
        self._size += 0 if known else len(source.text or "")
        self._kept[source] = visit  # now the last to go
        while self._size > self._most and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._size -= len(oldest.text or "")
        return visit

    def _visit(self, source: Source) -> Visit:
        finder = _FactFinder(source.text or "")
        package, _, own = source.module.rpartition(".")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a wheel's odd escapes are its author's
                module = griffe.visit(
                    own,
                    filepath=Path(source.file),  # only its name is read
                    code=source.text or "",
                    extensions=griffe.Extensions(finder),
                    parent=self._stub(package) if package else None,
                )
        except Exception as error:  # noqa: BLE001  a source may be anything, and griffe may stumble
            return Visit(trouble=_trouble(source, error))
        set_on_self = frozenset(_SET_ON_SELF.findall(source.text or ""))
        return Visit(module=module, facts=finder.facts, set_on_self=set_on_self)

    def _stub(self, package: str) -> griffe.Module:
        """An empty package to resolve relative imports against."""
        if package not in self._stubs:
            outer, _, own = package.rpartition(".")
            self._stubs[package] = griffe.Module(
                own,
                filepath=Path(package.replace(".", "/"), "__init__.py"),
                parent=self._stub(outer) if outer else None,
            )
        return self._stubs[package]


class _FactFinder(griffe.Extension):
    """Looks at the syntax tree while griffe has it, so that nothing is parsed twice."""

    def __init__(self, text: str) -> None:
        self.facts = NO_FACTS
        self._most = text.count("\n") + text.count(";") + 1  # statements, if all are in one block

    def on_module_node(self, *, node: ast.AST | griffe.ObjectNode, **_: Any) -> None:  # noqa: ANN401  griffe's protocol
        if isinstance(node, ast.Module):
            if self._most > MOST_STATEMENTS and longest_block(node) > MOST_STATEMENTS:
                raise _TooManyStatements  # griffe goes no further
            self.facts = facts_of(node)


class _TooManyStatements(Exception):  # noqa: N818  it is a limit, and no error of anybody's
    """A block is too long to be looked through."""


def longest_block(tree: ast.AST) -> int:
    """How many statements the longest block anywhere in the tree has."""
    blocks = (
        block
        for node in ast.walk(tree)
        for name in ("body", "orelse", "finalbody")
        if isinstance(block := getattr(node, name, None), list)
    )
    return max(map(len, blocks), default=0)


def _trouble(source: Source, error: Exception) -> Trouble:
    if isinstance(error, _TooManyStatements):
        return Trouble(
            reason=UncheckedReason.TOO_LARGE,
            module=source.module,
            file=source.file,
            text=f"it has more than {MOST_STATEMENTS:,} statements in one block",
        )
    line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
    words = error.msg if isinstance(error, SyntaxError) else type(error).__name__
    return Trouble(
        reason=UncheckedReason.PARSE_ERROR,
        module=source.module,
        file=source.file,
        text=f"it cannot be parsed{line}: {words}",
    )
