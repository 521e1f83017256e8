"""What griffe does not keep of a module, read from the same syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Small things that decide what is public."""

    unpacked: dict[str, int]
    """Names bound otherwise than by a plain statement, with their lines: `A, B = 1, 2`, and what
    stands under the `else` of `if TYPE_CHECKING`."""
    incidental: frozenset[str]
    """Names that are there by the way: of a loop, deleted again, or bound only by the script under
    `if __name__ == "__main__"`."""
    renamed_to_itself: frozenset[str]
    """`from x import y as y`: the way to say that an import is meant for others (PEP 484)."""
    served: frozenset[str]
    """Where there is a `__getattr__` (PEP 562): all strings of the module, which it may answer to."""
    has_dynamic_all: bool
    """True where `__all__` is changed by calls, which nobody can follow without running them."""


def facts_of(tree: ast.Module) -> Facts:
    """Look through the module's own statements, not into functions and classes."""
    statements = list(_statements(tree.body))
    defined = {one.name for one in statements if isinstance(one, ast.FunctionDef)}
    return Facts(
        unpacked=dict(_unpacked(statements)),
        incidental=frozenset(_incidental(statements)),
        renamed_to_itself=frozenset(_renamed_to_itself(statements)),
        served=frozenset(_strings(tree)) if "__getattr__" in defined else frozenset(),
        has_dynamic_all=any(map(_changes_all, statements)),
    )


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements that run when the module is imported, those of every branch."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, name, ()))
        for handler in getattr(statement, "handlers", ()):
            yield from _statements(handler.body)


def _unpacked(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, int]]:
    for statement in statements:
        for target in _targets(statement):
            yield from ((name, statement.lineno) for name in _names_in(target))
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            for other in _statements(statement.orelse):
                yield from ((name, other.lineno) for name in _bound(other))


def _bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(one.asname or one.name).split(".")[0] for one in statement.names]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _targets(statement: ast.stmt) -> list[ast.expr]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [one for one in targets if isinstance(one, (ast.Tuple, ast.List))]


def _incidental(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from _names_in(statement.target)
        elif isinstance(statement, ast.Delete):
            yield from (name for target in statement.targets for name in _names_in(target))
        elif isinstance(statement, ast.If) and "'__main__'" in ast.dump(statement.test):
            yield from (name for inner in _statements(statement.body) for name in _bound(inner))


def _names_in(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _renamed_to_itself(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield from (one.name for one in statement.names if one.name == one.asname)


def _strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _changes_all(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    method = call.func if isinstance(call, ast.Call) else None
    owner = method.value if isinstance(method, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id == "__all__"
