"""What an artifact says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import HeaderParser

from apparate_ng.model.file_names import NamedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A name and a version, as written."""

    name: str
    version: str

    def __str__(self) -> str:
        """For people."""
        return f"{self.name} {self.version}"


def said_by_headers(text: str) -> Said | None:
    """Name and Version of METADATA or PKG-INFO, which are written like mail headers."""
    headers = HeaderParser().parsestr(text, headersonly=True)
    name, version = headers.get("Name"), headers.get("Version")
    return Said(name=name.strip(), version=version.strip()) if name and version else None


def said_by_file_name(named: NamedFile | None) -> Said | None:
    """What the file's name says, or None where it names no version."""
    if named is None or named.version is None:
        return None
    return Said(name=named.name, version=named.version)
