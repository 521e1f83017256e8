"""The libraries of a cluster as a document: those that stay, without the passing statuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.references.slots import read_place
from apparate_ng.discovery.walkers.libraries import places_in_libraries

_OWN, _FOR_ALL = "libraries", "libraries_for_all_clusters"
_GOING = "UNINSTALL_ON_RESTART"


def _text_of(library: Json) -> str:
    """What bears no name of its own is put in order by its text."""
    return "~" + json.dumps(library, sort_keys=True)


def cluster_document(statuses: Json) -> Json:
    """The document that is planned on, compared and verified.

    `statuses` is what the libraries API says of one cluster. A library that goes at the next
    restart is no longer part of it; whether the others are pending, installed or failed makes no
    difference, since the restart installs them.
    """
    own: list[Json] = []
    for_all: list[Json] = []
    for status in statuses if isinstance(statuses, list) else ():
        library = inner(status, "library")
        if isinstance(library, dict) and inner(status, "status") != _GOING:
            is_for_all = inner(status, "is_library_for_all_clusters") is True
            (for_all if is_for_all else own).append(library)
    return {_OWN: _in_order(own), **({_FOR_ALL: for_all} if for_all else {})}


def own_libraries(document: Json) -> list[Json]:
    """What is installed on this very cluster."""
    return list(inner(document, _OWN) or ())


def with_own_libraries(document: Json, libraries: list[Json]) -> Json:
    """The document with these in the place of the cluster's own."""
    return {**document, _OWN: _in_order(libraries)}


def name_of_library(library: Json) -> str | None:
    """The name under which versions of one library are compared; None where it has none."""
    for place in places_in_libraries([library], "", ()):
        reference = read_place(place)
        if reference is not None:
            return reference.name
    return None


def _in_order(libraries: list[Json]) -> list[Json]:
    """By name, so that another version stands where the old one stood.

    The platform puts what is installed last at the end; what has one name keeps that order.
    """
    return sorted(libraries, key=lambda library: name_of_library(library) or _text_of(library))


def places_in_cluster(document: Json) -> Iterator[Place]:
    """Every place where a version can stand.

    What is set for all clusters at once (an old feature of the platform) cannot be changed on one.
    """
    yield from places_in_libraries(inner(document, _OWN), _OWN, (_OWN,))
    for place in places_in_libraries(inner(document, _FOR_ALL), _FOR_ALL, (_FOR_ALL,)):
        yield replace(
            place,
            obstacle="it is set for all clusters at once, and cannot be changed on one",
            remedy="change it where libraries are set for all clusters",
        )
