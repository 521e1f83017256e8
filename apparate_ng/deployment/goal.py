"""The goal: which new texts may stand in the place of a reference, whoever wrote the plan or record."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import Protocol

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.paths import kind_named
from apparate_ng.discovery.references.slots import read_place, read_reference
from apparate_ng.model.dependents.reference import Form, Reference, Slot, Span
from apparate_ng.model.dependents.replacing import (
    CannotReplaceError,
    location_of_requirement,
    text_with_path,
)
from apparate_ng.model.dependents.target import target_text
from apparate_ng.model.dependents.workspace_path import is_in_storage, lies_in
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

_OPTION = re.compile(r"\s--?\w")
"""What pip takes for the end of a path."""
_SLOTS = {(Slot.EGG, ArtifactKind.WHEEL): Slot.WHL, (Slot.WHL, ArtifactKind.EGG): Slot.EGG}


class Goal(Protocol):
    """What is to be reached."""

    @property
    def library(self) -> str:
        """Whose references may be rewritten."""

    def permits(self, place: Place, reference: Reference, text: str) -> bool:
        """True where `text` may replace what stands at the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRelease:
    """The reference moves to one release: its text is known, and no other is written."""

    release: Release

    @property
    def library(self) -> str:
        """The release's."""
        return self.release.name

    def permits(self, place: Place, reference: Reference, text: str) -> bool:
        """True for the very text that names the release there, by its version or by its path."""
        if reference.obstacle is not None:
            return False
        if text == target_text(place.text, place.location, reference, self.release):
            return True
        return text == _with_path(place.text, place.location, reference, self.release)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsRecorded:
    """The reference goes back to a recorded text, of whatever version of the same library."""

    release: Release
    """Of the deployment that is undone."""
    stores: tuple[str, ...] = ()
    """Folders beside the release's in which pins counted as ours."""

    @property
    def library(self) -> str:
        """The release's."""
        return self.release.name

    def permits(self, place: Place, reference: Reference, text: str) -> bool:
        """True where only the version or the path of the library would change.

        Whoever can write into the store can forge a record: no path in it leads out of storage, or
        into the options of pip. Steps, and what looks like options, are taken where the path as a
        whole lies in a store, as it did when it was planned.
        """
        if reference.obstacle is not None:
            return False
        if reference.ecosystem is not self.release.kind.ecosystem:
            return False
        if _was_replaced(place, reference, text, self.release):
            return True
        after = text_at(place, reference, text)
        if after is None or not _is_kin(reference, after[1]) or after[1].version is None:
            return False
        return after[1].form is not Form.PATH or self._may_write(place, after[1].path_in(text))

    def _may_write(self, place: Place, path: str) -> bool:
        if not is_in_storage(path) or (place.item is not None and "," in path):
            return False
        stores = (posixpath.dirname(self.release.uri), *self.stores)
        return _is_plain(path) or any(lies_in(path, store) for store in stores)


def _is_plain(path: str) -> bool:
    return path.isprintable() and ".." not in path.split("/") and not _OPTION.search(path)


def _with_path(text: str, location: str, reference: Reference, release: Release) -> str | None:
    try:
        return text_with_path(text, location, reference, release)
    except CannotReplaceError:
        return None


def _was_replaced(place: Place, reference: Reference, text: str, release: Release) -> bool:
    """True where the release's path stands, and it came there in the place of this requirement."""
    before = read_reference(text, Slot.DEPENDENCY)
    if reference.form is not Form.PATH or before is None or before.name != reference.name:
        return False
    location = location_of_requirement(place.location)
    return place.text == _with_path(text, location, before, release)


def text_at(place: Place, reference: Reference, text: str) -> tuple[str, Reference] | None:
    """The same place with another text, read again; None where more than the reference differs."""
    new = replace(place, text=text, slot=_slot_for(place, text), item=_item_for(place, text))
    found = read_place(new)
    if found is None or _around(place.text, reference) != _around(text, found):
        return None
    return text, found


def path_in(place: Place, reference: Reference, text: str) -> str | None:
    """The path of the file that `text` would name at the place; None where it names none."""
    after = text_at(place, reference, text)
    if after is None or after[1].form is not Form.PATH:
        return None
    return after[1].path_in(text)


def _is_kin(one: Reference, other: Reference) -> bool:
    same = (other.name, other.ecosystem, other.form) == (one.name, one.ecosystem, one.form)
    return same and other.obstacle is None


def _slot_for(place: Place, text: str) -> Slot:
    kind = kind_named(text)
    return place.slot if kind is None else _SLOTS.get((place.slot, kind), place.slot)


def _item_for(place: Place, text: str) -> Span | None:
    """The part that grew or shrank with the text."""
    if place.item is None:
        return None
    return Span(start=place.item.start, end=place.item.end + len(text) - len(place.text))


def _around(text: str, reference: Reference) -> tuple[str, str]:
    return text[: reference.span.start], text[reference.span.end :]
