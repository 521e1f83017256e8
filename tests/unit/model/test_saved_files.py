"""Files that hold documents: what they say that they are, and inventories read strictly."""

from __future__ import annotations

import json

import pytest

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.pages import page_of
from apparate_ng.model.inventories.file import InventoryFileError, read_inventory
from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.model.schema_word import schema_word
from apparate_ng.reports.interchange.documents import to_json
from tests.pages.estates import estate_of, inventory_of, large_plan

_ONE = inventory_of(large_plan(5))
_ALL = estate_of(large_plan(5), ("a", "b"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'{"schema": "apparate.plan/1"}', "plan"),
        (b'{"schema": "apparate.api-diff/12", "x": [1]}', "api-diff"),
        (b'{"schema": "other.plan/1"}', None),
        (b'{"schema": 1}', None),
        (b"{}", None),
        (b"[]", None),
        (b"", None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
    ],
)
def test_what_a_file_says_that_it_is(content: bytes, word: str | None) -> None:
    assert schema_word(content) == word


def test_inventories_come_back_as_they_were() -> None:
    one, several = (read_inventory(to_json(each).encode(), "f") for each in (_ONE, _ALL))
    assert (one, several) == (_ONE, _ALL)
    assert isinstance(one, Inventory)
    assert isinstance(several, WorkspaceInventory)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"schema": "apparate.inventory/2"}, "this version knows apparate.inventory/1"),
        ({"schema": 1}, "cannot be read"),
        ({"versions": 1}, "cannot be read"),
        ({"libraries": {}}, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(edit: dict[str, object], words: str) -> None:
    content = json.dumps({**json.loads(to_json(_ONE)), **edit}).encode()
    with pytest.raises(InventoryFileError, match=words) as raised:
        read_inventory(content, "file.json")
    assert raised.value.where == "file.json"


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        (DependentKind.JOB, "https://h/jobs/1"),
        (DependentKind.PIPELINE, "https://h/pipelines/1"),
        (DependentKind.POLICY, "https://h/compute/policies/1"),
        (DependentKind.CLUSTER, "https://h/compute/clusters/1"),
        (DependentKind.FILE, None),
    ],
)
def test_the_page_of_a_dependent(kind: DependentKind, page: str | None) -> None:
    assert page_of("https://h", kind, "1") == page
