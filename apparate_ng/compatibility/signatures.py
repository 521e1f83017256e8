"""Signatures as griffe read them, and those that a class gets from its fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import griffe

from apparate_ng.compatibility.surface import Parameter, ParameterKind, Signature
from apparate_ng.compatibility.tree import Node

_KINDS = {
    griffe.ParameterKind.positional_only: ParameterKind.POSITIONAL_ONLY,
    griffe.ParameterKind.positional_or_keyword: ParameterKind.POSITIONAL_OR_KEYWORD,
    griffe.ParameterKind.var_positional: ParameterKind.VAR_POSITIONAL,
    griffe.ParameterKind.keyword_only: ParameterKind.KEYWORD_ONLY,
    griffe.ParameterKind.var_keyword: ParameterKind.VAR_KEYWORD,
}
_DATACLASSES = frozenset(
    {"dataclasses.dataclass", "pydantic.dataclasses.dataclass", "attr.dataclass"}
)
_ATTRS = frozenset(
    f"{package}.{name}"
    for package in ("attr", "attrs")
    for name in ("define", "frozen", "mutable", "s", "attrs")
)
_FIELD_CALLS = frozenset({"field", "ib", "attrib", "Field"})
_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
_TUPLES = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})


def signature_of(function: griffe.Function, *, is_bound: bool) -> Signature | None:
    """The parameters that a caller gives; None where only a stub's overloads are known."""
    if any(one.callable_path.endswith("overload") for one in function.decorators):
        return None
    parameters = [
        Parameter(
            name=one.name,
            kind=_KINDS[one.kind or griffe.ParameterKind.positional_or_keyword],
            default=None if one.default is None else str(one.default),
        )
        for one in function.parameters
    ]
    if is_bound and parameters and parameters[0].kind.is_positional:
        parameters.pop(0)
    return tuple(parameters)


def tuple_fields(family: Sequence[griffe.Class], outer: frozenset[str]) -> tuple[str, ...] | None:
    """The fields of a `NamedTuple` in their order; None for all other classes."""
    if not outer & _TUPLES:
        return None
    return tuple(
        name
        for one in reversed(family)
        for name, member in one.members.items()
        if _is_annotated(member)
    )


def signature_of_fields(family: Sequence[griffe.Class], outer: frozenset[str]) -> Signature | None:
    """The constructor that dataclasses, attrs, named tuples and pydantic make of fields.

    Args:
        family: the class, then its bases in the wheel, in the order in which they are asked.
        outer: its bases that are not in the wheel.

    Returns:
        None where the class is none of these.
    """
    is_model = bool(outer & _MODELS)
    if not (_maker(family[0]) or is_model or outer & _TUPLES):
        return None
    found: dict[str, Parameter] = {}
    for one in reversed(family):
        if _maker(one) or is_model or outer & _TUPLES:
            found |= {field.name: field for field in _fields(one, by_name_only=is_model)}
    ordered = sorted(found.values(), key=lambda one: one.kind is ParameterKind.KEYWORD_ONLY)
    return tuple(ordered)


def is_decorated(class_: griffe.Class) -> bool:
    """True where a decorator may add members, or another constructor."""
    return bool(class_.decorators)


def _maker(class_: griffe.Class) -> griffe.Decorator | None:
    made_by = (one for one in class_.decorators if one.callable_path in _DATACLASSES | _ATTRS)
    return next((one for one in made_by if _argument(one.value, "init") != "False"), None)


def _fields(class_: griffe.Class, *, by_name_only: bool) -> Iterator[Parameter]:
    maker = _maker(class_)
    is_attrs = maker is not None and maker.callable_path in _ATTRS
    keyword_only = by_name_only or (
        maker is not None and _argument(maker.value, "kw_only") == "True"
    )
    for name, member in class_.members.items():
        if not isinstance(member, griffe.Attribute) or not _is_field(member, is_attrs=is_attrs):
            continue
        if str(member.annotation).endswith("KW_ONLY"):
            keyword_only = True
            continue
        if _argument(member.value, "init") == "False":
            continue
        by_name = keyword_only or _argument(member.value, "kw_only") == "True"
        yield Parameter(
            name=name.lstrip("_") if is_attrs else name,
            kind=ParameterKind.KEYWORD_ONLY if by_name else ParameterKind.POSITIONAL_OR_KEYWORD,
            default=_default(class_, member),
        )


def _is_field(member: griffe.Attribute, *, is_attrs: bool) -> bool:
    if "property" in member.labels or "instance-attribute" not in member.labels:
        return False
    return _is_annotated(member) or (is_attrs and _is_field_call(member.value))


def _is_annotated(member: Node) -> bool:
    return isinstance(member, griffe.Attribute) and member.annotation is not None


def _default(class_: griffe.Class, member: griffe.Attribute) -> str | None:
    value = member.value
    if value is None:
        return None
    if not _is_field_call(value):
        return str(value)
    for name in ("default", "default_factory", "factory"):
        given = _argument(value, name)
        if given is not None:
            return given
    members = class_.members.values()
    methods = (one for one in members if isinstance(one, griffe.Function))
    is_given_by_method = any(
        str(decorator.value) == f"{member.name}.default"
        for one in methods
        for decorator in one.decorators
    )
    return "..." if is_given_by_method else _first_argument(value)


def _is_field_call(value: object) -> bool:
    return isinstance(value, griffe.ExprCall) and (
        value.canonical_path.rpartition(".")[2] in _FIELD_CALLS
    )


def _argument(value: object, name: str) -> str | None:
    if not isinstance(value, griffe.ExprCall):
        return None
    named = (one for one in value.arguments if isinstance(one, griffe.ExprKeyword))
    return next((str(one.value) for one in named if one.name == name), None)


def _first_argument(value: object) -> str | None:
    """The default by position; `...` says that there is none (pydantic's way)."""
    arguments = value.arguments if isinstance(value, griffe.ExprCall) else ()
    first = next((one for one in arguments if not isinstance(one, griffe.ExprKeyword)), None)
    return None if first is None or str(first) in {"...", "Ellipsis"} else str(first)
