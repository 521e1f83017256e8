"""What a comparison says beside its verdict: places, waivers, notes, additions."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from apparate_ng.compatibility.wheels import compare_read, compare_wheels, read_wheel
from apparate_ng.model.compatibility.api_diff import ApiDiff, ChangeKind, Verdict, WheelSide
from apparate_ng.releases.failures import ArtifactError
from tests.api.pair import Package
from tests.api.tiny_wheels import write_wheel


def _diff(folder: Path, old: Package, new: Package, *allow: str) -> ApiDiff:
    return compare_wheels(
        write_wheel(folder, "1.4.2", old), write_wheel(folder, "1.5.0", new), allow
    )


def test_what_is_gone_is_shown_where_it_was(tmp_path: Path) -> None:
    diff = _diff(tmp_path, "\n\ndef f(a, *, b=1): ...\nX = 1", "X = 1")

    (change,) = diff.breaks
    assert (change.side, change.file, change.line) == (WheelSide.OLD, "lib/__init__.py", 3)
    assert (change.object, change.old, change.new) == ("lib.f", "function (a, *, b=1)", None)


def test_what_differs_is_shown_where_it_is(tmp_path: Path) -> None:
    diff = _diff(tmp_path, "def f(a): ...", "X = 1\n\ndef f(a, b): ...")

    (change,) = diff.breaks
    assert (change.side, change.file, change.line) == (WheelSide.NEW, "lib/__init__.py", 3)
    assert (change.old, change.new) == (None, "b")


def test_one_thing_with_several_names_is_told_once_by_its_shortest(tmp_path: Path) -> None:
    names = "from lib.sub import A\nfrom lib.sub.deep import A as B"
    files = {"lib/__init__.py": names, "lib/sub/__init__.py": "from lib.sub.deep import A"}
    old = {**files, "lib/sub/deep.py": "class A:\n def f(self): ...\nclass C(A): ..."}
    new = {**files, "lib/sub/deep.py": "class A: ...\nclass C(A): ..."}

    assert [one.object for one in _diff(tmp_path, old, new).breaks] == ["lib.A.f"]


@pytest.mark.parametrize(
    "allow", ["lib.a.Client.fetch", "lib.a.Client", "lib.a", "lib.*.fetch", "*.Client", "lib"]
)
def test_a_waiver_names_the_object_or_what_it_is_in(tmp_path: Path, allow: str) -> None:
    old = {"lib/__init__.py": "X = 1", "lib/a.py": "class Client:\n def fetch(self): ..."}
    new = {"lib/__init__.py": "X = 1", "lib/a.py": "class Client: ..."}

    diff = _diff(tmp_path, old, new, allow)

    assert diff.verdict is Verdict.COMPATIBLE
    assert diff.breaks == ()
    assert [one.object for one in diff.waived] == ["lib.a.Client.fetch"]


@pytest.mark.parametrize("allow", ["lib.a.Cl", "fetch", "a.Client", "LIB", "lib.a.Client.fetch.x"])
def test_a_waiver_of_something_else_waives_nothing(tmp_path: Path, allow: str) -> None:
    old = {"lib/__init__.py": "X = 1", "lib/a.py": "class Client:\n def fetch(self): ..."}
    new = {"lib/__init__.py": "X = 1", "lib/a.py": "class Client: ..."}

    assert _diff(tmp_path, old, new, allow).verdict is Verdict.BREAKING


def test_a_changed_default_is_a_note_that_asks_for_a_minor(tmp_path: Path) -> None:
    diff = _diff(tmp_path, "def f(a=1): ...", "def f(a=2): ...")

    assert diff.verdict is Verdict.COMPATIBLE
    assert [(one.kind, one.old, one.new) for one in diff.notes] == [
        (ChangeKind.DEFAULT_CHANGED, "a=1", "a=2")
    ]
    assert diff.honest is not None
    assert diff.honest.version == "1.5.0"


def test_additions_of_every_sort_are_listed(tmp_path: Path) -> None:
    diff = _diff(
        tmp_path,
        "class A: ...\ndef f(): ...",
        {"lib/__init__.py": "class A:\n def m(self): ...\ndef f(x=1): ...\nY = 1", "lib/b.py": ""},
    )

    assert [(one.object, one.what) for one in diff.additions] == [
        ("lib.A.m", "function"),
        ("lib.Y", "attribute"),
        ("lib.b", "module"),
        ("lib.f", "parameter x"),
    ]


def test_a_wheel_is_compared_with_itself_without_a_word(tmp_path: Path) -> None:
    wheel = read_wheel(write_wheel(tmp_path, "1.0", "class A:\n def f(self, a=1): ...\nX = 1"))

    diff = compare_read(wheel, wheel)

    assert (diff.verdict, diff.breaks, diff.notes, diff.additions) == (
        Verdict.COMPATIBLE,
        (),
        (),
        (),
    )


def test_what_is_installed_beside_the_root_counts_too(tmp_path: Path) -> None:
    old = {
        "lib-1.4.2.data/purelib/lib/__init__.py": "def f(): ...",
        "lib-1.4.2.data/scripts/a.py": "",
    }
    new = {"lib/__init__.py": "X = 1"}

    assert [one.object for one in _diff(tmp_path, old, new).breaks] == ["lib.f"]


def test_a_jar_is_refused(tmp_path: Path) -> None:
    jar = tmp_path / "lib-1.4.2.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")

    with pytest.raises(ArtifactError):
        read_wheel(jar)
