"""Files that cannot be read are named, and cost nothing but themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.model.dependent import DependentKind
from apparate_ng.model.plan import Plan
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.files.paths import FOLDER, OLD

MakePlan: TypeAlias = Callable[[], Plan]
Use: TypeAlias = Callable[..., int]


def _missing(sandbox: Sandbox) -> str:
    del sandbox
    return "/Workspace/Shared/missing.txt"


def _binary(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/binary.txt", b"PK\3\4\0\0lib")
    return "/Workspace/Shared/binary.txt"


def _latin1(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/latin.txt", "lib==1.4.2 # ä".encode("latin-1"))
    return "/Workspace/Shared/latin.txt"


def _large(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/large.txt", b"#" * (10 * 2**20) + b"\n")
    return "/Workspace/Shared/large.txt"


def _folder(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Shared/folder/r.txt", b"")
    return "/Workspace/Shared/folder"


def _hidden(sandbox: Sandbox) -> str:
    sandbox.add_file("/Workspace/Secret/r.txt", b"lib==1.4.2")
    sandbox.set_folder("/Workspace/Secret", readers=["admin@example.com"], writers=[])
    return "/Workspace/Secret/r.txt"


def _no_volume(sandbox: Sandbox) -> str:
    del sandbox
    return "/Volumes/main/none/none/r.txt"


def _no_dbfs(sandbox: Sandbox) -> str:
    sandbox.add_dbfs_file("dbfs:/FileStore/r.txt", OLD.encode())
    sandbox.switch(dbfs_off=True)
    return "dbfs:/FileStore/r.txt"


def _bucket(sandbox: Sandbox) -> str:
    del sandbox
    return "s3://bucket/r.txt"


BAD = [_missing, _binary, _latin1, _large, _folder, _hidden, _no_volume, _no_dbfs, _bucket]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.__name__)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    sandbox: Sandbox, use: Use, plan: MakePlan, bad: Callable[[Sandbox], str]
) -> None:
    path = bad(sandbox)
    sandbox.add_file(FOLDER.path, OLD.encode())
    use(path, FOLDER.path)
    made = plan()
    [missing] = made.unreadable
    assert (missing.kind, missing.id, missing.name) == (DependentKind.FILE, path, path)
    assert missing.error
    assert [one.id for one in made.dependents if one.kind is DependentKind.FILE] == [FOLDER.path]
    assert made.has_changes


def test_a_file_of_ten_megabytes_is_read(sandbox: Sandbox, use: Use, plan: MakePlan) -> None:
    content = f"{OLD}\n".encode()
    sandbox.add_file(FOLDER.path, content + b"#" * (10 * 2**20 - len(content)))
    use(FOLDER.path)
    made = plan()
    assert [one.id for one in made.dependents if one.kind is DependentKind.FILE] == [FOLDER.path]
    assert not made.unreadable
