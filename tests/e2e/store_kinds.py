"""Stores in volumes and in DBFS, and jobs whose pins lie in folders of any kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import OLD, task, wheel_path

VOLUME, DBFS = "/Volumes/main/libs/wheels", "dbfs:/FileStore/libraries"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKind:
    """One kind, and how its files are looked at."""

    uri: str
    spellings: tuple[str, ...]
    """Of its folder, in pins."""
    near: tuple[str, ...]
    """Folders that look like it and are others."""
    write: Callable[[Sandbox, str, bytes], None]
    read: Callable[[Sandbox, str], bytes | None]


STORE_KINDS = {
    "volume": StoreKind(
        uri=VOLUME,
        spellings=(
            VOLUME,
            f"dbfs:{VOLUME}",
            f"/dbfs{VOLUME}",
            "/Volumes/Main/LIBS/Wheels",
            "dbfs:/Volumes/MAIN/libs/wheels",
            "/Volumes/main//libs/wheels/sub/..",
        ),
        near=(
            "/Volumes/main/libs/wheels2",
            "/Volumes/main/libs",
            "/Workspace/Volumes/main/libs/wheels",
            f"{VOLUME}/../other",
            f"s3:/{VOLUME}",
        ),
        write=Sandbox.add_volume_file,
        read=Sandbox.volume_file,
    ),
    "dbfs": StoreKind(
        uri=DBFS,
        spellings=(
            DBFS,
            "/dbfs/FileStore/libraries",
            "dbfs:///FileStore/libraries",
            "dbfs:/FileStore/./libraries",
        ),
        near=(
            "dbfs:/FileStore/libraries2",
            "dbfs:/FileStore/Libraries",
            "/FileStore/libraries",
            "/Workspace/FileStore/libraries",
            f"{DBFS}/../jars",
        ),
        write=Sandbox.add_dbfs_file,
        read=Sandbox.dbfs_file,
    ),
}


def pinning_from(sandbox: Sandbox, *folders: str) -> int:
    """A job with a task for each folder that it has the old wheel from."""
    tasks = [
        task(f"task_{number}", {"whl": wheel_path(OLD, folder)})
        for number, folder in enumerate(folders)
    ]
    return sandbox.add_job({"name": "job", "tasks": tasks})


def pins_of(plan: dict[str, Any]) -> dict[str, tuple[str, str, str | None]]:
    """Decision, reason and target of each pin, by its text."""
    return {
        pin["from"]: (pin["decision"], pin["reason"], pin["to"])
        for dependent in plan["dependents"]
        for pin in dependent["pins"]
    }
