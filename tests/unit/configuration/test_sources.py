"""File, then environment, then options: the later says the last word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.settings import KEYS, Settings
from apparate_ng.configuration.variables import variable_of
from apparate_ng.model.releases.steps import Limit


def load(start: Path, environment: Mapping[str, str] | None = None, **options: object) -> Settings:
    return load_settings(start, explicit=None, environment=environment or {}, options=options)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder whose file sets a few things."""
    (tmp_path / "apparate.toml").write_text(
        'store = "/file"\nallow = "patch"\npre = true\n', encoding="utf-8"
    )
    return tmp_path


def test_the_environment_wins_over_the_file(project: Path) -> None:
    settings = load(project, {"APPARATE_STORE": "/environment", "PATH": "/bin"})
    assert (settings.store, settings.allow) == ("/environment", Limit.PATCH)


def test_options_win_over_both(project: Path) -> None:
    environment = {"APPARATE_STORE": "/environment", "APPARATE_ALLOW": "minor"}
    settings = load(project, environment, store="/option")
    assert (settings.store, settings.allow) == ("/option", Limit.MINOR)


def test_options_that_are_not_given_say_nothing(project: Path) -> None:
    settings = load(project, store=None, also_stores=(), allow=None, pre=None)
    assert (settings.store, settings.allow, settings.pre) == ("/file", Limit.PATCH, True)


def test_an_option_that_says_no_is_given(project: Path) -> None:
    settings = load(project, pre=False, max_dependents=0)
    assert (settings.pre, settings.max_dependents) == (False, 0)


@pytest.mark.parametrize(
    ("variable", "text", "key", "value"),
    [
        ("APPARATE_STORE", "/x", "store", "/x"),
        ("APPARATE_ALSO_STORES", "dbfs:/a, /b ,", "also_stores", ("dbfs:/a", "/b")),
        ("APPARATE_ALLOW", "major", "allow", Limit.MAJOR),
        ("APPARATE_PRE", "1", "pre", True),
        ("APPARATE_PRE", "False", "pre", False),
        ("APPARATE_REPLACE_EGGS", "YES", "replace_eggs", True),
        ("APPARATE_INCLUDE_BUNDLE_MANAGED", "on", "include_bundle_managed", True),
        ("APPARATE_INDEX_PINS", "rewrite", "index_pins", "rewrite"),
        ("APPARATE_INDEX_PINS", "replace", "index_pins", "replace"),
        ("APPARATE_MAX_DEPENDENTS", "20", "max_dependents", 20),
        ("APPARATE_FREEZE", "2026-12-24, 2026-12-31", "freeze", ("2026-12-24", "2026-12-31")),
        ("APPARATE_MAX_DEPENDENTS", " 20 ", "max_dependents", 20),
    ],
)
def test_each_variable(tmp_path: Path, variable: str, text: str, key: str, value: object) -> None:
    assert getattr(load(tmp_path, {variable: text}), key) == value


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        (
            "APPARATE_MAX_DEPENDENTS",
            "many",
            "max_dependents is a whole number, and here it is 'many'",
        ),
        ("APPARATE_MAX_DEPENDENTS", "-1", "max_dependents is a whole number, and here it is '-1'"),
        ("APPARATE_PRE", "maybe", "pre is true or false, and here it is 'maybe'"),
        ("APPARATE_ALLOW", "huge", "allow cannot be 'huge'"),
        ("APPARATE_INDEX_PINS", "maybe", "index_pins cannot be 'maybe'"),
        ("APPARATE_FREEZE", "tomorrow", "freeze[0]"),
        ("APPARATE_ALSO_STORES", "/", "also_stores names '/'"),
    ],
)
def test_an_impossible_variable(tmp_path: Path, variable: str, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, {variable: text})
    assert said in caught.value.what
    assert caught.value.where == variable
    assert caught.value.hint is not None


@pytest.mark.parametrize("key", [key for key in KEYS if variable_of(key) is not None])
@pytest.mark.parametrize("empty", ["", "  "])
def test_a_variable_that_is_empty_says_nothing(project: Path, key: str, empty: str) -> None:
    assert load(project, {variable_of(key) or "": empty}) == load(project)


def test_a_mistake_in_the_file_is_one_even_where_an_option_overrides_it(tmp_path: Path) -> None:
    (tmp_path / "apparate.toml").write_text('allow = "huge"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, allow="minor")
    assert caught.value.where == str(tmp_path / "apparate.toml")


def test_rules_stand_in_files_only(tmp_path: Path) -> None:
    assert load(tmp_path, {"APPARATE_RULES": "[]"}).rules == ()


def test_there_is_no_setting_for_credentials() -> None:
    assert not {"token", "password", "host", "profile", "client_secret"} & set(KEYS)
