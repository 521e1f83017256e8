"""`apparate prune`: what it does."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.configuration.ci import ci_url
from apparate_ng.errors import ApparateError, ExitCode, PartialError
from apparate_ng.model.plans.plan import Notice
from apparate_ng.model.stores.prune import Prune, PrunePolicy, PruneStatus
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.maintenance.pruning import (
    ApprovePrune,
    PruneWish,
    exit_code_of,
    places_to_sweep,
    prune,
)
from apparate_ng.operations.session import StoreSession, store_session
from apparate_ng.reports.text.prune import prune_plan, prune_report, question, summary_words


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    if options["name"] is not None and not options["name"].strip():
        raise click.UsageError("NAME is empty")
    with stage(context, Path(), options) as here:
        wish = PruneWish(
            library=options["name"],
            policy=PrunePolicy(keep=options["keep"], older_than_s=int(options["older_than"])),
            also_stores=places_to_sweep(
                here.settings, include_also_stores=options["include_also_stores"]
            ),
            deep=options["deep"],
            dry_run=options["dry_run"],
            ci_url=ci_url(here.environment),
            lease_wait_s=options["lease_wait"],
        )
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            done = prune(session, wish, approval(here), here.observer)
        _show(here, done, following=same_options(context, "prune"))
        return exit_code_of(done)


def approval(here: Stage) -> ApprovePrune:
    """Show what would go and why, and ask where somebody is there to answer."""
    verbose = here.said.verbose > 0
    return lambda planned: here.confirmed(
        question(planned), lambda: prune_plan(planned, next_command=None, verbose=verbose)
    )


def _show(here: Stage, done: Prune, *, following: str) -> None:
    verbose, planned = here.said.verbose > 0, done.status is PruneStatus.PLANNED
    try:
        if planned:
            next_command = following if done.remove else None
            here.show(done, lambda: prune_plan(done, next_command=next_command, verbose=verbose))
        else:
            here.show(done, lambda: prune_report(done))
    except ApparateError as error:
        if planned or exit_code_of(done) is not ExitCode.DONE:
            raise
        what = f"releases were removed, but {error.what}"
        raise PartialError(what, where=error.where) from error


def prune_after(
    here: Stage, session: StoreSession, library: str, *, lease_wait_s: float
) -> ExitCode:
    """Prune the library that was just deployed, wholly; what fails here does not undo that.

    In JSON, stdout has the deployment already; this is said on stderr, and the record has it all.

    Raises:
        PartialError: it could not be done.
    """
    wish = PruneWish(
        library=library,
        policy=PrunePolicy(),
        ci_url=ci_url(here.environment),
        lease_wait_s=lease_wait_s,
    )
    try:
        done = prune(session, wish, approval(here), here.observer)
    except DeclinedError as error:
        here.observer.noticed(Notice(code="prune", text=error.what))
        return ExitCode.DONE
    except ApparateError as error:
        what = f"the deployment is done, but nothing was pruned: {error.what}"
        following = f"look with: {_command(library)} --dry-run"
        raise PartialError(what, where=error.where, hint=error.hint or following) from error
    if here.wants_json:
        here.observer.noticed(Notice(code="prune", text=summary_words(done)))
    else:
        _show(here, done, following=_command(library))
    return exit_code_of(done)


def _command(library: str) -> str:
    return shlex.join(["apparate", "prune", library])
