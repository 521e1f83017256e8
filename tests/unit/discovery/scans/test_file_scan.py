"""The scan of files: each read once, with what it includes, and with everybody who uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from threading import Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.discovery.files.document import bytes_of, file_document, path_of
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.scans.files import dependent_from_file, scan_files
from apparate_ng.discovery.scans.findings import Findings
from apparate_ng.discovery.uses.files import FileUse
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Manager, User
from apparate_ng.workspace.failures import NotFoundError

SHARED = "/Workspace/Shared"
PIN = f"{SHARED}/libraries/lib-1.4.2-py3-none-any.whl"


class Files:
    """Files by path; whatever is not among them is not there."""

    def __init__(self, contents: Mapping[str, str | bytes]) -> None:
        self._contents = contents
        self._lock = Lock()
        self.reads: Counter[str] = Counter()

    def __call__(self, path: str) -> bytes:
        with self._lock:
            self.reads[path] += 1
        found = self._contents.get(path)
        if found is None:
            raise NotFoundError("it is not there", where=path)
        return found.encode() if isinstance(found, str) else found


def user(id_: str, **values: object) -> User:
    fields = {"managed_by": None, "tags": {}, **values}
    return User(kind=DependentKind.JOB, id=id_, name=f"job-{id_}", **fields)  # type: ignore[arg-type]  # any field


def uses(*pairs: tuple[str, str]) -> list[FileUse]:
    return [FileUse(path=path, user=user(id_)) for id_, path in pairs]


def scanned(files: Files, *pairs: tuple[str, str]) -> Findings:
    return scan_files(files, uses(*pairs), "lib")


def users_of(findings: Findings) -> dict[str, list[str]]:
    return {one.id: [each.id for each in one.users] for one in findings.dependents}


def test_a_file_is_read_once_however_many_use_it() -> None:
    path = f"{SHARED}/r.txt"
    files = Files({path: PIN})
    found = scanned(files, *((str(number), path) for number in range(100)))
    assert files.reads == {path: 1}
    assert (found.kind, found.scanned) == (DependentKind.FILE, 1)
    assert len(users_of(found)[path]) == 100


def test_spellings_of_one_path_are_one_file() -> None:
    files = Files({f"{SHARED}/r.txt": PIN, "/Volumes/main/libs/base/r.txt": PIN})
    found = scanned(
        files,
        ("1", "/Shared/r.txt"),
        ("2", f"{SHARED}/r.txt"),
        ("3", f"{SHARED}/a/../r.txt"),
        ("4", "file:///Workspace/Shared/r.txt"),
        ("5", "dbfs:/Volumes/main/libs/base/r.txt"),
        ("6", "/Volumes/MAIN/libs/base/r.txt"),
    )
    assert set(files.reads.values()) == {1}
    assert users_of(found) == {
        f"{SHARED}/r.txt": ["1", "2", "3", "4"],
        "/Volumes/main/libs/base/r.txt": ["5", "6"],
    }


def test_nobody_uses_a_file() -> None:
    files = Files({})
    assert scanned(files) == Findings(kind=DependentKind.FILE)
    assert not files.reads


def test_who_uses_a_file_uses_what_it_includes() -> None:
    files = Files(
        {
            f"{SHARED}/a.txt": "-r deep/b.txt\nother==1\n",
            f"{SHARED}/deep/b.txt": f"-c ../c.txt\n--requirement=d.txt\n{PIN}\n",
            f"{SHARED}/c.txt": f"{PIN}\n",
            f"{SHARED}/deep/d.txt": f"{PIN}\n",
            f"{SHARED}/env.yaml": "dependencies:\n  - -r c.txt\n",
        }
    )
    found = scanned(
        files,
        ("1", f"{SHARED}/a.txt"),
        ("2", f"{SHARED}/deep/b.txt"),
        ("3", f"{SHARED}/env.yaml"),
        ("4", f"{SHARED}/c.txt"),
    )
    assert users_of(found) == {
        f"{SHARED}/c.txt": ["1", "2", "3", "4"],
        f"{SHARED}/deep/b.txt": ["1", "2"],
        f"{SHARED}/deep/d.txt": ["1", "2"],
    }
    assert (found.scanned, set(files.reads.values())) == (5, {1})


@pytest.mark.parametrize(
    "contents",
    [
        {"a.txt": f"-r a.txt\n{PIN}"},
        {"a.txt": f"-r ./a.txt\n-c ../Shared/a.txt\n{PIN}"},
        {"a.txt": f"-r b.txt\n{PIN}", "b.txt": f"-c a.txt\n{PIN}"},
        {"a.txt": f"-r b.txt\n{PIN}", "b.txt": f"-r c.txt\n{PIN}", "c.txt": f"-r a.txt\n{PIN}"},
    ],
    ids=["itself", "itself twice", "two", "three"],
)
def test_files_that_include_themselves_are_read_once(contents: dict[str, str]) -> None:
    files = Files({f"{SHARED}/{name}": text for name, text in contents.items()})
    found = scanned(files, ("1", f"{SHARED}/a.txt"))
    assert users_of(found) == {f"{SHARED}/{name}": ["1"] for name in contents}
    assert set(files.reads.values()) == {1}
    assert not found.unreadable


def test_users_reach_through_what_was_read_for_others_before() -> None:
    names = {f"{SHARED}/a.txt": "-r b.txt", f"{SHARED}/z.txt": "-r y.txt"}
    names |= {f"{SHARED}/y.txt": "-r a.txt", f"{SHARED}/b.txt": PIN}
    files = Files(names)
    found = scanned(files, ("1", f"{SHARED}/a.txt"), ("2", f"{SHARED}/z.txt"))
    assert users_of(found) == {f"{SHARED}/b.txt": ["1", "2"]}
    assert set(files.reads.values()) == {1}


def test_a_chain_of_files_comes_to_an_end_and_that_is_said() -> None:
    files = Files({f"{SHARED}/{number}.txt": f"-r {number + 1}.txt" for number in range(1000)})
    found = scanned(files, ("1", f"{SHARED}/0.txt"))
    assert 10 <= found.scanned < 100
    assert sum(files.reads.values()) == found.scanned
    [missing] = found.unreadable
    assert missing.id == f"{SHARED}/{found.scanned}.txt"
    for part in (f"{SHARED}/0.txt", f"{SHARED}/1.txt", f"{SHARED}/{found.scanned - 1}.txt"):
        assert part in missing.error


def test_who_comes_late_to_a_long_chain_uses_all_of_it() -> None:
    chain = {f"{SHARED}/{number:02}.txt": f"-r {number + 1:02}.txt" for number in range(18)}
    files = Files({**chain, f"{SHARED}/18.txt": PIN, f"{SHARED}/first.txt": "-r 00.txt"})
    found = scanned(files, ("1", f"{SHARED}/00.txt"), ("2", f"{SHARED}/first.txt"))
    assert users_of(found) == {f"{SHARED}/18.txt": ["1", "2"]}


BAD: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "it is not there"),
    "binary": (b"\0\1\2lib", "NUL"),
    "latin1": ("lib-ä".encode("latin-1"), "not UTF-8: byte 4"),
    "codec": (b"# coding: nonsense\nlib==1", "nonsense, is not known"),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    content: bytes | None, error: str
) -> None:
    good, bad = f"{SHARED}/good.txt", f"{SHARED}/bad.txt"
    contents: dict[str, str | bytes] = {good: f"-r bad.txt\n{PIN}"}
    if content is not None:
        contents[bad] = content
    found = scanned(Files(contents), ("1", good), ("2", bad))
    [missing] = found.unreadable
    assert (missing.kind, missing.id, missing.name) == (DependentKind.FILE, bad, bad)
    assert error in missing.error
    assert users_of(found) == {good: ["1"]}
    assert found.scanned == 2


@pytest.mark.parametrize(
    "text", ["dependencies: [", "a: b: c", "- {", "dependencies:\n\t- lib"], ids=str
)
def test_a_base_environment_that_is_no_yaml(text: str) -> None:
    path = f"{SHARED}/env.yaml"
    found = scanned(Files({path: text}), ("1", path))
    assert [missing.id for missing in found.unreadable] == [path]
    assert "it is no YAML" in found.unreadable[0].error


@pytest.mark.parametrize("text", ["", "\n", "# lib==1.4.2\n", "lib-extra==1.4.2\n", "mylib\n"])
def test_a_file_that_does_not_name_the_library_is_looked_at_only(text: str) -> None:
    path = f"{SHARED}/r.txt"
    found = scanned(Files({path: text}), ("1", path))
    assert (found.scanned, found.dependents, found.unreadable) == (1, [], [])


def test_the_dependent_that_a_file_is() -> None:
    path = f"{SHARED}/r.txt"
    content = f"# lib\nother==1\n\n{PIN}  # ours\n".encode()
    found = dependent_from_file(path, content, "lib")
    assert found is not None
    assert (found.kind, found.id, found.name) == (DependentKind.FILE, path, path)
    assert (found.owner, found.schedule, found.managed_by, found.tags) == (None, None, None, {})
    assert [(one.location, one.text) for one in found.references] == [(f"{path}:4", PIN)]
    assert found.users == ()


@given(st.binary(max_size=50))
def test_a_file_is_a_document_and_back(content: bytes) -> None:
    document = file_document(f"{SHARED}/r.txt", content)
    assert (path_of(document), bytes_of(document)) == (f"{SHARED}/r.txt", content)


def _fingerprint(content: bytes) -> str:
    found = dependent_from_file(f"{SHARED}/r.txt", content, "lib")
    assert found is not None
    return found.fingerprint


def test_each_byte_counts_in_the_fingerprint() -> None:
    contents = [b"lib==1.4.2\n", b"lib==1.4.2\r\n", b"lib==1.4.2", b"\xef\xbb\xbflib==1.4.2\n"]
    assert len({_fingerprint(content) for content in contents}) == len(contents)
    assert _fingerprint(contents[0]) == _fingerprint(contents[0])


def _obstacles(dependent: Dependent | None) -> list[str | None]:
    assert dependent is not None
    return [one.reference.obstacle for one in dependent.references]


@pytest.mark.parametrize("path", ["dbfs:/FileStore/r.txt", "/dbfs/FileStore/r.txt"])
def test_a_file_in_dbfs_is_reported_only(path: str) -> None:
    files = Files({"dbfs:/FileStore/r.txt": PIN})
    [found] = scanned(files, ("1", path)).dependents
    assert found.id == "dbfs:/FileStore/r.txt"
    assert _obstacles(found) == ["a file in DBFS cannot be replaced in one step"]


@pytest.mark.parametrize(
    "text",
    [f'- "{PIN.replace("/", chr(92) + "/", 1)}"', f"- >-\n  {PIN}\n"],
    ids=["escape", "block"],
)
def test_what_is_written_in_a_form_of_its_own_is_reported_only(text: str) -> None:
    content = f"dependencies:\n{text}\n".encode()
    found = dependent_from_file(f"{SHARED}/env.yaml", content, "lib")
    assert _obstacles(found) == ["it is written with escapes or over several lines"]


def test_bytes_that_are_no_file_of_that_kind() -> None:
    with pytest.raises(NotText):
        dependent_from_file(f"{SHARED}/r.txt", b"\0lib==1.4.2", "lib")


def test_users_come_in_one_order_with_all_that_matters_for_deciding() -> None:
    path = f"{SHARED}/r.txt"
    bundle = Manager(kind="BUNDLE")
    named = [
        user(f"{number:03}", tags={"n": f"{number}"}, managed_by=bundle) for number in range(50)
    ]
    found = scan_files(
        Files({path: PIN}), [FileUse(path=path, user=one) for one in named[::-1]], "lib"
    )
    [file] = found.dependents
    assert [one.id for one in file.users] == [one.id for one in named]
    assert [one.tags for one in file.users] == [one.tags for one in named]
    assert {one.managed_by for one in file.users} == {bundle}
