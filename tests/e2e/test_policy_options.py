"""Each option of the policy changes what it should, and the configuration says the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, task, wheel_path
from tests.e2e.program import Program


def _whl(version: str) -> dict[str, Any]:
    return {"whl": wheel_path(version)}


_OLD_PLACE = "dbfs:/FileStore/jars/0d1f7c2a"
_EGG = f"{STORE}/sales_features-1.4.2-py3.9.egg"
_BUNDLE = {"kind": "BUNDLE", "metadata_file_path": "/Workspace/Users/ci/state/metadata.json"}
_INDEX = {"name": "index", "tasks": [task("a", {"pypi": {"package": "sales-features[x]==1.4.2"}})]}
_EGGS = {"name": "egg", "tasks": [task("a", {"egg": _EGG})]}
_ELSEWHERE = {"name": "else", "tasks": [task("a", {"whl": wheel_path(OLD, _OLD_PLACE)})]}


@dataclass(frozen=True, slots=True)
class Case:
    """A job, the version that is released, the option that makes the difference, and which."""

    settings: dict[str, Any]
    version: str
    options: list[str]
    held: str
    lifted: dict[str, Any]


@pytest.mark.parametrize(
    "case",
    [
        Case(pinning("j", OLD), "2.0.0", ["--allow", "major"], "breaking-step", _whl("2.0.0")),
        Case(pinning("j", OLD), "1.5.0rc1", ["--pre"], "prerelease", _whl("1.5.0rc1")),
        Case(pinning("j", NEW), OLD, ["--allow-downgrade"], "newer-version", _whl(OLD)),
        Case(pinning("j", "0.1.9"), "0.2.0", ["--zero-major", "relaxed"], "breaking-step",
             _whl("0.2.0")),
        Case(pinning("j", OLD, deployment=_BUNDLE), NEW, ["--include-bundle-managed"],
             "managed-by-bundle", _whl(NEW)),
        Case(_INDEX, NEW, ["--index-pins", "rewrite"], "index-pin",
             {"pypi": {"package": "sales-features[x]==1.5.0"}}),
        Case(_EGGS, NEW, ["--replace-eggs"], "kind-changed", _whl(NEW)),
        Case(_ELSEWHERE, NEW, ["--also-store", _OLD_PLACE], "outside-store", _whl(NEW)),
    ],
    ids=lambda case: case.held + case.options[0],
)  # fmt: skip
def test_an_option_lifts_what_it_names(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, case: Case
) -> None:
    job_id = sandbox.add_job(case.settings)
    file = wheel(tmp_path, case.version)

    [dependent] = apparate.document("plan", file)["dependents"]
    assert [pin["reason"] for pin in dependent["pins"]] == [case.held]
    assert apparate("upload-and-update", file, *case.options).returncode == 0

    [library] = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    assert library == case.lifted


@pytest.mark.parametrize(
    ("pinned", "allow", "decision"),
    [
        ("1.4.2", "patch", "hold"),
        ("1.4.9", "patch", "hold"),
        ("1.5.0", "patch", "upgrade"),
        ("1.4.2", "minor", "upgrade"),
        ("0.9.0", "minor", "hold"),
        ("0.9.0", "major", "upgrade"),
    ],
)
def test_allow_is_the_largest_step(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, pinned: str, allow: str, decision: str
) -> None:
    sandbox.add_job(pinning("one", pinned))

    plan = apparate.document("plan", wheel(tmp_path, "1.5.1"), "--allow", allow)

    assert plan["dependents"][0]["pins"][0]["decision"] == decision
    assert plan["policy"]["allow"] == allow


@pytest.mark.parametrize(
    ("pinned", "version", "decision", "reason"),
    [
        ("1.4.2", "1.4.3", "upgrade", "allowed"),
        ("1.4.2", "1.4.10", "upgrade", "allowed"),
        ("0.1.9", "0.1.10", "upgrade", "allowed"),
        ("0.1.9", "0.2.0", "hold", "breaking-step"),
        ("0.9.0", "1.0.0", "hold", "breaking-step"),
        ("1.4.2", "1.5.0.dev3", "hold", "prerelease"),
        ("1.5.0rc1", "1.5.0rc2", "upgrade", "allowed"),
        ("1.5.0rc1", "1.6.0a1", "hold", "prerelease"),
        ("1.4.2", "1.4.2.post1", "upgrade", "allowed"),
        ("1.4.2", "1.4.2+gabc", "hold", "local-version"),
        ("1.4.2", "1!1.0", "hold", "breaking-step"),
        ("1.4.2", "2026.1", "hold", "breaking-step"),
        ("1.5.0", "1.4.9", "current", "newer-version"),
    ],
)
def test_the_default_policy(
    apparate: Program,
    sandbox: Sandbox,
    tmp_path: Path,
    pinned: str,
    version: str,
    decision: str,
    reason: str,
) -> None:
    sandbox.add_job(pinning("one", pinned))

    [dependent] = apparate.document("plan", wheel(tmp_path, version))["dependents"]

    assert [(pin["decision"], pin["reason"]) for pin in dependent["pins"]] == [(decision, reason)]


@pytest.mark.parametrize(
    ("tags", "decision", "reason"),
    [
        ({"apparate": "hold"}, "hold", "pinned-by-tag"),
        ({"apparate-sales-features": "hold"}, "hold", "pinned-by-tag"),
        ({"apparate": "patch"}, "hold", "step-above-limit"),
        ({"apparate": "hold", "apparate-sales-features": "minor"}, "upgrade", "allowed"),
        ({"apparate-other": "hold"}, "upgrade", "allowed"),
    ],
)
def test_tags_of_a_job_decide_for_it(
    apparate: Program,
    sandbox: Sandbox,
    release: Path,
    tags: dict[str, str],
    decision: str,
    reason: str,
) -> None:
    sandbox.add_job(pinning("one", OLD, tags=tags))

    [dependent] = apparate.document("plan", release)["dependents"]

    assert [(pin["decision"], pin["reason"]) for pin in dependent["pins"]] == [(decision, reason)]
