"""Contents of large files, each in a file of its own on disk, so that none of it is in memory."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Blobs:
    """Contents by opaque name. The folder is made when the first one is."""

    def __init__(self, folder: Path | None = None) -> None:
        """Contents in `folder`, which stays; without one, in a temporary folder until `close`."""
        self._folder = folder
        self._temporary: Path | None = None

    def new(self) -> str:
        """The name of a new, empty content."""
        name = secrets.token_hex(16)
        self.file(name).touch()
        return name

    def file(self, name: str) -> Path:
        """Where a content lies."""
        return self._place() / name

    def size(self, name: str) -> int:
        """Bytes of a content."""
        return self.file(name).stat().st_size

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a content."""
        with self.file(name).open("ab") as content:
            content.write(data)

    def remove(self, name: str) -> None:
        """Forget a content, if it is there. Who has it open still reads it to its end."""
        self.file(name).unlink(missing_ok=True)

    def contents(self) -> dict[str, bytes]:
        """Every content by its name, in memory."""
        return {file.name: file.read_bytes() for file in self._files()}

    def replace_all(self, contents: Mapping[str, bytes]) -> None:
        """Have these contents, and no others."""
        for file in self._files():
            file.unlink()
        for name, content in contents.items():
            self.file(name).write_bytes(content)

    def _files(self) -> list[Path]:
        folder = self._folder or self._temporary
        return list(folder.iterdir()) if folder is not None and folder.is_dir() else []

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._temporary is not None:
            shutil.rmtree(self._temporary)
            self._temporary = None

    def _place(self) -> Path:
        if self._folder is not None:
            self._folder.mkdir(exist_ok=True)
            return self._folder
        if self._temporary is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="apparate-sandbox-"))
        return self._temporary
