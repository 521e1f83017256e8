"""What is hidden in URLs, and what is not."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.secrets_in_urls import without_passwords


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ana:pw@index.example.com/x", "https://hidden@index.example.com/x"),
        ("https://token@index.example.com/x", "https://hidden@index.example.com/x"),
        (
            "pip install git+https://t@git.example.com/x",
            "pip install git+https://hidden@git.example.com/x",
        ),
        ("HTTPS://t@h/x,http://u:p@h/y", "HTTPS://hidden@h/x,http://hidden@h/y"),
        (
            "abfss://libs@account.dfs.core.windows.net/x",
            "abfss://libs@account.dfs.core.windows.net/x",
        ),
        (
            "wasbs://libs@account.blob.core.windows.net/x",
            "wasbs://libs@account.blob.core.windows.net/x",
        ),
        ("https://index.example.com/a@b", "https://index.example.com/a@b"),
    ],
    ids=str,
)
def test_users_are_hidden_and_containers_are_not(text: str, shown: str) -> None:
    assert without_passwords(text) == shown
