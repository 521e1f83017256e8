"""The public surface of one wheel, as plain values: what there is to compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from apparate_ng.model.compatibility.api_diff import UncheckedReason


class EntityKind(str, Enum):
    """What a name stands for."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    ATTRIBUTE = "attribute"
    UNKNOWN = "unknown"
    """It is there, but only running the code would tell what it is."""


class Binding(str, Enum):
    """How a function is reached through its class."""

    FREE = "function"
    METHOD = "method"
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"


class ParameterKind(str, Enum):
    """How an argument may be given, in the words of `inspect`."""

    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "variadic positional"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "variadic keyword"

    @property
    def is_positional(self) -> bool:
        """True where it can be given by position."""
        return self in {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD}

    @property
    def is_keyword(self) -> bool:
        """True where it can be given by name."""
        return self in {ParameterKind.KEYWORD_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD}

    @property
    def is_variadic(self) -> bool:
        """True for `*args` and `**kwargs`."""
        return self in {ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `default` is its source text, or None where it is required."""

    name: str
    kind: ParameterKind
    default: str | None = None

    @property
    def is_required(self) -> bool:
        """True where every call has to give it."""
        return self.default is None and not self.kind.is_variadic

    @property
    def text(self) -> str:
        """As in a signature."""
        stars = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}
        default = "" if self.default is None or self.kind.is_variadic else f"={self.default}"
        return f"{stars.get(self.kind, '')}{self.name}{default}"


Signature = tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What a public name stands for. Most fields mean something for some kinds only."""

    kind: EntityKind
    home: str
    """Where it is defined; two names of one thing have one home."""
    file: str = ""
    line: int | None = None
    signature: Signature | None = None
    """Without `self`; of a class, its constructor's; None where it cannot be told."""
    binding: Binding = Binding.FREE
    is_async: bool = False
    is_abstract: bool = False
    is_property: bool = False
    is_writable: bool = False
    is_literal: bool = False
    """An attribute whose value is a constant or display: surely nothing that can be called."""
    value: str | None = None
    """Of an enumeration's member."""
    bases: tuple[str, ...] = ()
    """Homes of the bases that count, those of private bases in their place."""
    ancestors: frozenset[str] = frozenset()
    """Homes of all bases, to the top."""
    members: dict[str, Entity] = field(default_factory=dict)
    """Public members of a class, inherited ones too."""
    tuple_fields: tuple[str, ...] | None = None
    """Of a named tuple, in their order."""
    is_open: bool = False
    """A class with members that cannot be known, since a base of it is not in the wheel."""
    set_elsewhere: frozenset[str] = frozenset()
    """Names that methods other than the constructor may set on instances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something of a wheel that could not be read. `module` is None for the whole wheel."""

    reason: UncheckedReason
    module: str | None
    file: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSurface:
    """One public module."""

    file: str
    public: dict[str, Entity]
    """What it promises."""
    importable: dict[str, Entity]
    """All that can be imported from it: what it promises, and what it happens to have."""
    listed: frozenset[str] = frozenset()
    """Names in `__all__`."""
    served: frozenset[str] = frozenset()
    """Names that its `__getattr__` may answer to."""
    is_open: bool = False
    """It has names that cannot be known: imported with a star from elsewhere, or no source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """The public surface of a wheel."""

    modules: dict[str, ModuleSurface]
    troubles: tuple[Trouble, ...]
