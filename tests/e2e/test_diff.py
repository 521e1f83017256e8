"""`apparate diff`: what a release breaks, as people and scripts see it."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.sandbox.handle import Sandbox
from tests.api.tiny_wheels import write_wheel
from tests.e2e.program import Program, error_of

_OLD = {"lib/__init__.py": "from lib.core import load\n", "lib/core.py": "def load(path): ...\n"}
_NEW = {"lib/__init__.py": "from lib.core import load\n", "lib/core.py": "def load(file): ...\n"}


def _wheels(folder: Path) -> tuple[Path, Path]:
    return write_wheel(folder, "1.4.2", _OLD), write_wheel(folder, "1.5.0", _NEW)


def test_a_break_is_said_with_its_place_and_the_honest_number(
    outside: Program, tmp_path: Path
) -> None:
    outcome = outside("diff", *_wheels(tmp_path / "dist"))

    assert (outcome.returncode, outcome.stderr) == (10, "")
    assert "  x lib.load  path -> file  lib/core.py:1\n" in outcome.stdout
    assert outcome.stdout.endswith("This should have been 2.0.0: it breaks what was promised.\n")


def test_what_breaks_nothing_ends_with_zero(outside: Program, tmp_path: Path) -> None:
    old, new = _wheels(tmp_path / "dist")

    outcome = outside("diff", old, new, "--api-allow", "lib.load")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "Parameters renamed, waived" in outcome.stdout


def test_the_json_document_keeps_its_keys(outside: Program, tmp_path: Path) -> None:
    document = outside.document("diff", *_wheels(tmp_path / "dist"), code=10)

    assert list(document) == [
        *("schema", "old", "new", "verdict", "compared", "honest", "breaks", "waived", "notes"),
        *("additions", "unchecked"),
    ]
    assert document["schema"] == "apparate.api-diff/1"
    assert document["breaks"] == [
        {
            "kind": "parameter-renamed",
            "object": "lib.load",
            "side": "new",
            "file": "lib/core.py",
            "line": 1,
            "old": "path",
            "new": "file",
        }
    ]
    assert document["honest"] == {
        "step": "major",
        "breaking": True,
        "version": "2.0.0",
        "kept": False,
    }


def test_markdown_is_a_table_that_no_default_can_break(outside: Program, tmp_path: Path) -> None:
    old = write_wheel(tmp_path, "1.4.2", "def f(a='`|`'): ...")
    new = write_wheel(tmp_path, "1.5.0", "X = 1")

    outcome = outside("diff", old, new, "--output", "markdown")

    assert outcome.returncode == 10
    assert outcome.stdout.startswith("## lib 1.4.2 → 1.5.0: breaking\n")
    assert r"| `lib.f` | `` function (a='`\|`') `` | `lib/__init__.py:1` |" in outcome.stdout


def test_versions_in_the_store_are_compared(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    for file in _wheels(tmp_path / "dist"):
        sandbox.add_file(f"/Shared/libraries/{file.name}", file.read_bytes())

    outcome = apparate("diff", "1.4.2", "1.5.0", "--library", "lib")

    assert (outcome.returncode, outcome.stderr) == (10, "")
    assert "x lib.load" in outcome.stdout


def test_a_version_that_the_store_lacks_is_an_error(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    old, _ = _wheels(tmp_path / "dist")
    sandbox.add_file(f"/Shared/libraries/{old.name}", old.read_bytes())

    error = error_of(apparate("diff", "1.4.2", "1.5.0", "--library", "lib"), 1)

    assert error.what == "the store has no release lib 1.5.0"


def test_what_is_no_wheel_is_an_error(outside: Program, tmp_path: Path) -> None:
    old, _ = _wheels(tmp_path / "dist")
    broken = tmp_path / "lib-1.5.0-py3-none-any.whl"
    broken.write_bytes(b"no zip")

    assert outside("diff", old, broken).returncode == 1
    assert outside("diff", old, "1.5.0").returncode == 1
    assert outside("diff", old).returncode == 2
