"""What an artifact says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.parser import HeaderParser

from apparate_ng.model.releases.file_names import NamedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A name and a version, as written."""

    name: str
    version: str
    group: str | None = field(default=None, compare=False)
    """Of a jar, Maven's group, where it is told."""

    def __str__(self) -> str:
        """For people."""
        return f"{self.name} {self.version}"


def said_by_headers(text: str) -> Said | None:
    """Name and Version of METADATA or PKG-INFO, which are written like mail headers.

    None where either is missing, empty or there twice.
    """
    headers = HeaderParser().parsestr(text, headersonly=True)
    name, version = (_only(headers.get_all(key, [])) for key in ("Name", "Version"))
    return Said(name=name, version=version) if name and version else None


def _only(values: list[str]) -> str | None:
    return values[0].strip() if len(values) == 1 else None


def said_by_file_name(named: NamedFile | None) -> Said | None:
    """What the file's name says, or None where it names no version."""
    if named is None or named.version is None:
        return None
    return Said(name=named.name, version=named.version)
