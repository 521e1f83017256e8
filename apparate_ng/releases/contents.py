"""Do two wheels hold the same, even where their bytes differ?"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

from apparate_ng.releases.archive import opened, read_text
from apparate_ng.releases.failures import ArtifactError

_RECORD = re.compile(r"[^/]+\.dist-info/RECORD")
_NOT_RECORDED = re.compile(r"[^/]+\.dist-info/RECORD(?:\.jws|\.p7s)?")
_CHUNK = 1 << 20
_LARGEST_CONTENTS = 4 << 30
"""In bytes, unpacked: beyond it nothing is compared."""


def same_contents(left: Path, right: Path) -> bool:
    """True where both are wheels whose RECORD lists the same contents, and truly.

    Each member is hashed: a RECORD that says otherwise than what is there counts for nothing.
    """
    try:
        first, second = _contents(left), _contents(right)
    except (ArtifactError, csv.Error, zipfile.BadZipFile):
        return False
    return first is not None and first == second


def _contents(wheel: Path) -> dict[str, str] | None:
    """Each member's hash by its name, or None where RECORD is missing or wrong."""
    with opened(wheel) as archive:
        records = [name for name in archive.namelist() if _RECORD.fullmatch(name)]
        if len(records) != 1 or _unpacked(archive) > _LARGEST_CONTENTS:
            return None
        rows = csv.reader(io.StringIO(read_text(archive, records[0], wheel)))
        listed = {
            row[0]: row[1]
            for row in rows
            if len(row) >= 2 and not _NOT_RECORDED.fullmatch(row[0])  # noqa: PLR2004  name, hash
        }
        return listed if listed == _hashes(archive) else None


def _unpacked(archive: zipfile.ZipFile) -> int:
    return sum(member.file_size for member in archive.infolist())


def _hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    return {
        member.filename: _record_hash(archive, member)
        for member in archive.infolist()
        if not member.is_dir() and not _NOT_RECORDED.fullmatch(member.filename)
    }


def _record_hash(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return "sha256=" + base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
