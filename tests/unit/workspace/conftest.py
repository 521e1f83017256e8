from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials

_HOST = "https://dbc-1.cloud.example.com"


@pytest.fixture
def transport() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as transport:
        yield transport


@pytest.fixture
def connection() -> Iterator[Connection]:
    headers = {"Authorization": "Bearer t"}
    connection = Connection(Credentials(host=_HOST, headers=lambda: headers))
    yield connection
    connection.close()
