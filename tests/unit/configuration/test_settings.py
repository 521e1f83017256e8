"""Unknown keys and impossible values, wherever they come from."""

from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.settings import settings_from
from apparate_ng.errors import ExitCode


@pytest.mark.parametrize(
    ("table", "what", "hint"),
    [
        ({"stroe": "/x"}, "unknown setting: stroe", "did you mean store?"),
        ({"alow": "minor"}, "unknown setting: alow", "did you mean allow?"),
        ({"max-dependents": 3}, "unknown setting: max-dependents", "did you mean max_dependents?"),
        ({"zzz": 1}, "unknown setting: zzz", "known: store"),
        (
            {"stroe": 1, "alow": 2},
            "unknown settings: alow, stroe",
            "did you mean allow, store?",
        ),
        (
            {"rules": [{"jobs": ["a"], "pre": True}, {"job": ["b"]}]},
            "unknown setting in rules[1]: job",
            "did you mean jobs?",
        ),
        ({"rules": [{"jobs": [], "zzz": 1}]}, "unknown setting in rules[0]: zzz", "known: jobs"),
        ({"token": "x"}, "unknown setting: token", ""),
    ],
    ids=str,
)
def test_an_unknown_key(table: dict[str, Any], what: str, hint: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table, "apparate.toml")
    assert caught.value.what == what
    assert hint in (caught.value.hint or "")
    assert caught.value.where == "apparate.toml"
    assert caught.value.exit_code is ExitCode.ERROR


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"store": 3}, "store"),
        ({"also_stores": "/x"}, "also_stores"),
        ({"also_stores": [3]}, "also_stores"),
        ({"allow": "everything"}, "allow"),
        ({"allow": 1}, "allow"),
        ({"pre": "yes"}, "pre"),
        ({"pre": 1}, "pre"),
        ({"zero_major": "loose"}, "zero_major"),
        ({"index_pins": "maybe"}, "index_pins"),
        ({"max_dependents": "many"}, "max_dependents"),
        ({"max_dependents": True}, "max_dependents"),
        ({"max_dependents": -1}, "max_dependents"),
        ({"rules": 5}, "rules"),
        ({"rules": True}, "rules"),
        ({"rules": "finance"}, "rules"),
        ({"rules": {"jobs": ["a"]}}, "rules"),
        ({"rules": ["finance"]}, "rules"),
        ({"rules": [{"jobs": "finance-*"}]}, "rules[0].jobs"),
        ({"rules": [{"jobs": ["a"], "allow": "huge"}]}, "rules[0].allow"),
        ({"rules": [{"hold": True}]}, "rules[0] matches nothing"),
    ],
    ids=str,
)
def test_an_impossible_value_is_named_by_its_key(table: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table, "apparate.toml")
    said = caught.value.what.replace("[...]", "[0]")
    assert key in said
    assert caught.value.where == "apparate.toml"


@pytest.mark.parametrize(
    ("table", "what", "hint"),
    [
        ({"store": 3}, "store is a text, and here it is a whole number", 'store = "…"'),
        ({"also_stores": "/x"}, "also_stores is a list, and here it is a text", '= ["…"]'),
        ({"also_stores": [3]}, "also_stores[0] is a text, and here it is a whole number", None),
        ({"pre": "yes"}, "pre is true or false, and here it is a text", "pre = true"),
        ({"max_dependents": 1.5}, "max_dependents is a whole number, and here it is a number", "3"),
        ({"allow": "huge"}, "allow cannot be 'huge'", "one of: patch, minor, major"),
        ({"allow": "mayor"}, "allow cannot be 'mayor'", "did you mean major? one of: patch, "),
        ({"allow": 1}, "allow is a text, and here it is a whole number", "one of: patch"),
        ({"unchecked": "x"}, "unchecked cannot be 'x'", "one of: allow, hold"),
        ({"api_allow": [3]}, "api_allow[0] is a text or a table, and here it is a whole", None),
        ({"notify": 3}, "notify is a table, and here it is a whole number", None),
        ({"notify": {"smtp": {}}}, "notify.smtp has no host", None),
        ({"notify": {"on": ["x"]}}, "notify.on[0] cannot be 'x'", "changed, failure, rollback"),
        (
            {"notify": {"smtp": {"host": "a", "from": "a@b.c", "port": "x"}}},
            "notify.smtp.port is a whole number, and here it is a text",
            "write it as port = 3",
        ),
    ],
    ids=str,
)
def test_an_impossible_value_is_said_in_words(
    table: dict[str, Any], what: str, hint: str | None
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table, "apparate.toml")
    assert what in caught.value.what
    assert "`" not in caught.value.what
    assert (hint or "") in (caught.value.hint or "")


def test_no_limit_may_be_none_at_all() -> None:
    assert settings_from({"max_dependents": 0}, "").max_dependents == 0


@pytest.mark.parametrize(
    "place",
    ["/", "", " ", "//", "/Workspace", "/Workspace/", "/Users", "/Volumes", "dbfs:/", "dbfs:"],
)
def test_an_older_place_that_holds_everything_is_refused(place: str) -> None:
    with pytest.raises(ConfigurationError, match="also_stores names"):
        settings_from({"also_stores": ["dbfs:/FileStore/jars", place]}, "apparate.toml")


@pytest.mark.parametrize(
    "place", ["dbfs:/FileStore", "s3://bucket", "/Shared/libraries", "/Volumes/main/libs/wheels"]
)
def test_an_older_place_is_taken_as_it_is_written(place: str) -> None:
    assert settings_from({"also_stores": [place]}, "apparate.toml").also_stores == (place,)
