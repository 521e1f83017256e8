"""What is known of base classes that are not in the wheel."""

from __future__ import annotations

import builtins

_BUILTINS = "builtins."
_PLAIN = frozenset(
    {
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing.NamedTuple",
        "typing.TypedDict",
        "typing_extensions.Generic",
        "typing_extensions.NamedTuple",
        "typing_extensions.Protocol",
        "typing_extensions.TypedDict",
    }
)
"""They bring no members that anybody calls, and nobody asks `isinstance` for them."""

_STANDARD = {
    "collections.Counter": ("dict",),
    "collections.OrderedDict": ("dict",),
    "collections.defaultdict": ("dict",),
    "enum.Enum": (),
    "enum.Flag": ("enum.Enum",),
    "enum.IntEnum": ("enum.Enum", "int"),
    "enum.IntFlag": ("enum.Flag", "enum.Enum", "int"),
    "enum.StrEnum": ("enum.Enum", "str"),
    "json.JSONDecodeError": ("ValueError",),
}
"""Bases from the standard library that take the place of others in practice."""


def is_plain(path: str) -> bool:
    """True for bases that promise nothing by themselves."""
    return path in _PLAIN or path == "object"


def outer_ancestors(path: str) -> frozenset[str] | None:
    """The base itself and its own bases, or None where they are not known."""
    if path in _STANDARD:
        return frozenset({path}).union(
            *((outer_ancestors(one) or frozenset()) for one in _STANDARD[path])
        )
    known = getattr(builtins, path.removeprefix(_BUILTINS), None)
    if isinstance(known, type):
        return frozenset(f"{_BUILTINS}{one.__name__}" for one in known.__mro__ if one is not object)
    return None


def outer_name(path: str) -> str:
    """One name for one base: `IOError` is `OSError`."""
    known = getattr(builtins, path.removeprefix(_BUILTINS), None)
    return f"{_BUILTINS}{known.__name__}" if isinstance(known, type) else path


def has_member(ancestors: frozenset[str], member: str) -> bool:
    """True where one of these is built in and has such a member."""
    known = (
        getattr(builtins, one.removeprefix(_BUILTINS), None)
        for one in ancestors
        if one.startswith(_BUILTINS)
    )
    return any(hasattr(one, member) for one in known if one is not None)
