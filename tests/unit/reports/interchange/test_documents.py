"""The JSON's keys are promises: these lists change only together with the documented contract."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.reports.interchange.documents import to_json

DEPENDENT_KEYS = [
    "kind",
    "id",
    "name",
    "url",
    "owner",
    "schedule",
    "managed_by",
    "fingerprint",
    "warnings",
    "pins",
]
PIN_KEYS = [
    "location",
    "from",
    "to",
    "from_version",
    "to_version",
    "step",
    "breaking",
    "decision",
    "reason",
    "explanation",
    "hint",
]
RELEASE_KEYS = ["name", "version", "kind", "filename", "sha256", "size", "uri"]


def read(document: msgspec.Struct) -> Any:  # noqa: ANN401  JSON is any value
    return json.loads(to_json(document))


def test_the_plan_has_the_promised_keys_in_the_promised_order(plan: Plan) -> None:
    document = read(plan)
    assert list(document) == [
        "schema",
        "id",
        "created_at",
        "tool_version",
        "workspace",
        "release",
        "policy",
        "summary",
        "has_changes",
        "dependents",
        "unreadable",
        "warnings",
    ]
    assert document["schema"] == "apparate.plan/1"
    assert list(document["workspace"]) == ["host", "identity"]
    assert list(document["release"]) == RELEASE_KEYS
    assert list(document["policy"])[:3] == ["allow", "pre", "zero_major"]
    assert list(document["summary"]) == ["scanned", "dependents", "pins", "deselected"]
    assert list(document["summary"]["pins"]) == ["upgrade", "hold", "current", "ignore"]
    assert list(document["unreadable"][0]) == ["kind", "id", "name", "error"]
    assert list(document["warnings"][0]) == ["code", "text"]


def test_a_dependent_and_its_pins_have_the_promised_keys(plan: Plan) -> None:
    dependents = read(plan)["dependents"]
    assert all(list(each) == DEPENDENT_KEYS for each in dependents)
    assert all(list(pin) == PIN_KEYS for each in dependents for pin in each["pins"])
    assert list(dependents[0]["schedule"]) == ["kind", "paused", "text"]
    bundled = next(each for each in dependents if each["managed_by"])
    assert list(bundled["managed_by"]) == ["kind", "metadata_file_path"]


def test_the_deployment_has_the_promised_keys(deployment: Deployment) -> None:
    document = read(deployment)
    assert list(document) == [
        "schema",
        "id",
        "plan_id",
        "started_at",
        "finished_at",
        "status",
        "workspace",
        "release",
        "dependents",
        "unreadable",
        "kind",
        "rolls_back",
        "rolled_back_by",
        "context",
        "resumed",
        "warnings",
        "missing_before",
        "stores",
    ]
    assert document["schema"] == "apparate.deployment/1"
    assert list(document["dependents"][0]) == [*DEPENDENT_KEYS, "outcome", "error"]


def test_ids_are_strings_since_they_exceed_what_numbers_hold(plan: Plan) -> None:
    document = read(plan)
    assert document["dependents"][0]["id"] == "620000000000000017"
    assert document["unreadable"][0]["id"] == "620000000000000990"


def test_it_is_indented_by_two_and_ends_with_a_line_end(plan: Plan) -> None:
    text = to_json(plan)
    assert text.startswith('{\n  "schema": "apparate.plan/1",\n  "id": ')
    assert text.endswith("\n}\n")


def test_kinds_are_in_one_order_whatever_was_scanned_first(plan: Plan) -> None:
    summary = structs.replace(plan.summary, scanned={"pipeline": 2, "job": 1})
    assert list(read(structs.replace(plan, summary=summary))["summary"]["scanned"]) == [
        "job",
        "pipeline",
    ]


def test_ordinary_letters_stay_readable(plan: Plan) -> None:
    assert "Nächtliche" in to_json(plan)
    assert "売上レポート" in to_json(plan)


@given(st.text(st.characters(exclude_categories=())))
@example("\ud83d")
@example("\U000e0041")
def test_every_text_comes_back_as_it_was_and_steers_no_terminal(text: str) -> None:
    written = to_json(Notice(code="x", text=text))
    assert json.loads(written)["text"] == text
    assert not {"\x1b", "\x7f", "\x9b", "\u202e", "\u2028"} & set(written)
    assert written.encode()


def test_the_plan_can_be_read_back_whole(plan: Plan) -> None:
    assert msgspec.json.decode(to_json(plan), type=Plan) == plan
