from __future__ import annotations

import base64
import hashlib
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.releases.contents import same_contents

INFO = "lib-1.0.dist-info"
Contents = dict[str, bytes]

paths = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.py", fullmatch=True)
contents = st.dictionaries(paths, st.binary(max_size=60), min_size=1, max_size=6)


def row(name: str, content: bytes, algorithm: str = "sha256") -> str:
    digest = hashlib.new(algorithm, content).digest()
    value = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return f"{name},{algorithm}={value},{len(content)}\r\n"


def record(content: Contents, algorithm: str = "sha256") -> str:
    return (
        "".join(row(name, data, algorithm) for name, data in content.items()) + f"{INFO}/RECORD,,\n"
    )


def write(file: Path, content: Contents, *, listed: str | None = None, year: int = 2020) -> Path:
    members = content | {f"{INFO}/RECORD": (listed or record(content)).encode()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), data)
    return file


@given(contents, st.data())
def test_order_times_and_signatures_do_not_count(content: Contents, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(content.items()))))
    signed = shuffled | {f"{INFO}/RECORD.jws": b"signature"}
    with tempfile.TemporaryDirectory() as folder:
        left = write(Path(folder) / "left.whl", content)
        right = write(Path(folder) / "right.whl", signed, listed=record(shuffled), year=2021)
        assert left.read_bytes() != right.read_bytes()
        assert same_contents(left, right)


@given(contents, contents)
def test_same_means_equal(first: Contents, second: Contents) -> None:
    with tempfile.TemporaryDirectory() as folder:
        left = write(Path(folder) / "left.whl", first)
        right = write(Path(folder) / "right.whl", second)
        assert same_contents(left, right) is (first == second)
        assert same_contents(right, left) is (first == second)


@given(contents, st.data())
def test_one_changed_byte_makes_another(content: Contents, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(content)))
    changed = content | {name: content[name] + b"x"}
    with tempfile.TemporaryDirectory() as folder:
        left = write(Path(folder) / "left.whl", content)
        right = write(Path(folder) / "right.whl", changed)
        lying = write(Path(folder) / "lying.whl", changed, listed=record(content))
        assert not same_contents(left, right)
        assert not same_contents(left, lying)
        assert not same_contents(lying, lying)


HONEST: Contents = {"lib/a.py": b"a = 1", "lib/b.py": b""}


@pytest.mark.parametrize(
    "listed",
    [
        "",
        record({"lib/a.py": b"a = 1"}),
        record(HONEST | {"lib/c.py": b""}),
        record(HONEST).replace("sha256=", "sha256:"),
        record(HONEST, "md5"),
        "lib/a.py,,\nlib/b.py,,\n",
        '"lib/a.py',
    ],
    ids=["empty", "unlisted", "missing", "mangled", "weak", "without-hash", "cut-off"],
)
def test_a_record_that_does_not_hold_counts_for_nothing(tmp_path: Path, listed: str) -> None:
    wheel = write(tmp_path / "a.whl", HONEST, listed=listed or "\n")
    assert not same_contents(wheel, wheel)


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_every_allowed_algorithm_is_checked(tmp_path: Path, algorithm: str) -> None:
    left = write(tmp_path / "a.whl", HONEST, listed=record(HONEST, algorithm))
    right = write(tmp_path / "b.whl", HONEST, listed=record(HONEST, algorithm), year=2021)
    assert same_contents(left, right)


def test_what_cannot_be_read_is_not_the_same(tmp_path: Path) -> None:
    wheel = write(tmp_path / "a.whl", HONEST)
    torso = tmp_path / "torso.whl"
    torso.write_bytes(wheel.read_bytes()[:-30])
    unrecorded = tmp_path / "plain.whl"
    with zipfile.ZipFile(unrecorded, "w") as archive:
        archive.writestr("lib/a.py", "")
    for other in (torso, unrecorded, tmp_path / "missing.whl", tmp_path):
        assert not same_contents(wheel, other)
        assert not same_contents(other, other)


def test_a_file_that_unpacks_to_more_than_a_wheel_is_not_unpacked(tmp_path: Path) -> None:
    wheel = write(tmp_path / "a.whl", HONEST)
    content = bytearray(wheel.read_bytes())
    for entry in _entries(content):
        content[entry + 24 : entry + 28] = b"\xf0\xff\xff\xff"  # the size after unpacking
    wheel.write_bytes(content)
    assert not same_contents(wheel, wheel)


def _entries(content: bytearray) -> list[int]:
    found, start = [], content.find(b"PK\x01\x02")
    while start >= 0:
        found.append(start)
        start = content.find(b"PK\x01\x02", start + 1)
    return found
