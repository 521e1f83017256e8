"""A plan, or a record, of which every place was edited: nothing but what it was for is ever written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from apparate_ng.deployment.records import RecordError
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.file import PlanFileError, read_plan
from tests.e2e.jobs import STORE
from tests.faults.commands import apply, go_back, go_on
from tests.hostile.judging import Tally
from tests.hostile.mutations import mutations
from tests.hostile.stand import Stand, Standing, unlike

Json: TypeAlias = Any
_OURS = re.compile(rf"{STORE}/sales_features-[^\s\"/\\]*\.whl")
_NUMBER = re.compile(r"(?<=/)\d+| #.*")
_SHOWN = frozenset(
    {
        "policy",
        "scanned",
        "tool_version",
        "created_at",
        "explanation",
        "hint",
        "url",
        "owner",
        "schedule",
        "managed_by",
        "name",
        "unreadable",
        "warnings",
        "users",
        "context",
        "timing",
        "resumed",
        "checks",
        "requirement_changes",
        "summary",
        "from_version",
        "to_version",
        "identity",
        "started_at",
        "finished_at",
        "plan_id",
        "error",
    }
)
"""What of a document is only shown. That has to be of its type; what it says is tried elsewhere."""
_REFUSED = (PlanFileError, RecordError)


def _edited(
    document: Json, read: Callable[[bytes], object], tally: Tally
) -> Iterator[tuple[str, bytes]]:
    """The edits that are not refused when the document is read; each is counted.

    Of what is only shown, one of each kind will do.
    """
    seen = set()
    for where, edit in mutations(document, shown=_SHOWN):
        tally.tried += 1
        content = json.dumps(edit).encode("utf-8", "surrogatepass")
        try:
            read(content)
        except _REFUSED:
            continue
        kind = _NUMBER.sub("", where) if _SHOWN & set(re.split("[/ ]", where)) else where
        if kind not in seen:
            seen.add(kind)
            yield where, content


def test_an_edited_plan_writes_nothing_else(stand: Stand, tally: Tally) -> None:
    codes = set()

    for where, content in _edited(stand.plan, lambda text: read_plan(text, "plan.json"), tally):
        stand.side.plan_file.write_bytes(content)
        code, standing = stand.run("old", apply)
        codes.add(code)
        assert unlike(standing, stand.old, stand.new) == [], where

    assert codes == {ExitCode.DONE, ExitCode.ERROR, ExitCode.STALE}


def test_a_forged_record_that_goes_on_writes_nothing_else(stand: Stand, tally: Tally) -> None:
    codes = set()

    for where, content in _edited({**stand.record, "status": "interrupted"}, stand.read, tally):
        code, standing = stand.run("cut off", go_on, record=content)
        codes.add(code)
        assert unlike(standing, stand.old, stand.new) == [], where

    assert ExitCode.DONE in codes


def test_a_forged_record_that_goes_back_writes_nothing_but_versions(
    stand: Stand, tally: Tally
) -> None:
    codes = set()
    allowed = [_without_versions(stand.old), _without_versions(stand.new)]

    for where, content in _edited(stand.record, stand.read, tally):
        code, standing = stand.run("new", go_back, record=content)
        codes.add(code)
        assert unlike(_without_versions(standing), *allowed) == [], where

    assert ExitCode.DONE in codes


def _without_versions(standing: Standing) -> Standing:
    return {name: _OURS.sub("a wheel of ours", text) for name, text in standing.items()}
