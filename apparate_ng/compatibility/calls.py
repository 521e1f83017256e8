"""Does every call that the old signature took still mean the same to the new one?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apparate_ng.compatibility.surface import Parameter, ParameterKind, Signature
from apparate_ng.model.compatibility.api_diff import ChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs, with both sides in short."""

    kind: ChangeKind
    old: str | None
    new: str | None


class _Comparison:
    """Two signatures, indexed in the ways in which arguments find parameters."""

    def __init__(self, old: Signature, new: Signature) -> None:
        self.old, self.new = old, new
        self.old_names = {one.name for one in old if not one.kind.is_variadic}
        self.by_name = {one.name: one for one in new if not one.kind.is_variadic}
        self.places = [one for one in new if one.kind.is_positional]
        kinds = {one.kind for one in new}
        self.takes_more = ParameterKind.VAR_POSITIONAL in kinds
        self.takes_any_name = ParameterKind.VAR_KEYWORD in kinds
        self.renamed: set[str] = set()

    def differences(self) -> Iterator[Difference]:
        """All of them; a shift of places is told once, and only where nothing else explains it."""
        found: list[Difference] = []
        moved: list[Difference] = []
        for place, one in enumerate(one for one in self.old if one.kind.is_positional):
            for difference in self._of_positional(one, place):
                is_shift = difference.kind is ChangeKind.PARAMETER_MOVED
                (moved if is_shift else found).append(difference)
        for one in self.old:
            if one.kind is ParameterKind.KEYWORD_ONLY:
                found += self._of_keyword_only(one)
        found += [*self._of_variadic(), *self._added()]
        if not any(one.kind in _SHIFTING for one in found):
            found = moved[:1] + found
        return iter(found)

    def _of_positional(self, one: Parameter, place: int) -> Iterator[Difference]:
        there = self.by_name.get(one.name)
        if there is None:
            yield from self._gone(one, place)
            return
        if there.kind is ParameterKind.KEYWORD_ONLY:
            is_swallowed = self.takes_more and place >= len(self.places)
            if there.is_required or not is_swallowed:
                yield _kind_changed(one, there)
        elif there.kind is ParameterKind.POSITIONAL_ONLY and _is_named(one):
            yield _kind_changed(one, there)
        elif self.places.index(there) != place:
            yield Difference(
                kind=ChangeKind.PARAMETER_MOVED,
                old=f"{one.text}, number {place + 1}",
                new=f"number {self.places.index(there) + 1}",
            )
        yield from _of_default(one, there)

    def _gone(self, one: Parameter, place: int) -> Iterator[Difference]:
        heir = self.places[place] if place < len(self.places) else None
        if heir is not None and heir.name not in self.old_names:
            self.renamed.add(heir.name)
            if _is_named(one) and (heir.is_required or not self.takes_any_name):
                kind = ChangeKind.PARAMETER_RENAMED
                yield Difference(kind=kind, old=one.text, new=heir.text)
            else:
                yield from _of_default(one, heir)
        elif heir is not None or not self._swallows(one):
            yield Difference(kind=ChangeKind.PARAMETER_REMOVED, old=one.text, new=None)

    def _swallows(self, one: Parameter) -> bool:
        return self.takes_more and (self.takes_any_name or not _is_named(one))

    def _of_keyword_only(self, one: Parameter) -> Iterator[Difference]:
        there = self.by_name.get(one.name)
        if one.name.startswith("_"):
            return
        if there is None:
            if not self.takes_any_name:
                yield Difference(kind=ChangeKind.PARAMETER_REMOVED, old=one.text, new=None)
        elif there.kind is ParameterKind.POSITIONAL_ONLY:
            yield _kind_changed(one, there)
        else:
            yield from _of_default(one, there)

    def _of_variadic(self) -> Iterator[Difference]:
        kept = {one.kind for one in self.new}
        for one in self.old:
            if one.kind.is_variadic and one.kind not in kept:
                yield Difference(kind=ChangeKind.PARAMETER_REMOVED, old=one.text, new=None)

    def _added(self) -> Iterator[Difference]:
        for one in self.new:
            if one.is_required and one.name not in self.old_names | self.renamed:
                kind = ChangeKind.REQUIRED_PARAMETER_ADDED
                yield Difference(kind=kind, old=None, new=one.text)


_SHIFTING = frozenset(
    {
        ChangeKind.PARAMETER_REMOVED,
        ChangeKind.PARAMETER_KIND_CHANGED,
        ChangeKind.REQUIRED_PARAMETER_ADDED,
    }
)
"""They shift the places of others; the shift is no news then."""


def signature_differences(old: Signature, new: Signature) -> list[Difference]:
    """What makes a call that the old signature took fail, or mean something else.

    A changed default is in the list too: such a call works, but may do something else.
    """
    return list(_Comparison(old, new).differences())


def added_parameters(old: Signature, new: Signature) -> list[str]:
    """Names of the optional parameters that are new."""
    there = {one.name for one in old}
    return [
        one.name
        for one in new
        if one.name not in there
        and not one.is_required
        and not one.kind.is_variadic
        and not one.name.startswith("_")
    ]


def text_of(signature: Signature) -> str:
    """As it would be written, without annotations."""
    words: list[str] = []
    for place, one in enumerate(signature):
        before = signature[place - 1].kind if place else None
        if before is ParameterKind.POSITIONAL_ONLY and before is not one.kind:
            words.append("/")
        if one.kind is ParameterKind.KEYWORD_ONLY and before not in {
            ParameterKind.KEYWORD_ONLY,
            ParameterKind.VAR_POSITIONAL,
        }:
            words.append("*")
        words.append(one.text)
    if signature and signature[-1].kind is ParameterKind.POSITIONAL_ONLY:
        words.append("/")
    return f"({', '.join(words)})"


def _is_named(one: Parameter) -> bool:
    """True where callers may give it by name; an underscore asks them not to."""
    return one.kind is ParameterKind.POSITIONAL_OR_KEYWORD and not one.name.startswith("_")


def _kind_changed(one: Parameter, there: Parameter) -> Difference:
    return Difference(
        kind=ChangeKind.PARAMETER_KIND_CHANGED,
        old=f"{one.text}, {one.kind.value}",
        new=there.kind.value,
    )


def _of_default(one: Parameter, there: Parameter) -> Iterator[Difference]:
    if one.is_required:
        return
    if there.is_required:
        kind = ChangeKind.PARAMETER_NOW_REQUIRED
        yield Difference(kind=kind, old=one.text, new=there.text)
    elif one.default != there.default:
        yield Difference(kind=ChangeKind.DEFAULT_CHANGED, old=one.text, new=there.text)
