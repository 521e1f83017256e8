"""Checks that look into files and runtimes: what each holds, and what just passes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, structs

from apparate_ng.model.compatibility.checks import Check, CheckName, CheckOutcome
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.task_run import PolicyCompute
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Rule
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import Limit, ZeroMajor
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.outcomes import gravest, unchecked
from apparate_ng.planning.runtimes import KnownCompute
from tests.unit.planning.examined import EGG, JAR, WHEEL, a_break, a_diff, a_file, a_run, facts_of

Decided = Callable[..., PlannedPin]
Said: TypeAlias = "dict[str, Any] | NotHad"
LOST = NotHad(why="its file is not there any more")


def outcomes(pin: PlannedPin) -> dict[str, str]:
    return {one.name.value: one.outcome.value for one in pin.checks or ()}


def text_of(pin: PlannedPin, name: CheckName) -> str:
    return next(one.text for one in pin.checks or () if one.name is name)


def test_without_facts_nothing_is_checked(decided: Decided) -> None:
    for setting in ("allow", "hold"):
        pin = decided(WHEEL, policy={"unchecked": setting})
        assert (pin.reason.value, pin.checks) == ("allowed", UNSET)


def test_with_facts_everything_is_told(decided: Decided) -> None:
    pin = decided(WHEEL, facts=facts_of(), runs=[a_run()])
    assert pin.reason.value == "allowed"
    assert outcomes(pin) == {"python": "passed", "platform": "passed", "api": "passed"}


def test_what_is_held_for_another_reason_was_not_looked_into(decided: Decided) -> None:
    pin = decided(WHEEL, "2.0.0", facts=facts_of(), runs=[a_run()])
    assert (pin.reason.value, pin.checks) == ("breaking-step", UNSET)


# Python and platform

PYTHON = [
    # requires_python, tags, runtime, reason
    (">=3.11", "py3-none-any", "13.3.x-scala2.12", "python-incompatible"),
    (">=3.11", "py3-none-any", "15.4.x-scala2.12", "allowed"),
    ("<3.12", "py3-none-any", "16.4.x-scala2.12", "python-incompatible"),
    ("<3.13", "py3-none-any", "16.4.x-scala2.12", "allowed"),
    (">=3.8", "py3-none-any", "9.1.x-scala2.12", "allowed"),
    (None, "cp311-cp311-manylinux2014_x86_64", "14.3.x-scala2.12", "python-incompatible"),
    (None, "cp311-cp311-manylinux2014_x86_64", "15.4.x-scala2.12", "allowed"),
    (None, "cp38-abi3-manylinux2014_x86_64", "15.4.x-scala2.12", "allowed"),
    (None, "cp311-cp311-win_amd64", "15.4.x-scala2.12", "platform-incompatible"),
    (None, "cp311-cp311-macosx_11_0_arm64", "15.4.x-scala2.12", "platform-incompatible"),
    (None, "py3-none-musllinux_1_2_x86_64", "15.4.x-scala2.12", "platform-incompatible"),
]


@pytest.mark.parametrize(("requires", "tag", "key", "reason"), PYTHON)
def test_the_release_against_the_runtime(
    decided: Decided, requires: str | None, tag: str, key: str, reason: str
) -> None:
    file = a_file(requires_python=requires, tags=frozenset({tag}))
    pin = decided(WHEEL, facts=facts_of(file), runs=[a_run(key)])
    assert pin.reason.value == reason
    assert (pin.to is None) is (reason != "allowed")


def test_the_reason_names_task_runtime_and_python(decided: Decided) -> None:
    file = a_file(requires_python=">=3.11")
    pin = decided(WHEEL, facts=facts_of(file), runs=[a_run("13.3.x-scala2.12")])
    assert pin.explanation == (
        "task score runs on runtime 13.3.x-scala2.12 with Python 3.10,"
        " and the release needs Python >=3.11"
    )
    assert pin.hint is not None
    assert "runtime with Python >=3.11" in pin.hint


def test_a_tag_that_does_not_fit_is_named(decided: Decided) -> None:
    file = a_file(tags=frozenset({"cp312-cp312-manylinux2014_x86_64"}))
    pin = decided(WHEEL, facts=facts_of(file), runs=[a_run()])
    assert "is built for cp312-cp312" in pin.explanation
    assert "Python 3.11, too" in (pin.hint or "")


def test_one_task_that_cannot_is_enough(decided: Decided) -> None:
    file = a_file(requires_python=">=3.11")
    runs = [a_run(part="task a"), a_run("12.2.x-scala2.12", part="task b"), a_run(None)]
    pin = decided(WHEEL, facts=facts_of(file), runs=runs)
    assert pin.reason.value == "python-incompatible"
    assert pin.explanation.startswith("task b runs on")


@pytest.mark.parametrize(
    ("requires", "key", "words"),
    [
        (">=3.11", "99.9.x-scala2.13", "nobody can tell the Python of runtime 99.9"),
        (">=3.11", None, "nobody can tell the Python of a runtime that the document does not name"),
        (">=3.11.4", "15.4.x-scala2.12", "depends on its last update"),
    ],
)
def test_an_unknown_runtime_is_unchecked(
    decided: Decided, requires: str, key: str | None, words: str
) -> None:
    facts = facts_of(a_file(requires_python=requires))
    pin = decided(WHEEL, facts=facts, runs=[a_run(key)])
    assert (pin.reason.value, outcomes(pin)["python"]) == ("allowed", "unchecked")
    assert words in text_of(pin, CheckName.PYTHON)

    held = decided(WHEEL, facts=facts, runs=[a_run(key)], policy={"unchecked": "hold"})
    assert (held.reason.value, held.to) == ("unchecked", None)
    assert words in held.explanation
    assert 'unchecked = "allow"' in (held.hint or "")


def test_where_nobody_is_known_to_run_it_a_demanding_release_is_unchecked(
    decided: Decided,
) -> None:
    facts = facts_of(a_file(requires_python=">=3.11"))
    assert outcomes(decided(WHEEL, facts=facts))["python"] == "unchecked"
    assert outcomes(decided(WHEEL, facts=facts_of()))["python"] == "passed"


def test_hold_does_not_hold_what_was_checked(decided: Decided) -> None:
    pin = decided(WHEEL, facts=facts_of(), runs=[a_run()], policy={"unchecked": "hold"})
    assert pin.reason.value == "allowed"


@pytest.mark.parametrize(
    ("platform", "arm", "outcome"),
    [
        ("manylinux2014_x86_64", False, "passed"),
        ("manylinux2014_x86_64", True, "unchecked"),
        ("manylinux2014_aarch64", False, "unchecked"),
        ("manylinux2014_aarch64", True, "passed"),
        ("win_amd64", True, "failed"),
    ],
)
def test_the_machine(decided: Decided, platform: str, outcome: str, *, arm: bool) -> None:
    file = a_file(tags=frozenset({f"cp311-cp311-{platform}"}))
    node = "m7g.large" if arm else "m7i.large"
    pin = decided(WHEEL, facts=facts_of(file), runs=[a_run(node_type_id=node)])
    assert outcomes(pin)["platform"] == outcome


def test_what_was_looked_up_counts(decided: Decided) -> None:
    old = PolicyCompute(fixed=a_run("13.3.x-scala2.12").compute)
    compute = KnownCompute(policies={"P": old})
    facts = facts_of(a_file(requires_python=">=3.11"), compute=compute)
    pin = decided(WHEEL, facts=facts, runs=[a_run(None, policy_id="P")])
    assert pin.reason.value == "python-incompatible"


def test_a_release_that_cannot_be_read_is_unchecked(decided: Decided) -> None:
    pin = decided(WHEEL, facts=facts_of(LOST), runs=[a_run(entry="run")])
    assert pin.reason.value == "allowed"
    assert set(outcomes(pin).values()) == {"unchecked"}


def test_eggs_and_jars_say_nothing_of_python(decided: Decided) -> None:
    egg = decided(
        EGG, "1.4.3", kind=ArtifactKind.EGG, slot=Slot.EGG, facts=facts_of(), runs=[a_run()]
    )
    jar = decided(JAR, kind=ArtifactKind.JAR, slot=Slot.JAR, facts=facts_of(), runs=[a_run()])
    assert outcomes(egg) == {"api": "passed"}
    assert outcomes(jar) == {}


# entry points

RUN = {"entry_points": frozenset({"run"})}
FUNCTION = {"functions": frozenset({"lib.run"})}
OPEN = {"open_packages": frozenset({"lib"})}
NONE: dict[str, Any] = {}
ENTRIES = [
    # the pinned file, the release, what becomes of it
    (RUN, RUN, "passed"),
    (RUN, FUNCTION, "passed"),
    (FUNCTION, RUN, "passed"),
    (RUN, NONE, "failed"),
    (FUNCTION, NONE, "failed"),
    (RUN, {"entry_points": frozenset({"Run", "runs"})}, "failed"),
    (RUN, {"functions": frozenset({"other.run"})}, "failed"),
    (RUN, OPEN, "unchecked"),
    (OPEN, OPEN, "unchecked"),
    (OPEN, NONE, "unchecked"),
    (OPEN, RUN, "passed"),
    (NONE, RUN, "passed"),
    (NONE, NONE, None),
    (NONE, OPEN, None),
    (LOST, NONE, "unchecked"),
    (LOST, RUN, "passed"),
    (RUN, LOST, "unchecked"),
    (LOST, LOST, "unchecked"),
]


@pytest.mark.parametrize(("before", "after", "outcome"), ENTRIES)
def test_what_a_wheel_task_calls(
    decided: Decided,
    before: Said,
    after: Said,
    outcome: str | None,
) -> None:
    old, new = (
        one if isinstance(one, NotHad) else a_file(sha, **one)
        for one, sha in ((before, "old"), (after, "new"))
    )
    pin = decided(WHEEL, facts=facts_of(new, old), runs=[a_run(entry="run")])
    assert outcomes(pin).get("entry-point") == outcome
    assert (pin.reason.value == "entry-point-missing") is (outcome == "failed")


def test_a_missing_entry_point_is_named(decided: Decided) -> None:
    facts = facts_of(a_file(), a_file("old", **RUN))
    pin = decided(WHEEL, facts=facts, runs=[a_run(entry="run")])
    assert pin.explanation == "task score calls lib.run, which 1.4.2 has and the release has not"
    assert "change the task first" in (pin.hint or "")


@pytest.mark.parametrize("package", ["Lib", "LIB", "lib"])
def test_the_package_of_a_task_is_compared_as_names_are(decided: Decided, package: str) -> None:
    facts = facts_of(a_file(), a_file("old", **RUN))
    pin = decided(WHEEL, facts=facts, runs=[a_run(entry="run", package=package)])
    assert pin.reason.value == "entry-point-missing"


@pytest.mark.parametrize("state", [NONE, RUN, LOST], ids=["without", "with", "lost"])
def test_an_entry_point_of_another_package_is_not_ours(decided: Decided, state: Said) -> None:
    file = state if isinstance(state, NotHad) else a_file("old", **state)
    pin = decided(WHEEL, facts=facts_of(file, file), runs=[a_run(entry="run", package="app")])
    assert "entry-point" not in outcomes(pin)


def test_a_function_of_a_package_with_another_name_is(decided: Decided) -> None:
    """A wheel may hold a package that is not called as the wheel is."""
    old = a_file("old", functions=frozenset({"sales_app.run"}))
    run = a_run(entry="run", package="sales-app")
    assert decided(WHEEL, facts=facts_of(a_file(), old), runs=[run]).reason.value == (
        "entry-point-missing"
    )
    assert decided(WHEEL, facts=facts_of(old, old), runs=[run]).reason.value == "allowed"


MAIN = {"classes": frozenset({"com.example.Main"})}
CLASSES = [
    # pinned, release, outcome
    (MAIN, MAIN, "passed"),
    (MAIN, NONE, "failed"),
    (NONE, NONE, None),
    (NONE, MAIN, "passed"),
    (LOST, NONE, "unchecked"),
    (MAIN, LOST, "unchecked"),
]


@pytest.mark.parametrize(("before", "after", "outcome"), CLASSES)
def test_the_main_class_of_a_jar_task(
    decided: Decided,
    before: Said,
    after: Said,
    outcome: str | None,
) -> None:
    old, new = (
        one if isinstance(one, NotHad) else a_file(sha, **one)
        for one, sha in ((before, "old"), (after, "new"))
    )
    run = a_run(main_class="com.example.Main")
    pin = decided(JAR, kind=ArtifactKind.JAR, slot=Slot.JAR, facts=facts_of(new, old), runs=[run])
    assert outcomes(pin).get("entry-point") == outcome
    assert (pin.reason.value == "entry-point-missing") is (outcome == "failed")


def test_a_jar_task_beside_a_wheel_says_nothing_of_the_wheel(decided: Decided) -> None:
    run = a_run(main_class="com.example.Main")
    assert "entry-point" not in outcomes(decided(WHEEL, facts=facts_of(), runs=[run]))


# the API

BROKEN = a_diff("lib.f")


def test_a_break_under_a_minor_step_is_held_and_listed(decided: Decided) -> None:
    diff = a_diff("lib.f", "lib.g", "lib.h", "lib.i", "lib.j")
    pin = decided(WHEEL, facts=facts_of(diff=diff, new_side="dist/lib.whl"))
    assert (pin.decision, pin.reason.value) == (Decision.HOLD, "api-break")
    assert pin.explanation == (
        "code written for 1.4.2 breaks: lib.f (object-removed, lib/__init__.py:3),"
        " lib.g (object-removed, lib/__init__.py:3), lib.h (object-removed, lib/__init__.py:3)"
        " and 2 more"
    )
    assert pin.hint == (
        "look: apparate diff --library lib 1.4.2 dist/lib.whl;"
        ' to let it pass: api_allow = ["lib.f", "lib.g", "lib.h", …], or --allow major'
    )


STEPS = [
    # pin, release, policy, reason
    ("1.4.2", "1.4.3", {}, "api-break"),
    ("1.4.2", "1.5.0", {}, "api-break"),
    ("1.4.2", "1.4.2.post1", {}, "api-break"),
    ("1.4.2", "2.0.0", {"allow": Limit.MAJOR}, "allowed"),
    ("1.4.2", "1.5.0", {"allow": Limit.MAJOR}, "allowed"),
    ("1.4.2", "1.5.0", {"api_check": False}, "allowed"),
    ("1.4.2", "1.4.1", {"allow_downgrade": True}, "allowed"),
    ("1.4.2", "1.5.0rc1", {"pre": True}, "api-break"),
    ("1.5.0rc1", "1.5.0", {}, "allowed"),
    ("1.5.0rc1", "1.5.0rc2", {}, "allowed"),
    ("0.1.1", "0.1.2", {}, "api-break"),
    ("0.1.1", "0.2.0", {"allow": Limit.MAJOR}, "allowed"),
    ("0.1.1", "0.2.0", {"zero_major": ZeroMajor.RELAXED}, "api-break"),
]


@pytest.mark.parametrize(("pinned", "release", "policy", "reason"), STEPS)
def test_which_steps_promise_an_api(
    decided: Decided, pinned: str, release: str, policy: dict[str, Any], reason: str
) -> None:
    text = WHEEL.replace("1.4.2", pinned)
    facts = replace(facts_of(diff=BROKEN), pinned={text: a_file("old")})
    assert decided(text, release, policy=policy, facts=facts).reason.value == reason


@pytest.mark.parametrize(
    ("more", "way"),
    [
        ({"tags": {"apparate": "minor"}}, "or the tag apparate=minor = major"),
        (
            {"policy": {"rules": (Rule(jobs=("*",), allow=Limit.MINOR, reason="tier 1"),)}},
            "or allow = major in rules[0] (tier 1)",
        ),
    ],
)
def test_the_hint_names_what_limits(decided: Decided, more: dict[str, Any], way: str) -> None:
    pin = decided(WHEEL, facts=facts_of(diff=BROKEN), **more)
    assert (pin.hint or "").endswith(way)


def test_a_job_that_may_take_major_steps_is_not_asked(decided: Decided) -> None:
    pin = decided(WHEEL, facts=facts_of(diff=BROKEN), tags={"apparate": "major"})
    assert (pin.reason.value, outcomes(pin).get("api")) == ("allowed", None)


@pytest.mark.parametrize(
    ("diff", "outcome", "words"),
    [
        (a_diff(), "passed", "9 names compared"),
        (
            a_diff(waived=("lib.f",)),
            "passed",
            "api_allow lets pass lib.f (object-removed, lib/__init__.py:3)",
        ),
        (
            a_diff(unchecked=("it is compiled", "it is compiled")),
            "unchecked",
            "the API of 1.4.2 could not be compared: it is compiled",
        ),
        (a_diff(unchecked=("nothing public",), compared=0), "unchecked", "nothing public"),
    ],
)
def test_what_a_comparison_says(decided: Decided, diff: Any, outcome: str, words: str) -> None:  # noqa: ANN401  a comparison
    pin = decided(WHEEL, facts=facts_of(diff=diff))
    assert (pin.reason.value, outcomes(pin)["api"]) == ("allowed", outcome)
    assert words in text_of(pin, CheckName.API)


def test_the_same_words_are_said_once(decided: Decided) -> None:
    diff = a_diff(unchecked=("it is compiled", "it is compiled"))
    pin = decided(WHEEL, facts=facts_of(diff=diff), policy={"unchecked": "hold"})
    assert pin.reason.value == "unchecked"
    assert pin.explanation.count("it is compiled") == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            facts_of(pinned=LOST),
            "the API of 1.4.2 was not compared: its file is not there any more",
        ),
        (facts_of(LOST), "the API of 1.4.2 was not compared: its file is not there any more"),
        (
            Facts(release=a_file()),
            "the API of 1.4.2 was not compared: its file was not looked at",
        ),
        (
            Facts(release=a_file(), pinned={WHEEL: a_file("old")}),
            "the API of 1.4.2 was not compared",
        ),
    ],
)
def test_what_was_not_compared_is_unchecked(decided: Decided, facts: Any, words: str) -> None:  # noqa: ANN401  facts
    pin = decided(WHEEL, facts=facts)
    assert outcomes(pin)["api"] == "unchecked"
    assert text_of(pin, CheckName.API) == words


def test_a_requirement_is_known_by_its_version(decided: Decided) -> None:
    pin = decided("lib==1.4.2", facts=facts_of(diff=BROKEN), policy={"index_pins": "rewrite"})
    assert pin.reason.value == "api-break"


def test_a_path_is_known_however_it_is_spelled(decided: Decided) -> None:
    text = WHEEL.removeprefix("/Workspace")
    assert decided(text, facts=facts_of(diff=BROKEN)).reason.value == "api-break"


def test_a_module_as_a_whole_has_no_line(decided: Decided) -> None:
    whole = structs.replace(a_diff("lib.f"), breaks=(a_break("lib.f", None),))
    pin = decided(WHEEL, facts=facts_of(diff=whole))
    assert "lib.f (object-removed, lib/__init__.py)" in pin.explanation


# the order, and what holds always

ORDER: list[tuple[str, dict[str, Any]]] = [
    ("python-incompatible", {"requires_python": ">=3.12"}),
    ("platform-incompatible", {"tags": frozenset({"py3-none-win_amd64"})}),
    ("entry-point-missing", {}),
    ("api-break", {"entry_points": frozenset({"run"})}),
]


@pytest.mark.parametrize("number", range(len(ORDER)))
def test_the_earlier_reason_counts(decided: Decided, number: int) -> None:
    """Everything from this reason on is amiss at once."""
    said: dict[str, Any] = {"entry_points": frozenset({"run"})}
    for reason, more in reversed(ORDER[number:]):
        said |= more
        if reason == "entry-point-missing":
            del said["entry_points"]
    facts = facts_of(a_file(**said), a_file("old", **RUN), BROKEN)
    pin = decided(WHEEL, facts=facts, runs=[a_run(entry="run")], policy={"unchecked": "hold"})
    assert pin.reason.value == ORDER[number][0]
    assert len(pin.checks or ()) == 4


OUTCOMES = st.lists(st.sampled_from(CheckOutcome), min_size=1, max_size=4)


@given(OUTCOMES)
def test_the_gravest_counts(found: list[CheckOutcome]) -> None:
    checks = [Check(name=CheckName.API, outcome=one, text="") for one in found]
    order = [CheckOutcome.FAILED, CheckOutcome.UNCHECKED, CheckOutcome.PASSED]
    assert gravest(checks).outcome is min(found, key=order.index)
    assert gravest([unchecked(CheckName.API, "a"), unchecked(CheckName.API, "b")]).text == "a"


AMISS = st.fixed_dictionaries(
    {
        "requires": st.sampled_from([None, ">=3.8", ">=3.11", "<3.12", "odd"]),
        "tag": st.sampled_from(["py3-none-any", "cp311-cp311-linux_x86_64", "py3-none-win32"]),
        "keys": st.lists(
            st.sampled_from([None, "13.3.x-scala2.12", "15.4.x-x", "99.9.x-x"]), max_size=3
        ),
        "entry": st.sampled_from([None, "run"]),
        "before": st.sampled_from([LOST, a_file("old"), a_file("old", **RUN)]),
        "diff": st.sampled_from([a_diff(), BROKEN, a_diff(unchecked=("no source",))]),
    }
)


@given(AMISS, st.sampled_from(["allow", "hold"]))
def test_what_moves_passed_every_check(
    decided: Decided, amiss: dict[str, Any], setting: str
) -> None:
    file = a_file(requires_python=amiss["requires"], tags=frozenset({amiss["tag"]}))
    facts = facts_of(file, amiss["before"], amiss["diff"])
    runs = [a_run(key, entry=amiss["entry"]) for key in amiss["keys"]]
    pin = decided(WHEEL, facts=facts, runs=runs, policy={"unchecked": setting})
    found = set(outcomes(pin).values())
    assert found
    if pin.decision is Decision.UPGRADE:
        assert "failed" not in found
        assert setting == "allow" or found == {"passed"}
    else:
        assert pin.explanation
        assert "failed" in found or (setting == "hold" and "unchecked" in found)
