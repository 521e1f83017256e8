"""The package's own names: loaded when they are used, and the same for people and type checkers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import apparate_ng


def _imported_for_types() -> dict[str, str]:
    """Name and module of what the type checker reads."""
    tree = ast.parse(Path(apparate_ng.__file__ or "").read_text(encoding="utf-8"))
    blocks = [one for one in tree.body if isinstance(one, ast.If)]
    imports = [one for block in blocks for one in block.body if isinstance(one, ast.ImportFrom)]
    return {name.name: one.module or "" for one in imports for name in one.names}


def test_the_type_checker_reads_what_is_loaded() -> None:
    places = {name: f"apparate_ng.{module}" for name, module in apparate_ng._PLACES.items()}
    assert _imported_for_types() == places
    assert set(apparate_ng.__all__) == {*places, "__version__"}


@pytest.mark.parametrize("name", apparate_ng.__all__)
def test_each_name_is_there(name: str) -> None:
    assert getattr(apparate_ng, name) is not None
    assert name in dir(apparate_ng)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'plans'"):
        _ = apparate_ng.plans  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_of_it() -> None:
    code = (
        "import apparate_ng, sys; print([m for m in sys.modules if m.startswith('apparate_ng.')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "['apparate_ng.__about__']"


@pytest.mark.parametrize("name", ["Plan", "ApparateError", "Selection", "DeclinedError"])
def test_results_and_errors_come_without_what_draws_them(name: str) -> None:
    code = (
        f"from apparate_ng import {name}; import sys;"
        " print({'rich', 'jinja2', 'click', 'databricks', 'apparate_ng.reports'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_it_says_that_it_is_typed() -> None:
    assert (Path(apparate_ng.__file__ or "").parent / "py.typed").is_file()
