"""The options that every command takes, before its name and after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.reports.formats import FOR_READERS

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Screen(Protocol):
    """Something drawn on stderr; both are asked from a signal's handler."""

    @property
    def height(self) -> int:
        """Lines that are drawn now."""

    def say(self, words: str) -> bool:
        """Show the words with what is drawn; False where nothing is."""


@dataclass(slots=True)
class Globals:
    """What was said with these options, wherever it was said; later words win."""

    profile: str | None = None
    config: Path | None = None
    output: str = "text"
    verbose: int = 0
    quiet: bool = False
    debug: bool = False
    color: str = "auto"
    yes: bool = False
    interrupts: Interrupts = field(default_factory=Interrupts)
    """Not said, but sent: Ctrl-C, and what is like it."""
    reports: tuple[Path, ...] = ()
    """Files of `--report`, whose names say their shapes."""
    at_end: list[Callable[[int], None]] = field(default_factory=list)
    """Called with the exit code, when all is done."""
    screen: Screen | None = None
    """Where progress is drawn, once there is some."""


def globals_of(context: click.Context) -> Globals:
    """The one value for this run of the program."""
    return context.ensure_object(Globals)


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value not in (None, False, 0) and parameter.name is not None:
        setattr(globals_of(context), parameter.name, value)


def _remember_output(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """What was said before the command's name must be among what this command can give, too."""
    _remember(context, parameter, value)
    parameter.type.convert(globals_of(context).output, parameter, context)


def global_options(command: _Command) -> _Command:
    """Add the options; their values are found with `globals_of`, not as arguments."""
    return _with_options(command, ["text", "json"])


def global_options_for_people(command: _Command) -> _Command:
    """Add them to a command that gives nothing for programs."""
    return _with_options(command, ["text"])


def global_options_with_csv(command: _Command) -> _Command:
    """Add them to a command that gives rows, too."""
    return _with_options(command, ["text", "json", "csv"])


def global_options_with_markdown(command: _Command) -> _Command:
    """Add them to a command whose result fits a pull request's comment, too."""
    return _with_options(command, ["text", "json", "markdown"])


def global_options_with_all(command: _Command) -> _Command:
    """Add them to a command that gives every shape of a document."""
    return _with_options(command, list(FOR_READERS))


def _with_options(command: _Command, outputs: list[str]) -> _Command:
    output = click.option(
        "--output",
        type=click.Choice(outputs),
        expose_value=False,
        callback=_remember_output,
        help="What stdout gets.",
    )
    for option in reversed((*_OPTIONS[:2], output, *_OPTIONS[2:])):
        command = option(command)
    return command


def _option(*names: str, **attributes: Any) -> Callable[[_Command], _Command]:  # noqa: ANN401  handed on to click
    return click.option(*names, expose_value=False, callback=_remember, **attributes)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    _option("--profile", metavar="NAME", help="Databricks profile to use."),
    _option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Configuration file, instead of the nearest apparate.toml or pyproject.toml.",
    ),
    _option("-v", "--verbose", count=True, help="Say more."),
    _option("-q", "--quiet", is_flag=True, help="Results and errors only: no progress, no talk."),
    _option("--debug", is_flag=True, help="Show each request, and tracebacks of errors."),
    _option("--color", type=click.Choice(["auto", "always", "never"]), help="When to use colours."),
    _option("-y", "--yes", is_flag=True, help="Go ahead without asking."),
)
