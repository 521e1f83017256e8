"""A prune as text: what goes, what stays and why, what became of it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from apparate_ng.model.plans.plan import Notice, WorkspaceIdentity
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.stores.prune import (
    Claiming,
    KeepReason,
    KeptRelease,
    Prune,
    PruneOutcome,
    PrunePolicy,
    PruneStatus,
    PruneSummary,
    RemovedRelease,
    Unchecked,
    status_of,
)
from apparate_ng.reports.text.prune import prune_plan, prune_report, question

Render = Callable[..., str]
_STORE = "/Workspace/Shared/libraries"
_HOSTILE = "\x1b[31m[bold]\u202e"


def _removed(version: str, outcome: PruneOutcome = PruneOutcome.PENDING) -> RemovedRelease:
    filename = f"lib-{version}-py3-none-any.whl"
    return RemovedRelease(
        library="lib",
        version=version,
        kind=ArtifactKind.WHEEL,
        filename=filename,
        uri=f"{_STORE}/{filename}",
        size=20_000,
        modified_at="2026-01-03T00:00:00Z",
        explanation="nothing refers to it",
        outcome=outcome,
        error="not yours" if outcome is PruneOutcome.FAILED else None,
    )


def _kept(version: str, reason: KeepReason, *users: Claiming) -> KeptRelease:
    filename = f"lib-{version}-py3-none-any.whl"
    return KeptRelease(
        library="lib",
        version=version,
        kind=ArtifactKind.WHEEL,
        filename=filename,
        uri=f"{_STORE}/{filename}",
        size=None,
        modified_at=None,
        reason=reason,
        explanation="words",
        used_by=users,
    )


def _jobs(count: int) -> list[Claiming]:
    return [
        Claiming(kind="job", id=str(number), name=f"job-{number}", location=f"tasks[{place}]")
        for number in range(count)
        for place in "ab"
    ]


@pytest.fixture
def prune() -> Prune:
    remove = (_removed("1.0"), _removed("1.1"))
    keep = (_kept("1.2", KeepReason.REFERENCED, *_jobs(5)), _kept("1.3", KeepReason.NEWEST))
    return Prune(
        id="1",
        started_at="2026-01-31T12:00:00Z",
        finished_at=None,
        status=PruneStatus.PLANNED,
        tool_version="0.1.0",
        workspace=WorkspaceIdentity(host="https://x", identity="ci@example.com"),
        stores=(_STORE,),
        library=None,
        policy=PrunePolicy(),
        summary=PruneSummary(
            scanned={"job": 49, "run": 0}, releases=4, remove=2, keep=2, other_files=1
        ),
        remove=remove,
        keep=keep,
    )


def _ended(prune: Prune, *outcomes: PruneOutcome) -> Prune:
    remove = tuple(_removed(f"1.{number}", each) for number, each in enumerate(outcomes))
    return msgspec.structs.replace(prune, remove=remove, status=status_of(remove))


def test_what_would_go_stands_last_and_adds_up(prune: Prune, render: Render) -> None:
    text = render(prune_plan(prune, next_command="apparate prune", verbose=False))

    assert text.index("Keep  2 releases") < text.index("Remove  2 releases, 40.0 kB")
    assert "2 of 4 releases can go; 49 jobs scanned.\nNext: apparate prune\n" in text
    assert question(prune) == "Remove 2 releases for good?"


def test_each_user_is_named_once_and_the_rest_counted(prune: Prune, render: Render) -> None:
    text = render(prune_plan(prune, next_command=None, verbose=False))

    assert text.count("job-0") == 1
    assert "job-1  id 1" in text
    assert "and 3 more" in text
    assert "job-4" not in text


def test_verbose_names_every_place(prune: Prune, render: Render) -> None:
    text = render(prune_plan(prune, next_command=None, verbose=True))

    assert text.count("tasks[") == 10
    assert "more" not in text


def test_what_could_not_be_read_is_named(prune: Prune, render: Render) -> None:
    missing = Unchecked(kind="file", id="/Workspace/x", name="/Workspace/x", error="not yours")
    text = render(
        prune_plan(
            msgspec.structs.replace(prune, unreadable=(missing,)), next_command=None, verbose=False
        )
    )

    assert "Could not read  1 place that may refer to any release, so none is removed" in text
    assert "? file id /Workspace/x\n      not yours\n" in text
    assert "hint: " in text


@pytest.mark.parametrize("outcome", list(PruneOutcome))
def test_every_outcome_is_shown(prune: Prune, render: Render, outcome: PruneOutcome) -> None:
    text = render(prune_report(_ended(prune, outcome, PruneOutcome.REMOVED)))

    number = 2 if outcome is PruneOutcome.REMOVED else 1
    assert f"Of 2 releases: {number} removed" in text
    assert f"{number} {outcome.value}" in text
    assert ("not yours" in text) is (outcome is PruneOutcome.FAILED)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_nothing_is_cut_off(prune: Prune, render: Render, width: int) -> None:
    text = render(prune_plan(prune, next_command=None, verbose=True), width=width)

    assert all(len(line) <= width for line in text.splitlines())
    assert "lib-1.0-py3-none-any.whl" in text.replace("\n", "").replace(" ", "")


def test_text_of_others_cannot_steer_the_terminal(prune: Prune, render: Render) -> None:
    hostile = Claiming(kind="job", id=_HOSTILE, name=_HOSTILE, location=_HOSTILE)
    missing = Unchecked(kind="job", id=_HOSTILE, name=_HOSTILE, error=_HOSTILE)
    worse = msgspec.structs.replace(
        prune,
        keep=(_kept("1.2", KeepReason.REFERENCED, hostile),),
        library=_HOSTILE,
        stores=(_HOSTILE,),
        unreadable=(missing,),
        warnings=(Notice(code="x", text=_HOSTILE),),
    )

    text = render(prune_plan(worse, next_command=_HOSTILE, verbose=True))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"\x1b[31m[bold]\u202e" in text


def test_nothing_to_do(prune: Prune, render: Render) -> None:
    summary = PruneSummary(scanned={"job": 0}, releases=0, remove=0, keep=0, other_files=0)
    empty = msgspec.structs.replace(prune, remove=(), keep=(), summary=summary)

    text = render(prune_plan(empty, next_command=None, verbose=False))

    assert "Nothing to do: no release is there; 0 jobs scanned." in text
