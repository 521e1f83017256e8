"""Rewriting: the places get their new strings, and nothing else is any different."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json, Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.model.dependents.reference import Slot

TEXTS = st.text(max_size=4)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def around(**own: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with these keys and any others, in any order."""
    others = st.dictionaries(TEXTS.filter(lambda key: key not in own), ANYTHING, max_size=3)
    both = st.tuples(st.fixed_dictionaries(own), others)
    shuffled = both.flatmap(lambda pair: st.permutations([*pair[0].items(), *pair[1].items()]))
    return shuffled.map(dict)


LIBRARIES = st.lists(
    st.one_of(around(whl=TEXTS), around(jar=TEXTS), around(pypi=around(package=TEXTS)), ANYTHING),
    max_size=3,
)
TASKS = st.lists(around(task_key=TEXTS, libraries=LIBRARIES) | ANYTHING, max_size=3)
ENVIRONMENTS = st.lists(
    around(spec=around(dependencies=st.lists(TEXTS | ANYTHING, max_size=3))) | ANYTHING, max_size=2
)
DOCUMENTS = around(tasks=TASKS, environments=ENVIRONMENTS)


def leaves(node: Json, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], str]:
    """Return every value of a document by its path, and every container's shape and order."""
    found = {path: json.dumps(list(node)) if isinstance(node, dict) else str(type(node))}
    if isinstance(node, (dict, list)):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            found |= leaves(value, (*path, key))
    else:
        found[path] = json.dumps(node)
    return found


@given(DOCUMENTS, st.data())
@settings(deadline=None)
def test_everything_else_stays_as_it_is(document: dict[str, Any], data: st.DataObject) -> None:
    found = list(places_in_job(document))
    chosen = data.draw(st.lists(st.sampled_from(found), unique_by=id)) if found else []
    changes = [(place, f"new {index}") for index, place in enumerate(chosen)]
    original = copy.deepcopy(document)

    after = rewritten(document, changes)

    assert leaves(document) == leaves(original)
    expected = leaves(original) | {place.path: json.dumps(text) for place, text in changes}
    assert leaves(after) == expected


def test_nothing_to_change_changes_nothing() -> None:
    document = {"tasks": [{}], "big": 620000000000000017, "empty": {}, "none": None}
    assert rewritten(document, []) == document


EGG = Place(
    location="tasks[a].libraries[0].egg",
    path=("tasks", 0, "libraries", 0, "egg"),
    slot=Slot.EGG,
    text="/a/lib-1.4.2-py3.9.egg",
)


@pytest.mark.parametrize(
    ("new", "keys"),
    [
        ("/a/lib-1.5.0-py3-none-any.whl", ["before", "whl", "after"]),
        ("/a/lib-1.5.0-py3.9.egg", ["before", "egg", "after"]),
    ],
)
def test_an_eggs_place_that_gets_a_wheel_becomes_a_wheels(new: str, keys: list[str]) -> None:
    library = {"before": 1, "egg": EGG.text, "after": {}}
    document = {"tasks": [{"task_key": "a", "libraries": [library]}]}
    after = rewritten(document, [(EGG, new)])
    changed = after["tasks"][0]["libraries"][0]
    assert list(changed) == keys
    assert changed[keys[1]] == new
    assert document["tasks"][0]["libraries"] == [
        {"before": 1, "egg": "/a/lib-1.4.2-py3.9.egg", "after": {}}
    ]


@pytest.mark.parametrize("behind", [" ", "\n", "[x]", " ; python_version > '3'"])
def test_what_stands_behind_an_egg_does_not_keep_its_key(behind: str) -> None:
    egg, wheel = f"{EGG.text}{behind}", f"/a/lib-1.5.0-py3-none-any.whl{behind}"
    document = {"tasks": [{"task_key": "a", "libraries": [{"egg": egg}]}]}
    [place] = places_in_job(document)
    after = rewritten(document, [(place, wheel)])
    assert after["tasks"][0]["libraries"] == [{"whl": wheel}]
    [back] = places_in_job(after)
    assert rewritten(after, [(back, egg)]) == document


WHL = "/a/lib-1.5.0-py3-none-any.whl"


def places_of(document: Json) -> list[Place]:
    return [place for place in places_in_job(document) if place.text in {"lib==1.4.2", WHL}]


@given(DOCUMENTS, around(pypi=st.just({"package": "lib==1.4.2"})))
@settings(deadline=None)
def test_a_requirement_that_becomes_a_path_changes_its_key_and_nothing_else(
    document: dict[str, Any], library: dict[str, Any]
) -> None:
    library.pop("whl", None)
    first = {"task_key": "a", "libraries": ["before", library, {}]}
    tasks = [first, *document["tasks"]]
    before = {**document, "tasks": tasks}
    original = copy.deepcopy(before)
    [place] = places_of(before)

    after = rewritten(before, [(place, WHL)])

    changed = after["tasks"][0]["libraries"][1]
    assert list(changed) == ["whl" if key == "pypi" else key for key in library]
    assert changed == {**{key: library[key] for key in library if key != "pypi"}, "whl": WHL}
    [standing] = places_of(after)
    assert standing.location == "tasks[a].libraries[1].whl"
    assert leaves(rewritten(after, [(standing, "lib==1.4.2")])) == leaves(original)
    assert before == original


def test_a_path_that_stands_where_requirements_stand_keeps_its_key() -> None:
    library = {"pypi": {"package": "/a/lib-1.4.2-py3-none-any.whl", "repo": "https://r"}}
    document = {"tasks": [{"task_key": "a", "libraries": [library]}]}
    [place] = places_in_job(document)
    after = rewritten(document, [(place, WHL)])
    assert after["tasks"][0]["libraries"] == [{"pypi": {"package": WHL, "repo": "https://r"}}]
