"""Pins in requirements files and base environments, from the command line to the bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, versions_of, wheel_path, writes
from tests.e2e.program import Program, error_of

_FILE = "/Workspace/Shared/requirements.txt"
_VOLUME_FILE = "/Volumes/main/libs/base/env.yaml"
_IMPORT = "/api/2.0/workspace/import"
_TEXT = "\ufeff# ours\r\nnumpy==1.26.4  # other\r\n{}[plots]  # ours\r\n"
BEFORE, AFTER = (_TEXT.format(wheel_path(version)).encode() for version in (OLD, NEW))


def _use(sandbox: Sandbox, *files: str, name: str = "score", **settings: object) -> int:
    tasks = [
        {"task_key": f"t{number}", "libraries": [{"requirements": file}]}
        for number, file in enumerate(files)
    ]
    return sandbox.add_job({"name": name, "tasks": tasks, **settings})


def _one_file(sandbox: Sandbox, **settings: Any) -> int:  # noqa: ANN401  JSON
    sandbox.add_file(_FILE, BEFORE)
    return _use(sandbox, _FILE, **settings)


def _outcomes(deployment: Any) -> dict[str, str]:  # noqa: ANN401  JSON
    return {each["id"]: each["outcome"] for each in deployment["dependents"]}


def _writes_of_files(sandbox: Sandbox) -> int:
    """Of requirements; the release goes into the store by the same request in another format."""
    return sum(
        isinstance(entry["body"], dict) and entry["body"].get("path") == _FILE
        for entry in sandbox.journal("POST", _IMPORT)
    )


def test_the_plan_document(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    job_id = _one_file(sandbox)
    other = sandbox.add_job(pinning("nightly", OLD))

    plan = apparate.document("plan", release)

    file, job = plan["dependents"]
    assert (file["kind"], file["id"], file["name"], file["url"]) == ("file", _FILE, _FILE, None)
    [user] = file["users"]
    assert user.pop("fingerprint").startswith("sha256:")
    assert user == {"kind": "job", "id": str(job_id), "name": "score"}
    assert (job["id"], "users" in job) == (str(other), False)
    [pin] = file["pins"]
    assert (pin["location"], pin["decision"], pin["reason"]) == (f"{_FILE}:3", "upgrade", "allowed")
    assert (pin["from"], pin["to"]) == (f"{wheel_path(OLD)}[plots]", f"{wheel_path(NEW)}[plots]")
    assert plan["summary"]["scanned"] == {"job": 2, "file": 1}
    assert sandbox.file(_FILE) == BEFORE
    assert writes(sandbox) == []


def test_files_move_with_every_other_byte_kept(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox)
    sandbox.add_volume("main.libs.base")
    text = "environment_version: \"3\"\r\ndependencies:\r\n  - '{}'  # ours\r\n"
    sandbox.add_volume_file(_VOLUME_FILE, text.format(wheel_path(OLD)).encode())
    spec = {"base_environment": _VOLUME_FILE}
    sandbox.add_job({"name": "b", "environments": [{"environment_key": "e", "spec": spec}]})

    deployment = apparate.document("upload-and-update", release)
    again = apparate.document("upload-and-update", release)

    assert _outcomes(deployment) == {_FILE: "updated", _VOLUME_FILE: "updated"}
    assert again["dependents"] == []
    assert sandbox.file(_FILE) == AFTER
    assert sandbox.volume_file(_VOLUME_FILE) == text.format(wheel_path(NEW)).encode()


@pytest.mark.parametrize("bad", ["missing", "binary", "latin1", "large", "50 MB"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(
    apparate: Program, sandbox: Sandbox, release: Path, bad: str
) -> None:
    path = f"/Workspace/Shared/{bad}.txt"
    content = {"binary": b"PK\0\0", "latin1": b"\xe4 lib", "large": b"#" * (10 * 2**20 + 1)}
    content["50 MB"] = b"#" * 50_000_000
    if bad in content:
        sandbox.add_file(path, content[bad])
    sandbox.add_file(_FILE, BEFORE)
    _use(sandbox, path, _FILE)
    job_id = sandbox.add_job(pinning("nightly", OLD))

    planned = apparate("plan", release, COLUMNS="80")
    deployment = apparate.document("upload-and-update", release, code=3)

    assert planned.returncode == 0
    assert path in planned.stdout
    [missing] = deployment["unreadable"]
    assert (missing["kind"], missing["id"]) == ("file", path)
    assert missing["error"]
    assert sandbox.file(_FILE) == AFTER
    assert versions_of(sandbox, job_id) == [[NEW]]
    assert sandbox.file(path) == content.get(bad)


def test_held_and_free_users_are_both_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox, name="finance-close", tags={"apparate": "hold"})
    _use(sandbox, _FILE, name="sales-score")

    plan = apparate.document("plan", release)
    text = apparate("plan", release, COLUMNS="80").stdout
    moved = apparate("upload-and-update", release)

    [pin] = plan["dependents"][0]["pins"]
    assert (pin["decision"], pin["reason"], pin["to"]) == ("hold", "shared-file", None)
    users = {user["name"] for user in plan["dependents"][0]["users"]}
    assert users == {"finance-close", "sales-score"}
    assert "finance-close" in text
    assert "sales-score" in text
    assert "shared-file" in text
    assert moved.returncode == 0
    assert sandbox.file(_FILE) == BEFORE


def test_where_all_are_held_for_one_reason_it_is_that_reason(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox, tags={"apparate": "hold"})
    _use(sandbox, _FILE, name="b", tags={"apparate": "hold"})
    [file] = apparate.document("plan", release)["dependents"]
    assert file["pins"][0]["reason"] == "pinned-by-tag"


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        (["--job", "sales-*"], False),
        (["--job", "sales-*", "--job", "finance-*"], True),
        (["--exclude", "finance-*"], False),
        (["--exclude", "other"], True),
        (["--tag", "team"], False),
        (["--scheduled-only"], False),
    ],
    ids=str,
)
def test_a_file_is_selected_where_all_who_use_it_are(
    apparate: Program, sandbox: Sandbox, release: Path, selectors: list[str], *, found: bool
) -> None:
    _one_file(sandbox, name="finance-close")
    _use(sandbox, _FILE, name="sales-score", tags={"team": "sales"})
    plan = apparate.document("plan", release, *selectors)
    assert [one["id"] for one in plan["dependents"]] == ([_FILE] if found else [])
    assert plan["summary"]["deselected"] == int(not found)


def test_who_edits_between_read_and_write_is_left_alone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox)
    theirs = BEFORE + b"theirs==1\n"
    # the plan reads it first
    sandbox.edit_file(_FILE, theirs, method="GET", path="/api/2.0/workspace/export", nth=2)
    deployment = apparate.document("upload-and-update", release, code=3)
    assert _outcomes(deployment) == {_FILE: "drifted"}
    assert sandbox.file(_FILE) == theirs
    assert _writes_of_files(sandbox) == 0


def test_a_file_that_goes_in_between(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    _one_file(sandbox)
    sandbox.edit_file(_FILE, None, method="GET", path="/api/2.0/workspace/export", nth=2)
    deployment = apparate.document("upload-and-update", release, code=3)
    [file] = deployment["dependents"]
    assert (file["outcome"], file["error"]) == ("failed", "the file is gone")
    assert sandbox.file(_FILE) is None


def test_a_server_that_ignores_the_write(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox)
    job_id = sandbox.add_job(pinning("nightly", OLD))
    # after our own write, which alone names the file, what was there stands there again
    sandbox.edit_file(
        _FILE, BEFORE, method="POST", path=_IMPORT, moment="after", containing=f'"{_FILE}"'
    )
    outcome = apparate("upload-and-update", release)
    assert outcome.returncode == 6
    assert _FILE in outcome.stdout
    assert "put back" in outcome.stdout
    assert sandbox.file(_FILE) == BEFORE
    assert versions_of(sandbox, job_id) == [[OLD]]


def test_a_saved_plan_is_stale_where_a_file_changed(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox)
    job_id = sandbox.add_job(pinning("nightly", OLD))
    assert apparate("plan", release, "--out", "plan.json").returncode == 0
    sandbox.add_file(_FILE, BEFORE + b"x==1\n")

    said = error_of(apparate("apply", "plan.json"), 4)
    written = writes(sandbox)
    deployment = apparate.document("apply", "plan.json", "--skip-drifted", code=3)

    assert _FILE in (said.where or "")
    assert written == []
    assert _outcomes(deployment) == {_FILE: "drifted", str(job_id): "updated"}


def test_the_text_stays_within_80_columns(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    deep = f"/Workspace/Shared/{'folder-of-the-team/' * 3}requirements.txt"
    for path in (_FILE, deep):
        sandbox.add_file(path, BEFORE)
    for number in range(12):
        _use(sandbox, _FILE, deep, name=f"a-job-with-quite-a-long-name-{number:02}")
    _use(sandbox, deep, name="finance-month-end-close", tags={"apparate": "hold"})
    _use(sandbox, "/Workspace/Shared/missing.txt")

    planned = apparate("plan", release, COLUMNS="80")
    moved = apparate("upload-and-update", release, COLUMNS="80")

    assert (planned.returncode, moved.returncode) == (0, 3)
    for text in (planned.stdout, moved.stdout):
        hosts = (sandbox.url, wheel_path(NEW))
        lines = [line for line in text.splitlines() if not any(one in line for one in hosts)]
        assert [line for line in lines if len(line) > 80] == []
    assert _FILE in planned.stdout
    assert "missing.txt" in moved.stdout


def test_a_file_that_includes_itself(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    loop = "/Workspace/Shared/loop.txt"
    sandbox.add_file(loop, f"-r requirements.txt\n-r loop.txt\n{wheel_path(OLD)}\n".encode())
    sandbox.add_file(_FILE, b"-c ./loop.txt\r\n" + BEFORE.removeprefix(b"\xef\xbb\xbf"))
    _use(sandbox, loop)

    deployment = apparate.document("upload-and-update", release)

    assert _outcomes(deployment) == {_FILE: "updated", loop: "updated"}
    assert (sandbox.file(loop) or b"").endswith(f"{wheel_path(NEW)}\n".encode())


def test_files_that_include_others_too_deeply_are_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    for number in range(30):
        text = f"-r {number + 1}.txt\n{wheel_path(OLD)}\n"
        sandbox.add_file(f"/Workspace/Shared/{number}.txt", text.encode())
    _use(sandbox, "/Workspace/Shared/0.txt")

    deployment = apparate.document("upload-and-update", release, code=3)

    [missing] = deployment["unreadable"]
    assert missing["id"] == f"/Workspace/Shared/{len(deployment['dependents'])}.txt"
    assert "/Workspace/Shared/0.txt includes /Workspace/Shared/1.txt" in missing["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/Workspace/Shared/a b/größe ☃.txt",
        "/Workspace/Shared/100%2Bx/r+%41.txt",
        "/Workspace/Shared/x/../r.txt",
        "/Volumes/main/libs/base/a b ü/%2B r.txt",
    ],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_odd_paths(
    apparate: Program, sandbox: Sandbox, release: Path, path: str, *, is_there: bool
) -> None:
    plain = path.replace("/x/..", "")
    in_volume = plain.startswith("/Volumes")
    sandbox.add_volume("main.libs.base")
    if is_there:
        (sandbox.add_volume_file if in_volume else sandbox.add_file)(plain, BEFORE)
    sandbox.add_file(_FILE, BEFORE)
    _use(sandbox, path, _FILE)

    deployment = apparate.document("upload-and-update", release, code=0 if is_there else 3)

    moved = {_FILE: "updated", **({plain: "updated"} if is_there else {})}
    assert _outcomes(deployment) == moved
    assert [one["id"] for one in deployment.get("unreadable", [])] == ([] if is_there else [plain])
    if is_there:
        assert (sandbox.volume_file if in_volume else sandbox.file)(plain) == AFTER


def test_requirements_behind_a_url_are_no_error_each_night(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(_FILE, BEFORE)
    dependencies = ["-r https://me:secret@example.com/r.txt", "-r relative.txt", f"-r {_FILE}"]
    spec = {"environment_key": "e", "spec": {"dependencies": dependencies}}
    sandbox.add_job({"name": "b", "environments": [spec]})

    plan = apparate.document("plan", release)
    text = apparate("plan", release, COLUMNS="80").stdout
    moved = apparate("upload-and-update", release)

    codes = [one["code"] for one in plan["warnings"]]
    assert codes == ["not-looked-at", "not-looked-at", "unchecked"]  # the old file is not there
    assert "example.com/r.txt" in text
    assert "relative.txt" in text
    assert "secret" not in text
    assert moved.returncode == 0
    assert sandbox.file(_FILE) == AFTER


def test_a_file_is_held_where_a_list_of_possible_users_cannot_be_read(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _one_file(sandbox)
    job_id = sandbox.add_job(pinning("nightly", OLD))
    denied = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
    sandbox.fault("GET", "/api/2.0/pipelines", status=403, body=denied, times=None)

    text = " ".join(apparate("plan", release, COLUMNS="80").stdout.split())
    moved = apparate("upload-and-update", release)

    assert "the list of every pipeline could not be read" in text
    assert "shared-file" in text
    assert moved.returncode == 3
    assert sandbox.file(_FILE) == BEFORE
    assert versions_of(sandbox, job_id) == [[NEW]]
