"""Where there is no deployment to speak of."""

from __future__ import annotations

import sys

import click

from apparate_ng.cli.runs.stage import Stage
from apparate_ng.cli.runs.streams import written
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.session import StoreSession
from apparate_ng.reports.wording.missing_store import in_store


def say_nothing(here: Stage, session: StoreSession, words: str) -> ExitCode:
    """Say it to people, with the store; to programs, `null` stands in the place of a deployment."""
    exists = looked_into(here, session)
    here.observer.clear()
    with written(sys.stdout):
        told = f"{words} {in_store(session.store.uri, exists=exists)}."
        click.echo("null" if here.wants_json else told)
    return ExitCode.DONE


def looked_into(here: Stage, session: StoreSession) -> bool:
    """Whether there is such a store at all; whoever reads JSON is told beside it that there is none."""
    exists = session.store.exists()
    if here.wants_json and not exists:
        text = f"the store is not there or hidden from you: {session.store.uri}"
        here.observer.noticed(Notice(code="no-such-store", text=text))
    return exists
