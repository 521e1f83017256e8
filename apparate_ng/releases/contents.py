"""Do two wheels hold the same, even where their bytes differ?"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

from apparate_ng.releases.archive import opened, read_text, refuse_duplicates
from apparate_ng.releases.failures import ArtifactError

_RECORD = re.compile(r"[^/]+\.dist-info/RECORD")
_NOT_RECORDED = re.compile(r"[^/]+\.dist-info/RECORD(?:\.jws|\.p7s)?")
_ALGORITHMS = frozenset({"sha256", "sha384", "sha512"})
"""What the wheel specification allows: no weaker ones."""
_CHUNK = 1 << 20
_LARGEST_CONTENTS = 4 << 30
"""In bytes, unpacked: beyond it nothing is compared."""


def same_contents(left: Path, right: Path) -> bool:
    """True where both are wheels whose RECORD lists the same contents, and truly.

    Each member is hashed: a RECORD that says otherwise than what is there counts for nothing.
    """
    try:
        first = _contents(left)
        return first is not None and first == _contents(right)
    except (ArtifactError, csv.Error):
        return False


def _contents(wheel: Path) -> dict[str, str] | None:
    """Each member's hash by its name, or None where RECORD is missing or wrong."""
    with opened(wheel) as archive:
        refuse_duplicates(archive, wheel)
        records = [name for name in archive.namelist() if _RECORD.fullmatch(name)]
        if len(records) != 1 or _unpacked(archive) > _LARGEST_CONTENTS:
            return None
        listed = _listed(read_text(archive, records[0], wheel))
        return listed if _is_true(listed, archive) else None


def _unpacked(archive: zipfile.ZipFile) -> int:
    return sum(member.file_size for member in archive.infolist())


def _listed(record: str) -> dict[str, str]:
    rows = csv.reader(io.StringIO(record, newline=""))
    return {
        row[0]: row[1]
        for row in rows
        if len(row) >= 2 and not _NOT_RECORDED.fullmatch(row[0])  # noqa: PLR2004  name, hash
    }


def _is_true(listed: dict[str, str], archive: zipfile.ZipFile) -> bool:
    members = {
        member.filename: member
        for member in archive.infolist()
        if not member.is_dir() and not _NOT_RECORDED.fullmatch(member.filename)
    }
    return listed.keys() == members.keys() and all(
        _has_hash(archive, members[name], expected) for name, expected in listed.items()
    )


def _has_hash(archive: zipfile.ZipFile, member: zipfile.ZipInfo, expected: str) -> bool:
    algorithm, _, value = expected.partition("=")
    if algorithm not in _ALGORITHMS:
        return False
    digest = hashlib.new(algorithm)
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return value == base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
