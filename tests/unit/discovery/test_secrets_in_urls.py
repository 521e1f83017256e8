"""What is hidden in URLs, and what is not."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.readers.job import dependent_from_job
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
        ("https://h/a.whl?sig=s3cret&x", "https://h/a.whl?hidden"),
        ("lib @ https://h/a.whl?sig=s#sha256=0 ; x", "lib @ https://h/a.whl?hidden#sha256=0 ; x"),
        (
            "HTTP://h/a.jar?k=1,2,https://h/b.jar?k=3",
            "HTTP://h/a.jar?hidden,https://h/b.jar?hidden",
        ),
        ("https://h/a.jar?k=1,dbfs:/b.jar,/c?.jar", "https://h/a.jar?hidden,dbfs:/b.jar,/c?.jar"),
        ('curl "https://h/a?t=1" -o x', 'curl "https://h/a?hidden" -o x'),
        ("git+https://u:p@h/r?t=1", "git+https://hidden@h/r?hidden"),
        (
            "/a/lib-1.?.whl s3://b/lib-?.whl https://h/x?",
            "/a/lib-1.?.whl s3://b/lib-?.whl https://h/x?",
        ),
    ],
    ids=str,
)
def test_users_are_hidden_and_containers_are_not(text: str, shown: str) -> None:
    assert without_passwords(text) == shown


def test_a_reference_with_a_password_is_shown_without_it_and_never_rewritten() -> None:
    url = "https://ana:secret@example.com/lib-1.4.2-py3-none-any.whl"
    environment = {"environment_key": "e", "spec": {"dependencies": [f"lib[fast] @ {url}"]}}
    job = {"job_id": 1, "settings": {"environments": [environment]}}

    found = dependent_from_job(job, "lib")

    assert found is not None
    [located] = found.references
    shown = "https://hidden@example.com/lib-1.4.2-py3-none-any.whl"
    assert located.text == f"lib[fast] @ {shown}"
    assert located.reference.span.of(located.text) == shown
    assert located.reference.obstacle is not None
    assert located.reference.version == "1.4.2"


def test_a_signed_address_is_read_like_any_and_its_signature_is_not_shown() -> None:
    library = {"whl": "https://example.com/lib-1.4.2-py3-none-any.whl?sig=s3cret"}
    job = {"job_id": 1, "settings": {"tasks": [{"task_key": "t", "libraries": [library]}]}}

    found = dependent_from_job(job, "lib")

    assert found is not None
    [located] = found.references
    assert located.text == "https://example.com/lib-1.4.2-py3-none-any.whl?hidden"
    assert located.reference.span.of(located.text) == located.text.partition("?")[0]
    assert (located.reference.version, located.reference.obstacle is None) == ("1.4.2", False)


def test_an_address_of_a_repository_is_shown_without_its_password() -> None:
    library = {"pypi": {"package": "lib @ git+https://ana:secret@example.com/a/lib@1.4.2"}}
    job = {"job_id": 1, "settings": {"tasks": [{"task_key": "t", "libraries": [library]}]}}

    found = dependent_from_job(job, "lib")

    assert found is not None
    [located] = found.references
    assert located.text == "lib @ git+https://hidden@example.com/a/lib@1.4.2"
    assert located.reference.version is None
