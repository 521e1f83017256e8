"""Names from the last scan: what is kept, and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    InventoryUse,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.operations.known_names import KnownNames, known_names, remember_names

_HOST = "https://adb-1.azuredatabricks.net"
_HERE = WorkspaceIdentity(host=_HOST, identity=None)


def _entries(
    names: Sequence[str], kind: DependentKind = DependentKind.JOB
) -> tuple[InventoryEntry, ...]:
    uses = tuple(
        InventoryUse(
            kind=kind,
            id=str(number),
            name=name,
            owner=None,
            schedule=None,
            location="tasks[a].libraries[0].whl",
            text="/s/lib-1.0-py3-none-any.whl",
            form="wheel",
        )
        for number, name in enumerate(names)
    )
    entry = InventoryEntry(
        version="1.0",
        specifier=None,
        forms=("wheel",),
        behind=None,
        releases_behind=None,
        dependents=uses,
    )
    return (entry,)


def _of(library: str, names: Sequence[str], kind: DependentKind = DependentKind.JOB) -> Inventory:
    return Inventory(
        workspace=_HERE,
        library=library,
        ecosystem=Ecosystem.PYTHON,
        scanned={},
        store=None,
        newest_in_store=None,
        in_store=(),
        versions=_entries(names, kind),
    )


def _whole(**libraries: Sequence[str]) -> WorkspaceInventory:
    return WorkspaceInventory(
        workspace=_HERE,
        scanned={},
        store=None,
        libraries=tuple(
            LibraryInventory(
                library=library,
                ecosystem=Ecosystem.PYTHON,
                newest_in_store=None,
                in_store=(),
                versions=_entries(names),
            )
            for library, names in libraries.items()
        ),
        left_out=0,
    )


def _known(folder: Path) -> KnownNames:
    return known_names(None, {"DATABRICKS_HOST": _HOST}, folder)


def test_what_is_of_one_library_leaves_the_others(tmp_path: Path) -> None:
    remember_names(_of("one", ["b", "a", "b"]), tmp_path)
    remember_names(_of("two", ["c"]), tmp_path)
    remember_names(_of("one", ["d"]), tmp_path)
    known = _known(tmp_path)
    assert known.libraries == ("one", "two")
    assert known.of("one") == ("d",)
    assert known.of(None) == ("c", "d")
    assert known.of("three") == ("c", "d")


def test_a_whole_inventory_replaces_all(tmp_path: Path) -> None:
    remember_names(_of("gone", ["a"]), tmp_path)
    remember_names(_whole(one=["a"], two=[]), tmp_path)
    assert _known(tmp_path).dependents == {"one": ("a",), "two": ()}


def test_files_are_left_to_the_shell(tmp_path: Path) -> None:
    remember_names(_of("one", ["/Workspace/a.txt"], DependentKind.FILE), tmp_path)
    assert _known(tmp_path).of("one") == ()


def test_names_that_would_steer_a_shell_are_left_out(tmp_path: Path) -> None:
    remember_names(
        _of("one", ["", "a\nb", "\x1b[2J", "\u202eevil", "x" * 201, "売上 📈"]), tmp_path
    )
    assert _known(tmp_path).of("one") == ("売上 📈",)


def test_there_is_an_end_to_it(tmp_path: Path) -> None:
    remember_names(_of("one", [f"job {number:05d}" for number in range(5_000)]), tmp_path)
    assert len(_known(tmp_path).of("one")) == 2_000
    remember_names(_whole(**{f"lib{number}": [] for number in range(1_500)}), tmp_path)
    assert len(_known(tmp_path).libraries) == 1_000
    remember_names(_of("newest", []), tmp_path)
    assert "newest" in _known(tmp_path).libraries
    assert len(_known(tmp_path).libraries) == 1_000


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    remember_names(_of("one", ["a"]), tmp_path)
    remember_names(_of("one", ["a"]), tmp_path)
    assert len(list((tmp_path / "names").iterdir())) == 1


def test_a_host_may_be_written_in_any_way(tmp_path: Path) -> None:
    remember_names(_of("one", ["a"]), tmp_path)
    for written in ("adb-1.azuredatabricks.net", f"{_HOST}/", "HTTPS://ADB-1.azuredatabricks.net"):
        assert known_names(None, {"DATABRICKS_HOST": written}, tmp_path).libraries == ("one",)
    for other in ("", "https://", "https://adb-2.azuredatabricks.net"):
        assert known_names(None, {"DATABRICKS_HOST": other}, tmp_path) == KnownNames()
