from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import requests
from databricks.sdk import WorkspaceClient

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox

MakeClient: TypeAlias = Callable[..., WorkspaceClient]
Call: TypeAlias = Callable[..., requests.Response]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("DATABRICKS_", "ARM_", "AZURE_", "GOOGLE_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    """One server for each module, empty for each test."""
    served.wipe()
    return served


@pytest.fixture
def client(sandbox: Sandbox, tmp_path: Path) -> MakeClient:
    """The official SDK, unmodified."""

    def make(
        token: str | None = None, *, client_id: str | None = None, client_secret: str | None = None
    ) -> WorkspaceClient:
        return WorkspaceClient(
            host=sandbox.url,
            token=None if client_id else token or sandbox.token,
            client_id=client_id,
            client_secret=client_secret,
            auth_type="oauth-m2m" if client_id else "pat",
            config_file=str(tmp_path / "databrickscfg"),
        )

    return make


@pytest.fixture
def workspace(client: MakeClient) -> WorkspaceClient:
    """The official SDK as ci@example.com."""
    return client()


@pytest.fixture
def call(sandbox: Sandbox) -> Iterator[Call]:
    """Plain HTTP, as ci@example.com unless told otherwise."""
    with requests.Session() as session:
        session.trust_env = False

        def send(
            method: str,
            path: str,
            *,
            token: str | None = None,
            params: dict[str, str | int] | None = None,
            json: object = None,
            data: bytes | str | dict[str, str] | None = None,
            files: dict[str, bytes] | None = None,
        ) -> requests.Response:
            return session.request(
                method,
                sandbox.url + path,
                headers={"Authorization": f"Bearer {token or sandbox.token}"},
                params=params,
                json=json,
                data=data,
                files=files,
                timeout=30,
            )

        yield send
