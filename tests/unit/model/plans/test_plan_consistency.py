"""What every plan must say of itself, whoever wrote or edited its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from apparate_ng.model.plans.consistency import problems_of
from apparate_ng.model.plans.plan import Plan

STORE = "/Workspace/Shared/libraries"
NEW = "lib-1.5.0-py3-none-any.whl"


def dependent(kind: str = "job", id_: str = "17") -> dict[str, Any]:
    pin = {
        "location": "tasks[a].libraries[0].whl",
        "from": f"{STORE}/lib-1.4.2-py3-none-any.whl",
        "to": f"{STORE}/{NEW}",
        "from_version": "1.4.2",
        "to_version": "1.5.0",
        "step": "minor",
        "breaking": False,
        "decision": "upgrade",
        "reason": "allowed",
        "explanation": "",
        "hint": None,
    }
    return {
        "kind": kind,
        "id": id_,
        "name": "nightly",
        "url": None,
        "owner": None,
        "schedule": None,
        "managed_by": None,
        "fingerprint": "sha256:00",
        "warnings": [],
        "pins": [pin],
    }


def document() -> dict[str, Any]:
    return {
        "id": "1",
        "created_at": "2026-01-31T12:00:00Z",
        "tool_version": "0.1.0",
        "workspace": {"host": "https://example.com", "identity": None},
        "release": {
            "name": "lib",
            "version": "1.5.0",
            "kind": "wheel",
            "filename": NEW,
            "sha256": "00",
            "size": 1,
            "uri": f"{STORE}/{NEW}",
        },
        "policy": {},
        "summary": {"scanned": {"job": 1}, "dependents": 1, "pins": {"upgrade": 1}},
        "has_changes": True,
        "dependents": [dependent()],
    }


def problems(change: Callable[[dict[str, Any]], object]) -> list[str]:
    plain = document()
    change(plain)
    return list(problems_of(msgspec.json.decode(json.dumps(plain), type=Plan)))


def test_a_plan_as_it_was_made_has_no_problem() -> None:
    assert problems(dict.copy) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plan: plan["release"].update(filename="/etc/x-1.5.0.whl"), "file name"),
        (lambda plan: plan["release"].update(filename="../x-1.5.0.whl"), "file name"),
        (lambda plan: plan["release"].update(filename="..\\x-1.5.0.whl"), "file name"),
        (lambda plan: plan["release"].update(filename="passwd"), "file name"),
        (lambda plan: plan["release"].update(version="not one"), "is no version"),
        (lambda plan: plan["release"].update(version="9" * 5000), "is no version"),
        (lambda plan: plan["release"].update(uri=f"{STORE}/evil-9.whl"), "uri and file name"),
        (lambda plan: plan["release"].update(name="billing"), "another library's"),
        (lambda plan: plan["release"].update(kind="egg"), "another library's"),
        (lambda plan: plan["release"].update(version="1.6.0"), "another version"),
        (lambda plan: plan["release"].update(size=-1), "none of a file"),
        (lambda plan: plan["release"].update(size=2**62), "none of a file"),
        (lambda plan: plan["release"].update(file="/etc/passwd"), "the file beside it"),
        (lambda plan: plan.update(has_changes=False), "has_changes"),
        (lambda plan: plan.update(rolls_back="20260131T120000000Z-0a1b2c3d"), "of a rollback"),
        (lambda plan: plan["summary"].update(pins={}), "summary"),
        (lambda plan: plan["dependents"][0].update(id="../17"), "no job id"),
        (lambda plan: plan["dependents"][0].update(id="٣"), "no job id"),
        (lambda plan: plan["dependents"][0].update(id="1" * 20), "no job id"),
        (lambda plan: plan["dependents"][0].update(kind="cluster"), "include_clusters"),
        (lambda plan: plan["dependents"].append(dependent()), "more than once"),
    ],
)
def test_what_cannot_be_is_named(change: Callable[[dict[str, Any]], object], said: str) -> None:
    assert any(said in problem for problem in problems(change))


def used_by(kind: str, id_: str) -> Callable[[dict[str, Any]], object]:
    """An edit: the one dependent is a file with this user."""
    user = {"kind": kind, "id": id_, "name": "score", "fingerprint": "sha256:00"}
    return lambda plan: plan["dependents"][0].update(kind="file", id="/r.txt", users=[user])


@pytest.mark.parametrize("id_", ["../17", "", "1" * 20])
def test_users_are_read_too_so_their_ids_must_be_some(id_: str) -> None:
    assert problems(used_by("job", id_)) == [f"{id_!r} is no job id"]
    assert problems(used_by("pipeline", id_)) == []
    assert problems(used_by("job", "17")) == []


def test_pipelines_have_ids_of_their_own() -> None:
    assert problems(lambda plan: plan["dependents"][0].update(kind="pipeline", id="ab-12")) == []


def test_an_artifact_without_a_version_in_its_name() -> None:
    nameless = "lib-latest.whl"
    found = problems(
        lambda plan: plan["release"].update(filename=nameless, uri=f"{STORE}/{nameless}")
    )
    assert found == ["the release's file name has another version"]
