"""Checks that look into files and runtimes: each reason held, and what just passes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.built_files import egg_of, jar_of, wheel_of
from tests.e2e.jobs import STORE, versions_of, writes
from tests.e2e.program import Program, error_of

Put = Callable[[Path], str]
KEY = "15.4.x-scala2.12"
TWO, ONE = "def f(): ...\ndef g(a): ...\n", "def f(): ...\n"
RUN = "[console_scripts]\nrun = lib:f\n"


@pytest.fixture
def put(sandbox: Sandbox) -> Put:
    """Put a file into the store; gives its path."""

    def place(file: Path) -> str:
        sandbox.add_file(f"{STORE}/{file.name}", file.read_bytes())
        return f"{STORE}/{file.name}"

    return place


def says(program: Program, text: str) -> None:
    (program.folder / "apparate.toml").write_text(text, encoding="utf-8")


def on(key: str = KEY) -> dict[str, Any]:
    return {"new_cluster": {"spark_version": key}}


def job(name: str, path: str, kind: str = "whl", **task: object) -> dict[str, Any]:
    return {"name": name, "tasks": [{"task_key": "a", "libraries": [{kind: path}], **task}]}


def pins(plan: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """The first pin of each dependent, by its name."""
    return {one["name"]: one["pins"][0] for one in plan["dependents"]}


def reasons(program: Program, *arguments: str | Path) -> dict[str, str]:
    found = pins(program.document("plan", *arguments))
    return {name: pin["reason"] for name, pin in found.items()}


def notices(plan: Any, code: str) -> list[str]:  # noqa: ANN401  JSON
    return [one["text"] for one in plan["warnings"] if one["code"] == code]


# Python: what the task really runs on


def test_the_python_of_every_way_to_say_a_runtime(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(wheel_of(tmp_path / "old", "1.4.2", ONE))
    for age, key in (("old", "13.3.x-scala2.12"), ("new", KEY)):
        definition = json.dumps({"spark_version": {"type": "fixed", "value": key}})
        default = json.dumps({"spark_version": {"type": "unlimited", "defaultValue": key}})
        policy = sandbox.add_policy({"name": f"{age} policy", "definition": definition})
        defaults = sandbox.add_policy({"name": f"{age} defaults", "definition": default})
        pool = sandbox.add_instance_pool({"preloaded_spark_versions": [key]})
        cluster = sandbox.add_cluster({"cluster_name": age, "spark_version": key})
        version = {"old": "1", "new": "2"}[age]
        spec = {"environment_version": version, "dependencies": [path]}
        by_default = {"policy_id": defaults, "apply_policy_default_values": True}
        plain = {
            "task": on(key),
            "policy": {"new_cluster": {"policy_id": policy}},
            "default": {"new_cluster": by_default},
            "pool": {"new_cluster": {"instance_pool_id": pool}},
            "cluster": {"existing_cluster_id": cluster},
        }
        for way, said in plain.items():
            sandbox.add_job(job(f"{way}, {age}", path, **said))
        shared = {"job_cluster_key": "main", **on(key)}
        sandbox.add_job(
            {**job(f"job cluster, {age}", path, job_cluster_key="main"), "job_clusters": [shared]}
        )
        sandbox.add_job(
            {
                "name": f"serverless, {age}",
                "tasks": [{"task_key": "a", "environment_key": "e"}],
                "environments": [{"environment_key": "e", "spec": spec}],
            }
        )

    plan = apparate.document("plan", wheel_of(tmp_path, "1.5.0", ONE, requires_python=">=3.11"))

    found = {name: pin["reason"] for name, pin in pins(plan).items()}
    assert len(found) == 14
    for name, reason in found.items():
        assert reason == ("python-incompatible" if name.endswith("old") else "allowed"), name
    assert notices(plan, "unchecked") == []
    assert pins(plan)["serverless, old"]["explanation"] == (
        "task a runs on serverless environment 1 with Python 3.10,"
        " and the release needs Python >=3.11"
    )


def test_the_interpreter_and_the_machine_that_a_wheel_is_built_for(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(wheel_of(tmp_path / "old", "1.4.2", ONE))
    sandbox.add_job(job("here", path, **on()))
    for tags, reason in (
        ("cp311-cp311-manylinux2014_x86_64", "allowed"),
        ("cp310-cp310-manylinux2014_x86_64", "python-incompatible"),
        ("cp38-abi3-manylinux2014_x86_64", "allowed"),
        ("cp311-cp311-win_amd64", "platform-incompatible"),
        ("py3-none-macosx_11_0_arm64", "platform-incompatible"),
    ):
        new = wheel_of(tmp_path / tags, "1.5.0", ONE, tags=tags)
        assert reasons(apparate, new) == {"here": reason}, tags


def test_an_unknown_runtime_is_shown_and_a_setting_decides(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(wheel_of(tmp_path / "old", "1.4.2", ONE))
    sandbox.add_job(job("unknown", path, **on("99.9.x-scala2.13")))
    sandbox.add_job(job("known", path, **on()))
    new = wheel_of(tmp_path, "1.5.0", ONE, requires_python=">=3.11")

    plan = apparate.document("plan", new)
    assert {pin["reason"] for pin in pins(plan).values()} == {"allowed"}
    words = "nobody can tell the Python of runtime 99.9.x-scala2.13"
    assert notices(plan, "unchecked") == [f"not checked for unknown: {words}"]
    assert words in " ".join(apparate("plan", new).stdout.split())

    held = {"unknown": "unchecked", "known": "allowed"}
    assert reasons(apparate, new, "--unchecked", "hold") == held
    assert reasons(apparate.knowing(APPARATE_UNCHECKED="hold"), new) == held
    says(apparate, 'unchecked = "hold"\n')
    assert reasons(apparate, new) == held
    assert set(reasons(apparate, new, "--unchecked", "allow").values()) == {"allowed"}


def test_a_file_is_held_for_the_python_of_one_of_its_users(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(wheel_of(tmp_path / "old", "1.4.2", ONE))
    file = "/Workspace/Shared/requirements.txt"
    sandbox.add_file(file, f"{path}\n".encode())
    sandbox.add_job(job("new", file, "requirements", **on()))
    new = wheel_of(tmp_path, "1.5.0", ONE, requires_python=">=3.11")
    assert reasons(apparate, new) == {file: "allowed"}

    sandbox.add_job(job("old", file, "requirements", **on("12.2.x-scala2.12")))
    [pin] = pins(apparate.document("plan", new)).values()
    assert pin["reason"] == "python-incompatible"
    assert pin["explanation"].startswith("task a of old runs on runtime 12.2")


def test_eggs_on_a_runtime_that_dropped_them_are_named(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(egg_of(tmp_path / "old", "1.4.2", ONE))
    sandbox.add_job(job("new", path, "egg", **on("14.3.x-scala2.12")))
    sandbox.add_job(job("old", path, "egg", **on("13.3.x-scala2.12")))

    plan = apparate.document("plan", egg_of(tmp_path, "1.4.3", ONE))

    named = {one["name"]: [w["code"] for w in one["warnings"]] for one in plan["dependents"]}
    assert named == {"new": ["egg-not-installed"], "old": []}


# will it start?


def test_an_entry_point_that_is_gone_holds_who_calls_it(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    path = put(wheel_of(tmp_path / "old", "1.4.2", ONE, entry_points=RUN))
    for name, entry in (("entry", "run"), ("function", "f"), ("never there", "other")):
        calls = {"package_name": "lib", "entry_point": entry}
        sandbox.add_job(job(name, path, python_wheel_task=calls))
    sandbox.add_job(job("notebook", path, notebook_task={"notebook_path": "/x"}))

    assert reasons(apparate, wheel_of(tmp_path, "1.5.0", ONE)) == {
        "entry": "entry-point-missing",
        "function": "allowed",
        "never there": "allowed",
        "notebook": "allowed",
    }
    kept = wheel_of(tmp_path, "1.5.1", ONE, entry_points="[group]\nrun = lib:f\n")
    assert set(reasons(apparate, kept).values()) == {"allowed"}
    moved = wheel_of(tmp_path, "1.5.2", f"{ONE}def run(): ...\n")
    assert set(reasons(apparate, moved).values()) == {"allowed"}


def test_a_main_class_that_is_gone_holds_the_task(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    main = "com.example.Main"
    path = put(jar_of(tmp_path / "old", "1.4.2", main))
    sandbox.add_job(job("runs", path, "jar", spark_jar_task={"main_class_name": main}))
    sandbox.add_job(job("uses", path, "jar"))

    gone = jar_of(tmp_path, "1.5.0", "com.example.Other")
    assert reasons(apparate, gone) == {"runs": "entry-point-missing", "uses": "allowed"}
    assert set(reasons(apparate, jar_of(tmp_path, "1.5.1", main)).values()) == {"allowed"}


# is the minor really a minor?


@pytest.fixture
def broken(sandbox: Sandbox, put: Put, tmp_path: Path) -> Path:
    """A minor that breaks what 1.4.2 promised, which a job pins, and keeps what 1.4.1 did."""
    sandbox.add_job(job("breaks", put(wheel_of(tmp_path / "old", "1.4.2", TWO))))
    sandbox.add_job(job("fits", put(wheel_of(tmp_path / "old", "1.4.1", ONE))))
    return wheel_of(tmp_path, "1.5.0", ONE)


def test_a_break_under_a_minor_step_is_held_and_listed(apparate: Program, broken: Path) -> None:
    plan = apparate.document("plan", broken)

    found = pins(plan)
    assert (found["fits"]["reason"], found["breaks"]["reason"]) == ("allowed", "api-break")
    assert found["breaks"]["explanation"] == (
        "code written for 1.4.2 breaks: lib.g (object-removed, lib/__init__.py:2)"
    )
    shown = " ".join(apparate("plan", broken).stdout.split())
    assert "api-break 1 pin in 1 job" in shown
    assert "lib.g (object-removed, lib/__init__.py:2)" in shown


def test_the_hint_can_be_followed(apparate: Program, broken: Path) -> None:
    hint = pins(apparate.document("plan", broken))["breaks"]["hint"]
    command = hint.removeprefix("look: apparate ").split(";")[0]

    looked = apparate(*command.split())

    assert looked.returncode == 10
    assert "lib.g" in looked.stdout
    assert reasons(apparate, broken, "--allow", "major")["breaks"] == "allowed"
    says(apparate, hint.split("to let it pass: ")[1].split(", or")[0])
    assert reasons(apparate, broken)["breaks"] == "allowed"


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ('api_allow = ["lib.g"]', "no reason given"),
        ('api_allow = [{name = "lib.g", reason = "never documented"}]', "never documented"),
        ('api_allow = ["other", {name = "lib.*", reason = "internal"}]', "internal"),
    ],
)
def test_a_waiver_lets_it_pass_and_is_shown_with_its_reason(
    apparate: Program, broken: Path, toml: str, reason: str
) -> None:
    says(apparate, toml)
    plan = apparate.document("plan", broken)
    assert pins(plan)["breaks"]["reason"] == "allowed"
    words = "code written for 1.4.2 may break, and api_allow lets it pass:"
    told = f"{words} lib.g (object-removed, lib/__init__.py:2): {reason}"
    assert notices(plan, "api-break-waived") == [told]
    assert reason in " ".join(apparate("plan", broken).stdout.split())


def test_a_waiver_by_option_and_environment(apparate: Program, broken: Path) -> None:
    allowed = {"breaks": "allowed", "fits": "allowed"}
    assert reasons(apparate, broken, "--api-allow", "lib.x", "--api-allow", "lib.g") == allowed
    assert reasons(apparate.knowing(APPARATE_API_ALLOW="lib.x, lib.g"), broken) == allowed
    assert reasons(apparate.knowing(APPARATE_API_CHECK="false"), broken) == allowed
    assert reasons(apparate, broken, "--no-checks") == allowed
    assert reasons(apparate, broken, "--api-allow", "lib.f")["breaks"] == "api-break"


@pytest.mark.parametrize("name", ["", " ", "*", "*.*"])
def test_a_waiver_of_everything_is_refused(apparate: Program, broken: Path, name: str) -> None:
    says(apparate, f'api_allow = ["lib.g", "{name}"]')
    said = error_of(apparate("plan", broken), 1)
    assert said.what == f"api_allow[1] names nothing: {name!r}"
    assert "api_check = false" in (said.hint or "")


def test_a_waiver_with_an_unknown_key_is_an_error(apparate: Program, broken: Path) -> None:
    says(apparate, 'api_allow = [{name = "lib.g", why = "x"}]')
    assert "why" in error_of(apparate("plan", broken), 1).what


def test_without_anything_to_compare_it_is_unchecked(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    sandbox.add_job(job("private", put(wheel_of(tmp_path / "old", "1.4.2", {"_p.py": ""}))))
    sandbox.add_job(job("gone", f"{STORE}/lib-1.4.0-py3-none-any.whl"))
    new = wheel_of(tmp_path, "1.5.0", ONE)

    plan = apparate.document("plan", new)

    told = {
        name: [one["outcome"] for one in pin["checks"] if one["name"] == "api"]
        for name, pin in pins(plan).items()
    }
    assert told == {"private": ["unchecked"], "gone": ["unchecked"]}
    assert set(reasons(apparate, new, "--unchecked", "hold").values()) == {"unchecked"}


# new requirements


def test_new_requirements_are_shown_and_those_that_nobody_brings_are_named(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    old = wheel_of(tmp_path / "old", "1.4.2", ONE, requires=["numpy>=1", "six"])
    path = put(old)
    cluster = sandbox.add_cluster({"spark_version": KEY}, libraries=[{"pypi": {"package": "rich"}}])
    beside = job("beside", path, **on())
    beside["tasks"][0]["libraries"].append({"pypi": {"package": "Rich==13"}})
    sandbox.add_job(beside)
    sandbox.add_job(job("cluster", path, existing_cluster_id=cluster))
    sandbox.add_job(job("bare", path, **on()))
    sandbox.add_job(
        {
            "name": "environment",
            "tasks": [{"task_key": "a", "environment_key": "e"}],
            "environments": [{"environment_key": "e", "spec": {"dependencies": [path, "rich"]}}],
        }
    )
    new = wheel_of(tmp_path, "1.5.0", ONE, requires=["numpy>=2", "rich>=13"])

    plan = apparate.document("plan", new)

    assert plan["requirement_changes"] == [
        {
            "from_version": "1.4.2",
            "added": ["rich>=13"],
            "removed": ["six"],
            "changed": [["numpy>=1", "numpy>=2"]],
        }
    ]
    assert notices(plan, "new-requirement") == [
        "the release newly needs rich>=13, which is not among the libraries of bare"
    ]
    assert {pin["reason"] for pin in pins(plan).values()} == {"allowed"}
    shown = apparate("plan", new).stdout
    for line in ("  1.4.2", "    + rich>=13", "    - six", "    ~ numpy>=1 -> numpy>=2"):
        assert line in shown.splitlines()


# the document, saved plans, explanations, requests


def test_every_promised_member_is_there(apparate: Program, broken: Path) -> None:
    plan = apparate.document("plan", broken)
    policy = plan["policy"]
    assert (policy["checks"], policy["api_check"], policy["unchecked"]) == (True, True, "allow")
    assert policy["api_allow"] == []
    checks = pins(plan)["breaks"]["checks"]
    assert [(one["name"], one["outcome"]) for one in checks] == [
        ("python", "passed"),
        ("platform", "passed"),
        ("api", "failed"),
    ]
    assert set(checks[0]) == {"name", "outcome", "text"}
    assert set(checks[2]) == {"name", "outcome", "text", "hint"}
    assert plan["requirement_changes"] == []

    without = apparate.document("plan", broken, "--no-checks")
    assert "requirement_changes" not in without
    assert all("checks" not in pin for pin in pins(without).values())


def test_a_saved_plan_holds_what_its_checks_held(
    apparate: Program, sandbox: Sandbox, broken: Path
) -> None:
    assert apparate("plan", broken, "--out", "plan.json").returncode == 0
    assert apparate("apply", "plan.json").returncode == 0
    ids = {one["settings"]["name"]: one["job_id"] for one in sandbox.jobs()}
    assert versions_of(sandbox, ids["breaks"], ids["fits"]) == [["1.4.2"], ["1.5.0"]]


def test_upload_and_update_holds_it_too(apparate: Program, sandbox: Sandbox, broken: Path) -> None:
    assert apparate("upload-and-update", broken).returncode == 0
    ids = {one["settings"]["name"]: one["job_id"] for one in sandbox.jobs()}
    assert versions_of(sandbox, ids["breaks"], ids["fits"]) == [["1.4.2"], ["1.5.0"]]
    assert apparate("update", "lib", "--api-allow", "lib.g").returncode == 0
    assert versions_of(sandbox, ids["breaks"]) == [["1.5.0"]]


def test_explain_shows_each_check(apparate: Program, broken: Path) -> None:
    [dependent] = apparate.document("explain", "breaks", broken)["dependents"]
    [pin] = dependent["pins"]
    assert (pin["reason"], pin["considered"][0]["decided_by"]) == ("api-break", "api-break")
    assert pin["considered"][0]["not_asked"] == ["unchecked"]
    shown = " ".join(apparate("explain", "breaks", broken).stdout.split())
    assert "api failed: code written for 1.4.2 breaks: lib.g" in shown


def test_a_second_plan_fetches_nothing_and_no_plan_writes(
    apparate: Program, sandbox: Sandbox, broken: Path
) -> None:
    def fetched() -> int:
        sandbox.clear()
        apparate.document("plan", broken)
        assert writes(sandbox) == []
        return len(sandbox.journal("GET", "/api/2.0/workspace/export"))

    assert [fetched(), fetched()] == [2, 0]


def test_where_the_cache_cannot_be_written_all_works(
    apparate: Program, sandbox: Sandbox, broken: Path, tmp_path: Path
) -> None:
    file = tmp_path / "no folder"
    file.write_text("")
    without = apparate.knowing(XDG_CACHE_HOME=str(file))
    for _ in range(2):
        assert reasons(without, broken)["breaks"] == "api-break"
    assert len(sandbox.journal("GET", "/api/2.0/workspace/export")) == 4


def test_a_wheel_made_to_harm_harms_nobody(
    apparate: Program, sandbox: Sandbox, put: Put, tmp_path: Path
) -> None:
    deep = "x = " + "(" * 4000 + ")" * 4000
    for version, source in (("1.4.0", deep), ("1.4.1", "\0"), ("1.4.2", "raise SystemExit(9)\n")):
        sandbox.add_job(job(version, put(wheel_of(tmp_path / "old", version, source))))
    sandbox.add_file(f"{STORE}/lib-1.4.3-py3-none-any.whl", b"PK\x03\x04 no zip")
    sandbox.add_job(job("1.4.3", f"{STORE}/lib-1.4.3-py3-none-any.whl"))

    outcome = apparate("plan", wheel_of(tmp_path, "1.5.0", ONE))

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "unchecked" in outcome.stdout
