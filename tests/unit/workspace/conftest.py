from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.patience import Patience

_HOST = "https://dbc-1.cloud.example.com"


@pytest.fixture
def transport() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as transport:
        yield transport


@pytest.fixture
def connection() -> Iterator[Connection]:
    headers = {"Authorization": "Bearer t"}
    credentials = Credentials(host=_HOST, headers=lambda: headers)
    connection = Connection(credentials, Patience(pause_scale=0.01))
    yield connection
    connection.close()
