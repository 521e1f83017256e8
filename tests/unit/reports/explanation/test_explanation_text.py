"""An explanation as people see it: at 80 columns, and when the workspace is hostile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.compatibility.checks import Check, CheckName, CheckOutcome
from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Schedule,
    User,
)
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.explanation import Explanation
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit, Step
from apparate_ng.planning.explaining import explain
from apparate_ng.planning.planner import Occasion, Terms
from apparate_ng.reports.explanation.text import explanation_report

Render = Callable[..., str]
Golden = Callable[[str, str], None]

STORE = "/Workspace/Shared/libraries"
FILE = "/Workspace/Shared/requirements.txt"
NOW = datetime(2026, 12, 21, 12, tzinfo=timezone.utc)
RELEASE = Release(
    name="sales-features",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="sales_features-1.5.0-py3-none-any.whl",
    sha256="00",
    size=1,
    uri=f"{STORE}/sales_features-1.5.0-py3-none-any.whl",
)
RULES = (
    Rule(owners=("*@example.com",), exclude=("dev-*",), allow=Limit.PATCH, reason="tier 1"),
    Rule(
        jobs=("finance-*",),
        steps=(Step.MINOR, Step.MAJOR),
        hold=True,
        reason="month-end close, ask ana@example.com",
    ),
    Rule(tags=("team=sales",), allow=Limit.MAJOR, soak=Soak(minor="7d"), index_pins="rewrite"),
)


def located(location: str, version: str = "1.4.2") -> LocatedReference:
    text = f"{STORE}/sales_features-{version}-py3-none-any.whl"
    reference = read_reference(text, Slot.WHL)
    assert reference is not None
    return LocatedReference(location=location, text=text, reference=reference)


def a_job(name: str, id_: str, **values: Any) -> Dependent:  # noqa: ANN401  any field
    plain: dict[str, Any] = {
        "kind": DependentKind.JOB,
        "owner": "ana@example.com",
        "schedule": Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC"),
        "managed_by": None,
        "fingerprint": "sha256:0",
        "references": (located("tasks[score].libraries[0].whl"),),
    }
    return Dependent(name=name, id=id_, **{**plain, **values})


def explanation(*found: Dependent, rules: tuple[Rule, ...] = RULES) -> Explanation:
    occasion = Occasion(
        id="1",
        created_at="2026-12-21T12:00:00Z",
        tool_version="0",
        workspace=WorkspaceIdentity(host="https://example.com", identity="ci@example.com"),
    )
    terms = Terms(
        release=RELEASE,
        policy=Policy(stores=(STORE,), rules=rules),
        timing=Timing(now=NOW, in_store=True, stored_at=NOW - timedelta(hours=3)),
    )
    return explain(terms, Survey(scanned={}, dependents=found), "*", occasion)


@pytest.fixture
def sample() -> Explanation:
    """One that a rule holds, one that soaks, one that moves by its own tag, and a shared file."""
    users = (
        User(kind=DependentKind.JOB, id="8", name="finance-close", managed_by=None, tags={}),
        User(kind=DependentKind.JOB, id="9", name="score", managed_by=None, tags={}),
    )
    file = a_job(
        FILE, FILE, kind=DependentKind.FILE, users=users, references=(located(f"{FILE}:3"),)
    )
    two = (located("tasks[a].libraries[0].whl"), located("tasks[b].libraries[0].whl"))
    return explanation(
        a_job(
            "finance-close", "1", references=(*two, located("tasks[c].libraries[0].whl", "1.5.0"))
        ),
        a_job("nightly-score", "2", tags={"team": "sales"}),
        a_job("adhoc", "3", tags={"apparate": "minor"}),
        file,
    )


def test_at_80_columns(render: Render, golden: Golden, sample: Explanation) -> None:
    golden("explanation-80", render(explanation_report(sample)))


def test_verbose_names_the_checks_and_every_place(render: Render) -> None:
    places = tuple(located(f"tasks[t{number}].libraries[0].whl") for number in range(20))
    job = a_job("finance-close", "1", references=places)
    brief, verbose = (
        render(explanation_report(explanation(job), verbose=verbose)) for verbose in (False, True)
    )
    assert "8 passed, held-by-rule decides, 16 come after it (-v names them)" in brief
    assert "passed      same-version, newer-version" in verbose
    assert "after it    outside-store" in verbose
    assert ("tasks[t19]" in brief, "tasks[t19]" in verbose) == (False, True)


def test_what_the_files_told_is_shown(render: Render) -> None:
    check = Check(name=CheckName.PYTHON, outcome=CheckOutcome.PASSED, text="Python 3.12 takes it")
    plain = explanation(a_job("score", "1"), rules=())
    [dependent] = plain.dependents
    pins = tuple(msgspec.structs.replace(pin, checks=(check,)) for pin in dependent.pins)
    looked = msgspec.structs.replace(
        plain, dependents=(msgspec.structs.replace(dependent, pins=pins),)
    )
    assert "looked at   python passed: Python 3.12 takes it" in render(explanation_report(looked))
    assert "looked at" not in render(explanation_report(plain))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(exclude=("dev-*",), pre=True), "sets pre = true|for all, exclude = dev-*"),
        (Rule(jobs=("*",), exclude=("a", "b"), pre=True), "|for jobs = *, exclude = a | b"),
        (Rule(exclude=("score",), pre=True), "- rules[0]  excludes it: exclude = score"),
        (
            Rule(exclude=("sc*",), owners=("ben@*",), kinds=(DependentKind.FILE,), pre=True),
            "does not match owners = ben@* and kinds = file and excludes it: exclude = sc*",
        ),
        (Rule(pre=True), "- rules[0]  has no matcher"),
        (Rule(jobs=("*",), reason="x"), "+ rules[0]  sets nothing|for jobs = *|because: x"),
    ],
    ids=str,
)
def test_what_a_rule_says_in_words(render: Render, rule: Rule, words: str) -> None:
    found = render(explanation_report(explanation(a_job("score", "1"), rules=(rule,))), width=120)
    lines = "|".join(line.strip() for line in found.splitlines())
    assert words in lines


def test_no_line_is_wider_than_the_terminal(render: Render, sample: Explanation) -> None:
    for width in (40, 60, 80, 120):
        shown = render(explanation_report(sample), width=width)
        assert max(len(line) for line in shown.splitlines()) <= width


def test_what_others_wrote_steers_no_terminal(render: Render) -> None:
    rule = Rule(jobs=("*",), hold=True, reason="no\x1b[2J")
    tags = {"apparate": "hold", "a\x1b[1m": "b\x1b[1m", "bare": ""}
    job = a_job("evil\x1b]0;x\x07", "1", tags=tags)
    shown = render(explanation_report(explanation(job, a_job("x", "2"), rules=(rule,))))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert r"no\x1b[2J" in shown
    assert r"tags        apparate=hold, a\x1b[1m=b\x1b[1m, bare" in shown


def test_the_document_can_be_read_again(sample: Explanation) -> None:
    assert msgspec.json.decode(msgspec.json.encode(sample), type=Explanation) == sample
