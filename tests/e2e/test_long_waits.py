"""Off a terminal, too, it is said why nothing seems to happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import plant
from tests.e2e.program import Program, error_of


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_a_server_that_asks_for_a_pause(
    apparate: Program, sandbox: Sandbox, release: Path, options: tuple[str, ...]
) -> None:
    plant(sandbox, 1)
    headers = {"Retry-After": "11"}
    sandbox.fault("GET", "*/jobs/list", action="answer", status=429, headers=headers, times=1)

    outcome = apparate("plan", release, *options)

    line = "note: the workspace takes no more requests for now: trying again in 11 s"
    assert outcome.returncode == 0
    assert outcome.stderr.splitlines() == ([] if options else [line])


def test_a_server_that_fails_is_said_with_its_status(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    body = {"error_code": "INTERNAL_ERROR", "message": "boom"}
    sandbox.fault("GET", "*/jobs/list", action="answer", status=500, body=body, times=None)

    assert error_of(apparate("plan", release), 1).what == "the server answered 500: boom"
