"""`apparate help`: what it takes, and does."""

from __future__ import annotations

import sys

import click

from apparate_ng.cli.globals import global_options

_TOPICS = {
    "exit-codes": "What each exit code means.",
    "places": "Where a version can stand, and what is rewritten.",
    "policy": "What moves, what does not, and why.",
}


def _offered(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    del parameter
    names = [*_TOPICS, *_group(context).list_commands(context)]
    return [name for name in names if name.startswith(incomplete)]


@click.command("help")
@click.argument("topic", required=False, metavar="[TOPIC|COMMAND]", shell_complete=_offered)
@global_options
@click.pass_context
def command(context: click.Context, /, topic: str | None) -> None:
    """Explain a TOPIC, or show the options of a COMMAND; without either, list them."""
    from apparate_ng.cli.runs.streams import written

    with written(sys.stdout):
        sys.stdout.write(_words(context, topic))


def _words(context: click.Context, topic: str | None) -> str:
    if topic is None:
        return _all(context)
    if topic in _TOPICS:
        from importlib.resources import files

        file = files("apparate_ng.cli") / "topics" / f"{topic}.txt"
        return file.read_text(encoding="utf-8")
    found = _group(context).get_command(context, topic)
    if found is None:
        raise click.UsageError(f"No such topic or command {topic!r}.{_guess(context, topic)}")
    parent = context.parent
    return f"{found.get_help(click.Context(found, info_name=topic, parent=parent))}\n"


def _all(context: click.Context) -> str:
    formatter = context.make_formatter()
    with formatter.section("Topics (apparate help TOPIC)"):
        formatter.write_dl(list(_TOPICS.items()))
    group = _group(context)
    group.format_commands(context, formatter)
    return formatter.getvalue()


def _guess(context: click.Context, topic: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(topic, [*_TOPICS, *_group(context).list_commands(context)], 1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _group(context: click.Context) -> click.Group:
    parent = context.find_root().command
    assert isinstance(parent, click.Group)  # noqa: S101  for the type checker
    return parent
