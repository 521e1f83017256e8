"""Signatures: what is not reported must really work."""

from __future__ import annotations

import inspect
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.compatibility.calls import signature_differences, text_of
from apparate_ng.compatibility.surface import Parameter, ParameterKind, Signature
from apparate_ng.model.compatibility.api_diff import ChangeKind

_INSPECTED = {
    ParameterKind.POSITIONAL_ONLY: inspect.Parameter.POSITIONAL_ONLY,
    ParameterKind.POSITIONAL_OR_KEYWORD: inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ParameterKind.VAR_POSITIONAL: inspect.Parameter.VAR_POSITIONAL,
    ParameterKind.KEYWORD_ONLY: inspect.Parameter.KEYWORD_ONLY,
    ParameterKind.VAR_KEYWORD: inspect.Parameter.VAR_KEYWORD,
}
_ORDER = list(ParameterKind)


@st.composite
def _signatures(draw: st.DrawFn) -> Signature:
    names = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    plain = [kind for kind in _ORDER if not kind.is_variadic]
    kinds = sorted((draw(st.sampled_from(plain)) for _ in names), key=_ORDER.index)
    found, is_optional = [], False
    for name, kind in zip(names, kinds, strict=True):
        has_default = draw(st.booleans())
        is_optional = (is_optional or has_default) if kind.is_positional else has_default
        found.append(Parameter(name=name, kind=kind, default="0" if is_optional else None))
    for name, kind in (
        ("rest", ParameterKind.VAR_POSITIONAL),
        ("more", ParameterKind.VAR_KEYWORD),
    ):
        if draw(st.booleans()):
            found.append(Parameter(name=name, kind=kind))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.kind)))


def _inspected(signature: Signature) -> inspect.Signature:
    return inspect.Signature(
        [
            inspect.Parameter(
                one.name,
                _INSPECTED[one.kind],
                default=inspect.Parameter.empty if one.default is None else one.default,
            )
            for one in signature
        ]
    )


def _calls(signature: Signature) -> list[tuple[list[str], dict[str, str]]]:
    """Every call by place and by name that the signature takes; values say which they are."""
    takes = _inspected(signature)
    named = [one.name for one in signature if one.kind.is_keyword]
    places = sum(one.kind.is_positional for one in signature)
    found = []
    for number in range(places + 1):
        for size in range(len(named) + 1):
            for chosen in combinations(named, size):
                given_by_name = {name: f"by name {name}" for name in chosen}
                given_by_place = [f"place {at}" for at in range(number)]
                try:
                    takes.bind(*given_by_place, **given_by_name)
                except TypeError:
                    continue
                found.append((given_by_place, given_by_name))
    return found


@settings(max_examples=500, deadline=None)
@given(_signatures(), _signatures())
def test_without_a_break_every_old_call_is_still_taken(old: Signature, new: Signature) -> None:
    found = signature_differences(old, new)
    if any(one.kind is not ChangeKind.DEFAULT_CHANGED for one in found):
        return
    takes = _inspected(new)
    for by_place, by_name in _calls(old):
        takes.bind(*by_place, **by_name)  # raises TypeError where the call fails


@settings(max_examples=500, deadline=None)
@given(_signatures(), _signatures())
def test_without_a_break_no_argument_lands_elsewhere(old: Signature, new: Signature) -> None:
    found = signature_differences(old, new)
    if any(one.kind is not ChangeKind.DEFAULT_CHANGED for one in found):
        return
    by_name_in_both = {one.name for one in old if one.kind.is_keyword} & {
        one.name for one in new if not one.kind.is_variadic
    }
    for by_place, by_name in _calls(old):
        was = _inspected(old).bind(*by_place, **by_name).arguments
        now = _inspected(new).bind(*by_place, **by_name).arguments
        for name in by_name_in_both & was.keys():
            assert name not in now or now[name] == was[name]


@given(_signatures())
def test_a_signature_differs_not_from_itself(one: Signature) -> None:
    assert signature_differences(one, one) == []


def test_a_signature_is_shown_as_it_is_written() -> None:
    signature = (
        Parameter(name="a", kind=ParameterKind.POSITIONAL_ONLY),
        Parameter(name="b", kind=ParameterKind.POSITIONAL_OR_KEYWORD, default="1"),
        Parameter(name="c", kind=ParameterKind.KEYWORD_ONLY),
        Parameter(name="d", kind=ParameterKind.VAR_KEYWORD),
    )

    assert text_of(signature) == "(a, /, b=1, *, c, **d)"
