from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from apparate_ng.sandbox.handle import Sandbox


@pytest.mark.parametrize(
    ("form", "authorization", "status", "error"),
    [
        ({"grant_type": "password"}, "", 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "", 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, "Basic ===", 401, "invalid_client"),
    ],
)
def test_the_token_endpoint_refuses_as_oauth_says(
    sandbox: Sandbox, form: dict[str, str], authorization: str, status: int, error: str
) -> None:
    answer = requests.post(
        f"{sandbox.url}/oidc/v1/token",
        data=form,
        headers={"Authorization": authorization},
        timeout=30,
    )

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_token_endpoint_takes_the_secret_in_the_form_too(sandbox: Sandbox) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
    }

    answer = requests.post(f"{sandbox.url}/oidc/v1/token", data=form, timeout=30).json()

    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    listed = requests.get(f"{sandbox.url}/api/2.2/jobs/list", headers=headers, timeout=30)
    assert listed.status_code == 200
