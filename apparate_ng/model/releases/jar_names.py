"""Names of jars: where the library's name ends, and the version begins.

A hyphen before a digit may stand in both (`sales-3-etl-1.4.2`), so what follows it has to look
like a version. `etl` before another number is no part of one: numbers follow the version's own
numbers, or a qualifier such as `rc`. What looks like two libraries is taken for neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from apparate_ng.model.releases.versions import MAVEN_MOMENT, MAVEN_QUALIFIER

BUNDLES = ("assembly", "all", "fat", "uber", "shaded", "jar-with-dependencies")
"""Classifiers of the same library, with what it needs packed into it."""
_LONGEST = 255
"""Characters of a file's name, on every system that is in use."""
_BREAK = re.compile(r"(?<=.)-(?=\d)", re.ASCII | re.DOTALL)
_SCALA = re.compile(r"_(?:2\.\d+|3)$", re.ASCII)
"""It ends the name, whatever digits stand before it."""

_REST = r"[a-z0-9._+]*"
_NUMBERS = rf"(?:-(?:{MAVEN_MOMENT}|\d[a-z0-9]*))*"
"""Numbers of builds, and hashes that begin with a digit."""
_QUALIFIER = rf"-{MAVEN_QUALIFIER}{_REST}{_NUMBERS}"
_WORD = rf"-(?!{MAVEN_QUALIFIER})[a-z]{_REST}"
_DATE = r"\d{8}\d*|\d{4}-\d{2}-\d{2}"
_CLASSIFIER = rf"(?P<classifier>-(?!{MAVEN_QUALIFIER})(?-i:[a-z-]+))?"
_NO_OTHER = rf"(?=(?:-(?:{'|'.join(BUNDLES)}))?\Z)"
"""After a plain number no classifier but these: `sales-3-etl` is hardly the `etl` of a 3."""


def _pattern(*versions: str) -> re.Pattern[str]:
    text = rf"(?P<version>{'|'.join(versions)}){_CLASSIFIER}"
    return re.compile(text, re.ASCII | re.IGNORECASE)


_SURE = _pattern(
    rf"(?:\d+\.\d{_REST}|{_DATE}){_NUMBERS}(?:{_QUALIFIER}|{_WORD})*?",
    rf"\d+(?:[.-]?{MAVEN_QUALIFIER}{_REST})?{_NO_OTHER}",
)
_PERHAPS = _pattern(
    # the `3` of `lib-3-1` may end the name
    rf"\d+{_NUMBERS}(?:{_QUALIFIER})*?{_NO_OTHER}",
    # and so may the `1.0` of `lib-1.0-3.5.0`
    rf"\d+\.\d{_REST}(?:-\d{_REST})*(?:{_QUALIFIER}|{_WORD})*?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JarName:
    """What a jar is called. Without a `version` it is of none that can be told."""

    library: str
    version: str | None
    is_ambiguous: bool = False
    """True where another library's jar may be called so, too."""


def read_jar_name(stem: str) -> JarName | None:
    """Read a jar's file name, without `.jar`; None where no version stands in it."""
    for library, rest in _splits(stem):
        sure = _SURE.fullmatch(rest)
        if sure or _PERHAPS.fullmatch(rest):
            version = _version(sure) if sure else None
            return JarName(library=library, version=version, is_ambiguous=sure is None)
    return None


def may_be_jar_of(library: str, stem: str) -> bool:
    """True where the name can be read as that of a jar of `library`, in whatever version."""
    rest = stem.removeprefix(f"{library}-")
    if rest == stem or len(stem) > _LONGEST:
        return stem == library
    return (_SURE.fullmatch(rest) or _PERHAPS.fullmatch(rest)) is not None


def _splits(stem: str) -> list[tuple[str, str]]:
    if len(stem) > _LONGEST:
        return []
    breaks = [match.start() for match in _BREAK.finditer(stem)]
    suffixed = [at for at in breaks if _SCALA.search(stem, 0, at)]
    first = suffixed[0] if suffixed else 0
    return [(stem[:at], stem[at + 1 :]) for at in breaks if at >= first]


def _version(match: re.Match[str]) -> str | None:
    """Without one of another classifier: sources and tests are no release."""
    classifier = match["classifier"]
    is_release = classifier is None or classifier.removeprefix("-") in BUNDLES
    return match["version"] if is_release else None
