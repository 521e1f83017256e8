"""A large release goes up and comes back with memory that does not grow with its size."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.store.publishing import publish, sha256_of
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import find_credentials
from tests.integration.store.place import PLACES, Place

_MEGABYTE = 1 << 20
_SIZE, _MOST = 64 * _MEGABYTE, 16 * _MEGABYTE
_SERVER = "from apparate_ng.sandbox.command import sandbox; sandbox(prog_name='sandbox')"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Sandbox]:
    """A sandbox in a process of its own: what it needs is not counted here."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER, "serve"], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        try:
            yield Sandbox(process.stdout.readline().partition("=")[2].strip())
        finally:
            process.kill()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that no compression makes smaller."""
    file, random = tmp_path / "large-1.0-py3-none-any.whl", Random(1)  # noqa: S311  no secret
    with file.open("wb") as stream:
        for _ in range(_SIZE // _MEGABYTE):
            stream.write(random.randbytes(_MEGABYTE))
    return file


@pytest.mark.parametrize("kind", PLACES)
def test_sixty_four_megabytes_there_and_back(
    elsewhere: Sandbox, large: Path, tmp_path: Path, kind: str
) -> None:
    place: Place = PLACES[kind]
    elsewhere.add_volume("main.libs.wheels")
    environment = {"DATABRICKS_HOST": elsewhere.url, "DATABRICKS_TOKEN": elsewhere.token}
    connection = Connection(find_credentials(None, environment))
    store, told, back = open_store(connection, place.uri), list[int](), tmp_path / "back"

    tracemalloc.start()
    try:
        publish(store, large.name, large, lambda _, __: False, told.append)
        store.download(large.name, back)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        connection.close()

    assert peak < _MOST
    assert sha256_of(back) == sha256_of(large)
    assert told[-1] >= _SIZE
