"""Where settings are looked for, and what is said of files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.settings import Settings
from apparate_ng.model.policies.policy import Rule
from apparate_ng.model.releases.steps import Limit, ZeroMajor


def load(start: Path, explicit: Path | None = None, **options: object) -> Settings:
    return load_settings(start, explicit=explicit, environment={}, options=options)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder three levels below the root of everything that the tests write."""
    folder = tmp_path / "repository" / "libraries" / "lib"
    folder.mkdir(parents=True)
    return folder


def write(folder: Path, *, own: str | None = None, project: str | None = None) -> None:
    if own is not None:
        (folder / "apparate.toml").write_text(f'store = "{own}"\n', encoding="utf-8")
    if project is not None:
        text = f'[project]\nname = "lib"\n[tool.apparate]\nstore = "{project}"\n'
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def test_without_any_file_the_defaults_hold(project: Path) -> None:
    settings = load(project)
    assert settings == Settings()
    assert (settings.store, settings.also_stores, settings.rules) == (None, (), ())
    assert (settings.allow, settings.zero_major) == (Limit.MINOR, ZeroMajor.STRICT)
    assert (settings.index_pins, settings.max_dependents) == ("hold", None)


def test_the_project_file_of_the_folder(project: Path) -> None:
    write(project, project="/here")
    assert load(project).store == "/here"


def test_files_are_found_upwards(project: Path) -> None:
    write(project.parent.parent, project="/above")
    assert load(project).store == "/above"


def test_the_nearest_project_file_counts(project: Path) -> None:
    write(project.parent.parent, project="/above")
    write(project, project="/here")
    assert load(project).store == "/here"


def test_the_nearest_own_file_counts(project: Path) -> None:
    write(project.parent.parent, own="/above")
    write(project.parent, own="/nearer")
    assert load(project).store == "/nearer"


def test_an_own_file_wins_over_a_project_file(project: Path) -> None:
    write(project, own="/own", project="/project")
    assert load(project).store == "/own"


def test_an_own_file_above_wins_over_a_nearer_project_file(project: Path) -> None:
    write(project.parent, own="/own")
    write(project, project="/project")
    assert load(project).store == "/own"


def test_a_project_file_without_our_table_sets_nothing(project: Path) -> None:
    (project / "pyproject.toml").write_text('[project]\nname = "lib"\n', encoding="utf-8")
    assert load(project) == Settings()


def test_a_named_file_is_the_only_one(project: Path, tmp_path: Path) -> None:
    write(project, own="/own", project="/project")
    other = tmp_path / "other.toml"
    other.write_text('allow = "patch"\n', encoding="utf-8")
    settings = load(project, explicit=other)
    assert (settings.store, settings.allow) == (None, Limit.PATCH)


def test_a_named_project_file_holds_our_table(project: Path) -> None:
    write(project, project="/project")
    assert load(project.parent, explicit=project / "pyproject.toml").store == "/project"


def test_everything_can_stand_in_a_file(project: Path) -> None:
    (project / "apparate.toml").write_text(
        """
store = "/Workspace/Shared/libraries"
also_stores = ["dbfs:/FileStore/jars"]
allow = "patch"
pre = true
zero_major = "relaxed"
index_pins = "rewrite"
include_bundle_managed = true
replace_eggs = true
max_dependents = 200

[[rules]]
jobs = ["finance-*"]
allow = "patch"
reason = "month-end close"

[[rules]]
jobs = ["critical"]
hold = true
reason = "by hand only"
""",
        encoding="utf-8",
    )
    settings = load(project)
    assert settings.max_dependents == 200
    policy = settings.policy(allow_downgrade=True)
    assert policy.stores == ("/Workspace/Shared/libraries", "dbfs:/FileStore/jars")
    assert (policy.allow, policy.pre, policy.zero_major) == (Limit.PATCH, True, ZeroMajor.RELAXED)
    assert (policy.index_pins, policy.include_bundle_managed) == ("rewrite", True)
    assert (policy.replace_eggs, policy.allow_downgrade) == (True, True)
    assert policy.rules == (
        Rule(jobs=("finance-*",), allow=Limit.PATCH, reason="month-end close"),
        Rule(jobs=("critical",), hold=True, reason="by hand only"),
    )


def test_without_a_store_the_older_places_still_count(project: Path) -> None:
    policy = load(project, also_stores=["dbfs:/FileStore/jars"]).policy()
    assert policy.stores == ("dbfs:/FileStore/jars",)
    assert policy.allow_downgrade is False


@pytest.mark.parametrize(
    "content", [b"store = ", b"[tool.apparate", b"\xff\xfe", b"a = 1\na = 2\n"]
)
@pytest.mark.parametrize("name", ["apparate.toml", "pyproject.toml"])
def test_a_file_that_is_no_toml(project: Path, name: str, content: bytes) -> None:
    (project / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match="no TOML") as caught:
        load(project)
    assert caught.value.where == str(project / name)


def test_a_named_file_must_be_there(project: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file") as caught:
        load(project, explicit=project / "missing.toml")
    assert caught.value.where == str(project / "missing.toml")


def test_a_named_folder_is_no_file(project: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(project, explicit=project)


@pytest.mark.parametrize("content", ["[tool]\napparate = 3\n", "tool = 3\n"])
def test_what_should_be_our_table_must_be_one(project: Path, content: str) -> None:
    (project / "pyproject.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no table"):
        load(project)
