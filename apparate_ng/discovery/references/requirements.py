"""References that are Python requirements (PEP 508)."""

from __future__ import annotations

import re
from contextlib import suppress

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet

from apparate_ng.discovery.references.paths import read_path, read_url
from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import version_or_none

_NAME = re.compile(
    r"\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?![A-Za-z0-9._/\\:+-])"
)
_DIRECT = re.compile(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\]\s*)?@\s*")
_EGG = re.compile(
    r"\s*(?=[A-Za-z][A-Za-z0-9+.-]*:)(?=\S*[#&]egg=(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?))"
)
"""An address that says of which project it is: the way of pip before `name @ URL`."""
_TAIL = re.compile(r"(?<!\s)\s+(?=#|--)")
"""Only from where white space begins: tried from each blank, a long row of them takes forever."""
_EXACT = re.compile(r"={2,3}\s*(?P<version>[^\s,;)#]+)")


def read_dependency(text: str) -> Reference | None:
    """Read one entry of a list of dependencies: a path, a URL that bears a name, or a requirement.

    pip's options (`--index-url …`, `-r FILE`) are no references: None.
    """
    if text.lstrip().startswith("-"):
        return None
    direct = _DIRECT.match(text)
    if direct:
        return read_url(text, direct.end()) or _url(text, direct)
    egg = _EGG.match(text)
    return read_path(text) or (_url(text, egg) if egg else read_requirement(text))


def _url(text: str, named: re.Match[str]) -> Reference:
    """What an address behind a name (or with one in it) installs: which version, only it knows."""
    return Reference(
        name=comparable(named["name"], Ecosystem.PYTHON),
        ecosystem=Ecosystem.PYTHON,
        form=Form.URL,
        span=Span(start=named.end(), end=max(named.end(), len(text.rstrip()))),
    )


def read_requirement(text: str) -> Reference | None:
    """Read a requirement. One that pip would refuse still names its library, without a version."""
    match = _NAME.match(text)
    if match is None:
        return None
    body, tail = _without_tail(text)
    exact = specifier = None
    with suppress(InvalidRequirement, RecursionError):  # of markers in too many parentheses
        exact, specifier = _version_of(Requirement(body.strip()).specifier)
    return Reference(
        name=comparable(match["name"], Ecosystem.PYTHON),
        ecosystem=Ecosystem.PYTHON,
        form=Form.REQUIREMENT,
        span=_version_span(body),
        version=exact,
        specifier=specifier,
        obstacle="its hash stands for one file" if "--hash" in tail else None,
    )


def _without_tail(text: str) -> tuple[str, str]:
    match = _TAIL.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


def _version_of(specifiers: SpecifierSet) -> tuple[str | None, str | None]:
    """The exact version or the range: never both, and neither where nothing is demanded."""
    if not specifiers:
        return None, None
    only = next(iter(specifiers))
    if len(specifiers) == 1 and only.operator in {"==", "==="} and "*" not in only.version:
        known = version_or_none(only.version, Ecosystem.PYTHON)
        return (only.version if known is not None else None), None
    return None, str(specifiers)


def _version_span(body: str) -> Span:
    match = _EXACT.search(body)
    if match is None:
        return Span(start=len(body), end=len(body))
    return Span(start=match.start("version"), end=match.end("version"))
