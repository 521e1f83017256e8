"""Every command and option, as the commands themselves say it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import click

from apparate_ng.cli.globals import global_options
from apparate_ng.cli.main import program
from pages.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Commands

<!-- written by ci/docs from the code -->

`apparate` and `apparate-ng` are one program. What the commands are for: [commands and exit codes](../commands.md).

## Options of every command

They stand before or after the command's name. Where a command gives other than text and JSON, its own `--output` says so.

"""


def commands_page() -> str:
    """The page."""
    root = click.Context(program, info_name="apparate")
    everywhere = _options_of_every_command()
    common = {record[0]: record for record in everywhere}
    sections = [_section(context, common) for context in _commands(root)]
    return _HEAD + _options(everywhere) + "\n" + "".join(sections)


def _options_of_every_command() -> list[tuple[str, str]]:
    @click.command
    @global_options
    def nothing() -> None:
        """A command with no options of its own."""

    context = click.Context(nothing, info_name="nothing")
    return _records(context)


def _commands(context: click.Context) -> Iterator[click.Context]:
    """Each command that does something, in the order of the help, with how it is called."""
    if not isinstance(context.command, click.Group):
        yield context
        return
    for name in context.command.list_commands(context):
        command = context.command.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _commands(click.Context(command, info_name=name, parent=context))


def _section(context: click.Context, common: dict[str, tuple[str, str]]) -> str:
    own = [record for record in _records(context) if common.get(record[0]) != record]
    usage = " ".join(context.command.collect_usage_pieces(context))
    text = inspect.cleandoc(context.command.help or "").replace("\b\n", "")
    called = f"\n## {context.command_path}\n\n```text\n{context.command_path} {usage}\n```\n\n"
    return called + text + "\n" + (f"\n{_options(own)}\n" if own else "")


def _records(context: click.Context) -> list[tuple[str, str]]:
    found = (one.get_help_record(context) for one in context.command.get_params(context))
    return [record for record in found if record is not None]


def _options(records: list[tuple[str, str]]) -> str:
    return table(["option", "means"], ([f"`{names}`", text] for names, text in records))
