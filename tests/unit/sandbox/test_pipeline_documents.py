from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.sandbox.documents.pipelines import (
    edited_pipeline,
    is_modified_since,
    new_pipeline,
    pipeline_status,
)

_SPEC: dict[str, Any] = {
    "name": "orders",
    "catalog": "main",
    "libraries": [{"whl": "/Shared/a-1.0-py3-none-any.whl"}, {"newest": {"kind": 1}}],
    "environment": {"dependencies": ["a==1.0"]},
    "deployment": {"kind": "BUNDLE", "metadata_file_path": "/x"},
    "from_the_future": [],
}


def _pipeline(**beside: object) -> dict[str, Any]:
    return new_pipeline("p1", {**_SPEC, **beside}, creator="ana@example.com", now=1000)


def test_a_new_pipeline_keeps_every_field_of_its_spec() -> None:
    pipeline = _pipeline()

    assert pipeline["spec"] == {"id": "p1", **_SPEC}
    assert (pipeline["pipeline_id"], pipeline["name"]) == ("p1", "orders")
    assert (pipeline["state"], pipeline["last_modified"]) == ("IDLE", 1000)
    assert pipeline["creator_user_name"] == pipeline["run_as_user_name"] == "ana@example.com"


def test_what_a_request_says_beside_the_spec_is_no_part_of_it() -> None:
    pipeline = _pipeline(
        allow_duplicate_names=True,
        expected_last_modified=1,
        pipeline_id="other",
        id="other",
        dry_run=False,
        parameters={"day": "1"},
        run_as={"user_name": "bo@example.com"},
    )

    assert pipeline["spec"] == {"id": "p1", **_SPEC}
    assert pipeline["parameters"] == {"day": "1"}
    assert pipeline["run_as_user_name"] == "bo@example.com"


def test_without_a_catalog_it_gets_a_storage() -> None:
    pipeline = new_pipeline("p1", {"name": "x"}, creator="a", now=0)

    assert pipeline["spec"]["storage"] == "dbfs:/pipelines/p1"


def test_an_edit_replaces_the_whole_spec() -> None:
    pipeline = edited_pipeline(_pipeline(), {"name": "new", "catalog": "main"}, now=5000)

    assert pipeline["spec"] == {"id": "p1", "name": "new", "catalog": "main"}
    assert (pipeline["name"], pipeline["last_modified"]) == ("new", 5000)
    assert pipeline["run_as_user_name"] == "ana@example.com"


@pytest.mark.parametrize("now", [999, 1000])
def test_two_edits_never_have_one_time(now: int) -> None:
    assert edited_pipeline(_pipeline(), _SPEC, now=now)["last_modified"] == 1001


@pytest.mark.parametrize(("expected", "newer"), [(999, True), (1000, False), (1001, False)])
def test_newer_than_what_was_seen(expected: int, newer: bool) -> None:  # noqa: FBT001  a table
    assert is_modified_since(_pipeline(), expected) is newer


def test_the_list_shows_no_spec() -> None:
    assert pipeline_status(_pipeline()) == {
        "pipeline_id": "p1",
        "name": "orders",
        "state": "IDLE",
        "creator_user_name": "ana@example.com",
        "run_as_user_name": "ana@example.com",
    }
