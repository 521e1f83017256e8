"""Files that cannot be read are named, and cost nothing but themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.files.paths import FOLDER, OLD

MakePlan: TypeAlias = Callable[[], Plan]
Use: TypeAlias = Callable[..., int]


def _missing(sandbox: Sandbox) -> str:
    del sandbox
    return "/Workspace/Shared/missing.txt"


def _binary(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/binary.txt", b"PK\3\4\0\0lib")
    return "/Workspace/Shared/binary.txt"


def _latin1(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/latin.txt", "lib==1.4.2 # ä".encode("latin-1"))
    return "/Workspace/Shared/latin.txt"


def _large(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/large.txt", b"#" * (10 * 2**20) + b"\n")
    return "/Workspace/Shared/large.txt"


def _folder(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/folder/r.txt", b"")
    return "/Workspace/Shared/folder"


def _hidden(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Secret/r.txt", b"lib==1.4.2")
    sandbox.set_folder("/Workspace/Secret", readers=["admin@example.com"], writers=[])
    return "/Workspace/Secret/r.txt"


def _no_volume(sandbox: Sandbox) -> str:
    del sandbox
    return "/Volumes/main/none/none/r.txt"


def _no_dbfs(sandbox: Sandbox) -> str:
    sandbox.add_dbfs_file("dbfs:/FileStore/r.txt", OLD.encode())
    sandbox.switch(dbfs_off=True)
    return "dbfs:/FileStore/r.txt"


BAD = [_missing, _binary, _latin1, _large, _folder, _hidden, _no_volume, _no_dbfs]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.__name__)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    sandbox: Sandbox, use: Use, plan: MakePlan, bad: Callable[[Sandbox], str]
) -> None:
    path = bad(sandbox)
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(path, FOLDER.path)
    made = plan()
    [missing] = made.unreadable
    assert (missing.kind, missing.id, missing.name) == (DependentKind.FILE, path, path)
    assert missing.error
    assert [one.id for one in made.dependents if one.kind is DependentKind.FILE] == [FOLDER.path]
    assert made.has_changes


def test_a_file_of_ten_megabytes_is_read(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    content = f"{OLD}\n".encode()
    sandbox.add_file(FOLDER.path, content + b"#" * (10 * 2**20 - len(content)))
    use(FOLDER.path)
    made = plan()
    assert [one.id for one in made.dependents if one.kind is DependentKind.FILE] == [FOLDER.path]
    assert not made.unreadable


@pytest.mark.parametrize(
    "path", ["s3://bucket/r.txt", "https://me:secret@example.com/r.txt", "requirements.txt"]
)
def test_what_nobody_could_read_from_here_is_said_and_is_no_error(
    sandbox: Sandbox, use: Use, plan: MakePlan, path: str
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(path, FOLDER.path)
    made = plan()
    [notice] = [one for one in made.warnings if one.code == "not-looked-at"]
    assert path.rpartition("@")[2] in notice.text
    assert "secret" not in notice.text
    assert not made.unreadable
    assert made.has_changes


def test_urls_in_files_are_said_too(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    sandbox.add_file(FOLDER.path, f"-r https://example.com/r.txt\n{OLD}\n".encode())
    use(FOLDER.path)
    [notice] = [one for one in plan().warnings if one.code == "not-looked-at"]
    assert "https://example.com/r.txt" in notice.text


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/api/2.0/pipelines", "the list of every pipeline"),
        ("GET", "/api/2.0/policies/clusters/list", "the list of every policy"),
        ("GET", "/api/2.0/libraries/all-cluster-statuses", "the list of every cluster"),
    ],
)
def test_a_file_whose_users_could_not_all_be_seen_is_held(
    sandbox: Sandbox, use: Use, plan: MakePlan, method: str, path: str, name: str
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(FOLDER.path)
    denied = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
    sandbox.fault(method, path, status=403, body=denied, times=None)
    made = plan()
    [file] = [one for one in made.dependents if one.kind is DependentKind.FILE]
    [pin] = file.pins
    assert (pin.decision, pin.reason) == (Decision.HOLD, Reason.SHARED_FILE)
    assert (pin.to, pin.to_version) == (None, None)
    assert f"{name} could not be read" in pin.explanation
    assert pin.hint
    assert not made.has_changes


def test_a_file_that_a_job_that_cannot_be_read_may_use_is_held(
    sandbox: Sandbox, use: Use, plan: MakePlan
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(FOLDER.path)
    use(*(["/Workspace/Shared/x.txt"] * 120), name="large")
    denied = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
    sandbox.fault("GET", "/api/2.2/jobs/get", status=403, body=denied, times=None)
    [file] = [one for one in plan().dependents if one.kind is DependentKind.FILE]
    assert file.pins[0].reason is Reason.SHARED_FILE
    assert "large could not be read" in file.pins[0].explanation


@pytest.mark.parametrize("kind", ["policy", "cluster"])
def test_policies_and_clusters_use_files_too(
    sandbox: Sandbox, use: Use, plan: MakePlan, kind: str
) -> None:
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(FOLDER.path)
    library = {"requirements": FOLDER.path}
    if kind == "policy":
        sandbox.add_policy({"name": "p", "libraries": [library]}, policy_id="p-1")
    else:
        sandbox.add_cluster({"cluster_name": "c"}, cluster_id="p-1", libraries=[library])
    [file] = [one for one in plan().dependents if one.kind is DependentKind.FILE]
    assert isinstance(file.users, tuple)
    assert (kind, "p-1") in {(user.kind.value, user.id) for user in file.users}
