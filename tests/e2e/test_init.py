"""`apparate init`: into a fresh project, into one that has files already, and into odd folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from apparate_ng.configuration.files import table_from_files
from tests.e2e.jobs import STORE
from tests.e2e.program import Program, error_of
from tests.e2e.terminal import terminal
from tests.schemas.making import file_of

_FILES = {
    "jenkins": ["Jenkinsfile", "ci/apparate.groovy"],
    "github": [".github/workflows/apparate.yml", ".github/actions/apparate/action.yml"],
    "gitlab": [".gitlab-ci.yml", ".gitlab/apparate.yml"],
}
_MINE = "// mine\n"


@pytest.fixture(params=list(_FILES))
def kit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _outcomes(document: Any, top: Path) -> dict[str, str]:  # noqa: ANN401  JSON
    return {
        Path(file["path"]).relative_to(top.resolve()).as_posix(): file["outcome"]
        for file in document["files"]
    }


def _tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _repository(program: Program, project: str = ".") -> Path:
    (program.folder / ".git").mkdir()
    folder = program.folder / project
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_into_a_fresh_project(outside: Program, kit: str) -> None:
    (outside.folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")

    document = outside.document("init", kit, "--store", "/Shared/libraries")

    assert document["schema"] == "apparate.init/1"
    jsonschema.validate(document, json.loads(file_of("apparate.init/1").read_text()))
    assert _outcomes(document, outside.folder) == dict.fromkeys(
        [*_FILES[kit], "pyproject.toml"], "written"
    ) | {"pyproject.toml": "written"}
    assert document["to_do"]
    assert sorted(_tree(outside.folder)) == sorted([*_FILES[kit], "pyproject.toml"])
    assert table_from_files(outside.folder, None)[0] == {"store": STORE}
    assert not [name for name, text in _tree(outside.folder).items() if b"@PROJECT@" in text]
    assert not [name for name, text in _tree(outside.folder).items() if b"@VERSION@" in text]


def test_a_second_time_nothing_is_written(outside: Program, kit: str) -> None:
    outside.document("init", kit, "--store", STORE)
    before = {path: path.stat().st_mtime_ns for path in outside.folder.rglob("*")}

    document = outside.document("init", kit)

    assert set(_outcomes(document, outside.folder).values()) == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in outside.folder.rglob("*")} == before


def test_line_ends_of_a_checkout_are_no_difference(outside: Program, kit: str) -> None:
    outside.document("init", kit, "--store", STORE)
    file = outside.folder / _FILES[kit][0]
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert set(_outcomes(outside.document("init", kit), outside.folder).values()) == {"unchanged"}


def test_what_stands_there_is_not_overwritten(outside: Program, kit: str) -> None:
    file = outside.folder / _FILES[kit][0]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_MINE)
    before = _tree(outside.folder)

    said = error_of(outside("init", kit, "--store", STORE), 1)

    assert said.what == "something else stands there; nothing was written"
    assert said.where == str(file.resolve())
    assert said.hint is not None
    assert "--force" in said.hint
    assert "--keep" in said.hint
    assert _tree(outside.folder) == before


def test_keep_writes_the_others(outside: Program, kit: str) -> None:
    first, second = _FILES[kit]
    (outside.folder / first).parent.mkdir(parents=True, exist_ok=True)
    (outside.folder / first).write_text(_MINE)

    document = outside.document("init", kit, "--store", STORE, "--keep")

    outcomes = _outcomes(document, outside.folder)
    assert (outcomes[first], outcomes[second]) == ("kept", "written")
    assert (outside.folder / first).read_text() == _MINE


def test_force_replaces(outside: Program, kit: str) -> None:
    first = _FILES[kit][0]
    (outside.folder / first).parent.mkdir(parents=True, exist_ok=True)
    (outside.folder / first).write_text(_MINE)

    document = outside.document("init", kit, "--store", STORE, "--force")

    assert _outcomes(document, outside.folder)[first] == "replaced"
    assert (outside.folder / first).read_text() != _MINE


def test_force_and_keep_exclude_each_other(outside: Program) -> None:
    outcome = outside("init", "jenkins", "--store", STORE, "--force", "--keep")

    assert "opposite" in error_of(outcome, 2).what


@pytest.mark.parametrize(("answer", "is_mine"), [("n\n", True), ("y\n", False)])
def test_on_a_terminal_one_is_asked(outside: Program, answer: str, *, is_mine: bool) -> None:
    file = outside.folder / "Jenkinsfile"
    file.write_text(_MINE)

    with terminal(outside, "init", "jenkins") as screen:
        screen.read_until("Library store [")
        screen.type("\n")
        screen.read_until("[y/N]")
        screen.type(answer)
        code = screen.end()

    assert code == 0
    assert (file.read_text() == _MINE) is is_mine
    assert ("kept as it was" in screen.text) is is_mine
    assert (outside.folder / "ci" / "apparate.groovy").is_file()
    assert table_from_files(outside.folder, None)[0] == {"store": STORE}


def test_without_a_store_and_with_nobody_to_ask(outside: Program, kit: str) -> None:
    assert "--store" in error_of(outside("init", kit), 2).what
    assert _tree(outside.folder) == {}


def test_a_store_that_is_configured_stays(outside: Program, kit: str) -> None:
    file = outside.folder / "apparate.toml"
    file.write_text("# ours\nstore = '/Shared/libraries'\n")

    document = outside.document("init", kit)
    said = error_of(outside("init", kit, "--store", "/Shared/other"), 1)

    assert _outcomes(document, outside.folder)["apparate.toml"] == "unchanged"
    assert said.what == "another store is configured: /Shared/libraries"
    assert file.read_text() == "# ours\nstore = '/Shared/libraries'\n"


@pytest.mark.parametrize("project", ["libs/sales", "libs/sales features", "libs/prévision-2"])
def test_a_library_in_a_repository(outside: Program, kit: str, project: str) -> None:
    folder = _repository(outside, project)

    document = outside.document("init", kit, folder, "--store", STORE)

    assert sorted(_outcomes(document, outside.folder)) == sorted(
        [*_FILES[kit], f"{project}/apparate.toml"]
    )
    assert f'"{project}"' in _said_project(outside.folder, kit)


def _said_project(top: Path, kit: str) -> str:
    text = (top / _FILES[kit][0]).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().lower().startswith("project"))
    return line.replace("'", '"')


@pytest.mark.parametrize(
    "name", ["it's", 'say "x"', "${HOME}", "${{ x }}", "a\nb", "a\\b", "$(id)"]
)
def test_a_name_that_no_pipeline_can_hold(outside: Program, kit: str, name: str) -> None:
    folder = _repository(outside, name)

    said = error_of(outside("init", kit, folder, "--store", STORE), 1)

    assert said.what == "the folder's name has characters that a pipeline cannot hold"
    assert _tree(outside.folder) == {}


def test_a_folder_stands_in_the_way(outside: Program) -> None:
    (outside.folder / "Jenkinsfile").mkdir()

    said = error_of(outside("init", "jenkins", "--store", STORE, "--force"), 1)

    assert said.what.startswith("what stands there cannot be read")
    assert _tree(outside.folder) == {}


def test_a_file_stands_where_a_folder_is_needed(outside: Program) -> None:
    (outside.folder / ".github").write_text("")

    said = error_of(outside("init", "github", "--store", STORE), 1)

    assert "cannot be" in said.what
    assert ".github" in (said.where or "")


def test_a_folder_that_is_not_there(outside: Program) -> None:
    assert "does not exist" in error_of(outside("init", "jenkins", "nowhere"), 2).what


def test_an_unknown_kit(outside: Program) -> None:
    said = error_of(outside("init", "travis", "--store", STORE), 2)

    assert all(kit in said.what for kit in _FILES)


def test_what_is_left_to_do_is_said(outside: Program, kit: str) -> None:
    outcome = outside("init", kit, "--store", STORE)

    assert outcome.returncode == 0
    assert "Left to do:" in outcome.stdout
    assert f"+ {outside.folder.resolve() / _FILES[kit][0]}: written" in outcome.stdout


def test_the_workflow_calls_the_action_where_it_was_written(outside: Program) -> None:
    outside.document("init", "github", "--store", STORE)

    text = (outside.folder / _FILES["github"][0]).read_text()
    jobs = yaml.safe_load(text)["jobs"].values()
    local = {step["uses"] for job in jobs for step in job["steps"] if step["uses"].startswith("./")}
    assert [(outside.folder / place / "action.yml").is_file() for place in local] == [True]


def test_the_pipeline_includes_the_file_that_was_written(outside: Program) -> None:
    outside.document("init", "gitlab", "--store", STORE)

    include = yaml.safe_load((outside.folder / ".gitlab-ci.yml").read_text())["include"]
    assert [(outside.folder / each["local"].lstrip("/")).is_file() for each in include] == [True]


def test_the_pipeline_loads_the_steps_that_were_written(outside: Program) -> None:
    outside.document("init", "jenkins", "--store", STORE)

    assert "load 'ci/apparate.groovy'" in (outside.folder / "Jenkinsfile").read_text()
