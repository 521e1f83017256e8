"""What the name of a library file says: which library, which version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem, kind_of_file
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import version_or_none

_UUID_PREFIX = re.compile(r"[0-9a-f]{8}([-_])(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}[-_]", re.IGNORECASE)
"""Copies that the old library upload made: `dbfs:/FileStore/jars/<uuid>-name-1.2.3.egg`."""

_VARIABLE = re.compile(r"[*?]|\[[^\]]*\]|\{\{|\$\{")
"""Globs, and the substitutions that the platform makes when a run starts."""

_WHEELHOUSE = ".wheelhouse.zip"
_TAGS = r"-(?:py|cp|pp)\d[^-]*-[^-]+-[^-]+"
_PYTHON_TAGS = re.compile(rf"{_TAGS}$", re.IGNORECASE)
_BUNDLES = ("assembly", "all", "fat", "uber", "shaded", "jar-with-dependencies")
_FLOATING_WORD = re.compile(
    r"-(?=v?\d|[*?\[{$]"
    r"|(?:latest|current|stable|nightly|snapshot|dev|main|master|head)"
    # `lib-dev-tools` is a library of its own, `lib-dev-py3-none-any` and `lib-dev-all` are not
    rf"(?=$|\.?\d|[+*?\[{{$]|-(?:\d|[*?\[{{$]|(?:py|cp|pp)\d|(?:snapshot|{'|'.join(_BUNDLES)})$)))",
    re.IGNORECASE,
)
_CLASSIFIER = (
    r"(?P<classifier>-(?!(?:alpha|beta|milestone|m|rc|cr|snapshot|ga|final|release|sp|jre|android)"
    r"(?:$|[-.\d]))[a-z-]+)?"
)
"""What follows a jar's version. Maven's qualifiers (`-beta`, `-jre`) are part of the version."""

_SHAPES = {
    ArtifactKind.WHEEL: (
        r"(?P<name>.+?)-(?P<version>v?\d[^-]*)(?:(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+)?",
        # a complete name has a field for the version, whatever stands there
        rf"(?P<name>[^-]+)-(?P<version>[^-]+)(?i:{_TAGS})",
    ),
    ArtifactKind.EGG: (
        r"(?P<name>.+?)-(?P<version>v?\d[^-]*)(?:-py\d[\d.]*(?:-.+)?)?",
        r"(?P<name>[^-]+)-(?P<version>[^-]+)-py\d+\.\d+(?:-.+)?",
    ),
    ArtifactKind.JAR: (
        # the Scala suffix ends the name, whatever digits stand before it
        rf"(?P<name>.+?_(?:2\.\d+|3))-(?P<version>\d.*?){_CLASSIFIER}",
        rf"(?P<name>.+?)-(?P<version>\d.*?){_CLASSIFIER}",
    ),
}
_BUNDLED = frozenset({None, *(f"-{bundle}" for bundle in _BUNDLES)})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file that names a library. Without a `version` it names none that can be read."""

    kind: ArtifactKind
    name: str
    """In the form in which names are compared."""
    version: str | None
    is_bundle: bool = False
    """True for a wheelhouse: many wheels in one file."""


def read_file_name(file_name: str) -> NamedFile | None:
    """What a library file's name says, or None where it is no library file.

    Takes the last part of a path. Reads what people really have: names that are not
    normalised, wheels without tags, `%2B` for `+`, copies with a uuid in front.
    """
    plain = _UUID_PREFIX.sub("", unquote(file_name))
    if plain.lower().endswith(_WHEELHOUSE):
        return _wheelhouse(plain[: -len(_WHEELHOUSE)])
    kind = kind_of_file(plain)
    if kind is None:
        return None
    stem = plain[: -len(kind.suffix)]
    return _standard_wheel(plain, stem) or _by_shape(kind, stem) or _without_version(kind, stem)


def _wheelhouse(stem: str) -> NamedFile:
    named = _by_shape(ArtifactKind.WHEEL, stem) or _without_version(ArtifactKind.WHEEL, stem)
    return NamedFile(kind=ArtifactKind.WHEEL, name=named.name, version=None, is_bundle=True)


def _standard_wheel(file_name: str, stem: str) -> NamedFile | None:
    if _VARIABLE.search(stem):
        return None
    try:
        name, _, _, _ = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        return None
    return NamedFile(kind=ArtifactKind.WHEEL, name=name, version=stem.split("-")[1])


def _by_shape(kind: ArtifactKind, stem: str) -> NamedFile | None:
    if _VARIABLE.search(stem):
        return None
    for shape in _SHAPES[kind]:
        match = re.fullmatch(shape, stem)
        if match and match.groupdict().get("classifier") in _BUNDLED:
            return _named(kind, match["name"], match["version"])
    return None


def _named(kind: ArtifactKind, name: str, version: str) -> NamedFile:
    text = version.replace("_", "-") if kind is ArtifactKind.EGG else version
    readable = version_or_none(text, kind.ecosystem) is not None
    return NamedFile(
        kind=kind, name=comparable(name, kind.ecosystem), version=text if readable else None
    )


def _without_version(kind: ArtifactKind, stem: str) -> NamedFile:
    match = _FLOATING_WORD.search(stem)
    if match:
        name = stem[: match.start()]
    else:
        known = _VARIABLE.split(stem, maxsplit=1)[0].rstrip("-_.")
        name = known if kind.ecosystem is Ecosystem.JVM else _PYTHON_TAGS.sub("", known)
    return NamedFile(kind=kind, name=comparable(name, kind.ecosystem), version=None)


def is_variable(text: str) -> bool:
    """True where the text is a glob, or is completed only when a run starts."""
    return _VARIABLE.search(text) is not None
