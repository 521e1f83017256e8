"""`apparate completion`: what it takes, and does."""

from __future__ import annotations

import sys
from typing import Any

import click

from apparate_ng.cli.globals import global_options


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@global_options
def command(shell: str, **options: Any) -> None:  # noqa: ANN401  click's values
    r"""Print what makes SHELL complete commands, options, and names of jobs and libraries.

    \b
    bash, in ~/.bashrc:                    eval "$(apparate completion bash)"
    zsh, in ~/.zshrc, after compinit:      eval "$(apparate completion zsh)"
    fish, in ~/.config/fish/config.fish:   apparate completion fish | source

    Names are those that plan and inventory came across last in the same workspace.
    """
    from importlib.resources import files

    from apparate_ng.cli.runs.streams import written

    del options
    script = files("apparate_ng.cli") / "completion" / f"apparate.{shell}"
    with written(sys.stdout):
        sys.stdout.write(script.read_text(encoding="utf-8"))
