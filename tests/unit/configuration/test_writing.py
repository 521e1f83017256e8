"""A setting goes into a file that people wrote, and every other byte stays as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.writing import file_to_write, with_settings, write_whole

STORE = "/Workspace/Shared/libraries"
LINE = f'store = "{STORE}"'
_TABLE = f"[tool.apparate]\n{LINE}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", _TABLE),
        ("# only a comment\n", f"# only a comment\n\n{_TABLE}"),
        ("[project]\nname = 'x'\n", f"[project]\nname = 'x'\n\n{_TABLE}"),
        ("[project]\nname = 'x'", f"[project]\nname = 'x'\n{_TABLE}"),
        ("[project]\r\nname = 'x'\r\n", f"[project]\nname = 'x'\n\n{_TABLE}".replace("\n", "\r\n")),
        ("[tool.apparate]\nstore = '/old'  # why\n", f"[tool.apparate]\n{LINE}  # why\n"),
        (
            "[tool.apparate]\nallow = 'minor'\n\n[tool.ruff]\nx = 1\n",
            f"[tool.apparate]\nallow = 'minor'\n{LINE}\n\n[tool.ruff]\nx = 1\n",
        ),
        (
            "[tool.apparate.soak]\nminor = '24h'\n",
            f"{_TABLE}\n[tool.apparate.soak]\nminor = '24h'\n",
        ),
        (
            "tool.apparate.allow = 'minor'\n",
            f"tool.apparate.allow = 'minor'\ntool.apparate.{LINE}\n",
        ),
        (
            "[tool]\napparate = {allow = 'minor'}\n",
            f"[tool]\napparate = {{allow = 'minor', {LINE}}}\n",
        ),
    ],
)
def test_it_goes_into_the_table(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(before.encode())

    content = with_settings(file, {"store": STORE})

    assert content.decode().replace("',store", "', store") == after
    assert file.read_bytes() == before.encode()
    file.write_bytes(content)
    assert table_from_files(tmp_path, file)[0]["store"] == STORE
    assert with_settings(file, {"store": STORE}) == content


def test_in_a_file_of_our_own_the_keys_stand_at_the_top(tmp_path: Path) -> None:
    file = tmp_path / "apparate.toml"
    file.write_text("# ours\nallow = 'patch'\n\n[soak]\nminor = '24h'\n")

    content = with_settings(file, {"store": STORE}).decode()

    assert content == f"# ours\nallow = 'patch'\n{LINE}\n\n[soak]\nminor = '24h'\n"


def test_a_file_that_is_not_there_is_new(tmp_path: Path) -> None:
    assert with_settings(tmp_path / "apparate.toml", {"store": STORE}) == f"{LINE}\n".encode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[tool", "no TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b"tool = 1\n", "cannot be changed"),
        (b"[tool.apparate]\nstore = '''\n/old'''\n", "without touching the rest"),
    ],
)
def test_what_cannot_be_changed_is_said(tmp_path: Path, text: bytes, words: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(text)

    with pytest.raises(ConfigurationError, match=words) as raised:
        with_settings(file, {"store": STORE})

    assert raised.value.where == str(file)
    assert file.read_bytes() == text


def test_the_file_to_write_is_the_one_that_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "libs" / "sales"
    folder.mkdir(parents=True)
    assert file_to_write(folder, None) == folder / "apparate.toml"

    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert file_to_write(folder, None) == folder / "apparate.toml"

    (tmp_path / "pyproject.toml").write_text("[tool.apparate]\nallow = 'minor'\n")
    assert file_to_write(folder, None) == tmp_path.resolve() / "pyproject.toml"

    (folder / "pyproject.toml").write_text("")
    assert file_to_write(folder, None) == folder.resolve() / "pyproject.toml"

    (tmp_path / "apparate.toml").write_text("")
    assert file_to_write(folder, None) == tmp_path.resolve() / "apparate.toml"
    assert file_to_write(folder, tmp_path / "named.toml") == tmp_path / "named.toml"


def test_writing_keeps_permissions_and_links(tmp_path: Path) -> None:
    file, link = tmp_path / "real.toml", tmp_path / "link.toml"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)

    write_whole(link, b"new")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.toml", "real.toml"]


def test_a_new_file_is_readable_by_others_and_its_folder_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "file", b"x")

    assert (tmp_path / "a" / "b" / "file").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(sys.platform == "win32", reason="a file stands where a folder would")
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir()

    for target in (tmp_path / "file" / "apparate.toml", tmp_path / "folder"):
        with pytest.raises(ConfigurationError, match="cannot be written"):
            write_whole(target, b"x")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
