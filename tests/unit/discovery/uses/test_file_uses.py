"""Which files a job or pipeline takes requirements from, and the sieve that must not lose one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.discovery.uses.files import (
    file_uses_of_job,
    file_uses_of_pipeline,
    may_use_files,
)
from apparate_ng.model.dependents.dependent import DependentKind, Manager

FILE = "/Workspace/Shared/requirements.txt"
YAML = "/Volumes/main/libs/base/env.yaml"


def in_task(file: object) -> dict[str, Any]:
    return {"tasks": [{"task_key": "a", "libraries": [{"requirements": file}]}]}


def in_loop(file: object) -> dict[str, Any]:
    inside = {"task_key": "a_one", "libraries": [{"requirements": file}]}
    return {"tasks": [{"task_key": "a", "for_each_task": {"inputs": "[1]", "task": inside}}]}


def in_environment(*entries: object) -> dict[str, Any]:
    return {"environments": [{"environment_key": "e", "spec": {"dependencies": [*entries]}}]}


def based_on(file: object) -> dict[str, Any]:
    return {"environments": [{"environment_key": "e", "spec": {"base_environment": file}}]}


def paths_of(settings: object) -> list[str]:
    return [use.path for use in file_uses_of_job({"job_id": 17, "settings": settings})]


FORMS = [
    f"-r {FILE}",
    f"-r{FILE}",
    f"--requirement {FILE}",
    f"--requirement={FILE}",
    f"-c {FILE}",
    f"-c{FILE}",
    f"--constraint {FILE}",
    f"--constraint={FILE}",
    f"-r  '{FILE}'",
    f'-r "{FILE}"',
    f"  -r {FILE}",
    f"\t-r {FILE} ",
    f"--pre -r {FILE}",
    f"--no-index --requirement {FILE}",
]
USED: list[dict[str, Any]] = [
    in_task(FILE),
    in_loop(FILE),
    based_on(FILE),
    *map(in_environment, FORMS),
]


@pytest.mark.parametrize("settings", USED, ids=str)
def test_a_file_that_a_job_uses(settings: dict[str, Any]) -> None:
    assert paths_of(settings) == [FILE]


@pytest.mark.parametrize("base", [YAML, "/Shared/env.yml", "dbfs:/Volumes/main/libs/base/env.yaml"])
def test_a_base_environment_is_a_file_where_it_is_a_path(base: str) -> None:
    assert paths_of(based_on(base)) == [base]


@pytest.mark.parametrize(
    "settings",
    [
        based_on("workspace-base-environments/databricks_ai_v4"),
        based_on("workspace-base-environments/dbe_b849b66e-0000-4000-8000-000000000017"),
        based_on("databricks_ml_v4"),
        based_on(""),
        based_on(None),
        based_on(["/a.yaml"]),
        in_task(""),
        in_task(None),
        in_task(7),
        in_task([FILE]),
        in_environment("lib==1.4.2", "/Workspace/Shared/lib-1.4.2-py3-none-any.whl"),
        in_environment("--index-url https://example.com/r.txt", "-e /Workspace/Shared/lib"),
        in_environment("-r", "-r ", "--requirement=", "-r 'open", None, 7, {"-r": FILE}),
        in_environment("requirements.txt", FILE, "lib # -r b.txt", "lib -r b.txt"),
        {"environments": [{"environment_key": "e", "spec": {"dependencies": f"-r {FILE}"}}]},
        {
            "tasks": [
                {"task_key": "a", "notebook_task": {"base_parameters": {"requirements": FILE}}}
            ]
        },
        {"parameters": [{"name": "requirements", "default": FILE}]},
        {"tasks": "none", "environments": None},
        {"tasks": [None, 7], "environments": [None, {"spec": None}]},
        {},
        None,
    ],
    ids=str,
)
def test_what_is_no_file_of_a_job(settings: object) -> None:
    assert paths_of(settings) == []


def test_each_file_counts_once_however_often_a_job_names_it() -> None:
    settings = {
        "tasks": in_task(FILE)["tasks"] + in_loop(FILE)["tasks"],
        "environments": [
            *in_environment(f"-r {FILE}", f"-c{FILE}", "-r /b.txt")["environments"],
            *based_on(YAML)["environments"],
        ],
    }
    assert paths_of(settings) == [FILE, "/b.txt", YAML]


def test_the_user_has_what_matters_for_deciding() -> None:
    deployment = {"kind": "BUNDLE", "metadata_file_path": "/x"}
    settings = {"name": "score", "tags": {"apparate": "hold"}, "deployment": deployment}
    [use] = file_uses_of_job({"job_id": 2**60, "settings": {**settings, **in_task(FILE)}})
    assert (use.user.kind, use.user.id, use.user.name) == (DependentKind.JOB, str(2**60), "score")
    assert use.user.tags == {"apparate": "hold"}
    assert use.user.managed_by == Manager(kind="BUNDLE", metadata_file_path="/x")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_a_pipeline_uses(form: str) -> None:
    spec = {"name": "orders", "environment": {"dependencies": [form, "lib==1"]}, "tags": {"a": "b"}}
    [use] = file_uses_of_pipeline({"pipeline_id": "7d9f", "spec": spec})
    assert use.path == FILE
    assert (use.user.kind, use.user.id) == (DependentKind.PIPELINE, "7d9f")
    assert (use.user.name, use.user.tags, use.user.managed_by) == ("orders", {"a": "b"}, None)


@pytest.mark.parametrize("spec", [None, {}, {"environment": None}, {"libraries": [{"file": FILE}]}])
def test_a_pipeline_without_files(spec: object) -> None:
    assert file_uses_of_pipeline({"pipeline_id": "7d9f", "spec": spec}) == []


def test_who_has_no_name_is_said_to_have_none() -> None:
    [use] = file_uses_of_job({"job_id": 17, "settings": in_task(FILE)})
    assert use.user.name == "(unnamed)"


SPACINGS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r\n"), (",\n\n  ", " :  ")])
INDENTS = st.sampled_from([None, 0, 2, "\t"])


@given(
    job=st.sampled_from(USED),
    separators=SPACINGS,
    indent=INDENTS,
    ascii_only=st.booleans(),
    name=st.text(),
)
def test_the_sieve_never_loses_a_file(
    job: dict[str, Any],
    separators: tuple[str, str],
    indent: int | str | None,
    ascii_only: bool,  # noqa: FBT001  hypothesis gives it by name
    name: str,
) -> None:
    document = {"job_id": 17, "settings": {"name": name, **job}}
    text = json.dumps(document, separators=separators, indent=indent, ensure_ascii=ascii_only)
    assert may_use_files(text.encode("utf-8", "surrogatepass"))


@given(
    before=st.text(st.sampled_from(" \t\n\r"), max_size=4),
    options=st.lists(st.sampled_from(["--pre", "--no-index", "-v", "-i x"]), max_size=2),
    form=st.sampled_from(FORMS),
    ascii_only=st.booleans(),
)
def test_the_sieve_never_loses_an_option_among_others(
    before: str,
    options: list[str],
    form: str,
    ascii_only: bool,  # noqa: FBT001  hypothesis gives it by name
) -> None:
    settings = in_environment(before + " ".join([*options, form.strip()]))
    assert paths_of(settings) == [FILE]
    assert may_use_files(json.dumps(settings, ensure_ascii=ascii_only).encode())


@pytest.mark.parametrize(
    "settings",
    [
        {"name": "nightly-report", "tasks": [{"task_key": "a-r"}]},
        {"name": "my-requirements"},
        in_environment("lib==1.4.2", "/Workspace/Shared/my-rules-1.0-py3-none-any.whl"),
        {"tasks": [{"task_key": "a", "timeout_seconds": -1}]},
    ],
    ids=str,
)
def test_the_sieve_keeps_back_what_names_no_file(settings: dict[str, Any]) -> None:
    assert not may_use_files(json.dumps(settings).encode())


def test_a_job_brings_its_owner_and_schedule_for_rules_to_look_at() -> None:
    cron = {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"}
    settings = {"name": "score", "schedule": {**cron, "pause_status": "PAUSED"}, **in_task(FILE)}
    job = {"job_id": 17, "creator_user_name": "ana@example.com", "settings": settings}
    [use] = file_uses_of_job(job)
    assert use.user.owner == "ana@example.com"
    assert use.user.schedule is not None
    assert (use.user.schedule.kind, use.user.schedule.paused) == ("cron", True)


def test_a_pipeline_brings_its_owner_and_schedule_too() -> None:
    spec = {"name": "flow", "continuous": True, "environment": {"dependencies": [f"-r {FILE}"]}}
    pipeline = {"pipeline_id": "0a", "run_as_user_name": "ben@example.com", "spec": spec}
    [use] = file_uses_of_pipeline(pipeline)
    assert use.user.owner == "ben@example.com"
    assert use.user.schedule is not None
    assert use.user.schedule.kind == "continuous"
