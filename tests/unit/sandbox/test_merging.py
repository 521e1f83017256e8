from __future__ import annotations

from apparate_ng.sandbox.documents.merging import MergeRules, merged, without_fields

_OLD = {
    "name": "old",
    "tags": {"a": "1", "b": "2"},
    "tasks": [{"task_key": "one", "x": 1, "y": 1}, {"task_key": "two"}],
    "job_clusters": [{"job_cluster_key": "main", "n": 1}],
    "environments": [{"environment_key": "e1"}, {"environment_key": "e2"}],
    "parameters": [{"name": "p"}, {"name": "q"}],
}


def test_top_level_fields_are_replaced_and_others_kept() -> None:
    result = merged(_OLD, {"tags": {"c": "3"}}, MergeRules())

    assert result == {**_OLD, "tags": {"c": "3"}}


def test_a_task_is_replaced_whole_in_its_place_and_the_others_are_kept() -> None:
    new = {"tasks": [{"task_key": "one", "x": 2}, {"task_key": "three"}]}

    result = merged(_OLD, new, MergeRules())

    assert result["tasks"] == [
        {"task_key": "one", "x": 2},
        {"task_key": "two"},
        {"task_key": "three"},
    ]


def test_job_clusters_are_merged_by_key() -> None:
    new = {"job_clusters": [{"job_cluster_key": "side"}]}

    result = merged(_OLD, new, MergeRules())

    assert [entry["job_cluster_key"] for entry in result["job_clusters"]] == ["main", "side"]


def test_parameters_are_replaced() -> None:
    assert merged(_OLD, {"parameters": []}, MergeRules())["parameters"] == []


def test_environments_are_replaced_or_merged_as_the_rules_say() -> None:
    new = {"environments": [{"environment_key": "e2", "spec": {}}]}

    replaced = merged(_OLD, new, MergeRules(environments=False))
    by_key = merged(_OLD, new, MergeRules(environments=True))

    assert replaced["environments"] == new["environments"]
    assert by_key["environments"] == [
        {"environment_key": "e1"},
        {"environment_key": "e2", "spec": {}},
    ]


def test_tasks_can_be_replaced_as_emulators_do() -> None:
    result = merged(_OLD, {"tasks": [{"task_key": "two"}]}, MergeRules(tasks=False))

    assert result["tasks"] == [{"task_key": "two"}]


def test_what_is_given_is_not_changed() -> None:
    before = repr(_OLD)

    merged(_OLD, {"tasks": [{"task_key": "one"}]}, MergeRules())
    without_fields(_OLD, ["tasks/one"])

    assert repr(_OLD) == before


def test_fields_are_removed_by_name_and_entries_by_key() -> None:
    result = without_fields(_OLD, ["tags", "tasks/one", "job_clusters/main", "tasks/none", "none"])

    assert "tags" not in result
    assert result["tasks"] == [{"task_key": "two"}]
    assert result["job_clusters"] == []
    assert result["name"] == "old"


def test_nested_fields_are_not_removed() -> None:
    assert without_fields(_OLD, ["tags/a", "environments/e1"]) == _OLD
