"""`apparate doctor`: each check in order, and each of them made to fail once."""

from __future__ import annotations

import base64
import json
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project
from tests.e2e.jobs import STORE, pinning, plant, writes
from tests.e2e.program import Outcome, Program, error_of
from tests.e2e.terminal import run_on_terminal
from tests.schemas.making import file_of

_NAMES = [
    "configuration",
    "sign-in",
    "clock",
    "tokens",
    "API",
    "store",
    "lease",
    "jobs",
    "runtimes",
    "build",
    "CI",
]
_NEED_THE_WORKSPACE = {"clock", "tokens", "API", "store", "lease", "jobs", "runtimes"}
_MORE_THAN_ANYBODY_SEES = 30


@pytest.fixture
def healthy(sandbox: Sandbox) -> Sandbox:
    """A workspace with a store and two jobs."""
    sandbox.add_file(f"{STORE}/notes.txt", b"")
    plant(sandbox, 2)
    sandbox.clear()
    return sandbox


def _checks(document: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401  JSON
    return {check["name"]: check for check in document["checks"]}


def _examined(program: Program, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    return _checks(program.document("doctor", *arguments, code=code))


def _verdicts(checks: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: check["verdict"] for name, check in checks.items()}


def _lines(outcome: Outcome) -> list[str]:
    assert outcome.stderr == ""
    return outcome.stdout.splitlines()


def test_where_all_is_well(apparate: Program, healthy: Sandbox) -> None:
    folder = project(apparate.folder / "lib")

    document = apparate.document("doctor", folder)

    assert document["schema"] == "apparate.doctor/1"
    jsonschema.validate(document, json.loads(file_of("apparate.doctor/1").read_text()))
    assert document["ok"] is True
    assert [check["name"] for check in document["checks"]] == _NAMES
    assert {check["verdict"] for check in document["checks"]} == {"ok"}
    assert "ci@example.com" in _checks(document)["sign-in"]["text"]
    assert healthy.url in _checks(document)["sign-in"]["text"]


def test_what_it_writes_into_the_store_is_gone_afterwards(
    apparate: Program, healthy: Sandbox
) -> None:
    _examined(apparate)

    wrote = writes(healthy)
    assert wrote
    assert all(entry.split(" ")[1].startswith("/api/2.0/workspace/") for entry in wrote)
    left = [
        entry
        for entry in apparate.document("inventory")["libraries"]
        if "doctor" in json.dumps(entry)
    ]
    assert left == []
    assert _examined(apparate)["store"]["text"].endswith("writable, 1 file in it")


def test_one_line_for_each_check_with_a_hint_below(apparate: Program, healthy: Sandbox) -> None:
    healthy.set_folder(STORE, readers=["*"], writers=[])

    outcome = apparate("doctor")

    lines = _lines(outcome)
    assert outcome.returncode == 1
    assert [line.split()[1] for line in lines if line[:2] in {"+ ", "! ", "x ", "- "}] == _NAMES
    at = next(number for number, line in enumerate(lines) if line.startswith("x store"))
    below = next(line.strip() for line in lines[at:] if "hint: " in line)
    assert below.startswith("hint: grant CAN EDIT")
    assert lines[-1] == "9 fine, 1 failed, 1 skipped."


def test_a_configuration_with_an_unknown_key(apparate: Program, healthy: Sandbox) -> None:
    (apparate.folder / "apparate.toml").write_text('stoer = "/Workspace/Shared/x"\n')

    document = apparate.document("doctor", code=1)

    checks = _checks(document)
    assert checks["configuration"]["verdict"] == "failed"
    assert "stoer" in checks["configuration"]["text"]
    assert _verdicts(checks)["store"] == _verdicts(checks)["lease"] == "skipped"
    assert _verdicts(checks)["jobs"] == "ok"
    assert document["configuration"] == []
    assert healthy.url in checks["sign-in"]["text"]


def test_without_credentials(outside: Program) -> None:
    checks = _examined(outside.knowing(APPARATE_STORE=STORE), code=1)

    assert checks["sign-in"]["verdict"] == "failed"
    assert "databricks auth login" in checks["sign-in"]["hint"]
    skipped = {name for name, verdict in _verdicts(checks).items() if verdict == "skipped"}
    assert skipped == {*_NEED_THE_WORKSPACE, "build"}


def test_a_token_that_is_not_accepted(apparate: Program, healthy: Sandbox) -> None:
    outcome = apparate("doctor", DATABRICKS_TOKEN="dapi-not-this-one")

    assert outcome.returncode == 1
    assert "x sign-in" in outcome.stdout
    assert healthy.url in outcome.stdout
    assert "dapi-not-this-one" not in outcome.stdout + outcome.stderr


def test_a_clock_that_is_off(apparate: Program, healthy: Sandbox) -> None:
    healthy.switch(clock_ahead_s=600)

    clock = _examined(apparate)["clock"]

    assert clock["verdict"] == "warning"
    assert "s behind the server" in clock["text"]
    assert "NTP" in clock["hint"]


@pytest.mark.parametrize(
    ("seconds", "verdict", "words"),
    [
        (3 * 86_400 + 3_600, "warning", "3 days"),
        (90 * 86_400 + 3_600, "ok", "90 days"),
        (600, "warning", "hour"),
    ],
)
def test_a_personal_token_that_ends(
    apparate: Program, healthy: Sandbox, seconds: int, verdict: str, words: str
) -> None:
    healthy.switch(token_ends_in_s=seconds)

    tokens = _examined(apparate)["tokens"]

    assert tokens["verdict"] == verdict
    assert words in tokens["text"]


def _bearer(ends_at: float) -> str:
    parts = ({"alg": "none"}, {"exp": int(ends_at)})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*(part.rstrip("=") for part in encoded), "signature"])


def test_an_oauth_token_that_nobody_renews(apparate: Program, healthy: Sandbox) -> None:
    token = _bearer(time.time() + 300)
    healthy.add_identity("robot@example.com", token, default_level="CAN_MANAGE")

    tokens = _examined(apparate.knowing(DATABRICKS_TOKEN=token))["tokens"]

    assert tokens["verdict"] == "warning"
    assert "less than an hour" in tokens["text"]
    assert "databricks auth login" in tokens["hint"]


def test_tokens_that_are_not_listed(apparate: Program, healthy: Sandbox) -> None:
    healthy.fault("GET", "/api/2.0/token/list", status=403, times=None)

    assert _examined(apparate)["tokens"]["verdict"] == "skipped"


def test_signing_in_by_oauth_is_renewed(outside: Program, healthy: Sandbox) -> None:
    program = outside.knowing(
        DATABRICKS_HOST=healthy.url,
        DATABRICKS_CLIENT_ID="sandbox-client",
        DATABRICKS_CLIENT_SECRET="sandbox-secret",
        APPARATE_STORE=STORE,
    )

    checks = _examined(program)

    assert checks["tokens"]["text"] == "oauth-m2m: renewed by itself"
    assert "oauth-m2m" in checks["sign-in"]["text"]


def test_calls_that_are_refused(apparate: Program, healthy: Sandbox) -> None:
    healthy.fault("GET", "/api/2.0/pipelines", status=403, times=None)

    api = _examined(apparate)["API"]

    assert api["verdict"] == "warning"
    assert "pipelines 2.0" in api["text"]


def test_jobs_that_cannot_be_listed(apparate: Program, healthy: Sandbox) -> None:
    healthy.fault("GET", "/api/2.2/jobs/list", status=403, times=None)

    checks = _examined(apparate, code=1)

    assert checks["API"]["verdict"] == checks["jobs"]["verdict"] == "failed"
    assert checks["store"]["verdict"] == "ok"


def test_no_store(apparate: Program, healthy: Sandbox) -> None:
    healthy.clear()

    store = _examined(apparate.without("APPARATE_STORE"), code=1)["store"]

    assert store["verdict"] == "failed"
    assert "apparate configure" in store["hint"]


def test_a_store_that_is_not_there_yet(apparate: Program, sandbox: Sandbox) -> None:
    plant(sandbox, 1)

    store = _examined(apparate)["store"]

    assert store["verdict"] == "warning"
    assert "first upload" in store["hint"]


def test_a_volume_that_is_not_there(apparate: Program, healthy: Sandbox) -> None:
    store = _examined(apparate, "--store", "/Volumes/main/libs/wheels/here", code=1)["store"]

    assert store["verdict"] == "failed"
    assert "/Volumes/main/libs/wheels is not there" in store["text"]
    assert "CREATE VOLUME" in store["hint"]
    healthy.add_volume("main/libs/wheels")
    below = _examined(apparate, "--store", "/Volumes/main/libs/wheels/here")["store"]
    assert below["verdict"] == "warning"


@pytest.mark.parametrize("store", ["/Volumes/main/libs/wheels", "dbfs:/FileStore/libraries"])
def test_other_kinds_of_stores(apparate: Program, healthy: Sandbox, store: str) -> None:
    healthy.add_volume("main/libs/wheels")
    healthy.add_dbfs_file("/FileStore/libraries/notes.txt")

    found = _examined(apparate, "--store", store)["store"]

    assert found["verdict"] == "ok"
    assert "writable" in found["text"]


def test_a_lease_that_somebody_holds(apparate: Program, healthy: Sandbox) -> None:
    now, form = datetime.now(timezone.utc), "%Y-%m-%dT%H:%M:%SZ"
    holder = {"identity": "bob@example.com", "machine": "runner-7", "process": 1, "ci_url": None}
    lease = {
        "schema": "apparate.lease/1",
        "number": 1,
        "id": "theirs",
        "deployment": "20260131T120000Z-0badcafe",
        "holder": holder,
        "acquired_at": now.strftime(form),
        "expires_at": (now + timedelta(seconds=100)).strftime(form),
        "released_at": None,
    }
    healthy.add_file(f"{STORE}/.apparate/leases/1.json", json.dumps(lease).encode())

    found = _examined(apparate)["lease"]

    assert found["verdict"] == "warning"
    assert "bob@example.com" in found["text"]
    assert "apparate unlock" in found["hint"]


def test_no_job_is_visible(apparate: Program, healthy: Sandbox) -> None:
    program = apparate.knowing(DATABRICKS_TOKEN=healthy.ana_token)

    jobs = _examined(program)["jobs"]

    assert jobs["verdict"] == "warning"
    assert "CAN MANAGE" in jobs["hint"]


def test_jobs_that_may_not_be_changed_are_named_as_text(
    apparate: Program, healthy: Sandbox
) -> None:
    name = "board \x1b[31m[red]forecast"
    healthy.add_job(pinning(name, "1.4.2"), access={"ci@example.com": "CAN_VIEW"})

    outcome = apparate("doctor")

    assert outcome.returncode == 0
    assert "! jobs" in outcome.stdout
    assert "[red]forecast" in outcome.stdout
    assert "\x1b" not in outcome.stdout


def test_of_many_jobs_some_are_looked_at(apparate: Program, healthy: Sandbox) -> None:
    plant(healthy, _MORE_THAN_ANYBODY_SEES)
    healthy.clear()

    jobs = _examined(apparate)["jobs"]

    assert jobs["text"] == "32 visible, 20 looked at manageable"
    asked = [entry for entry in healthy.journal("GET") if "/permissions/jobs/" in entry["path"]]
    assert len(asked) == 20


def test_an_admin_manages_all(apparate: Program, healthy: Sandbox) -> None:
    jobs = _examined(apparate.knowing(DATABRICKS_TOKEN=healthy.admin_token))["jobs"]

    assert jobs["text"] == "2 visible, all manageable by an admin"


@pytest.mark.parametrize("number", ["99.1", "99"])
def test_a_runtime_that_is_newer_than_the_program(
    apparate: Program, healthy: Sandbox, number: str
) -> None:
    offered = {"versions": [{"key": f"{number}.x-scala2.13", "name": number}]}
    path = "/api/2.1/clusters/spark-versions"
    healthy.fault("GET", path, status=200, body=offered, times=None)

    runtimes = _examined(apparate)["runtimes"]

    assert runtimes["verdict"] == "warning"
    assert runtimes["text"].startswith(f"{number}: unknown")


def test_runtimes_without_a_minor_number(apparate: Program, healthy: Sandbox) -> None:
    keys = ("18.x-scala2.13", "18.x-photon-scala2.13", "v18.x-scala2.13", "15.4.x-scala2.12")
    offered = {"versions": [{"key": key, "name": key} for key in (*keys, "custom:x")]}
    path = "/api/2.1/clusters/spark-versions"
    healthy.fault("GET", path, status=200, body=offered, times=None)

    runtimes = _examined(apparate)["runtimes"]

    assert runtimes["verdict"] == "ok"
    assert runtimes["text"].startswith("all 2 on offer are known")


@pytest.mark.parametrize(
    "system",
    [
        'requires = ["backend @ file:///nowhere/backend.whl"]\nbuild-backend = "backend"\n',
        'requires = []\nbuild-backend = "no_such_backend"\n',
    ],
)
def test_a_backend_that_cannot_be_had(apparate: Program, healthy: Sandbox, system: str) -> None:
    healthy.clear()
    (apparate.folder / "pyproject.toml").write_text(f"[build-system]\n{system}")

    build = _examined(apparate, code=1)["build"]

    assert build["verdict"] == "failed"
    assert "backend" in build["text"]
    assert "pip" in build["hint"]


def test_a_ci_server_is_known(apparate: Program, healthy: Sandbox) -> None:
    healthy.clear()
    program = apparate.knowing(JENKINS_URL="https://ci.example.com/", BUILD_URL="https://ci/7/")

    assert _examined(program)["CI"]["text"] == "Jenkins, https://ci/7/"


def test_a_server_that_does_not_answer(outside: Program) -> None:
    program = outside.knowing(
        DATABRICKS_HOST="http://127.0.0.1:9", DATABRICKS_TOKEN="x", APPARATE_STORE=STORE
    )

    checks = _examined(program, code=1)

    assert checks["sign-in"]["verdict"] == "failed"
    assert "cannot be reached" in checks["sign-in"]["text"]
    assert checks["jobs"]["verdict"] == "skipped"


def test_where_each_value_came_from(apparate: Program, healthy: Sandbox) -> None:
    healthy.clear()
    folder = project(apparate.folder / "lib", settings="[tool.apparate]\nallow = 'patch'\n")

    lines = apparate("doctor", folder, "--origin", "--store", f"{STORE}/x").stdout.splitlines()
    document = apparate.document("doctor", folder)

    said = {line.split()[0]: line for line in lines if line.startswith("  ") and "(" in line}
    assert said["store"].endswith("(--store)")
    assert f"{folder}/pyproject.toml [tool.apparate])" in said["allow"]
    assert said["pre"].endswith("false  (default)")
    origins = {one["key"]: one["source"] for one in document["configuration"]}
    assert origins["store"] == "APPARATE_STORE"


def test_a_terminal_gets_colours_and_80_columns_suffice(
    apparate: Program, healthy: Sandbox
) -> None:
    healthy.clear()

    code, shown = run_on_terminal(apparate, "doctor", columns=80)
    plain = run_on_terminal(apparate.knowing(NO_COLOR="1"), "doctor", "-q")[1]

    assert code == 0
    assert "\x1b[32m+" in shown
    assert "\x1b[3" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 80


def test_csv_is_no_shape_of_it(apparate: Program) -> None:
    assert "csv" in error_of(apparate("--output", "csv", "doctor"), 2).what
