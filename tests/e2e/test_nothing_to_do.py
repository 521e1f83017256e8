"""Where nothing is to be done, that is said with what stands behind it: a typo is not like success."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, pinning, plant, versions_of, wheel_path
from tests.e2e.program import Program
from tests.e2e.terminal import QUESTION, run_on_terminal

_TYPO = "/Workspace/Shared/typo"
_FROZEN = {"APPARATE_FREEZE": "2020-01-01..2099-12-31"}
_COMMANDS = ["plan", "update", "upload-and-update"]


def _ready(apparate: Program, release: Path, command: str) -> list[str | Path]:
    """The command for 1.5.0, which is in the store where it has to be."""
    if command != "update":
        return [command, release]
    assert apparate("upload", release).returncode == 0
    return [command, "sales-features"]


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_job_that_refers_to_nothing_is_named_with_the_nearest_name(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    line = _ready(apparate, release, command)
    [other] = plant(sandbox, 1)
    job_id = sandbox.add_job(pinning("nightly-score", OLD))

    outcome = apparate(*line, "--job", "Nightly_score", COLUMNS="160")

    assert outcome.returncode == 0
    told = "goes by 'Nightly_score' (--job): did you mean nightly-score?"
    assert f"nothing that refers to sales-features {told}" in outcome.stdout
    assert "2 dependents refer to sales-features; all were left out by --job" in outcome.stdout
    assert versions_of(sandbox, other, job_id) == [[OLD], [OLD]]


def test_a_job_that_could_not_be_read_is_known_by_its_name(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    sandbox.fault("GET", "/api/2.*/jobs/*", status=403, body={"error_code": "PERMISSION_DENIED"})
    outcome = apparate("plan", release, "--job", str(job_id))
    assert "goes by" not in outcome.stderr


def test_patterns_and_what_is_left_out_may_match_nothing_and_the_plan_says_so(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    selectors = ("--job", "team-*", "--job", "job-*", "--exclude", "nosuch")

    plan = apparate.document("plan", release, *selectors, "--no-checks")

    assert [notice["code"] for notice in plan["warnings"]] == ["selects-nothing"] * 2
    assert [notice["text"] for notice in plan["warnings"]] == [
        "nothing that refers to sales-features goes by 'team-*' (--job)",
        "nothing that refers to sales-features goes by 'nosuch' (--exclude)",
    ]
    assert plan["summary"]["pins"]["upgrade"] == 2


@pytest.mark.parametrize("command", _COMMANDS)
@pytest.mark.parametrize(
    ("selectors", "said"),
    [
        (["--job", "team-*"], "--job"),
        (["--tag", "team"], "--tag"),
        (["--exclude", "job-*", "--scheduled-only"], "--exclude and --scheduled-only"),
    ],
)
def test_where_all_was_left_out_that_is_said(
    apparate: Program,
    sandbox: Sandbox,
    release: Path,
    command: str,
    selectors: list[str],
    said: str,
) -> None:
    line = _ready(apparate, release, command)
    plant(sandbox, 3)

    outcome = apparate(*line, *selectors, COLUMNS="160")

    assert outcome.returncode == 0
    last = outcome.stdout.splitlines()[-1]
    words = f"Nothing to do: 3 dependents refer to sales-features; all were left out by {said}."
    assert words in (outcome.stdout if command == "plan" else last)  # plan tells what to upload
    assert ("goes by 'team-*'" in outcome.stdout) is ("team-*" in selectors)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_rollback_of_a_job_that_was_not_deployed_names_the_nearest(
    apparate: Program, sandbox: Sandbox, release: Path, *, dry_run: bool
) -> None:
    ids = plant(sandbox, 2)
    sandbox.add_file(wheel_path(OLD), b"the old one")
    assert apparate("upload-and-update", release).returncode == 0
    options = ["--dry-run"] if dry_run else []

    outcome = apparate("rollback", "--job", "job_01", *options, COLUMNS="160")

    assert outcome.returncode == 0
    assert "was to change goes by 'job_01' (--job): did you mean job-01?" in outcome.stdout
    assert versions_of(sandbox, *ids) == [[NEW]] * 2


def test_a_rollback_of_a_pattern_that_matches_nothing_says_so(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    sandbox.add_file(wheel_path(OLD), b"the old one")
    assert apparate("upload-and-update", release).returncode == 0

    plan = apparate("rollback", "--job", "team-*", "--dry-run", COLUMNS="120")
    done = apparate("rollback", "--job", "team-*", COLUMNS="120")

    for outcome in (plan, done):
        assert (outcome.returncode, outcome.stderr) == (0, "")
        assert (
            "nothing that the deployment was to change goes by 'team-*' (--job)" in outcome.stdout
        )
        last = outcome.stdout.splitlines()[-1]
        assert last == "Nothing to put back: 2 dependents were changed; all were left out by --job."


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("rollback", "Nothing to roll back: there is no deployment in {}"),
        ("resume", "Nothing to resume in {}"),
        ("show", "There is no deployment yet in {}"),
        ("history", "No deployments yet in {}"),
    ],
)
@pytest.mark.parametrize("store", [_TYPO, "/Volumes/main/no/such", "dbfs:/FileStore/typo"])
def test_a_store_that_is_not_there_is_said_to_be_none(
    apparate: Program, sandbox: Sandbox, command: str, words: str, store: str
) -> None:
    sandbox.add_file(f"{STORE}/readme.txt", b"a store")
    there = apparate(command, COLUMNS="160")
    missing = apparate(command, "--store", store, COLUMNS="160")
    as_json = apparate(command, "--store", store, "--output", "json", COLUMNS="160")

    assert (there.returncode, missing.returncode, as_json.returncode) == (0, 0, 0)
    assert there.stdout.strip() == f"{words.format(STORE)}."
    told = f"{words.format(store)}, which is not there or hidden from you."
    assert (missing.stdout.strip(), missing.stderr) == (told, "")
    assert as_json.stderr == f"note: the store is not there or hidden from you: {store}\n"


@pytest.mark.parametrize("command", ["update", "upload-and-update"])
def test_what_is_held_is_shown_where_nothing_moves(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    assert apparate("upload", release).returncode == 0
    line = _ready(apparate, release, command)
    ids = plant(sandbox, 3)

    outcome = apparate(*line, **_FROZEN)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "frozen" in outcome.stdout
    assert outcome.stdout.count("job-0") >= 3
    assert outcome.stdout.splitlines()[-1] == "Nothing to do: 3 pins are held."
    assert versions_of(sandbox, *ids) == [[OLD]] * 3


def test_what_a_saved_plan_holds_is_shown_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    sandbox.add_job(pinning("held", "0.9.0"))
    assert apparate("plan", release, "--out", "plan.json").returncode == 0

    outcome = apparate("apply", "plan.json")

    assert "breaking-step" in outcome.stdout
    assert outcome.stdout.splitlines()[-1] == "Nothing to do: 1 pin is held."


def test_on_a_terminal_it_is_shown_and_nothing_is_asked(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    sandbox.add_job(pinning("held", "0.9.0"))

    code, shown = run_on_terminal(apparate, "upload-and-update", release, answer="")

    assert (code, "breaking-step" in shown, QUESTION in shown) == (0, True, False)
    assert "Nothing to do: 1 pin is held." in shown


def test_quiet_and_for_programs_the_plan_is_not_shown(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    sandbox.add_job(pinning("held", "0.9.0"))

    quiet = apparate("upload-and-update", release, "--quiet")
    document = apparate.document("upload-and-update", release)

    assert "breaking-step" not in quiet.stdout
    assert quiet.stdout.splitlines()[-1] == "Nothing to do: 1 pin is held."
    assert document["dependents"] == []
    assert document["planned"]["pins"] == {"upgrade": 0, "hold": 1, "current": 0, "ignore": 0}


def test_reports_and_facts_tell_how_many_are_held(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    plant(sandbox, 2)
    files = [word for name in ("a.env", "a.md", "a.html") for word in ("--report", name)]

    assert apparate("upload-and-update", release, *files, **_FROZEN).returncode == 0

    told = {file.suffix: file.read_text("utf-8") for file in apparate.folder.glob("a.*")}
    assert "APPARATE_HOLD=2\n" in told[".env"]
    assert "APPARATE_STATUS=succeeded\n" in told[".env"]
    assert all("2 pins are held." in told[end] for end in (".md", ".html"))


def test_current_pins_alone_need_no_plan(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1, NEW)
    assert apparate("upload", release).returncode == 0
    outcome = apparate("upload-and-update", release)
    assert outcome.stdout.splitlines()[-1] == "Nothing to do: nothing was to change."
    assert "job-00" not in outcome.stdout
