"""`sandbox serve`: a local workspace to try things on."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from apparate_ng.sandbox.loopback import is_loopback
from apparate_ng.sandbox.state.identities import CI, TOKENS

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from apparate_ng.sandbox.seeds.seeding import Kind

_MILLISECONDS = 1000


class ServeOptions(TypedDict):
    """The options of `serve`, as click hands them over."""

    host: str
    port: int
    state: Path | None
    seed: Kind
    jobs: int
    tasks: int
    page_delay: float
    page_limit_cap: int
    switches: tuple[str, ...]
    ready_file: Path | None


@click.group()
def sandbox() -> None:
    """A local Databricks workspace, to try things on."""


def _loopback(_context: click.Context, _parameter: click.Parameter, host: str) -> str:
    if not is_loopback(host):
        raise click.BadParameter("the sandbox serves on loopback only, such as 127.0.0.1.")
    return host


@sandbox.command()
@click.option("--host", default="127.0.0.1", show_default=True, callback=_loopback)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the workspace in FILE; without it, it is gone at the end.",
)
@click.option(
    "--seed",
    type=click.Choice(["demo", "empty"]),
    default="demo",
    show_default=True,
    help="What a new workspace holds.",
)
@click.option("--jobs", default=0, type=click.IntRange(min=0), help="Generate N jobs more.")
@click.option(
    "--tasks",
    default=5,
    type=click.IntRange(1, 1000),
    show_default=True,
    help="Tasks of each generated job.",
)
@click.option(
    "--page-delay", default=0.0, metavar="MS", help="Milliseconds that a page of jobs takes."
)
@click.option("--page-limit-cap", default=0, metavar="N", help="Refuse pages of more than N jobs.")
@click.option(
    "--switch", "switches", multiple=True, metavar="NAME", help="Behaviour of other servers."
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write these lines to FILE too, once requests are answered.",
)
def serve(**options: Unpack[ServeOptions]) -> None:
    """Serve a workspace on this machine until interrupted.

    Prints the lines that make a shell, and every Databricks tool in it, use the workspace.
    """
    try:
        _serve(options)
    except ModuleNotFoundError as error:
        if error.name != "aiohttp":
            raise
        raise click.ClickException(
            "The sandbox needs aiohttp. Install it: pip install 'apparate-ng[sandbox]'"
        ) from None
    except (ValueError, OSError, sqlite3.Error) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            taken = f"Port {options['port']} of {options['host']} is taken."
            raise click.ClickException(
                f"{taken} Choose another, or leave --port out for a free one."
            ) from None
        raise click.ClickException(str(error)) from None


def _serve(options: ServeOptions) -> None:
    from apparate_ng.sandbox import foreground
    from apparate_ng.sandbox.running import Options

    cap = options["page_limit_cap"]
    capped = (f"page_limit_cap={cap}",) if cap else ()
    chosen = Options(
        host=options["host"],
        port=options["port"],
        state=options["state"],
        seed=options["seed"],
        jobs=options["jobs"],
        tasks=options["tasks"],
        page_delay=options["page_delay"] / _MILLISECONDS,
        switches=(*options["switches"], *capped),
    )
    foreground.serve(chosen, lambda url: _announce(url, options["ready_file"]))


def _announce(url: str, ready_file: Path | None) -> None:
    exports = f"export DATABRICKS_HOST={url}\nexport DATABRICKS_TOKEN={TOKENS[CI]}\n"
    click.echo(exports, nl=False)
    click.echo(f"The sandbox serves on {url}. Press Ctrl+C to end it.", err=True)
    if ready_file is not None:
        unfinished = ready_file.with_name(f"{ready_file.name}.part")
        unfinished.write_text(exports, encoding="utf-8")
        unfinished.replace(ready_file)  # whoever waits for the file finds it whole
