"""Tiny installable wheels, made of source text."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

_LONG_AGO = (2020, 2, 2, 0, 0, 0)


def write_wheel(
    folder: Path, version: str, sources: str | Mapping[str, str | bytes], *, project: str = "lib"
) -> Path:
    """A wheel (format 1.0) with METADATA and RECORD.

    A text alone is the package's `__init__.py`; else the names are paths inside the wheel.
    """
    files = {f"{project}/__init__.py": sources} if isinstance(sources, str) else dict(sources)
    info = f"{project}-{version}.dist-info"
    contents = {name: _bytes(text) for name, text in files.items()}
    contents |= {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [
        f"{name},sha256={_digest(content)},{len(content)}" for name, content in contents.items()
    ]
    contents[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{project}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return file


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
