"""What holds for any plan, however hostile its texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len

from apparate_ng.model.dependents.dependent import DependentKind, Manager, Schedule
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import Notice, PinCounts, Plan, PlannedDependent, PlannedPin
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.text.plan import plan_report

Render = Callable[..., str]
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\x1b\x07\x9b\u202e\u200b\n[]/:- 売📈"),
    ),
    max_size=120,
)
SOME_TEXT = st.sampled_from(["said of many", "said of some", "\x1b[2J"])


@st.composite
def pins(draw: st.DrawFn) -> PlannedPin:
    reason = draw(st.sampled_from(Reason))
    version = draw(st.sampled_from(["1.4.2", "1.5.0", None]))
    upgraded = reason is Reason.ALLOWED
    return PlannedPin(
        location=draw(TEXT),
        from_=draw(TEXT.filter(bool)),
        to="/new" if upgraded else None,
        from_version=version,
        to_version="1.5.0" if upgraded else None,
        step=None if version is None else draw(st.sampled_from(Step)),
        breaking=draw(st.booleans()),
        decision=reason.decision,
        reason=reason,
        explanation=draw(SOME_TEXT),
        hint=draw(st.none() | SOME_TEXT),
    )


@st.composite
def dependents(draw: st.DrawFn) -> PlannedDependent:
    own = draw(st.lists(pins(), min_size=1, max_size=4))
    repeated = draw(st.integers(1, 12)) * own[:1] + own[1:]
    schedule = st.builds(Schedule, kind=st.just("cron"), paused=st.booleans(), text=TEXT)
    return PlannedDependent(
        kind=DependentKind.JOB,
        id=str(draw(st.integers(1, 2**63))),
        name=draw(TEXT),
        url=draw(st.none() | TEXT),
        owner=draw(st.none() | TEXT),
        schedule=draw(st.none() | schedule),
        managed_by=draw(st.none() | st.builds(Manager, kind=TEXT)),
        fingerprint="sha256:0",
        warnings=tuple(draw(st.lists(st.builds(Notice, code=TEXT, text=TEXT), max_size=2))),
        pins=tuple(repeated),
    )


CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Texts and plans are large: on a busy machine they take long to draw, which is no fault of ours."""
DEPENDENTS = st.lists(dependents(), max_size=6)


def numbered(found: list[PlannedDependent]) -> list[PlannedDependent]:
    """Return the dependents with locations that tell every pin from every other."""
    number = count(10_000)
    return [
        structs.replace(
            each,
            pins=tuple(structs.replace(pin, location=f"at<{next(number)}>") for pin in each.pins),
        )
        for each in found
    ]


def planned(plan: Plan, found: list[PlannedDependent]) -> Plan:
    """Return a plan of these dependents."""
    counts = PinCounts.of(found)
    summary = structs.replace(plan.summary, dependents=len(found), pins=counts, deselected=0)
    return structs.replace(
        plan,
        dependents=tuple(found),
        summary=summary,
        has_changes=bool(counts.upgrade),
        unreadable=(),
        warnings=(),
    )


def squeezed(text: str) -> str:
    """Return the text without white space, so that it compares however it is folded."""
    return "".join(text.split())


@CALM
@given(found=DEPENDENTS)
def test_every_pin_is_shown_or_counted(
    plan: Plan, render: Render, found: list[PlannedDependent]
) -> None:
    named = numbered(found)
    output = render(plan_report(planned(plan, named), next_command=None))
    shown = set(re.findall(r"at<\d+>", output))
    folded = sum(int(number) for number in re.findall(r"\.\.\. and (\d+) more", output))
    in_full = {
        pin.location
        for each in named
        for pin in each.pins
        if pin.decision in {Decision.UPGRADE, Decision.HOLD}
    }
    assert shown <= in_full
    assert len(shown) + folded == len(in_full)


@CALM
@given(found=DEPENDENTS)
def test_verbose_shows_every_location(
    plan: Plan, render: Render, found: list[PlannedDependent]
) -> None:
    output = squeezed(render(plan_report(planned(plan, found), next_command=None, verbose=True)))
    for each in found:
        assert squeezed(safe(each.name)) in output
        assert each.id in output
        assert all(squeezed(safe(pin.location)) in output for pin in each.pins)


@CALM
@given(found=DEPENDENTS)
def test_headings_and_summary_add_up(
    plan: Plan, render: Render, found: list[PlannedDependent]
) -> None:
    output = render(plan_report(planned(plan, found), next_command=None), width=1000)
    headings = re.findall(r"^(?:Upgrade|Hold|Current|Ignore)  (\d+) pins?", output, re.MULTILINE)
    total = PinCounts.of(found).total
    assert sum(int(number) for number in headings) == total
    summary = output.splitlines()[-1]
    if not found:
        assert summary.startswith("Nothing to do: nothing refers to")
        return
    before, after = summary.split("; ")
    counts = re.findall(r"(\d+) (?:pins? in \d+ jobs? to upgrade|held|current|ignored)", before)
    assert sum(int(number) for number in counts) == total
    assert re.match(rf"{total} pins? in {len(found)} of 1,234 jobs scanned", after)


@settings(CALM, max_examples=200)
@given(found=DEPENDENTS, verbose=st.booleans())
def test_nothing_steers_the_terminal_and_no_line_is_too_wide(
    *, plan: Plan, render: Render, found: list[PlannedDependent], verbose: bool
) -> None:
    output = render(plan_report(planned(plan, found), next_command=None, verbose=verbose))
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not {char for char in output if unicodedata.category(char) in unsafe} - {"\n"}
    assert all(cell_len(line) <= 80 for line in output.split("\n"))
