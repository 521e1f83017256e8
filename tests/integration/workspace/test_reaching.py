from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.failures import UnreachableError
from apparate_ng.workspace.jobs import Jobs


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else gets it, and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    "call",
    [
        lambda jobs: jobs.read(1),
        lambda jobs: next(jobs.listed()),
        lambda jobs: jobs.reset(1, {}),
    ],
    ids=["get", "list", "reset"],
)
def test_a_host_where_nobody_answers(closed_port: int, call: Callable[[Jobs], object]) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    environment = {"DATABRICKS_HOST": host, "DATABRICKS_TOKEN": "t"}
    connection = Connection(find_credentials(None, environment))

    with pytest.raises(UnreachableError, match="cannot be reached") as raised:
        call(Jobs(connection))

    assert host in (raised.value.where or "")
    connection.close()


def test_netrc_does_not_replace_our_token(
    sandbox: Sandbox, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    assert list(jobs.listed()) == []
    assert [entry["identity"] for entry in sandbox.journal()] == ["ci@example.com"]
