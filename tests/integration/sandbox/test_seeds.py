from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import PermissionDenied
from packaging.utils import parse_wheel_filename

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.documents.validation import problem_of
from apparate_ng.sandbox.embedded import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_STORE = "/Workspace/Shared/libraries"


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with running(seed="demo") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    return served


def _settings(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    return {job["settings"]["name"]: job["settings"] for job in sandbox.jobs()}


def test_every_job_is_one_that_the_server_would_store(sandbox: Sandbox) -> None:
    for name, settings in _settings(sandbox).items():
        assert problem_of(settings) is None, name
        assert with_defaults(settings) == settings, name


def test_names_and_ids_are_all_different(sandbox: Sandbox) -> None:
    jobs = sandbox.jobs()

    assert len(jobs) in range(38, 48)
    assert len(_settings(sandbox)) == len(jobs)
    assert all(len(str(job["job_id"])) == 18 for job in jobs)


@pytest.mark.parametrize(
    "place",
    [
        '"whl":"/Workspace/Shared/libraries/sales_features-1.4.2-',
        '"whl":"/Shared/libraries/sales_features-1.4.3-',
        '"whl":"dbfs:/FileStore/jars/0d1f7c2a',
        '"whl":"/Workspace/Users/ana@example.com/dev/sales_features-',
        '"egg":"/Workspace/Shared/libraries/sales_features-1.3.0-py3.9.egg"',
        '"jar":"/Workspace/Shared/libraries/finance-rules_2.12-1.2.0.jar"',
        '"jar_uri":"/Workspace',
        '"package":"sales-features==1.4.2"',
        '"package":"sales-features"',
        '"coordinates":"com.example:finance-rules_2.12:1.2.0"',
        '"for_each_task":{',
        '.whl[plots]"',
        "sales-features[plots,fast]==1.4.2 ; python_version",
        '"java_dependencies":["/Workspace',
        '"requirements":"/Workspace',
        '"-r /Workspace',
        '"base_environment":',
        '"--py-files"',
        '"init_scripts":',
        '"docker_image":',
        "sales_features-latest.whl",
        "sales_features-1.4-*.whl",
        "{{job.parameters.version}}",
        "sales-features==1.4.*",
        "sales-features~=1.4.0",
        "Sales_Features>=1.4,<2",
        "sales_features-0.9.2-",
        "sales_features-1.5.0rc1-",
        "sales_features-2.0.0-",
        '"kind":"BUNDLE"',
        '"kind":"SYSTEM_MANAGED"',
        '"apparate":"hold"',
        '"apparate-sales-features":"patch"',
        "sales_features_extra-1.4.2-",
        "/sales-features/sync_tools-2.1.0-",
        '"file_arrival":',
        '"table_update":',
        '"periodic":',
        '"model":',
        '"continuous":',
        '"PAUSED"',
        "\\u001b[31m[red]",
    ],
)
def test_every_kind_of_place_and_decision_stands_somewhere(sandbox: Sandbox, place: str) -> None:
    text = json.dumps(sandbox.jobs(), ensure_ascii=False, separators=(",", ":"))

    assert place in text


def test_two_jobs_have_more_than_a_page_of_tasks(sandbox: Sandbox) -> None:
    large = [name for name, each in _settings(sandbox).items() if len(each.get("tasks", [])) > 100]

    assert len(large) == 2


def test_the_store_holds_what_the_jobs_pin_but_not_the_release_to_come(
    sandbox: Sandbox, client: MakeClient
) -> None:
    names = {(info.path or "").rpartition("/")[2] for info in client().workspace.list(_STORE)}

    releases = [parse_wheel_filename(name)[:2] for name in names if name.endswith(".whl")]
    assert {project for project, _ in releases} == {"sales-features", "finance-rules"}
    assert "sales_features-1.4.2-py3-none-any.whl" in names
    assert "1.5.0" not in {str(version) for _, version in releases}
    for name in names:
        assert sandbox.file(f"{_STORE}/{name}")


def test_each_identity_sees_its_part(sandbox: Sandbox, client: MakeClient) -> None:
    everything = len(sandbox.jobs())

    assert len(list(client(sandbox.admin_token).jobs.list())) == everything
    assert len(list(client(sandbox.token).jobs.list())) == everything
    seen = [job.settings.name for job in client(sandbox.ana_token).jobs.list() if job.settings]
    assert seen
    assert all((name or "").startswith("sales-") for name in seen)


def test_one_job_may_be_looked_at_only(client: MakeClient) -> None:
    (listed,) = client().jobs.list(name="sales-board-forecast")
    assert listed.job_id is not None

    with pytest.raises(PermissionDenied):
        client().jobs.update(listed.job_id)


def test_generated_jobs_are_the_same_each_time() -> None:
    with running(jobs=400, tasks=5) as one, running(jobs=400, tasks=5) as two:
        jobs, again = one.jobs(), two.jobs()

    assert jobs == again
    assert len(jobs) == 400
    assert {len(job["settings"]["tasks"]) for job in jobs} == {5}
    pinning = [job for job in jobs if "sales_features-" in json.dumps(job)]
    assert 3 <= len(pinning) <= 25
    assert 2500 <= sum(len(json.dumps(job)) for job in jobs) / 400 <= 4500
    assert all(problem_of(job["settings"]) is None for job in jobs)
