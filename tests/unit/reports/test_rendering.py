"""One document, many shapes: each file name asks for one, and each document has the ones it can have."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import PurePath
from xml.etree import ElementTree as ET

import pytest
from msgspec import structs

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.formats import FOR_READERS, OF_INVENTORIES, SUFFIXES, Format, format_of
from apparate_ng.reports.rendering import Document, ShapeError, rendered
from apparate_ng.reports.wording.command import Command
from tests.pages.estates import deployment_of, estate_of, inventory_of, large_plan

_PLAN = large_plan(30)
DOCUMENTS: dict[str, Document] = {
    "plan": _PLAN,
    "deployment": deployment_of(_PLAN),
    "inventory": inventory_of(_PLAN),
    "estate": estate_of(_PLAN, ("a", "b")),
}
_READ: dict[Format, Callable[[str], object]] = {
    Format.JSON: json.loads,
    Format.JUNIT: ET.fromstring,
    Format.CSV: lambda text: list(csv.reader(text.splitlines())),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("shape", Format)
def test_every_document_has_every_shape_that_means_something(name: str, shape: Format) -> None:
    document = DOCUMENTS[name]
    is_inventory = not isinstance(document, Plan | Deployment)
    if is_inventory and shape in {Format.JUNIT, Format.DOTENV, Format.PROPERTIES}:
        with pytest.raises(ShapeError):
            rendered(document, shape)
        return
    text = rendered(document, shape)
    assert text.endswith("\n")
    assert _READ.get(shape, bool)(text)
    assert "demand" in text or name == "estate"


def test_rendering_is_a_function_of_the_document() -> None:
    for shape in Format:
        assert rendered(_PLAN, shape) == rendered(large_plan(30), shape)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("a.html", Format.HTML),
        ("A.HTML", Format.HTML),
        ("ci.env", Format.DOTENV),
        (".env", Format.DOTENV),
    ],
)
def test_a_file_name_asks_for_a_shape(name: str, shape: Format) -> None:
    assert format_of(PurePath("x.d") / name) is shape


@pytest.mark.parametrize("name", ["a", "a.pdf", "html", "a.html.gz", ""])
def test_others_ask_for_none(name: str) -> None:
    assert format_of(PurePath(name)) is None


def test_the_lists_of_shapes_fit_together() -> None:
    assert set(SUFFIXES.values()) == set(Format)
    assert set(FOR_READERS) == {one.value for one in Format} - {"dotenv", "properties"}
    assert set(OF_INVENTORIES) == {".txt", ".json", ".md", ".csv", ".html"}


def test_text_says_only_what_is_next() -> None:
    commands = (
        Command(purpose="Carry it out", text="apparate apply plan.json"),
        Command(purpose="See it again", text="apparate show plan.json", is_next=False),
    )
    text = rendered(_PLAN, Format.TEXT, commands)
    assert "Next: apparate apply plan.json" in text
    assert "apparate show" not in text
    assert "apparate show plan.json" in rendered(_PLAN, Format.MARKDOWN, commands)


def test_the_plan_of_a_rollback_is_shown_as_one(plan: Plan) -> None:
    text = rendered(structs.replace(plan, rolls_back="20260131T120100Z-77c0"), Format.TEXT)
    assert "of deployment 20260131T120100Z-77c0" in text
