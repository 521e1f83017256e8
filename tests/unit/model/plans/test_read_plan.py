"""Saved plans are read strictly: each way of being wrong has its one clear error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.file import PlanFileError, read_plan
from apparate_ng.model.plans.plan import Plan

Document = dict[str, Any]

SMALL: Document = {
    "schema": "apparate.plan/1",
    "id": "20260131T120000Z-0001",
    "created_at": "2026-01-31T12:00:00Z",
    "tool_version": "0.1.0",
    "workspace": {"host": "https://example.com", "identity": None},
    "release": {
        "name": "lib",
        "version": "1.5.0",
        "kind": "wheel",
        "filename": "lib-1.5.0-py3-none-any.whl",
        "sha256": "00",
        "size": 20480,
        "uri": "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl",
    },
    "policy": {},
    "summary": {"scanned": {"job": 1}, "dependents": 1, "pins": {"upgrade": 1}},
    "has_changes": True,
    "dependents": [
        {
            "kind": "job",
            "id": "620000000000000017",
            "name": 'näch"tly 📈',
            "url": None,
            "owner": None,
            "schedule": {"kind": "cron", "paused": False, "text": "0 0 2 * * ? UTC"},
            "managed_by": None,
            "fingerprint": "sha256:00",
            "warnings": [],
            "pins": [
                {
                    "location": "tasks[score].libraries[0].whl",
                    "from": "/Shared/libraries/lib-1.4.2-py3-none-any.whl",
                    "to": "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl",
                    "from_version": "1.4.2",
                    "to_version": "1.5.0",
                    "step": "minor",
                    "breaking": False,
                    "decision": "upgrade",
                    "reason": "allowed",
                    "explanation": "a minor step",
                    "hint": None,
                }
            ],
        }
    ],
}


def encoded(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def changed(change: Callable[[Document], object]) -> bytes:
    document = json.loads(json.dumps(SMALL))
    change(document)
    return encoded(document)


def test_a_plan_is_read() -> None:
    plan = read_plan(encoded(SMALL), "plan.json")
    (dependent,) = plan.changing
    (pin,) = dependent.upgrades
    assert dependent.name == 'näch"tly 📈'
    assert (pin.decision, pin.reason) == (Decision.UPGRADE, Reason.ALLOWED)
    assert pin.from_ == "/Shared/libraries/lib-1.4.2-py3-none-any.whl"
    assert str(plan.release.parsed_version()) == "1.5.0"


def test_what_is_written_is_read_back() -> None:
    plan = read_plan(encoded(SMALL), "plan.json")
    assert read_plan(msgspec.json.encode(plan), "plan.json") == plan


def test_truncated_anywhere_is_one_clear_error() -> None:
    content = encoded(SMALL)
    for end in range(len(content)):
        with pytest.raises(PlanFileError) as caught:
            read_plan(content[:end], "plan.json")
        assert caught.value.where == "plan.json"
        assert caught.value.hint
        assert caught.value.exit_code is ExitCode.ERROR


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_other_bytes_are_one_clear_error(content: bytes) -> None:
    with pytest.raises(PlanFileError):
        read_plan(content, "plan.json")


@given(st.data())
@settings(deadline=None)
def test_a_damaged_byte_is_never_another_error(data: st.DataObject) -> None:
    content = bytearray(encoded(SMALL))
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        plan = read_plan(bytes(content), "plan.json")
    except PlanFileError:
        return
    assert isinstance(plan, Plan)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_nesting_is_one_clear_error(opening: bytes) -> None:
    with pytest.raises(PlanFileError):
        read_plan(b'{"schema": "apparate.plan/1", "x": ' + opening * 100_000, "plan.json")


@pytest.mark.parametrize("schema", ["apparate.plan/2", "apparate.plan/10", "apparate.plan/1.1"])
def test_a_newer_schema_is_named(schema: str) -> None:
    with pytest.raises(PlanFileError, match=rf"{schema}.*apparate\.plan/1") as caught:
        read_plan(changed(lambda plan: plan.update(schema=schema)), "plan.json")
    assert "version that made it" in (caught.value.hint or "")


def test_a_newer_schema_may_look_otherwise() -> None:
    with pytest.raises(PlanFileError, match=r"apparate\.plan/2"):
        read_plan(b'{"schema": "apparate.plan/2", "dependents": 5}', "plan.json")


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"schema": null}',
        b'{"schema": "apparate.deployment/1"}',
        b'{"schema": "other"}',
        b'{"schema": 3}',
        b"[]",
        b'[build-system]\nrequires = ["hatchling"]\n',
        b'"text"',
        b"PK\x03\x04",
        b"",
    ],
)
def test_other_documents_are_no_plans(content: bytes) -> None:
    with pytest.raises(PlanFileError, match="this file is no plan") as caught:
        read_plan(content, "plan.json")
    assert caught.value.hint == "make a new plan: apparate plan --out FILE"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda plan: plan["release"].update(size="big"), r"\$\.release\.size"),
        (lambda plan: plan["release"].update(kind="tarball"), r"\$\.release\.kind"),
        (lambda plan: plan["release"].pop("sha256"), "sha256"),
        (lambda plan: plan.update(dependents={}), r"\$\.dependents"),
        (lambda plan: plan.update(has_changes="yes"), r"\$\.has_changes"),
        (lambda plan: plan["dependents"][0].update(id=17), r"\$\.dependents\[\.*0?\.*\]\.id"),
        (lambda plan: plan["dependents"][0].pop("pins"), "pins"),
        (lambda plan: plan["dependents"][0]["pins"][0].update(decision="go"), "decision"),
        (lambda plan: plan["dependents"][0]["pins"][0].update(to=7), r"pins\[\.*0?\.*\]\.to"),
        (lambda plan: plan["policy"].update(allow="everything"), r"\$\.policy\.allow"),
        (lambda plan: plan["workspace"].update(host=None), r"\$\.workspace\.host"),
    ],
)
def test_an_impossible_value_is_named_by_its_path(
    change: Callable[[Document], object], path: str
) -> None:
    with pytest.raises(PlanFileError, match=f"the plan is not valid: .*{path}"):
        read_plan(changed(change), "plan.json")


def test_an_id_that_is_no_jobs_id_is_named() -> None:
    odd = changed(lambda plan: plan["dependents"][0].update(id="../17"))
    with pytest.raises(PlanFileError, match=r"'\.\./17' is no job id"):
        read_plan(odd, "plan.json")


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.update(new_key={"a": [1]}),
        lambda plan: plan["release"].update(new_key=None),
        lambda plan: plan["policy"].update(new_key="x"),
        lambda plan: plan["summary"]["pins"].update(other=0),
        lambda plan: plan["dependents"][0].update(new_key=1),
        lambda plan: plan["dependents"][0]["pins"][0].update(new_key=[]),
    ],
)
def test_a_new_key_may_appear(change: Callable[[Document], object]) -> None:
    assert read_plan(changed(change), "plan.json") == read_plan(encoded(SMALL), "plan.json")
