"""A record that could be created and never be closed is refused before anything is changed."""

from __future__ import annotations

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.control_files import TooLargeError
from apparate_ng.store.opening import open_store
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials

_PLACES = ("/Workspace/Shared/libraries", "/Volumes/main/libs/wheels", "dbfs:/FileStore/libraries")


@pytest.mark.parametrize("place", _PLACES)
def test_what_is_created_can_be_replaced_by_something_a_little_larger(
    sandbox: Sandbox, place: str
) -> None:
    sandbox.add_volume("main.libs.wheels")
    headers = {"Authorization": f"Bearer {sandbox.token}"}
    connection = Connection(Credentials(host=sandbox.url, headers=lambda: headers))
    control = open_store(connection, place).control
    size = 5 << 20

    while True:
        try:
            control.create(f"deployments/{size}.json", b" " * size)
        except TooLargeError as error:
            said = error
            break
        control.replace(f"deployments/{size}.json", b"x" * (size + size // 20))
        assert len(control.read(f"deployments/{size}.json")) == size + size // 20
        size = size * 11 // 10 if place.startswith("/Workspace") else size * 10

    assert str(said.where).startswith(place)
    assert "--job" in str(said.hint)
    connection.close()
