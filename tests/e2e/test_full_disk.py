"""A disk that is full where a plan is to be saved, and places where no file can be put."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project
from tests.e2e.jobs import NEW, plant, wheel_path, writes
from tests.e2e.program import APPARATE, Outcome, Program, error_of

_SHELL = Path("/bin/sh")


def _without_room(program: Program, *arguments: str | Path, blocks: int = 1) -> Outcome:
    """Run it where no file can have more than some blocks of 512 bytes, as on a disk that is full."""
    script = f'ulimit -f {blocks} && exec "$0" "$@"'
    measured = [name for name in program.environment if name.startswith("COVERAGE_")]
    unmeasured = program.without(*measured)  # what measures would find no room, either
    unmeasured = unmeasured.knowing(PYTHONDONTWRITEBYTECODE="1")  # cut short, it would be read
    return replace(unmeasured, executable=_SHELL)("-c", script, APPARATE, *arguments)


@pytest.mark.skipif(not _SHELL.exists(), reason="needs a shell that can limit what is written")
def test_a_plan_that_finds_no_room(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)
    folder = apparate.folder / "saved"
    target = folder / "plan.json"

    said = error_of(_without_room(apparate, "plan", release, "--out", target, "-q"), 1)

    assert (said.what, said.where) == ("the plan cannot be saved: File too large", str(target))
    assert list(folder.iterdir()) == []
    assert apparate("plan", release, "--out", target).returncode == 0
    stood = {file: file.read_bytes() for file in folder.iterdir()}

    error_of(_without_room(apparate, "plan", release, "--out", target, "-q"), 1)

    assert {file: file.read_bytes() for file in folder.iterdir()} == stood
    assert json.loads(target.read_bytes())["has_changes"]
    assert writes(sandbox) == []


@pytest.mark.skipif(not _SHELL.exists(), reason="needs a shell that can limit what is written")
@pytest.mark.parametrize("command", ["upload", "update"])
def test_no_temporary_folder_has_room(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    plant(sandbox, 1)
    words: tuple[str | Path, ...] = (command, release)
    if command == "update":
        sandbox.add_file(wheel_path(NEW), release.read_bytes())
        words = (command, "sales-features")
    sandbox.clear()

    said = error_of(_without_room(apparate, *words, "-q", blocks=0), 1)

    assert said.what.startswith("no temporary folder can be made: ")
    assert said.where == apparate.environment["TMPDIR"]
    assert said.hint == "make room there, or name another folder in TMPDIR"
    assert writes(sandbox) == []


@pytest.mark.skipif(not _SHELL.exists(), reason="needs a shell that can limit what is written")
@pytest.mark.parametrize("blocks", [0, 1])
def test_a_build_that_finds_no_room(outside: Program, blocks: int) -> None:
    folder = project(outside.folder / "sales")
    (folder / "data.bin").write_bytes(b"x" * 10_000)

    said = error_of(_without_room(outside, "build", folder, blocks=blocks), 1)

    assert "Errno" not in said.text
    assert said.where is not None
    assert said.where.startswith(outside.environment["TMPDIR"])
    assert said.hint == "make room there, or name another folder in TMPDIR"


@pytest.mark.parametrize("kind", ["pipe", "folder", "link to a pipe"])
def test_what_is_no_file_is_never_replaced(
    apparate: Program, sandbox: Sandbox, release: Path, kind: str
) -> None:
    """`--out /dev/null` as root must not leave a file in its place."""
    plant(sandbox, 1)
    target, pipe = apparate.folder / "plan.json", apparate.folder / "pipe"
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    else:
        os.mkfifo(pipe)
        target.symlink_to(pipe)

    if kind == "folder":
        assert "is a directory" in error_of(apparate("plan", release, "--out", target), 2).what
    else:
        said = error_of(apparate("plan", release, "--out", target, "-q"), 1)
        assert said.what == f"the plan cannot be saved: {str(target)!r} is no file"
        assert said.where == str(target)
    assert not target.is_file()
    assert [file for file in apparate.folder.iterdir() if file.suffix == ".whl"] == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("file/plan.json", "'{}/file/plan.json' is below a file"),
        ("/proc/x/plan.json", "'/proc' cannot be written"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_place_where_no_plan_can_be_saved_is_named_before_the_scan(
    apparate: Program, sandbox: Sandbox, release: Path, target: str, words: str
) -> None:
    (apparate.folder / "file").write_text("")

    said = error_of(apparate("plan", release, "--out", target), 1)

    assert said.what == "the plan cannot be saved: " + words.format(apparate.folder)
    assert said.where == target
    assert sandbox.journal() == []
