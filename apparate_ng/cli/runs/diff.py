"""`apparate diff`: what it does."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.compatibility.api_diff import ApiDiff, Verdict
from apparate_ng.model.compatibility.waiver import waivers
from apparate_ng.operations.queries.diffing import DiffSide, StoredVersion, diff_releases, side_of
from apparate_ng.operations.session import store_session
from apparate_ng.reports.markdown.api_diff import api_diff_markdown
from apparate_ng.reports.text.api_diff import api_diff_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    old, new = (side_of(options[name], options["library"]) for name in ("old", "new"))
    start = next((one for one in (new, old) if isinstance(one, Path)), Path())
    with stage(context, start, options) as here:
        allow = tuple(one.name for one in waivers(here.settings.api_allow))
        diff = _diff(here, old, new, allow)
        if here.said.output == "markdown":
            here.show_rows(api_diff_markdown(diff))
        else:
            verbose = here.said.verbose > 0
            here.show(diff, lambda: api_diff_report(diff, verbose=verbose))
    return ExitCode.CHANGES if diff.verdict is Verdict.BREAKING else ExitCode.DONE


def _diff(here: Stage, old: DiffSide, new: DiffSide, allow: tuple[str, ...]) -> ApiDiff:
    with ExitStack() as opened:
        store = None
        if isinstance(old, StoredVersion) or isinstance(new, StoredVersion):
            session = store_session(here.settings, here.profile, here.environment, here.interrupts)
            store = opened.enter_context(session).store
        zero_major = here.settings.zero_major
        return diff_releases(
            old, new, store=store, allow=allow, zero_major=zero_major, observer=here.observer
        )
