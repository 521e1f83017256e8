from __future__ import annotations

import pytest

from apparate_ng.sandbox.documents.writing import new_document, updated, with_settings


def test_a_new_job_runs_as_its_creator() -> None:
    document = new_document(7, {"name": "x"}, creator="ana@example.com", now=5)

    assert document["job_id"] == 7
    assert document["creator_user_name"] == document["run_as_user_name"] == "ana@example.com"
    assert document["created_time"] == 5


def test_run_as_is_kept_beside_the_settings_and_never_cleared() -> None:
    document = new_document(
        7, {"run_as": {"service_principal_name": "sp-1"}}, creator="ana@example.com", now=5
    )
    assert document["run_as_user_name"] == "sp-1"
    assert "run_as" not in document["settings"]

    assert with_settings(document, {"name": "y"})["run_as_user_name"] == "sp-1"


def test_a_duplicate_key_in_the_request_is_refused_though_merging_would_hide_it() -> None:
    document = new_document(7, {"tasks": [{"task_key": "a"}]}, creator="x", now=5)

    with pytest.raises(ValueError, match="Duplicate task_key 'a'"):
        updated(document, {"tasks": [{"task_key": "a"}, {"task_key": "a"}]})


def test_what_an_update_would_lead_to_is_checked() -> None:
    document = new_document(
        7,
        {
            "tasks": [{"task_key": "a", "environment_key": "e"}],
            "environments": [{"environment_key": "e"}],
        },
        creator="x",
        now=5,
    )

    with pytest.raises(ValueError, match="Job environment 'e' used by task a"):
        updated(document, {}, fields_to_remove=["environments"])


def test_unknown_fields_are_dropped_only_where_that_is_asked_for() -> None:
    document = new_document(
        7, {"new": {}, "tasks": [{"task_key": "a", "n": 1}]}, creator="x", now=5
    )
    assert document["settings"]["new"] == {}

    dropped = updated(document, {"name": "y"}, drop_unknown=True)["settings"]

    assert "new" not in dropped
    assert "n" not in dropped["tasks"][0]
    assert dropped["tasks"][0]["task_key"] == "a"
