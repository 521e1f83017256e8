"""Commands to type next: in place of each other, or one after the other."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from apparate_ng.reports.typesetting.sections import closing
from apparate_ng.reports.wording.command import Command, next_lines


def _command(text: str, *, is_next: bool = True, is_further: bool = False) -> Command:
    return Command(purpose="", text=text, is_next=is_next, is_further=is_further)


@pytest.mark.parametrize(
    ("commands", "shown"),
    [
        ([], []),
        ([_command("a", is_next=False)], []),
        ([_command("a"), _command("b")], ["Next: a", "  or: b"]),
        ([_command("a"), _command("b", is_further=True)], ["Next: a", "Next: b"]),
        ([_command("b", is_further=True), _command("c", is_further=True)], ["Next: b", "Next: c"]),
        (
            [_command("a"), _command("b"), _command("x", is_next=False), _command("c", is_further=True)],
            ["Next: a", "  or: b", "Next: c"],
        ),
    ],
)  # fmt: skip
def test_what_a_terminal_shows(commands: list[Command], shown: list[str]) -> None:
    out = StringIO()
    Console(file=out, width=80).print(*closing("Done.", next_lines(commands)), sep="\n", end="")

    assert [line for line in out.getvalue().splitlines() if line.strip()] == ["Done.", *shown]
