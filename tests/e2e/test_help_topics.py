"""`apparate help`: topics that are short and true, and the help of each command."""

from __future__ import annotations

import re

import click
import pytest

from apparate_ng.cli.main import program
from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.decision import Reason
from tests.e2e.program import Program, error_of

_TOPICS = ["exit-codes", "places", "policy"]
_LINES = 40
_COLUMNS = 80


def _said(apparate: Program, *arguments: str) -> str:
    outcome = apparate("help", *arguments)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return outcome.stdout


def test_without_a_topic_all_topics_and_commands_are_listed(outside: Program) -> None:
    listed = _said(outside)
    for name in (*_TOPICS, *program.list_commands(click.Context(program))):
        assert re.search(rf"^  {name} ", listed, re.MULTILINE)


@pytest.mark.parametrize("topic", _TOPICS)
def test_a_topic_fits_a_screen(outside: Program, topic: str) -> None:
    lines = _said(outside, topic).splitlines()
    assert len(lines) < _LINES
    assert max(map(len, lines)) < _COLUMNS


def test_every_exit_code_is_explained(outside: Program) -> None:
    codes = re.findall(r"^ {1,3}(\d+) ", _said(outside, "exit-codes"), re.MULTILINE)
    assert [int(code) for code in codes] == sorted(ExitCode)


def test_every_reason_is_named(outside: Program) -> None:
    words = set(re.findall(r"[a-z]+(?:-[a-z]+)*", _said(outside, "policy")))
    assert {reason.value for reason in Reason} <= words


def test_every_kind_of_dependent_has_its_place(outside: Program) -> None:
    places = _said(outside, "places")
    assert all(re.search(rf"^  {kind.value} ", places, re.MULTILINE) for kind in DependentKind)


def test_a_command_is_explained_as_with_help(outside: Program) -> None:
    assert _said(outside, "plan") == outside("plan", "--help").stdout


def test_an_unknown_topic_is_a_usage_error_with_a_guess(outside: Program) -> None:
    assert error_of(outside("help", "polcy"), 2).what == (
        "No such topic or command 'polcy'. Did you mean 'policy'?"
    )
    error_of(outside("help", "nonsense"), 2)
