"""The command to type next: the same options, under another name."""

from __future__ import annotations

import shlex

import click
from click.core import ParameterSource

from apparate_ng.cli.globals import globals_of

# options that the other command does not have, or that are said in its words
_NOT_REPEATED = frozenset({"out", "detailed_exitcode", "library", "version", "dry_run"})


def same_options(context: click.Context, *words: str) -> str:
    """`apparate WORDS` with the options and arguments that this command was given."""
    said = globals_of(context)
    given: list[str] = []
    if said.profile is not None:
        given += ["--profile", said.profile]
    if said.config is not None:
        given += ["--config", str(said.config)]
    for parameter in context.command.params:
        name = parameter.name or ""
        is_option = isinstance(parameter, click.Option)
        if name not in context.params or (is_option and name in _NOT_REPEATED):
            continue
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            given += _as_typed(parameter, context.params[name])
    return shlex.join(["apparate", *words, *given])


def _as_typed(parameter: click.Parameter, value: object) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    if not isinstance(parameter, click.Option):
        return [str(one) for one in values]
    flag = next((one for one in parameter.opts if one.startswith("--")), parameter.opts[0])
    if parameter.is_flag:
        return [flag if value else max(parameter.secondary_opts, key=len, default=flag)]
    return [part for one in values for part in (flag, str(one))]
