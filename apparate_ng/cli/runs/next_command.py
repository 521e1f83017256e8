"""The command to type next: the same options, under another name."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click
from click.core import ParameterSource

from apparate_ng.cli.globals import globals_of

# said in the other command's words, or what keeps this one from doing anything
_NOT_REPEATED = frozenset({"dry_run", "library"})


def same_options(context: click.Context, name: str, *words: str) -> str:
    """`apparate NAME WORDS` with the options that this command was given, as far as NAME has them.

    Its arguments are repeated where no words take their place.
    """
    target = _command(context, name)
    repeated = [
        part
        for parameter in context.command.params
        if _is_repeated(parameter, target, has_words=bool(words)) and _was_typed(context, parameter)
        for part in _as_typed(parameter, context.params[parameter.name or ""])
    ]
    return shlex.join(["apparate", name, *words, *_given_globals(context), *repeated])


def _command(context: click.Context, name: str) -> click.Command:
    """The command of this name; this one, where it is called alone."""
    group = None if context.parent is None else context.parent.command
    found = group.get_command(context, name) if isinstance(group, click.Group) else None
    return found or context.command


def _is_repeated(parameter: click.Parameter, target: click.Command, *, has_words: bool) -> bool:
    if not isinstance(parameter, click.Option):
        return not has_words
    if parameter.name in _NOT_REPEATED:
        return False
    known = {flag for one in target.params if isinstance(one, click.Option) for flag in one.opts}
    return not known.isdisjoint(parameter.opts)


def _was_typed(context: click.Context, parameter: click.Parameter) -> bool:
    name = parameter.name or ""
    return (
        name in context.params and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    )


def _given_globals(context: click.Context) -> Iterator[str]:
    said = globals_of(context)
    if said.profile is not None:
        yield from ("--profile", said.profile)
    if said.config is not None:
        yield from ("--config", str(said.config))


def _as_typed(parameter: click.Parameter, value: object) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    if not isinstance(parameter, click.Option):
        return [str(one) for one in values]
    flag = next((one for one in parameter.opts if one.startswith("--")), parameter.opts[0])
    if parameter.is_flag:
        return [flag if value else max(parameter.secondary_opts, key=len, default=flag)]
    return [part for one in values for part in (flag, str(one))]
