"""What the name of a library file says: which library, which version."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from apparate_ng.model.releases.jar_names import BUNDLES, may_be_jar_of, read_jar_name
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem, kind_of_file
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import version_or_none

_UUID_PREFIX = re.compile(r"[0-9a-f]{8}([-_])(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}[-_]", re.IGNORECASE)
"""Copies that the old library upload made: `dbfs:/FileStore/jars/<uuid>-name-1.2.3.egg`."""

_VARIABLE = re.compile(r"[*?]|\[[^\[\]]*\]|\{\{|\$\{")
"""Globs, and the substitutions that the platform makes when a run starts."""

_ANYTHING = re.compile(r"[*?]|\[[^\[\]]*\]|\{\{[^{}]*\}\}|\$\{[^{}]*\}")
"""The whole of what a run, or whoever looks for files, puts something in place of."""

_WHEELHOUSE = ".wheelhouse.zip"
# `lib-3-core-tools-1.4.2.whl` has no tags: those are of an interpreter, and a platform has a name
_TAGS = r"-(?i:(?:py|cp|pp|ip|jy|graalpy)\d[^-]*-[^-]+-[a-z][^-]*)"
_PYTHON_TAGS = re.compile(rf"{_TAGS}$")
_WORD = (
    r"(?:latest|current|stable|nightly|snapshot|dev|main|master|head)"
    # `lib-dev-tools` is a library of its own, `lib-dev-py3-none-any` and `lib-dev-all` are not
    r"(?=$|\.?\d|[+*?\[{$]|-(?:\d|[*?\[{$]|(?:py|cp|pp)\d|"
    rf"(?:snapshot|{'|'.join(BUNDLES)})$))"
)
_FLOATING_WORD = re.compile(rf"-{_WORD}", re.IGNORECASE)
_NO_VERSION = re.compile(rf"-(?=v?\d|[*?\[{{$]|{_WORD})", re.IGNORECASE)
"""Where the name ends, before what is no version that can be read."""

_SHAPES = {
    ArtifactKind.WHEEL: (
        rf"(?P<name>.+?)-(?P<version>v?\d[^-]*)(?:(?:-\d[^-]*)?{_TAGS})?",
        # a complete name has a field for the version, whatever stands there
        rf"(?P<name>[^-]+)-(?P<version>[^-]+){_TAGS}",
    ),
    ArtifactKind.EGG: (
        r"(?P<name>.+?)-(?P<version>v?\d[^-]*)(?:-py\d[\d.]*|-py\d\.\d+-.+)?",
        r"(?P<name>[^-]+)-(?P<version>[^-]+)-py\d+\.\d+(?:-.+)?",
    ),
}
_TWO_NUMBERS = re.compile(r".+-v?\d[^-]*-\d+", re.DOTALL)
"""Without tags: in `lib-3-1` the `3` may be of the name, or the `1` the number of a build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file that names a library. Without a `version` it names none that can be read."""

    kind: ArtifactKind
    name: str
    """In the form in which names are compared."""
    version: str | None
    is_bundle: bool = False
    """True for a wheelhouse: many wheels in one file."""
    is_ambiguous: bool = False
    """True where another library's file may be called so, too; then it has no version."""


def read_file_name(file_name: str) -> NamedFile | None:
    """What a library file's name says, or None where it is no library file.

    Takes the last part of a path. Reads what people really have: names that are not
    normalised, wheels without tags, `%2B` for `+`, copies with a uuid in front.
    """
    plain = _plain(file_name)
    if plain.lower().endswith(_WHEELHOUSE):
        return _wheelhouse(plain[: -len(_WHEELHOUSE)])
    kind = kind_of_file(plain)
    if kind is None:
        return None
    stem = plain[: -len(kind.suffix)]
    return _standard_wheel(plain, stem) or _by_shape(kind, stem) or _without_version(kind, stem)


def may_be_of(library: str, file_name: str) -> bool:
    """True where a jar's name can be read as one of `library`, and as one of another, too."""
    named = read_file_name(file_name)
    if named is None or named.kind is not ArtifactKind.JAR:
        return False
    if named.name == library:
        return named.is_ambiguous
    return may_be_jar_of(library, _plain(file_name)[: -len(named.kind.suffix)])


def _plain(file_name: str) -> str:
    return _UUID_PREFIX.sub("", unquote(file_name))


def _wheelhouse(stem: str) -> NamedFile:
    named = _by_shape(ArtifactKind.WHEEL, stem) or _without_version(ArtifactKind.WHEEL, stem)
    return NamedFile(kind=ArtifactKind.WHEEL, name=named.name, version=None, is_bundle=True)


def _standard_wheel(file_name: str, stem: str) -> NamedFile | None:
    if is_variable(stem) or not _PYTHON_TAGS.search(stem):
        return None
    try:
        name, _, _, _ = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        return None
    return NamedFile(kind=ArtifactKind.WHEEL, name=name, version=stem.split("-")[1])


def _by_shape(kind: ArtifactKind, stem: str) -> NamedFile | None:
    if is_variable(stem):
        return None
    if kind is not ArtifactKind.JAR:
        return _by_shape_of_python(kind, stem)
    jar = read_jar_name(stem)
    if jar is None:
        return None
    return replace(_named(kind, jar.library, jar.version or ""), is_ambiguous=jar.is_ambiguous)


def _by_shape_of_python(kind: ArtifactKind, stem: str) -> NamedFile | None:
    found = (re.fullmatch(shape, stem) for shape in _SHAPES[kind])
    match = next((one for one in found if one), None)
    if match is None:
        return None
    named = _named(kind, match["name"], match["version"])
    is_ambiguous = _TWO_NUMBERS.fullmatch(stem) is not None
    return replace(named, version=None, is_ambiguous=True) if is_ambiguous else named


def _named(kind: ArtifactKind, name: str, version: str) -> NamedFile:
    text = version.replace("_", "-") if kind is ArtifactKind.EGG else version
    readable = version_or_none(text, kind.ecosystem) is not None
    return NamedFile(
        kind=kind, name=comparable(name, kind.ecosystem), version=text if readable else None
    )


def _without_version(kind: ArtifactKind, stem: str) -> NamedFile:
    name = _before_what_changes(stem)
    if name is None:
        end = _NO_VERSION.search(stem)
        name = _before_variables(kind, stem[: end.start()] if end else stem)
    return NamedFile(kind=kind, name=comparable(name, kind.ecosystem), version=None)


def _before_what_changes(stem: str) -> str | None:
    """The name before a version that only a run completes, or before a word such as `latest`.

    It is found as if a number stood there, since numbers may stand in the name, too.
    """
    filled = _FLOATING_WORD.sub("-0", _ANYTHING.sub("0", stem))
    found = None if filled == stem else read_jar_name(_PYTHON_TAGS.sub("", filled))
    return found.library if found and stem.startswith(found.library) else None


def _before_variables(kind: ArtifactKind, stem: str) -> str:
    known = _VARIABLE.split(stem, maxsplit=1)[0].rstrip("-_.")
    return known if kind.ecosystem is Ecosystem.JVM else _PYTHON_TAGS.sub("", known)


def is_variable(text: str) -> bool:
    """True where the text is a glob, or is completed only when a run starts."""
    return _VARIABLE.search(text) is not None
