"""Rules, soak and freezes, as the command keeps them, and as it explains them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, task, versions_of, wheel_path, writes
from tests.e2e.program import Program, error_of
from tests.e2e.store_kinds import DBFS, VOLUME, pinning_from

ALWAYS = 'freeze = ["2020-01-01..2099-12-31"]\n'
DAY_S = 86_400
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


@pytest.fixture
def configured(apparate: Program) -> Program:
    """A way to give the command a configuration: see `says`."""
    return apparate


def says(program: Program, text: str) -> None:
    (program.folder / "apparate.toml").write_text(text, encoding="utf-8")


def reasons(program: Program, *arguments: str | Path) -> dict[str, list[str]]:
    """What the plan says of each job, by name."""
    plan = program.document("plan", *arguments)
    return {one["name"]: [pin["reason"] for pin in one["pins"]] for one in plan["dependents"]}


RULES = """
[[rules]]
owners = ["*"]
exclude = ["nightly-*"]
kinds = ["job"]
schedule = ["none"]
allow = "patch"
reason = "tier 1"

[[rules]]
jobs = ["finance-*"]
steps = ["minor", "major"]
libraries = ["sales.features"]
hold = true
reason = "month-end close"

[[rules]]
tags = ["team=free"]
hold = false
allow = "major"
"""


def test_rules_decide_and_later_ones_win(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, RULES)
    sandbox.add_job(pinning("nightly-score", OLD))
    sandbox.add_job(pinning("report", OLD))
    sandbox.add_job(pinning("finance-close", OLD, "1.4.9"))
    sandbox.add_job(pinning("finance-free", OLD, tags={"team": "free"}))
    sandbox.add_job(pinning("finance-own", OLD, tags={"apparate": "minor"}))

    assert reasons(configured, release) == {
        "nightly-score": ["allowed"],
        "report": ["step-above-limit"],
        "finance-close": ["held-by-rule", "held-by-rule"],
        "finance-free": ["allowed"],
        "finance-own": ["allowed"],
    }
    assert configured("upload-and-update", release).returncode == 0
    shown = configured("plan", release).stdout
    assert "rules[1] holds it: month-end close" in shown


CRON = {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC", "pause_status": "UNPAUSED"}


@pytest.mark.parametrize(
    ("matcher", "held"),
    [
        ('jobs = ["score-*"]', ["score-ana", "score-ci"]),
        ('jobs = ["*"]\nexclude = ["score-*"]', ["clean", "ingest"]),
        ('tags = ["team=sal*"]', ["score-ana"]),
        ('owners = ["ana@*"]', ["score-ana"]),
        ('schedule = ["cron"]', ["score-ci"]),
        ('schedule = ["paused", "active"]', ["score-ci"]),
        ('kinds = ["pipeline"]', ["ingest"]),
        ('libraries = ["Sales.*"]', ["clean", "ingest", "score-ana", "score-ci"]),
        ('libraries = ["other-*"]', []),
        ('steps = ["prerelease"]', ["clean"]),
        ('steps = ["minor"]\nkinds = ["job"]\nowners = ["ci@*"]', ["score-ci"]),
    ],
)
def test_each_matcher_finds_whom_it_is_for(
    configured: Program, sandbox: Sandbox, release: Path, matcher: str, held: list[str]
) -> None:
    says(configured, f'[[rules]]\n{matcher}\nhold = true\nreason = "not now"\n')
    ana, ci = "ana@example.com", "ci@example.com"
    sandbox.add_job(pinning("score-ana", OLD, tags={"team": "sales"}), creator=ana)
    sandbox.add_job(pinning("score-ci", OLD, schedule=CRON), creator=ci)
    sandbox.add_job(pinning("clean", "1.5.0rc1"), creator=None)
    sandbox.add_pipeline({"name": "ingest", "environment": {"dependencies": [wheel_path(OLD)]}})

    found = reasons(configured, release)

    assert sorted(name for name, why in found.items() if why == ["held-by-rule"]) == held
    assert {why for each in found.values() for why in each} <= {"held-by-rule", "allowed"}


@pytest.mark.parametrize(
    ("rule", "what", "hint"),
    [
        ('kinds = ["jobs"]\npre = true', "rules[1].kinds has an unknown word: jobs", "mean job?"),
        ('job = ["*"]\npre = true', "unknown setting in rules[1]: job", "did you mean jobs?"),
        (
            'jobs = "*"\npre = true',
            "rules[1].jobs is a list, and here it is a text",
            'jobs = ["…"]',
        ),
        ('jobs = ["*"]\nhold = true', "rules[1] holds and does not say why", "add a reason"),
        ('jobs = ["*"]', "rules[1] sets nothing", "add one of allow"),
        ("pre = true", "rules[1] matches nothing", "add one of jobs"),
        ('jobs = ["*"]\nsoak = {minor = "soon"}', "rules[1].soak", "soak = {patch"),
    ],
)
def test_an_error_in_a_rule_names_it(
    configured: Program, sandbox: Sandbox, release: Path, rule: str, what: str, hint: str
) -> None:
    says(configured, f'[[rules]]\njobs = ["*"]\npre = true\n\n[[rules]]\n{rule}\n')
    sandbox.clear()

    said = error_of(configured("plan", release), 1)

    assert what in said.what
    assert hint in (said.hint or "")
    assert said.where == str(configured.folder / "apparate.toml")
    assert sandbox.journal() == []


def test_explain_says_what_plan_does_and_why(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, RULES)
    job_id = sandbox.add_job(pinning("finance-close", OLD))
    sandbox.add_job(pinning("nightly-score", OLD))
    [planned] = [
        one
        for one in configured.document("plan", release)["dependents"]
        if one["id"] == str(job_id)
    ]
    sandbox.clear()

    document = configured.document("explain", "finance-*", release)

    assert document["schema"] == "apparate.explanation/1"
    [explained] = document["dependents"]
    [pin] = explained["pins"]
    considered = pin.pop("considered")
    assert (explained, pin) == (planned | {"pins": [pin]}, planned["pins"][0])
    assert [(rule["index"], rule["matched"]) for rule in considered[0]["rules"]] == [
        (0, True),
        (1, True),
        (2, False),
    ]
    assert considered[0]["decided_by"] == "held-by-rule"
    assert [one["reason"] for one in considered[0]["further"]] == ["step-above-limit"]
    assert writes(sandbox) == []


def test_explain_in_words(configured: Program, sandbox: Sandbox, release: Path) -> None:
    says(configured, RULES)
    job_id = sandbox.add_job(pinning("finance-close", OLD, tags={"team": "finance"}))

    outcome = configured("explain", str(job_id), release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    for words in (
        "! hold, held-by-rule: rules[1] holds it: month-end close",
        "held next   step-above-limit: a minor step, and the limit is patch",
        "tags        team=finance",
        "+ rules[0]  sets allow = patch",
        "for owners = * and schedule = none and kinds = job, exclude = nightly-*",
        "because: month-end close",
        "- rules[2]  does not match tags = team=free",
        "hold = true                     rules[1]",
        "pre = false                     general policy",
        "8 passed, held-by-rule decides",
    ):
        assert words in outcome.stdout


POLICY_PAGE = Path(__file__).parents[2] / "docs" / "policy.md"


def block_of(page: str, language: str) -> str:
    """The first block of that language in the text of a page."""
    return page.partition(f"```{language}\n")[2].partition("```")[0]


def test_the_worked_example_of_the_documentation_is_true(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    page = POLICY_PAGE.read_text(encoding="utf-8")
    (configured.folder / "pyproject.toml").write_text(block_of(page, "toml"), encoding="utf-8")
    ana, ben = "ana@example.com", "ben@research.example.com"
    finance = {"team": "finance"}
    for name, settings in {
        "finance-close": {"tags": finance, "schedule": CRON},
        "finance-report": {"tags": finance},
        "finance-own": {"tags": {**finance, "apparate": "minor"}},
    }.items():
        id_ = 620000000000000017 if name == "finance-close" else None
        sandbox.add_job(pinning(name, OLD, **settings), job_id=id_, creator=ana)
    sandbox.add_job(pinning("adhoc", OLD), creator=ben)
    shutil.copy(release, configured.folder)

    shown = configured("explain", "finance-close", release.name).stdout

    assert f"$ apparate explain finance-close {release.name}\n" + shown.replace(
        sandbox.url, "https://example.cloud.databricks.com"
    ) == block_of(page, "text")
    assert reasons(configured, release) == {
        "finance-close": ["held-by-rule"],
        "finance-report": ["soaking"],
        "finance-own": ["soaking"],
        "adhoc": ["allowed"],
    }


def test_explain_for_a_release_that_is_in_the_store(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("one", OLD))
    assert configured("upload", release).returncode == 0

    found = [
        configured.document("explain", "one", "--library", "sales-features", *version)
        for version in ((), ("--version", NEW))
    ]

    assert [one["release"]["version"] for one in found] == [NEW, NEW]


def test_explain_of_what_is_not_there(configured: Program, sandbox: Sandbox, release: Path) -> None:
    sandbox.add_job(pinning("one", OLD))

    for wanted, hint in [
        ("two", "look at what does with: apparate inventory sales-features"),
        ("On", "did you mean one?"),
    ]:
        said = error_of(configured("explain", wanted, release), 1)
        assert said.what == f"nothing that refers to sales-features goes by {wanted!r}"
        assert said.hint == hint


def test_explain_of_what_cannot_be_read(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    large = {**pinning("large", OLD), "tasks": [task(f"t{n}") for n in range(101)]}
    job_id = sandbox.add_job(large)
    sandbox.fault("GET", "*/jobs/get", job_id=job_id, status=403, body=_DENIED, times=None)

    document = configured.document("explain", "large", release, code=3)

    assert [(one["id"], one["error"]) for one in document["unreadable"]] == [
        (str(job_id), "ask ana")
    ]
    assert document["dependents"] == []
    shown = configured("explain", "large", release)
    assert (shown.returncode, "ask ana" in shown.stdout) == (3, True)
    said = error_of(configured("explain", "other", release), 1)
    assert "among the 1 that could not be read" in (said.hint or "")


def test_explain_without_a_project_names_the_other_way(configured: Program) -> None:
    said = error_of(configured("explain", "one"), 1)

    assert said.what == "no project here"
    assert "--library NAME" in (said.hint or "")


@pytest.mark.parametrize(
    "arguments", [(), ("one", "--version", NEW), ("one", ".", "--library", "sales-features")]
)
def test_usage_of_explain(configured: Program, arguments: tuple[str, ...]) -> None:
    error_of(configured("explain", *arguments), 2)


SOAK = 'soak = {patch = "0h", minor = "24h"}\n'


def test_a_minor_step_waits_until_the_release_has_been_in_the_store_for_a_day(
    configured: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    says(configured, SOAK)
    jobs = [sandbox.add_job(pinning("small", "1.5.0")), sandbox.add_job(pinning("large", OLD))]
    release = wheel(tmp_path / "dist", "1.5.1")

    assert configured("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, *jobs) == [["1.5.1"], [OLD]]
    plan = configured.document("plan", release)
    [held] = [pin for one in plan["dependents"] if one["name"] == "large" for pin in one["pins"]]
    assert held["reason"] == "soaking"
    assert held["hint"].startswith("it may move from ")
    assert plan["timing"]["in_store"] is True
    assert plan["timing"]["stored_at"] is not None

    sandbox.switch(clock_ahead_s=DAY_S + 60)
    assert configured("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, *jobs) == [["1.5.1"], ["1.5.1"]]


def test_the_age_is_told_by_the_servers_clock_alone(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    """A server that is a day ahead of us, file times included, makes no release older."""
    says(configured, SOAK)
    sandbox.add_job(pinning("one", OLD))
    sandbox.switch(clock_ahead_s=3 * DAY_S)

    assert configured("upload", release).returncode == 0

    assert reasons(configured, release) == {"one": ["soaking"]}


@pytest.mark.parametrize("store", [VOLUME, DBFS])
def test_other_stores_know_since_when_a_release_is_there_too(
    configured: Program, sandbox: Sandbox, release: Path, store: str
) -> None:
    says(configured, SOAK)
    sandbox.add_volume("main.libs.wheels")
    there = configured.knowing(APPARATE_STORE=store)
    job_id = pinning_from(sandbox, store)

    assert there("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, job_id) == [[OLD]]
    assert reasons(there, release) == {"job": ["soaking"]}

    sandbox.switch(clock_ahead_s=DAY_S + 60)
    assert there("update", "sales-features").returncode == 0
    assert versions_of(sandbox, job_id) == [[NEW]]


def test_where_nobody_knows_since_when_it_is_there_it_is_too_young(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, SOAK)
    sandbox.add_job(pinning("one", OLD))
    assert configured("upload", release).returncode == 0
    sandbox.switch(clock_ahead_s=DAY_S + 60)
    assert reasons(configured, "--library", "sales-features") == {"one": ["allowed"]}
    # a server that leaves out what this is known by
    told = {"object_type": "FILE", "path": f"{STORE}/{release.name}", "size": 1}
    path = "/api/2.0/workspace/get-status"
    sandbox.fault("GET", path, action="answer", status=200, body=told, times=None)

    [job] = configured.document("plan", "--library", "sales-features")["dependents"]

    [pin] = job["pins"]
    assert pin["reason"] == "soaking"
    assert "nobody knows since when it is there" in pin["explanation"]


def test_without_soak_and_freeze_a_plan_asks_for_no_time(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("one", OLD))

    assert "timing" not in configured.document("plan", release)


def test_in_a_freeze_nothing_moves(configured: Program, sandbox: Sandbox, release: Path) -> None:
    says(configured, ALWAYS)
    job_id = sandbox.add_job(pinning("one", OLD))

    outcome = configured("upload-and-update", release)

    assert outcome.returncode == 0, outcome.stderr
    assert versions_of(sandbox, job_id) == [[OLD]]
    assert reasons(configured, release) == {"one": ["frozen"]}
    assert "add --override-freeze REASON" in configured("plan", release).stdout


def test_a_freeze_can_be_said_in_the_environment(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("one", OLD))
    assert configured("upload", release).returncode == 0
    frozen = configured.knowing(APPARATE_FREEZE="2020-01-01, 2020-01-01..2099-12-31")

    assert frozen("update", "sales-features").returncode == 0

    assert reasons(frozen, release) == {"one": ["frozen"]}


def test_a_freeze_is_overridden_with_a_reason_that_is_recorded(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, ALWAYS)
    job_id = sandbox.add_job(pinning("one", OLD))

    document = configured.document("upload-and-update", release, "--override-freeze", "hotfix 12")

    assert versions_of(sandbox, job_id) == [[NEW]]
    assert document["context"]["override_freeze"] == "hotfix 12"
    record = configured.document("show", document["id"])
    assert record["context"]["override_freeze"] == "hotfix 12"
    assert "freezes overridden: hotfix 12" in configured("show", document["id"]).stdout


def test_the_plan_says_that_a_freeze_is_overridden(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, ALWAYS)
    sandbox.add_job(pinning("one", OLD))

    plan = configured.document("plan", release, "--override-freeze", "hotfix 12")

    assert plan["policy"]["override_freeze"] == "hotfix 12"
    texts = {one["code"]: one["text"] for one in plan["warnings"]}
    assert "hotfix 12" in texts["freeze-overridden"]


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_freeze_is_not_overridden_without_a_reason(
    configured: Program, release: Path, blank: str
) -> None:
    error_of(configured("plan", release, "--override-freeze", blank), 2)


def test_a_plan_that_was_saved_before_a_freeze_is_refused_in_it(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = sandbox.add_job(pinning("one", OLD))
    assert configured("plan", release, "--out", "plan.json").returncode == 0
    says(configured, ALWAYS)
    sandbox.clear()

    said = error_of(configured("apply", "plan.json"), 5)

    assert "the freeze 2020-01-01..2099-12-31 holds everything" in said.what
    assert "--override-freeze REASON" in (said.hint or "")
    assert writes(sandbox) == []
    document = configured.document("apply", "plan.json", "--override-freeze", "hotfix 12")
    assert document["context"]["override_freeze"] == "hotfix 12"
    assert versions_of(sandbox, job_id) == [[NEW]]


def test_a_plan_that_was_made_in_spite_of_a_freeze_carries_that_along(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, ALWAYS)
    job_id = sandbox.add_job(pinning("one", OLD))
    overriding = ("--override-freeze", "hotfix 12")
    assert configured("plan", release, "--out", "plan.json", *overriding).returncode == 0

    document = configured.document("apply", "plan.json")

    assert versions_of(sandbox, job_id) == [[NEW]]
    assert document["context"]["override_freeze"] == "hotfix 12"


def test_the_plans_own_freeze_counts_where_apply_knows_of_none(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, 'freeze = ["2020-01-01"]\n')
    sandbox.add_job(pinning("one", OLD))
    assert configured("plan", release, "--out", "plan.json").returncode == 0
    says(configured, "")
    saved = configured.folder / "plan.json"
    document = json.loads(saved.read_text(encoding="utf-8"))
    document["policy"]["freeze"] = ["2020-01-01..2099-12-31"]
    saved.write_text(json.dumps(document), encoding="utf-8")

    error_of(configured("apply", "plan.json"), 5)


def _failed(program: Program, sandbox: Sandbox, *arguments: str | Path) -> int:
    """A job that could not be written, of a deployment that is to be resumed."""
    job_id = sandbox.add_job(pinning("one", OLD))
    sandbox.fault("POST", "/api/2.2/jobs/update", status=403, body=_DENIED)
    assert program("upload-and-update", *arguments).returncode in {1, 3}
    assert versions_of(sandbox, job_id) == [[OLD]]
    sandbox.clear()
    return job_id


def test_what_is_resumed_in_a_freeze_needs_a_reason(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = _failed(configured, sandbox, release)
    says(configured, ALWAYS)

    said = error_of(configured("resume"), 5)

    assert "the freeze 2020-01-01..2099-12-31 holds everything" in said.what
    assert writes(sandbox) == []
    document = configured.document("resume", "--override-freeze", "hotfix 12")
    assert versions_of(sandbox, job_id) == [[NEW]]
    assert document["resumed"][0]["context"]["override_freeze"] == "hotfix 12"
    assert "freezes overridden: hotfix 12" in configured("show").stdout


def test_what_began_in_spite_of_a_freeze_is_resumed_in_spite_of_it(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    says(configured, ALWAYS)
    job_id = _failed(configured, sandbox, release, "--override-freeze", "hotfix 12")

    assert configured("resume").returncode == 0

    assert versions_of(sandbox, job_id) == [[NEW]]


def test_a_rollback_is_free_in_a_freeze(
    configured: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = sandbox.add_job(pinning("one", OLD))
    # what it goes back to has to be there
    assert configured("upload", wheel(configured.folder / "old", OLD)).returncode == 0
    assert configured("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, job_id) == [[NEW]]
    says(configured, ALWAYS)

    outcome = configured("rollback")

    assert outcome.returncode == 0, outcome.stderr
    assert versions_of(sandbox, job_id) == [[OLD]]
