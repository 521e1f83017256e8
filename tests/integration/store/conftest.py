from __future__ import annotations

import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.connection import Connection
from tests.integration.store.place import PLACES, Place

Wheel: TypeAlias = Callable[..., Path]


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def place(request: pytest.FixtureRequest, sandbox: Sandbox) -> Place:
    """Each kind of place; the volume is there, and the folder is not."""
    sandbox.add_volume("main.libs.wheels")
    found: Place = request.param
    return found


@pytest.fixture
def store(connection: Connection, place: Place) -> LibraryStore:
    return open_store(connection, place.uri)


@pytest.fixture
def wheel(tmp_path: Path) -> Wheel:
    """Wheels of one project and version; `seconds` changes the bytes and not the contents."""

    def make(content: str = "x = 1\n", *, seconds: int = 0, folder: str = "dist") -> Path:
        members = {
            "lib/__init__.py": content,
            "lib-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: lib\nVersion: 1.0\n",
        }
        digests = {
            name: urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
            for name, text in members.items()
        }
        rows = [f"{name},sha256={digest},{len(members[name])}" for name, digest in digests.items()]
        members["lib-1.0.dist-info/RECORD"] = "\n".join([*rows, "lib-1.0.dist-info/RECORD,,", ""])
        file = tmp_path / folder / "lib-1.0-py3-none-any.whl"
        file.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members.items():
                archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, seconds)), text)
        return file

    return make
