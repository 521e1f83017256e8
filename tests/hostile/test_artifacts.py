"""Wheels, eggs and jars that are meant to harm: one clear error, and nothing of them is unpacked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec import Struct

from apparate_ng.compatibility.wheels import compare_wheels
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.contents import same_contents
from apparate_ng.releases.facts import read_facts
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.text.error import error_report
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.program import Program, error_of
from tests.hostile.archives import KINDS, Kind, Make, odd_inside, refused, survived
from tests.hostile.judging import Tally
from tests.hostile.texts import raw_in

_LARGEST_FINDING = 10_000_000
_KINDS = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.suffix.rpartition(".")[2])


def _made(folder: Path, kind: Kind, make: Make) -> Path:
    folder.mkdir()
    file = folder / f"lib-1.0{kind.suffix}"
    make(file)
    return file


@_KINDS
def test_one_clear_error(tmp_path: Path, tally: Tally, kind: Kind) -> None:
    for number, (name, make) in enumerate(refused(kind).items()):
        file = _made(tmp_path / str(number), kind, make)
        try:
            with tally.refusing(ArtifactError):
                read_release(file, store_uri_for=str)
        except BaseException as error:
            error.args = (f"{name}: {error}",)
            raise
        assert same_contents(file, file) in {True, False}, name


@_KINDS
def test_what_is_not_unpacked_does_no_harm(tmp_path: Path, tally: Tally, kind: Kind) -> None:
    for number, make in enumerate(survived(kind).values()):
        file = _made(tmp_path / str(number), kind, make)
        tally.tried += 1
        with suppress(ArtifactError):
            read_release(file, store_uri_for=str)
        assert list(file.parent.iterdir()) == [file]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel without fault, to compare others with."""
    return wheel(tmp_path_factory.mktemp("sound"), "1.1", project="lib")


def _judged(tally: Tally, file: Path, sound: Path) -> None:
    """Read it in every way in which the program reads what jobs pin."""
    tally.tried += 1
    _read(lambda: read_facts(file, kind=ArtifactKind.WHEEL, name=file.name, sha256=""))
    _read(lambda: compare_wheels(file, sound))
    _read(lambda: compare_wheels(sound, file))
    assert list(file.parent.iterdir()) == [file]


def _read(read: Callable[[], Struct]) -> None:
    try:
        said = to_json(read())
    except ArtifactError as error:
        said = error_report(error).plain
    assert raw_in(said) == []
    assert len(said) < _LARGEST_FINDING


@pytest.mark.parametrize("name", odd_inside())
def test_odd_contents_are_read_or_named(
    tmp_path: Path, tally: Tally, sound: Path, name: str
) -> None:
    _judged(tally, _made(tmp_path / "made", KINDS[0], odd_inside()[name]), sound)


def test_what_jobs_pin_may_be_anything(tmp_path: Path, tally: Tally, sound: Path) -> None:
    wheels = {**refused(KINDS[0]), **survived(KINDS[0])}

    for number, (name, make) in enumerate(wheels.items()):
        if not name.startswith(("name ", "version ", "a folder", "a link to")):  # no downloads
            _judged(tally, _made(tmp_path / str(number), KINDS[0], make), sound)


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "a folder",
        "four sparse gigabytes",
        "metadata of 100 MB",
        "member ../../evil.py",
        "metadata twice",
        "name title",
        "version newlines",
    ],
)
def test_the_command_says_so_and_asks_the_workspace_nothing(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, tally: Tally, name: str
) -> None:
    file = _made(tmp_path / "made", KINDS[0], refused(KINDS[0])[name])

    outcome = apparate("upload", file)

    tally.judge(name, outcome, inputs=0)
    assert error_of(outcome, 1).where == str(file)
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "name", ["\x1b]0;owned\x07", "\u202elib-1.0-py3-none-any", "a\nb", "[red]x[red]", "x" * 240]
)
def test_file_names_are_data(apparate: Program, tmp_path: Path, tally: Tally, name: str) -> None:
    file = tmp_path / f"{name}.whl"
    file.write_bytes(b"")

    tally.judge(name, apparate("upload", file))
