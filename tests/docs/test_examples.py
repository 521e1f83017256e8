"""Every example is what it says it is: settings that are read, JSON, YAML, a script."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import click
import pytest
import yaml

from apparate_ng.cli.main import program
from apparate_ng.configuration.settings import settings_from
from tests.docs.pages import PAGES, ROOT, Example, examples

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KNOWN = {
    "console", "groovy", "json", "markdown", "python", "requirements", "sh", "sql", "text", "toml", "yaml",
    "{image}", "{toctree}",
}  # fmt: skip
_OPTION = re.compile(r"(?<![\w`-])`(?:apparate [a-z -]*)?(--[a-z][a-z-]+)")
_OF_OTHERS = {
    *(
        "--archives",
        "--conf",
        "--driver-class-path",
        "--files",
        "--jars",
        "--packages",
        "--py-files",
    ),
    "--cleanup",
}
"""Options of other programs that pages speak of."""


def _each(*languages: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("example", examples(*languages), ids=str)


def test_every_block_says_in_which_language_it_is() -> None:
    strange = [str(one) for page in PAGES for one in _all(page.name) if one.language not in _KNOWN]
    assert strange == []


def _all(name: str) -> list[Example]:
    languages = {one.language for one in examples(*_KNOWN)} | {""}
    return [one for one in examples(*languages) if one.page.name == name]


@_each("toml")
def test_settings_are_read(example: Example) -> None:
    table = tomllib.loads(example.text)
    own = table.get("tool", {}).get("apparate", {} if "tool" in table else table)
    settings_from(own, str(example))


@_each("json")
def test_json_is_json(example: Example) -> None:
    json.loads(example.text)


@_each("yaml")
def test_yaml_is_yaml(example: Example) -> None:
    assert yaml.safe_load(example.text)


@_each("sh")
def test_a_script_is_a_script(example: Example) -> None:
    checked = subprocess.run(
        ["/bin/sh", "-n"], input=example.text, text=True, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    for line in example.text.splitlines():
        if line.startswith("./"):
            assert (ROOT / line.split()[0]).is_file()
        if line.startswith("apparate "):
            assert line.split()[1] in program.list_commands(click.Context(program))


def test_every_option_that_a_page_names_is_there() -> None:
    known = _options(click.Context(program, info_name="apparate")) | _OF_OTHERS
    for page in PAGES:
        named = set(_OPTION.findall(page.read_text(encoding="utf-8")))
        assert named <= known, page


def _options(context: click.Context) -> set[str]:
    found = {name for one in context.command.params for name in (*one.opts, *one.secondary_opts)}
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None:
                found |= _options(click.Context(command, info_name=name, parent=context))
    return found | {"--help"}
