"""`build`: the project's own backend, isolated, out of the tree, the same bytes each time."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import hatchling_project, project, wheel
from tests.e2e.program import Program, error_of


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.slow
def test_build_prints_the_file_and_leaves_the_tree_clean(outside: Program) -> None:
    folder = hatchling_project(outside.folder / "sales")
    before = _tree(folder)

    first = outside.inside(folder)("build")
    second = outside("build", folder, "--out-dir", "dist")

    assert (first.returncode, first.stderr, second.returncode) == (0, "", 0)
    files = [outside.folder / outcome.stdout.rstrip("\n") for outcome in (first, second)]
    assert [zipfile.is_zipfile(file) for file in files] == [True, True]
    assert files[1].parent == outside.folder / "dist"
    assert files[0].read_bytes() == files[1].read_bytes()
    assert _tree(folder) == before


def test_as_json_it_says_what_was_built_and_where(outside: Program) -> None:
    outcome = outside("build", project(outside.folder / "sales"), "-o", "dist", "--output", "json")

    built = json.loads(outcome.stdout)
    content = (outside.folder / built["file"]).read_bytes()
    assert (built["schema"], built["kind"]) == ("apparate.build/1", "wheel")
    assert built["file"] == str(Path("dist", built["filename"]))
    assert built["filename"].startswith(f"{built['name'].replace('-', '_')}-{built['version']}-")
    assert (built["sha256"], built["size"]) == (sha256(content).hexdigest(), len(content))


def test_a_backend_that_cannot_be_had_is_said_in_pips_words(outside: Program) -> None:
    folder = project(outside.folder / "sales")
    text = (folder / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(text.replace("requires = []", 'requires = ["no-such"]'))
    program = outside.knowing(PIP_NO_INDEX="1", PIP_CONFIG_FILE="/dev/null")

    said = error_of(program("build", folder), 1)

    assert "No matching distribution found for no-such" in said.text
    assert "Traceback" not in said.text
    assert "CalledProcessError" not in said.text


def test_verbose_shows_the_backends_output_on_stderr(outside: Program) -> None:
    folder = project(outside.folder / "sales", backend_first='print("backend at work")')

    quiet, verbose = outside("build", folder), outside("build", "-v", folder)

    assert "backend at work" not in quiet.stdout + quiet.stderr
    assert "backend at work" in verbose.stderr
    assert len(verbose.stdout.splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "plan", "upload", "upload-and-update"])
def test_a_build_that_fails_shows_its_last_lines(
    apparate: Program, sandbox: Sandbox, command: str
) -> None:
    lines = "\\n".join(f"line {number}" for number in range(100))
    failing = f'print("{lines}"); raise SystemExit("the flux is inverted")'
    folder = project(apparate.folder / "sales", backend_first=failing)

    said = error_of(apparate(command, folder), 1)

    assert said.what == "the build failed"
    assert said.where == str(folder)
    assert said.hint == f"all of the output: apparate build -v {folder}"
    assert "the flux is inverted" in said.text
    assert "line 50" not in said.text
    assert "Traceback" not in said.text
    assert "--env-dir" not in said.text
    assert sandbox.journal("POST") == []
    assert list(Path(apparate.environment["TMPDIR"]).iterdir()) == []


@pytest.mark.parametrize("command", ["build", "plan", "upload", "upload-and-update"])
def test_no_project_here(apparate: Program, sandbox: Sandbox, command: str) -> None:
    for arguments, place in (((), str(apparate.folder)), (("nowhere",), "nowhere")):
        said = error_of(apparate(command, *arguments), 1)
        assert said.where == place
        assert said.hint is not None
    assert sandbox.journal("POST") == []


@pytest.mark.parametrize("command", ["plan", "upload", "upload-and-update"])
def test_a_wheel_that_is_no_zip(apparate: Program, sandbox: Sandbox, command: str) -> None:
    for name, content in (("empty", b""), ("text", b"no zip"), ("torn", b"PK\x03\x04torn")):
        file = apparate.folder / f"{name}-1.0-py3-none-any.whl"
        file.write_bytes(content)

        said = error_of(apparate(command, file), 1)

        assert said.where == str(file)
    assert sandbox.journal("POST") == []


@pytest.mark.parametrize(
    ("named", "inside"),
    [("1.5.0", "1.5.1"), ("not.a.version", "1.5.0"), ("1.5.0", "not.a.version")],
)
def test_a_wheel_whose_name_or_metadata_is_wrong(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, named: str, inside: str
) -> None:
    file = wheel(tmp_path, named, inside=inside)

    said = error_of(apparate("upload-and-update", file), 1)

    assert said.where is not None
    assert str(file) in said.where
    assert named in said.text
    assert sandbox.journal("POST") == []


def test_a_wheel_of_another_project_under_our_name(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = wheel(tmp_path, project="finance-rules")
    renamed = other.rename(tmp_path / "sales_features-1.5.0-py3-none-any.whl")

    said = error_of(apparate("upload", renamed), 1)

    assert "finance-rules" in said.what
    assert sandbox.journal("POST") == []


def test_a_version_that_is_none_on_the_command_line(apparate: Program, sandbox: Sandbox) -> None:
    for arguments in (
        ("update", "sales-features", "one.two"),
        ("plan", "--library", "sales-features", "--version", "one.two"),
    ):
        said = error_of(apparate(*arguments), 1)
        assert "one.two" in said.what
    assert sandbox.journal("POST") == []


def test_an_out_dir_that_cannot_be_written(outside: Program) -> None:
    folder = project(outside.folder / "sales")
    (outside.folder / "file").write_text("")

    said = error_of(outside("build", folder, "--out-dir", "file/dist"), 1)

    assert "file/dist" in said.text
