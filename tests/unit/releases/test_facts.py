"""What a built file says of where it runs, how it starts and what it needs."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.releases.kinds import ArtifactKind, kind_of_file
from apparate_ng.releases.facts import read_facts
from apparate_ng.releases.failures import ArtifactError
from tests.built_files import egg_of, jar_of, wheel_of


def facts(file: Path, *classes: str) -> ArtifactFacts:
    kind = kind_of_file(file.name)
    assert kind is not None
    return read_facts(file, kind=kind, name=file.name, sha256="00", main_classes=classes)


def test_a_wheel_that_says_nothing(tmp_path: Path) -> None:
    assert facts(wheel_of(tmp_path, "1.0")) == ArtifactFacts(
        sha256="00", tags=frozenset({"py3-none-any"})
    )


def test_a_wheel_that_says_everything(tmp_path: Path) -> None:
    file = wheel_of(
        tmp_path,
        "1.0",
        "def f(): ...\n",
        tags="py2.py3-none-any",
        requires_python=">=3.9",
        requires=["numpy>=1", 'black; extra == "dev"'],
        entry_points="[console_scripts]\nRun = lib:f\n[any.group]\nother=lib:f\n",
    )
    assert facts(file) == ArtifactFacts(
        sha256="00",
        requires_python=">=3.9",
        tags=frozenset({"py2-none-any", "py3-none-any"}),
        entry_points=frozenset({"Run", "other"}),
        functions=frozenset({"lib.f"}),
        requires=("numpy>=1", 'black; extra == "dev"'),
    )


def test_the_name_in_the_workspace_has_the_tags(tmp_path: Path) -> None:
    """A file may lie here under any name."""
    file = wheel_of(tmp_path, "1.0").rename(tmp_path / "file")
    said = {"kind": ArtifactKind.WHEEL, "sha256": "00"}
    assert read_facts(file, name="lib-1.0-cp311-cp311-win32.whl", **said).tags == {  # type: ignore[arg-type]  # given apart
        "cp311-cp311-win32"
    }
    assert read_facts(file, name="lib-1.0.whl", **said).tags == frozenset()  # type: ignore[arg-type]  # given apart


@pytest.mark.parametrize("text", ["no section", "[a]\n[a]\nx=y:z\nx=y:w\n[[[", "=", "[a]\n= b:c\n"])
def test_entry_points_that_cannot_be_read_are_none_or_some(tmp_path: Path, text: str) -> None:
    assert facts(wheel_of(tmp_path, "1.0", entry_points=text)).entry_points <= {"x", "", "[[["}


BOUND = [
    ("def f(): ...", {"f"}),
    ("async def f(): ...", {"f"}),
    ("class C:\n    def inner(self): ...\n    x = 1", {"C"}),
    ("x = y = 1", {"x", "y"}),
    ("a, (b, *c) = z", {"a", "b", "c"}),
    ("x: int = 1", {"x"}),
    ("import a.b, c as d", {"a", "d"}),
    ("from a import b, c as d", {"b", "d"}),
    ("if x:\n    f = 1\nelif y:\n    g = 1\nelse:\n    h = 1", {"f", "g", "h"}),
    ("try:\n    a = 1\nexcept E:\n    b = 1\nelse:\n    c = 1\nfinally:\n    d = 1", set("abcd")),
    ("with o() as w:\n    x = 1", {"w", "x"}),
    ("for i in j:\n    x = 1", {"i", "x"}),
    ("while x:\n    y = 1", {"y"}),
    ("match x:\n    case 1:\n        y = 1", {"y"}),
    ("(f := lambda a: (b := a))", {"f"}),
    ("x = [a for a in b]", {"x"}),
    ("x.attribute = 1\nx[0] = 1\nprint(y)", set()),
]


@pytest.mark.parametrize(("source", "names"), BOUND)
def test_the_names_that_a_package_binds(tmp_path: Path, source: str, names: set[str]) -> None:
    found = facts(wheel_of(tmp_path, "1.0", source))
    assert found.functions == {f"lib.{name}" for name in names}
    assert found.open_packages == frozenset()


@pytest.mark.parametrize(
    "source",
    ["from a import *", "def __getattr__(name): ...", "def f(:", "x = '\0'", "x = " + "(" * 500],
)
def test_a_package_of_which_nobody_can_tell(tmp_path: Path, source: str) -> None:
    assert facts(wheel_of(tmp_path, "1.0", source)).open_packages == {"lib"}


def test_deep_branches_are_no_trouble(tmp_path: Path) -> None:
    branches = "if a:\n    x = 1\n" + "".join(f"elif a{n}:\n    y{n} = 1\n" for n in range(900))
    found = facts(wheel_of(tmp_path, "1.0", branches))
    assert found.functions >= {"lib.x", "lib.y899"} or found.open_packages == {"lib"}


@pytest.mark.parametrize("size", [(4 << 20) + 1, (10 << 20) + 1])
def test_a_source_that_is_too_large_is_not_looked_into(tmp_path: Path, size: int) -> None:
    found = facts(wheel_of(tmp_path, "1.0", "#" * size))
    assert not found.functions
    assert found.open_packages == {"lib"}


def test_only_top_level_packages_and_modules_can_be_called(tmp_path: Path) -> None:
    sources = {
        "one.py": "def f(): ...",
        "two/__init__.py": "def g(): ...",
        "two/three.py": "def h(): ...",
        "four/five/__init__.py": "def i(): ...",
        "six.txt": "",
    }
    assert facts(wheel_of(tmp_path, "1.0", sources)).functions == {"one.f", "two.g"}


def test_an_egg(tmp_path: Path) -> None:
    file = egg_of(
        tmp_path,
        "1.0",
        "def f(): ...",
        requires="numpy>=1\n\n six \n[dev]\nblack\n",
        entry_points="[console_scripts]\nrun = lib:f\n",
    )
    assert facts(file) == ArtifactFacts(
        sha256="00",
        entry_points=frozenset({"run"}),
        functions=frozenset({"lib.f"}),
        requires=("numpy>=1", "six"),
    )
    assert facts(egg_of(tmp_path, "1.1")).requires == ()


def test_the_classes_of_a_jar_that_are_asked_for(tmp_path: Path) -> None:
    file = jar_of(tmp_path, "1.0", "com.example.Main", "com.example.Other")
    found = facts(file, "com.example.Main", "com.example.Missing", "Main")
    assert found.classes == {"com.example.Main"}


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lib-1.0-py3-none-any.whl"
    file.write_bytes(b"no zip")
    with pytest.raises(ArtifactError, match="no proper"):
        facts(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("lib/__init__.py", "")
    with pytest.raises(ArtifactError, match="no METADATA"):
        facts(file)


BYTES = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), min_size=1, max_size=8)


@given(BYTES)
@settings(max_examples=200, deadline=None)
def test_damage_is_an_error_of_ours(bytes_: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = wheel_of(Path(folder), "1.0", "def f(): ...\n" * 50, requires=["a"])
        content = bytearray(file.read_bytes())
        for place, byte in bytes_:
            content[place % len(content)] = byte
        file.write_bytes(content)
        with suppress(ArtifactError):
            assert facts(file).sha256 == "00"
