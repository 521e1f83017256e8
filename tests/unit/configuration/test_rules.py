"""Rules in a configuration: what they can say, and that an error names the rule and the setting."""

from __future__ import annotations

from datetime import date

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.settings import settings_from
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.policies.policy import Policy, Rule, ScheduleWord
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.steps import Limit, Step

GOOD = {"jobs": ["*"], "pre": True}


def test_everything_a_rule_can_say() -> None:
    table = {
        "jobs": ["finance-*"],
        "exclude": ["finance-dev"],
        "tags": ["team=finance"],
        "owners": ["*@example.com"],
        "schedule": ["cron", "paused"],
        "kinds": ["job", "pipeline"],
        "libraries": ["sales-*"],
        "steps": ["minor", "downgrade"],
        "allow": "patch",
        "pre": False,
        "hold": True,
        "index_pins": "replace",
        "include_bundle_managed": True,
        "soak": {"patch": "0h", "minor": "24h", "major": "7d"},
        "reason": "month-end close",
    }
    assert settings_from({"rules": [table]}, "").policy().rules == (
        Rule(
            jobs=("finance-*",),
            exclude=("finance-dev",),
            tags=("team=finance",),
            owners=("*@example.com",),
            schedule=(ScheduleWord.CRON, ScheduleWord.PAUSED),
            kinds=(DependentKind.JOB, DependentKind.PIPELINE),
            libraries=("sales-*",),
            steps=(Step.MINOR, Step.DOWNGRADE),
            allow=Limit.PATCH,
            pre=False,
            hold=True,
            index_pins="replace",
            include_bundle_managed=True,
            soak=Soak(patch="0h", minor="24h", major="7d"),
            reason="month-end close",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "what", "hint"),
    [
        ({"owner": ["a"]}, "unknown setting in rules[1]: owner", "did you mean owners?"),
        ({"jobs": ["a"], "alow": "patch"}, "unknown setting in rules[1]: alow", "allow?"),
        ({**GOOD, "soak": {"minnor": "1h"}}, "unknown setting in rules[1].soak: minnor", "minor?"),
        ({**GOOD, "kinds": ["jobs"]}, "rules[1].kinds has an unknown word: jobs", "mean job?"),
        ({**GOOD, "schedule": ["crons"]}, "rules[1].schedule has an unknown word: crons", "cron?"),
        ({**GOOD, "steps": ["none"]}, "rules[1].steps has an unknown word: none", ""),
        ({**GOOD, "steps": ["zzz"]}, "rules[1].steps has an unknown word: zzz", "known: epoch"),
        ({**GOOD, "allow": "mayor"}, "rules[1].allow has an unknown word: mayor", "major?"),
        ({**GOOD, "index_pins": "rewrit"}, "rules[1].index_pins has an unknown word", "rewrite?"),
        (
            {"jobs": "a", "pre": True},
            "rules[1].jobs is a list, and here it is a text",
            'jobs = ["…"]',
        ),
        (
            {"jobs": [3], "pre": True},
            "rules[1].jobs is a text, and here it is a whole",
            'jobs = ["…"]',
        ),
        ({**GOOD, "kinds": "job"}, "rules[1].kinds is a list, and here", 'kinds = ["…"]'),
        ({**GOOD, "allow": 1}, "rules[1].allow is a text, and here", 'allow = "patch"'),
        ({**GOOD, "hold": "yes"}, "rules[1].hold is true or false, and", "hold = true"),
        ({**GOOD, "reason": 1}, "rules[1].reason is a text, and here", 'reason = "…"'),
        (
            {**GOOD, "soak": "24h"},
            "rules[1].soak is a table, and here it is a text",
            'soak = {patch = "0h"',
        ),
        ({**GOOD, "soak": {"minor": "soon"}}, "minor: 'soon' is no span of time", "soak = {"),
        ({**GOOD, "soak": {"minor": ""}}, "minor: '' is no span of time", "soak = {"),
        ({**GOOD, "soak": {"minor": 24}}, "rules[1].soak is a text, and here", "soak = {"),
        ("finance-*", "rules[1] is no table", "[[rules]]"),
        ({"jobs": [], "pre": True}, "rules[1] has an empty jobs", "leave jobs out"),
        ({"jobs": ["a"], "tags": [], "pre": True}, "rules[1] has an empty tags", ""),
        ({"pre": True}, "rules[1] matches nothing", 'jobs = ["*"]'),
        ({"jobs": ["a"]}, "rules[1] sets nothing", "add one of allow"),
        ({"jobs": ["a"], "reason": "x"}, "rules[1] sets nothing", ""),
        ({"jobs": ["a"], "hold": True}, "rules[1] holds and does not say why", "reason ="),
        ({"jobs": ["a"], "hold": True, "reason": " "}, "rules[1] holds and does not say why", ""),
    ],
    ids=str,
)
def test_an_error_names_the_rule_and_the_setting(rule: object, what: str, hint: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"rules": [GOOD, rule]}, "apparate.toml")
    assert what in caught.value.what
    assert hint in (caught.value.hint or "")
    assert caught.value.where == "apparate.toml"


def test_one_table_of_rules_is_told_how_a_list_is_written() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"rules": GOOD}, "apparate.toml")
    assert caught.value.what == "rules is no list of tables"
    assert (
        caught.value.hint
        == "write [[rules]] above each rule, in pyproject.toml [[tool.apparate.rules]]"
    )


def test_a_rule_that_lets_go_needs_no_reason() -> None:
    [rule] = settings_from({"rules": [{"jobs": ["a"], "hold": False}]}, "").rules
    assert rule.hold is False


@pytest.mark.parametrize(
    ("soak", "what", "hint"),
    [
        ({"minor": "soon"}, "soak has an impossible value: minor: 'soon' is no span", "soak = {"),
        ({"major": "999999w"}, "major: '999999w' is more than ten years", "soak = {"),
        ("24h", "soak is a table, and here it is a text", "soak = {"),
        ({"minnor": "24h"}, "unknown setting in soak: minnor", "did you mean minor?"),
    ],
    ids=str,
)
def test_soak_is_looked_at_too(soak: object, what: str, hint: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"soak": soak}, "apparate.toml")
    assert what in caught.value.what
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("freeze", "what"),
    [
        ("2026-12-20", "freeze is no list of texts"),
        ([date(2026, 12, 20)], "freeze[0] is no text: 2026-12-20"),
        (["2026-12-24", "christmas"], "freeze[1]: 'christmas' is no freeze"),
        (["2026-02-30"], "freeze[0]: '2026-02-30' is no freeze"),
        (["2027-01-03..2026-12-20"], "freeze[0]: '2027-01-03..2026-12-20' ends before it begins"),
    ],
    ids=str,
)
def test_freezes_are_looked_at_too(freeze: object, what: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"freeze": freeze}, "apparate.toml")
    assert what in caught.value.what
    assert "2026-12-20..2027-01-03" in (caught.value.hint or "")


def test_soak_and_freeze_are_part_of_the_policy() -> None:
    table = {"soak": {"minor": "24h"}, "freeze": ["2026-12-20..2027-01-03"]}
    policy = settings_from(table, "").policy(override_freeze="hotfix")
    assert (policy.soak, policy.freeze) == (Soak(minor="24h"), ("2026-12-20..2027-01-03",))
    assert policy.override_freeze == "hotfix"


@pytest.mark.parametrize(
    ("policy", "time", "age"),
    [
        (Policy(), False, False),
        (Policy(freeze=("2026-12-24",)), True, False),
        (Policy(soak=Soak()), True, True),
        (Policy(rules=(Rule(jobs=("*",), soak=Soak()),)), True, True),
        (Policy(rules=(Rule(jobs=("*",), hold=True),)), False, False),
    ],
)
def test_who_asks_for_time(policy: Policy, *, time: bool, age: bool) -> None:
    assert (policy.asks_for_time, policy.asks_for_age) == (time, age)
