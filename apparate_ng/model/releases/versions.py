"""Order of versions: PEP 440's for Python, Maven's own for jars. Neither order is ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from packaging.version import InvalidVersion, Version
from univers.maven import Version as MavenOrder

from apparate_ng.model.releases.kinds import Ecosystem


class Versioned(Protocol):
    """What a step is read from. `packaging.version.Version` is one as it stands."""

    @property
    def epoch(self) -> int:
        """Raised when a project changes its numbering scheme."""

    @property
    def release(self) -> tuple[int, ...]:
        """The numeric components."""

    @property
    def pre(self) -> object:
        """The alpha, beta or rc part, or None."""

    @property
    def dev(self) -> object:
        """The dev part, or None."""

    @property
    def post(self) -> object:
        """The post-release part, or None."""

    @property
    def local(self) -> object:
        """What marks somebody's own build, or None."""

    @property
    def is_prerelease(self) -> bool:
        """True for what its author does not call final."""


# what it may be made of is looked at first, and once: in the qualifier, each end would be tried
_MAVEN_SHAPE = re.compile(
    r"(?=[A-Za-z0-9.\-+_]*[A-Za-z0-9]\Z)(?P<release>\d+(?:\.\d+)*)(?P<qualifier>.*)", re.DOTALL
)
_BY_CUSTOM = r"pr(?=\d)|preview|pre|nightly|ea|dev"
_BEFORE_FINAL = rf"alpha|beta|milestone|snapshot|[abm](?=\d)|rc|cr|{_BY_CUSTOM}"
"""Qualifiers of what its author does not call final, in Maven and by custom."""
MAVEN_QUALIFIER = rf"(?:{_BEFORE_FINAL}|m|ga|final|release|sp|jre|android|incubating)(?![A-Za-z])"
"""A word that is part of a jar's version, as a pattern; case makes no difference."""
MAVEN_MOMENT = r"\d{8}\.\d{6}-\d+"
"""What Maven puts in place of SNAPSHOT when it publishes one: when it was built, and its number."""
_MAVEN_PRERELEASE = re.compile(
    rf"(?:^|[.\-_+])(?:(?:{_BEFORE_FINAL})(?![A-Za-z])|{MAVEN_MOMENT}(?=$|-))", re.IGNORECASE
)
_UNKNOWN_TO_MAVEN = re.compile(
    rf"(?:^|(?<=[.\-_+]))(?:(?:{_BY_CUSTOM})(?![a-z])|(?P<moment>{MAVEN_MOMENT})(?=$|-))"
)
_MAVEN_FINAL = frozenset({"", "ga", "final", "release"})


@dataclass(frozen=True, slots=True, eq=False)
class MavenVersion:
    """A jar's version. Order is that of Maven's ComparableVersion, by the `univers` library.

    Builds that are not final only by custom (`-nightly`) stand before the final one, too.
    """

    text: str
    release: tuple[int, ...]
    qualifier: str

    @classmethod
    def parse(cls, text: str) -> MavenVersion:
        """Read a version.

        Raises:
            InvalidVersion: it does not begin with a number, so that no step can be told, or it
                ends as the dynamic `1.4.+` of Ivy does.
        """
        match = _MAVEN_SHAPE.fullmatch(text)
        if match is None:
            raise InvalidVersion(f"Invalid version: {text!r}")
        release = tuple(int(part) for part in match["release"].split("."))
        return cls(text=text, release=release, qualifier=match["qualifier"].lstrip(".-+_").lower())

    @property
    def epoch(self) -> int:
        """Maven has none."""
        return 0

    @property
    def is_prerelease(self) -> bool:
        """True for SNAPSHOT, also as a moment, and for qualifiers such as alpha, rc and nightly."""
        return _MAVEN_PRERELEASE.search(self.qualifier) is not None

    @property
    def pre(self) -> str | None:
        """The qualifier, where it stands before the final release."""
        return self.qualifier if self.is_prerelease else None

    @property
    def dev(self) -> None:
        """Maven has none: SNAPSHOT counts as `pre`."""
        return

    @property
    def post(self) -> str | None:
        """Any other qualifier (`sp1`, `jre8`), which Maven sorts after the final release."""
        return None if self.is_prerelease or self.qualifier in _MAVEN_FINAL else self.qualifier

    @property
    def local(self) -> None:
        """Maven has none."""
        return

    def __eq__(self, other: object) -> bool:
        """Equal where Maven sees no difference: `1.0` and `1.0.0`, `1.0-final` and `1.0`."""
        return isinstance(other, MavenVersion) and bool(self._in_order() == other._in_order())

    def __hash__(self) -> int:
        """One value for all: equal versions may be written in many ways."""
        return hash(MavenVersion)

    def __lt__(self, other: MavenVersion) -> bool:
        """Maven's order."""
        return bool(self._in_order() < other._in_order())

    def _in_order(self) -> MavenOrder:
        """Maven takes what it does not know for later than the final one: so it is told."""
        told = _UNKNOWN_TO_MAVEN.sub(_in_words_of_maven, self.qualifier)
        if told == self.qualifier:
            return MavenOrder(self.text)
        return MavenOrder(f"{'.'.join(map(str, self.release))}-{told}")

    def __str__(self) -> str:
        """As it was written."""
        return self.text


def _in_words_of_maven(found: re.Match[str]) -> str:
    return f"{'snapshot' if found['moment'] else 'alpha'}-{found[0]}"


AnyVersion = Version | MavenVersion


@lru_cache(maxsize=4096)
def parse_version(text: str, ecosystem: Ecosystem) -> AnyVersion:
    """Read a version by the rules of its ecosystem. A workspace repeats few versions often.

    Raises:
        InvalidVersion: the text is no version there.
    """
    return Version(text) if ecosystem is Ecosystem.PYTHON else MavenVersion.parse(text)


def version_or_none(text: str, ecosystem: Ecosystem) -> AnyVersion | None:
    """Read a version, or None where the text is none."""
    try:
        return parse_version(text, ecosystem)
    except ValueError:  # also of numbers too long for Python to read
        return None


def is_older(left: AnyVersion, right: AnyVersion) -> bool:
    """True where `left` comes before `right`; both are of one ecosystem.

    Raises:
        TypeError: the two are of different ecosystems.
    """
    if isinstance(left, MavenVersion) and isinstance(right, MavenVersion):
        return left < right
    if isinstance(left, Version) and isinstance(right, Version):
        return left < right
    raise TypeError(f"{left} and {right} are of different ecosystems")
