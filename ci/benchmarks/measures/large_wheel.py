"""A wheel of whatever size, written without holding it in memory."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

from measures.planning_run import LIBRARY, new_wheel_name

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20


def large_wheel(folder: Path, version: str, size: int) -> Path:
    """A wheel of the library with one member of about `size` bytes, not compressed."""
    file = folder / new_wheel_name(version)
    info = f"{LIBRARY.replace('-', '_')}-{version}.dist-info"
    block = os.urandom(_BLOCK)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {LIBRARY}\nVersion: {version}\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        with archive.open("model.bin", "w", force_zip64=True) as member:
            for _ in range(size // _BLOCK):
                member.write(block)
    return file
