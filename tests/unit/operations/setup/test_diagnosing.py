"""Nothing that breaks in one check stops the others; nobody waits for one that does not end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from apparate_ng.errors import ApparateError
from apparate_ng.model.diagnosis import Check, Verdict
from apparate_ng.operations.examinations.case import (
    Case,
    Place,
    fine,
    settings_of,
    signed_in,
    skipped,
)
from apparate_ng.operations.setup.diagnosing import diagnose

_SECRET = "dapi-very-secret"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Nobody is signed in, and nothing is configured."""
    environment = {"DATABRICKS_CONFIG_FILE": str(tmp_path / "none")}
    return Place(folder=tmp_path, explicit=None, profile=None, environment=environment, options={})


def _raising(error: Exception) -> Callable[[Case], Check]:
    def examine(_case: Case) -> Check:
        raise error

    return examine


def _well(_case: Case) -> Check:
    return fine("well", "it is")


def _needs_settings(case: Case) -> Check:
    return fine("settings", str(settings_of(case).store))


def _needs_the_workspace(case: Case) -> Check:
    return fine("workspace", signed_in(case).workspace.connection.host)


def test_a_check_that_breaks_is_a_line(place: Place) -> None:
    broken = {"broken": _raising(ValueError(_SECRET)), "well": _well}

    diagnosis = diagnose(place, broken)

    assert [check.verdict for check in diagnosis.checks] == [Verdict.FAILED, Verdict.OK]
    assert diagnosis.checks[0].text == "the check itself broke: ValueError"
    assert _SECRET not in str(diagnosis)
    assert diagnosis.ok is False


def test_an_error_of_ours_is_said_with_its_hint(place: Place) -> None:
    error = ApparateError("no", where="there", hint="try this")

    (check,) = diagnose(place, {"it": _raising(error)}).checks

    assert (check.text, check.hint) == ("no (there)", "try this")


def test_what_builds_upon_something_missing_is_skipped(place: Place) -> None:
    diagnosis = diagnose(place, {"workspace": _needs_the_workspace, "settings": _needs_settings})

    assert [check.verdict for check in diagnosis.checks] == [Verdict.SKIPPED, Verdict.OK]
    assert diagnosis.ok is True


def test_settings_that_cannot_be_read(place: Place) -> None:
    (place.folder / "apparate.toml").write_text("store = 1\n")

    diagnosis = diagnose(place, {"settings": _needs_settings})

    assert diagnosis.checks == (skipped("settings", "needs a configuration that can be read"),)
    assert diagnosis.configuration == ()


def test_nobody_waits_for_a_check_that_does_not_end(place: Place) -> None:
    over = threading.Event()

    def endless(_case: Case) -> Check:
        over.wait(30)
        return fine("endless", "")

    began = time.monotonic()
    diagnosis = diagnose(place, {"endless": endless, "well": _well}, limit_s=0.2)
    over.set()

    assert time.monotonic() - began < 10
    assert diagnosis.checks[0].verdict is Verdict.FAILED
    assert "no answer within" in diagnosis.checks[0].text
    assert diagnosis.checks[1].verdict is Verdict.OK
