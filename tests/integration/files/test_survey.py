"""Files are found through the jobs and pipelines that use them, wherever they lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.files.paths import EXPORT, FOLDER, NEW, OLD, VOLUME, Home

MakePlan: TypeAlias = Callable[[], Plan]
Use: TypeAlias = Callable[..., int]


def _files(plan: Plan) -> dict[str, PlannedDependent]:
    return {one.id: one for one in plan.dependents if one.kind is DependentKind.FILE}


def _users(file: PlannedDependent) -> list[str]:
    assert isinstance(file.users, tuple)
    return [user.id for user in file.users]


@pytest.mark.parametrize("home", [FOLDER, VOLUME], ids=lambda home: home.name)
def test_a_file_with_its_line_and_its_users(
    sandbox: Sandbox, use: Use, plan: MakePlan, home: Home
) -> None:
    home.put(sandbox, home.path, f"# ours\nother==1\n{OLD}[plots]\n".encode())
    use(home.path, job_id=17)
    use(home.path, job_id=18)
    [file] = _files(plan()).values()
    [pin] = file.pins
    assert (file.id, file.name, file.url) == (home.path, home.path, None)
    assert (pin.location, pin.from_, pin.to) == (
        f"{home.path}:3",
        f"{OLD}[plots]",
        f"{NEW}[plots]",
    )
    assert _users(file) == ["17", "18"]
    assert home.written(sandbox) == 0


def test_each_kind_of_use(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    names = ("task", "loop", "env", "constraint", "base", "flow")
    paths = {name: f"/Workspace/Shared/{name}.txt" for name in names}
    paths["base"] = "/Workspace/Shared/base.yaml"
    for name, path in paths.items():
        text = f"dependencies:\n  - {OLD}\n" if name == "base" else f"{OLD}\n"
        sandbox.add_file(path, text.encode())
    inside = {"task_key": "a", "libraries": [{"requirements": paths["loop"]}]}
    tasks = [
        {"task_key": "a", "libraries": [{"requirements": paths["task"]}]},
        {"task_key": "b", "for_each_task": {"inputs": "[]", "task": inside}},
    ]
    dependencies = [f"-r {paths['env']}", f"--constraint={paths['constraint']}"]
    environments = [
        {"environment_key": "e", "spec": {"dependencies": dependencies}},
        {"environment_key": "f", "spec": {"base_environment": paths["base"]}},
        {"environment_key": "g", "spec": {"base_environment": "workspace-base-environments/x"}},
    ]
    use(tasks=tasks, environments=environments)
    sandbox.add_pipeline({"name": "flow", "environment": {"dependencies": [f"-r{paths['flow']}"]}})
    made = plan()
    assert _files(made).keys() == set(paths.values())
    assert made.summary.scanned == {"job": 1, "pipeline": 1, "file": 6}
    assert not made.unreadable
    assert {len(file.upgrades) for file in _files(made).values()} == {1}


def test_a_file_is_read_once_for_all_who_use_it_and_through_all_spellings(
    sandbox: Sandbox, use: Use, plan: MakePlan
) -> None:
    sandbox.add_file(FOLDER.path, f"{OLD}\n-r requirements.txt\n".encode())
    for number in range(30):
        use(FOLDER.path.removeprefix("/Workspace") if number % 2 else FOLDER.path)
    [file] = _files(plan()).values()
    assert len(_users(file)) == 30
    assert len(sandbox.journal("GET", EXPORT)) == 1


def test_a_job_of_several_pages_uses_files_too(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    others = [f"/Workspace/Shared/{number}.txt" for number in range(3)]
    for path in others:
        sandbox.add_file(path)
    use(*(others * 50), FOLDER.path, job_id=17)
    assert _users(_files(plan())[FOLDER.path]) == ["17"]


def test_files_in_files(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    sandbox.add_file("/Workspace/Shared/a.txt", b"-r deep/b.txt\n")
    sandbox.add_file("/Workspace/Shared/deep/b.txt", f"-c ../c.txt\n{OLD}\n".encode())
    sandbox.add_file("/Workspace/Shared/c.txt", f"-r a.txt\n{OLD}\n".encode())
    use("/Workspace/Shared/a.txt", job_id=17)
    use("/Workspace/Shared/c.txt", job_id=18)
    files = _files(plan())
    assert {id_: _users(file) for id_, file in files.items()} == {
        "/Workspace/Shared/c.txt": ["17", "18"],
        "/Workspace/Shared/deep/b.txt": ["17", "18"],
    }


@pytest.mark.parametrize(
    "path",
    [
        "/Workspace/Shared/a b/r ü☃.txt",
        "/Workspace/Shared/100%2Bx/r+%41.txt",
        "/Workspace/Shared/x/../r.txt",
        "/Volumes/main/libs/base/a b ü/%2B r.txt",
    ],
)
def test_odd_paths(sandbox: Sandbox, use: Use, plan: MakePlan, path: str) -> None:
    home = VOLUME if path.startswith("/Volumes") else FOLDER
    home.put(sandbox, path.replace("/x/..", ""), OLD.encode())
    use(path)
    assert list(_files(plan())) == [path.replace("/x/..", "")]


@pytest.mark.parametrize("path", ["dbfs:/FileStore/r.txt", "/dbfs/FileStore/r.txt"])
def test_a_file_in_dbfs_is_reported_only(
    sandbox: Sandbox, use: Use, plan: MakePlan, path: str
) -> None:
    sandbox.add_dbfs_file("dbfs:/FileStore/r.txt", OLD.encode())
    use(path)
    made = plan()
    [pin] = _files(made)["dbfs:/FileStore/r.txt"].pins
    assert (pin.decision, pin.reason) == (Decision.IGNORE, Reason.REPORT_ONLY)
    assert "a file in DBFS cannot be replaced in one step" in pin.explanation
    assert not made.has_changes


def test_held_and_free_users_are_both_named(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(FOLDER.path, name="finance", tags={"apparate": "hold"})
    use(FOLDER.path, name="sales")
    [pin] = _files(plan())[FOLDER.path].pins
    assert (pin.decision, pin.reason) == (Decision.HOLD, Reason.SHARED_FILE)
    assert "finance must not move" in pin.explanation
    assert "sales may" in pin.explanation


def test_a_user_through_another_file_holds_it_too(
    sandbox: Sandbox, use: Use, plan: MakePlan
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    sandbox.add_file("/Workspace/Shared/all.txt", b"-r requirements.txt\n")
    use("/Workspace/Shared/all.txt", name="finance", tags={"apparate": "hold"})
    use(FOLDER.path, name="sales")
    [pin] = _files(plan())[FOLDER.path].pins
    assert pin.reason is Reason.SHARED_FILE
