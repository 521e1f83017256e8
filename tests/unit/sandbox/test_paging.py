from __future__ import annotations

import pytest

from apparate_ng.sandbox.documents.paging import has_more, page_of


def _tasks(count: int) -> list[dict[str, str]]:
    return [{"task_key": f"t{number}"} for number in range(count)]


@pytest.mark.parametrize(("count", "more"), [(0, False), (100, False), (101, True), (250, True)])
def test_a_page_holds_100_tasks(count: int, more: bool) -> None:  # noqa: FBT001  a table
    settings = {"tasks": _tasks(count)}

    assert has_more(settings) is more
    assert page_of(settings)["tasks"] == _tasks(count)[:100]


@pytest.mark.parametrize("name", ["tasks", "job_clusters", "environments", "parameters"])
def test_each_of_the_four_arrays_is_paged(name: str) -> None:
    settings = {name: [{"n": number} for number in range(130)]}

    assert has_more(settings)
    assert len(page_of(settings, 100)[name]) == 30


def test_all_pages_together_are_the_whole() -> None:
    settings = {"name": "x", "tasks": _tasks(250)}

    pages = [page_of(settings, start) for start in (0, 100, 200)]

    assert [task for page in pages for task in page["tasks"]] == settings["tasks"]
    assert {page["name"] for page in pages} == {"x"}
    assert not has_more(settings, 200)


def test_finished_arrays_are_missing_on_later_pages() -> None:
    settings = {"tasks": _tasks(150), "parameters": [{"name": "p"}], "environments": []}

    assert page_of(settings)["environments"] == []
    assert set(page_of(settings, 100)) == {"tasks"}


def test_other_arrays_are_never_cut() -> None:
    assert len(page_of({"triggers": [{}] * 150})["triggers"]) == 150
