"""The record says which very file was deployed, and resume goes on with no other."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import StaleError
from apparate_ng.model.deployments.deployment import Context
from apparate_ng.operations.deployments.resuming import find_unfinished
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.session import store_session
from apparate_ng.sandbox.handle import Sandbox

Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
Wheel: TypeAlias = Callable[..., Path]
_STORED = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"
_UPDATE = "/api/2.2/jobs/update"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


def _built_again(file: Path) -> bytes:
    """The same contents, packed at another time."""
    again = file.with_suffix(".again")
    with zipfile.ZipFile(file) as first, zipfile.ZipFile(again, "w") as second:
        for name in first.namelist():
            second.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), first.read(name))
    return again.read_bytes()


@pytest.fixture
def half_done(sandbox: Sandbox, pinned: Pinned) -> None:
    """Two jobs, of which the second cannot be written."""
    for name in ("a", "b"):
        sandbox.add_job(pinned(name))
    sandbox.fault("POST", _UPDATE, nth=2, times=None, status=403, body=_DENIED)


@pytest.fixture
def look(
    sandbox: Sandbox, environment: Mapping[str, str], configuration: Settings
) -> Callable[[], int]:
    """How many dependents resuming would change."""

    def count() -> int:
        sandbox.clear()
        with store_session(configuration, None, environment) as session:
            found = find_unfinished(session, None, Context())
        return 0 if found is None else len(found.undertaking.changing)

    return count


def _digest(content: bytes | None) -> str:
    assert content is not None
    return hashlib.sha256(content).hexdigest()


@pytest.mark.usefixtures("half_done")
def test_what_was_uploaded_needs_no_second_digest(
    sandbox: Sandbox, bring: Go, look: Callable[[], int]
) -> None:
    release = bring().deployment.release

    assert release.stored_sha256 is None
    assert release.sha256 == _digest(sandbox.file(_STORED))
    assert look() == 1


@pytest.mark.usefixtures("half_done")
def test_another_build_in_the_store_is_in_the_record(
    sandbox: Sandbox, bring: Go, wheel: Wheel, look: Callable[[], int]
) -> None:
    stored = _built_again(wheel())
    sandbox.add_file(_STORED, stored)

    release = bring().deployment.release

    assert release.stored_sha256 == _digest(stored) != release.sha256
    assert look() == 1


@pytest.mark.usefixtures("half_done")
def test_so_is_one_that_a_saved_plan_meets(
    sandbox: Sandbox,
    saved: Callable[[], Path],
    carry_out: Go,
    wheel: Wheel,
    look: Callable[[], int],
) -> None:
    file = saved()
    stored = _built_again(wheel())
    sandbox.add_file(_STORED, stored)

    release = carry_out(file).deployment.release

    assert release.stored_sha256 == _digest(stored)
    assert look() == 1


def test_a_saved_plan_needs_no_artifact_where_the_store_has_the_build_that_it_saw(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go, wheel: Wheel
) -> None:
    sandbox.add_job(pinned("a"))
    stored = _built_again(wheel())
    sandbox.add_file(_STORED, stored)
    file = saved()
    (file.parent / wheel().name).unlink()

    assert carry_out(file).deployment.release.stored_sha256 == _digest(stored)


@pytest.mark.usefixtures("half_done")
@pytest.mark.parametrize("there_before", [False, True])
def test_other_bytes_of_that_name_and_version_are_refused(
    sandbox: Sandbox, bring: Go, wheel: Wheel, look: Callable[[], int], *, there_before: bool
) -> None:
    if there_before:
        sandbox.add_file(_STORED, _built_again(wheel()))
    bring()
    sandbox.add_file(_STORED, wheel(content="import other\n", folder="other").read_bytes())

    with pytest.raises(StaleError, match="other contents") as raised:
        look()
    assert raised.value.where == _STORED


@pytest.mark.usefixtures("half_done")
def test_a_release_that_is_gone(
    environment: Mapping[str, str], configuration: Settings, bring: Go, look: Callable[[], int]
) -> None:
    bring()
    with store_session(configuration, None, environment) as session:
        session.store.remove("lib-1.5.0-py3-none-any.whl")

    with pytest.raises(StaleError, match="not in the store any more"):
        look()
