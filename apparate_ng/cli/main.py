"""The program: a table of commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import click

from apparate_ng.__about__ import __version__
from apparate_ng.cli.door import run
from apparate_ng.cli.globals import global_options_with_all

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_COMMANDS = {
    "build": (
        "apparate_ng.cli.commands.build:command",
        "Build the wheel, and leave nothing in the tree.",
    ),
    "upload": ("apparate_ng.cli.commands.upload:command", "Put a release into the library store."),
    "plan": (
        "apparate_ng.cli.commands.plan:command",
        "Say what upload-and-update would do; write nothing.",
    ),
    "explain": (
        "apparate_ng.cli.commands.explain:command",
        "Say why a job is moved or held: rules, checks, what decided.",
    ),
    "apply": ("apparate_ng.cli.commands.apply:command", "Carry out a saved plan."),
    "upload-and-update": (
        "apparate_ng.cli.commands.upload_and_update:command",
        "Build, upload, and move every job that pins an older version.",
    ),
    "update": (
        "apparate_ng.cli.commands.update:command",
        "Move jobs to a release that is in the store.",
    ),
    "inventory": (
        "apparate_ng.cli.commands.inventory:command",
        "Show which versions of which libraries are pinned where.",
    ),
    "prune": (
        "apparate_ng.cli.commands.prune:command",
        "Remove releases that nothing refers to.",
    ),
    "unlock": (
        "apparate_ng.cli.commands.unlock:command",
        "Free the store's lease, when its holder is gone.",
    ),
    "diff": (
        "apparate_ng.cli.commands.diff:command",
        "Say what a release breaks, and what its number should have been.",
    ),
    "resume": (
        "apparate_ng.cli.commands.resume:command",
        "Finish a deployment that was cut off.",
    ),
    "rollback": (
        "apparate_ng.cli.commands.rollback:command",
        "Put back what a deployment changed.",
    ),
    "history": ("apparate_ng.cli.commands.history:command", "List deployments, newest first."),
    "show": ("apparate_ng.cli.commands.show:command", "Show what a deployment did."),
    "init": (
        "apparate_ng.cli.commands.init:command",
        "Write a pipeline for your CI server into the project.",
    ),
    "configure": (
        "apparate_ng.cli.commands.configure:command",
        "Choose workspace and store, and see that they work.",
    ),
    "doctor": (
        "apparate_ng.cli.commands.doctor:command",
        "Check that everything needed works here.",
    ),
    "help": (
        "apparate_ng.cli.commands.help:command",
        "Explain exit codes, policy, places.",
    ),
    "completion": (
        "apparate_ng.cli.commands.completion:command",
        "Print what makes a shell complete commands and names.",
    ),
    "demo": ("apparate_ng.cli.commands.demo:command", "Watch the whole job on a local workspace."),
    "sandbox": (
        "apparate_ng.sandbox.command:sandbox",
        "Serve a local workspace for trying things.",
    ),
}
"""Name, where the command is, and what `--help` says, so that help needs no import."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which a newcomer needs them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        place, short_help = _COMMANDS[cmd_name]
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is no command")
        command.short_help = short_help
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options, without importing any command."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=text)
            for name, (_, text) in _COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one may have been meant."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            close = get_close_matches(name, _COMMANDS, 1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command's name; an error says where it was made."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named.

        Click ends the line of a terminal's ^C, also where there is no terminal; errors are to
        begin on the first line there. Of an option without its value, it does not say in which
        command that was.
        """
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            error.ctx = error.ctx or self._named(ctx)
            raise
        except KeyboardInterrupt as error:
            if sys.stderr.isatty():
                raise
            raise click.Abort from error

    def _named(self, ctx: click.Context) -> click.Context:
        name = ctx.invoked_subcommand
        command = self.get_command(ctx, name) if name else None
        return click.Context(command, parent=ctx, info_name=name) if command else ctx

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 error, 2 usage, 3 partial, 4 stale plan, 5 refused,"
    " 6 put back, 7 damaged, 10 changes (plan --detailed-exitcode) or breaks (diff), 130 interrupted.",
)
@click.version_option(__version__, prog_name="apparate-ng", message="%(prog)s %(version)s")
@global_options_with_all
def program() -> None:
    """Move every Databricks job that pins an older version of a library to a new release.

    In a project's folder: apparate plan, then apparate upload-and-update.
    """


def main() -> None:
    """The console script."""
    sys.exit(run(program, "apparate"))
