"""What progress looks like: it fits, it stays small, and what went wrong stays in sight."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from apparate_ng.cli.runs.progress_picture import Picture
from apparate_ng.cli.runs.progress_stages import Stage
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.steps import Step

Draw = Callable[..., list[str]]


@pytest.fixture
def draw() -> Draw:
    """The lines that a terminal of this size shows."""

    def drawn(picture: Picture, *, width: int = 80, height: int = 24) -> list[str]:
        output = StringIO()
        console = Console(
            file=output, width=width, height=height, force_terminal=True, color_system=None
        )
        console.print(picture, end="")
        lines = output.getvalue().removesuffix("\n").split("\n")
        assert picture.height == len(lines)
        return lines

    return drawn


def _ended(
    number: int, outcome: Outcome = Outcome.UPDATED, error: str | None = None
) -> DeployedDependent:
    pin = PlannedPin(
        location="tasks[a].libraries[0].whl",
        from_="/s/lib-1.4.2-py3-none-any.whl",
        to="/s/lib-1.5.0-py3-none-any.whl",
        from_version="1.4.2",
        to_version="1.5.0",
        step=Step.MINOR,
        breaking=False,
        decision=Decision.UPGRADE,
        reason=Reason.ALLOWED,
        explanation="",
        hint=None,
    )
    return DeployedDependent(
        kind=DependentKind.JOB,
        id=str(number),
        name=f"job-{number}",
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="",
        warnings=(),
        pins=(pin,),
        outcome=outcome,
        error=error,
    )


def _applying(total: int, *ended: DeployedDependent, with_table: bool = True) -> Picture:
    picture = Picture(with_table=with_table)
    picture.advance(Stage.APPLYING, 0, total)
    for one in ended:
        picture.ended(one)
    return picture


def test_the_scan_is_one_line_with_its_count(draw: Draw) -> None:
    picture = Picture(with_table=True)
    picture.advance(Stage.SCANNING, 1234, None)
    [line] = draw(picture)
    assert "Looking at jobs 1,234" in line


def test_an_upload_says_how_much_of_how_much(draw: Draw) -> None:
    picture = Picture(with_table=True)
    picture.advance(Stage.UPLOADING, 500_000, 2_000_000)
    [line] = draw(picture)
    assert "Uploading" in line
    assert "0.5/2.0 MB" in line


def test_a_new_stage_takes_the_place_of_the_one_before(draw: Draw) -> None:
    picture = Picture(with_table=True)
    picture.advance(Stage.SCANNING, 7, None)
    picture.advance(Stage.APPLYING, 0, 3)
    [line] = draw(picture)
    assert "Looking" not in line
    assert "0/3" in line


def test_while_applying_the_last_ones_are_shown(draw: Draw) -> None:
    first, second, counts = draw(_applying(3, _ended(1)))
    assert "Updating jobs" in first
    assert "1/3" in first
    assert second.split() == ["+", "job-1", "1.4.2", "->", "1.5.0"]
    assert counts.strip() == "1 updated"


def test_it_stays_small_and_trouble_stays_in_sight(draw: Draw) -> None:
    failed = [_ended(number, Outcome.FAILED, f"no {number}") for number in range(5)]
    fine = [_ended(number) for number in range(10, 200)]
    lines = draw(_applying(500, *failed, *fine))
    assert len(lines) == 1 + 3 + 5 + 1
    assert [line.split()[1] for line in lines[1:4]] == ["job-2", "job-3", "job-4"]
    assert "no 4" in lines[3]
    assert [line.split()[1] for line in lines[4:9]] == [f"job-{n}" for n in range(195, 200)]
    assert lines[-1].strip() == "190 updated, 5 failed"


def test_a_low_terminal_and_whoever_wants_it_plain_get_one_line(draw: Draw) -> None:
    assert len(draw(_applying(3, _ended(1)), height=8)) == 1
    assert len(draw(_applying(3, _ended(1), with_table=False))) == 1


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(draw: Draw, width: int) -> None:
    long = _ended(1, Outcome.FAILED, "the workspace says: " + "no " * 100)
    picture = _applying(3, long, _ended(2))
    picture.said = "stopping: what is under way is finished; Ctrl-C again stops at once"
    lines = draw(picture, width=width)
    assert all(cell_len(line) <= width for line in lines)
    assert len(lines) <= 6


def test_large_counts_fit_80_columns(draw: Draw) -> None:
    [line] = draw(_applying(50_000, with_table=False))
    assert "Updating jobs" in line
    assert "0/50000" in line
    assert line.rstrip().endswith("-:--:--")


def test_names_steer_nothing(draw: Draw) -> None:
    hostile = _ended(1, Outcome.FAILED, "\x1b]0;owned\x07")
    assert "\x1b" not in "".join(draw(_applying(1, hostile)))


def test_what_was_said_stands_on_top(draw: Draw) -> None:
    picture = _applying(3, _ended(1))
    picture.said = "stopping"
    assert draw(picture)[0] == "stopping"
