"""`apparate configure`: what it does."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import Globals, globals_of
from apparate_ng.cli.runs.choosing import StoreOfProject, ask, is_asked
from apparate_ng.cli.runs.debugging import log_requests
from apparate_ng.cli.runs.doctor import examine
from apparate_ng.operations.setup.naming import named_host
from apparate_ng.operations.setup.signing_in import (
    NobodySignedInError,
    can_log_in,
    find_way_in,
    login_command,
    refuse_other_host,
)
from apparate_ng.reports.safe_text import safe


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    said = globals_of(context)
    if said.debug:
        log_requests(sys.stderr)
    folder: Path = options["path"]
    place = StoreOfProject(said, folder)
    host = _host(said, options["host"])
    store = place.chosen(options["store"])
    if place.write(store, replace=said.yes):
        _say(said, f"Wrote store = {store!r} into {place.file}.")
    else:
        _say(said, f"{place.file} names {store} already; nothing was written.")
    _say(said, _next_command(said, host))
    # the store that was written, not one that the environment says
    return examine(said, folder, {"store": store}, origin=False)


def _host(said: Globals, given: str | None) -> str | None:
    """The workspace's host; None where that is known once somebody is signed in."""
    if given is None and is_asked(said):
        found = find_way_in(None, said.profile, os.environ)
        given = ask("Workspace", found.host, named_host)
    if given is None:
        return find_way_in(None, said.profile, os.environ).host
    host = named_host(given)
    try:
        _go_in(said, host)
    except NobodySignedInError as error:
        if not (is_asked(said) and can_log_in(os.environ)):
            raise
        _log_in(host, error)
        _go_in(said, host)
    return host


def _go_in(said: Globals, host: str) -> None:
    """See that somebody is signed in there, with the profile for it if none was named."""
    said.profile = find_way_in(host, said.profile, os.environ).profile or said.profile
    refuse_other_host(host, said.profile, os.environ)


def _log_in(host: str, error: NobodySignedInError) -> None:
    """Have the Databricks CLI sign somebody in; the credentials are its own affair."""
    command = login_command(host)
    question = f"Nobody is signed in to {host}. Run {shlex.join(command)} now?"
    if not click.confirm(question, default=True, err=True):
        raise error
    subprocess.run(command, check=False)  # noqa: S603  our own words, and a checked host


def _next_command(said: Globals, host: str | None) -> str:
    """How to call the program from now on; the profile is not written, since it is of a machine."""
    profile = ["--profile", said.profile] if said.profile else []
    where = f" in {host}" if host else ""
    return f"From now on{where}: {shlex.join(['apparate', 'plan', *profile])}"


def _say(said: Globals, text: str) -> None:
    if not said.quiet:
        click.echo(safe(text), err=True)
