"""Wheels that cannot be read, or are meant to harm."""

from __future__ import annotations

import stat
import sys
import zipfile
from pathlib import Path

import pytest

from apparate_ng.compatibility import sources
from apparate_ng.compatibility.wheels import compare_wheels, read_wheel
from apparate_ng.model.compatibility.api_diff import UncheckedReason, Verdict, WheelSide
from apparate_ng.releases.failures import ArtifactError
from tests.api.pair import Package
from tests.api.tiny_wheels import write_wheel

_FINE = "def f(): ..."


def _reasons(folder: Path, old: Package, new: Package) -> tuple[Verdict, list[UncheckedReason]]:
    diff = compare_wheels(write_wheel(folder, "1.0", old), write_wheel(folder, "1.1", new))
    return diff.verdict, [one.reason for one in diff.unchecked]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"def f(:\n", UncheckedReason.PARSE_ERROR),
        (b"print 'two'\n", UncheckedReason.PARSE_ERROR),
        (b"x = 1\0\n", UncheckedReason.PARSE_ERROR),
        (b"# coding: klingon\nx = 1\n", UncheckedReason.PARSE_ERROR),
        (b"x = '\xff'\n", UncheckedReason.PARSE_ERROR),
        (b"x = " + b"(" * 5_000, UncheckedReason.PARSE_ERROR),
        (b"x = " + b"-" * 50_000 + b"1\n", UncheckedReason.PARSE_ERROR),
        (b"x = 1\n" * (1 << 20), UncheckedReason.TOO_LARGE),
    ],
    ids=["syntax", "python 2", "nul", "coding", "bytes", "parentheses", "minus", "large"],
)
@pytest.mark.parametrize("side", list(WheelSide))
def test_what_cannot_be_read_is_unchecked(
    tmp_path: Path, text: bytes, reason: UncheckedReason, side: WheelSide
) -> None:
    files: Package = {"lib/__init__.py": _FINE, "lib/a.py": text}
    fine: Package = {"lib/__init__.py": _FINE, "lib/a.py": _FINE}
    old, new = (files, fine) if side is WheelSide.OLD else (fine, files)

    assert _reasons(tmp_path, old, new) == (Verdict.UNCHECKED, [reason])


def test_a_break_elsewhere_counts_all_the_same(tmp_path: Path) -> None:
    old = {"lib/__init__.py": _FINE, "lib/a.py": "x ="}
    new = {"lib/__init__.py": "", "lib/a.py": "x ="}

    verdict, reasons = _reasons(tmp_path, old, new)

    assert verdict is Verdict.BREAKING
    assert reasons == [UncheckedReason.PARSE_ERROR] * 2


def test_a_private_module_that_cannot_be_read_is_nobodys_business(tmp_path: Path) -> None:
    files = {"lib/__init__.py": _FINE, "lib/_old.py": "print 'two'"}

    assert _reasons(tmp_path, files, files) == (Verdict.COMPATIBLE, [])


@pytest.mark.parametrize(
    "files",
    [
        {"lib/__init__.py": ""},
        {"lib/data.txt": "text"},
        {"lib/__init__.py": "_x = 1\n__version__ = '1'"},
        {"_lib/__init__.py": _FINE},
        {"tests/__init__.py": _FINE},
        {"lib/manage-it.py": _FINE},
    ],
)
def test_nothing_compared_is_never_compatible(tmp_path: Path, files: Package) -> None:
    assert _reasons(tmp_path, files, files) == (
        Verdict.UNCHECKED,
        [UncheckedReason.NOTHING_COMPARED],
    )


@pytest.mark.parametrize("old", ["VERSION = '1.4.2'", _FINE, "", "def f(:"])
@pytest.mark.parametrize(
    "new", [{}, {"lib/data.txt": "text"}, {"_lib/__init__.py": _FINE}, {"tests/a.py": _FINE}]
)
def test_a_release_without_any_module_is_unchecked(
    tmp_path: Path, old: str, new: dict[str, str]
) -> None:
    verdict, reasons = _reasons(tmp_path, old, new)

    assert verdict is Verdict.UNCHECKED
    assert len(reasons) == 1


def test_it_is_told_which_wheel_has_nothing_to_compare(tmp_path: Path) -> None:
    full, empty = write_wheel(tmp_path, "1.0", _FINE), write_wheel(tmp_path, "1.1", {})

    found = [compare_wheels(*pair).unchecked[0] for pair in ((full, empty), (empty, full))]

    assert [one.text for one in found] == [
        "the new wheel has no module that could be compared",
        "the old wheel has nothing public that could be compared",
    ]
    assert {one.reason for one in found} == {UncheckedReason.NOTHING_COMPARED}


def test_a_module_that_cannot_be_read_is_missed_when_it_goes(tmp_path: Path) -> None:
    old: Package = {"lib/__init__.py": _FINE, "lib/fast.so": b"\x7fELF"}

    assert _reasons(tmp_path, old, _FINE)[0] is Verdict.BREAKING


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" * 4_001,
        "x = 1;" * 4_001,
        "class A:\n" + " x = 1\n" * 4_001,
        "def f():\n if f:\n  pass\n else:\n" + "  x = 1\n" * 4_001,
        "try:\n pass\nexcept E:\n" + " x = 1\n" * 4_001,
        "match 1:\n case 1:\n" + "  x = 1\n" * 4_001,
    ],
    ids=["module", "one line", "class", "else", "except", "match"],
)
def test_more_statements_in_one_block_than_people_write_are_not_looked_through(
    tmp_path: Path, text: str
) -> None:
    files = {"lib/__init__.py": _FINE, "lib/a.py": text}

    assert _reasons(tmp_path, _FINE, files) == (Verdict.UNCHECKED, [UncheckedReason.TOO_LARGE])


def test_as_many_in_several_blocks_are(tmp_path: Path) -> None:
    text = "".join(f"class A{number}:\n" + " x = 1\n" * 100 for number in range(50))
    files = {"lib/__init__.py": _FINE, "lib/a.py": text + "y = 1\n"}

    assert _reasons(tmp_path, files, files) == (Verdict.COMPATIBLE, [])


def test_a_compiled_module_without_a_stub_is_unchecked(tmp_path: Path) -> None:
    files: Package = {
        "lib/__init__.py": _FINE,
        "lib/fast.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
    }

    assert _reasons(tmp_path, files, files)[0] is Verdict.UNCHECKED


def test_sources_larger_than_any_library_are_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST_TOTAL", 1 << 20)
    bomb = {f"lib/part_{number}.py": b" " * 600_000 for number in range(2)}

    assert _reasons(tmp_path, _FINE, bomb) == (Verdict.UNCHECKED, [UncheckedReason.TOO_LARGE])


def test_a_size_that_lies_is_an_error(tmp_path: Path) -> None:
    file = write_wheel(tmp_path, "1.0", {"lib/__init__.py": b"#" * 100_000})
    raw = file.read_bytes()
    lie = raw.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != raw
    file.write_bytes(lie)

    with pytest.raises(ArtifactError):
        read_wheel(file)


@pytest.mark.parametrize("name", ["/etc/evil.py", "../evil.py", "lib/../../evil.py", "C:\\evil.py"])
def test_members_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    file = write_wheel(tmp_path, "1.0", {"lib/__init__.py": _FINE, name: "x = 1"})

    with pytest.raises(ArtifactError, match="leads outside"):
        read_wheel(file)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_are_there_twice_are_refused(tmp_path: Path) -> None:
    file = write_wheel(tmp_path, "1.0", {"lib/__init__.py": _FINE})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("lib/__init__.py", "")

    with pytest.raises(ArtifactError, match="more than once"):
        read_wheel(file)


def test_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    file = write_wheel(tmp_path, "1.0", {"lib/__init__.py": _FINE})
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("lib/hosts.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hosts")

    troubles = read_wheel(file).surface.troubles

    assert [(one.module, one.reason) for one in troubles] == [
        ("lib.hosts", UncheckedReason.NO_SOURCE)
    ]


def test_nothing_of_a_wheel_runs_and_nothing_is_unpacked(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    text = f"open({str(witness)!r}, 'w').close()\ndef f(): ..."
    files = {"lib/__init__.py": text, "lib.pth": text, "conftest.py": text}
    modules = set(sys.modules)

    diff = compare_wheels(write_wheel(tmp_path, "1.0", files), write_wheel(tmp_path, "1.1", files))

    assert diff.verdict is Verdict.COMPATIBLE
    assert not witness.exists()
    assert not {name for name in set(sys.modules) - modules if name.split(".")[0] == "lib"}
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".whl", ".whl"]


def test_imports_in_circles_end(tmp_path: Path) -> None:
    circle = {
        "lib/__init__.py": "from lib.a import *\nfrom lib.b import x\n__all__ = a.__all__",
        "lib/a.py": "from lib.b import *\nfrom lib.b import x\n__all__ = b.__all__\nclass A(B): ...",
        "lib/b.py": "from lib.a import *\nfrom lib.a import x\n__all__ = a.__all__\nclass B(A): ...",
    }

    assert _reasons(tmp_path, circle, circle)[0] is not Verdict.BREAKING
