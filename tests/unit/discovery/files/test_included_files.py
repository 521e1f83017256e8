"""Files that requirements include, and where they lie."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.files.included import file_in_option
from apparate_ng.discovery.files.kinds import files_included_by

PATH = "/Workspace/Shared/all.txt"

FORMS = [
    ("-r base.txt", "base.txt"),
    ("-rbase.txt", "base.txt"),
    ("--requirement base.txt", "base.txt"),
    ("--requirement=base.txt", "base.txt"),
    ("-c base.txt", "base.txt"),
    ("-cbase.txt", "base.txt"),
    ("--constraint base.txt", "base.txt"),
    ("--constraint=base.txt", "base.txt"),
    ("  -r\tbase.txt  ", "base.txt"),
    ('-r "with space.txt"', "with space.txt"),
    ("--requirement='with space.txt'", "with space.txt"),
    ("-r with\\ space.txt", "with space.txt"),
    ("--pre -r base.txt", "base.txt"),
    ("-r first.txt -r second.txt", "first.txt"),
    ("-c second.txt -r first.txt", "first.txt"),
]
OTHERS = [
    "requests==2.32",
    "lib -r base.txt",
    "--index-url https://example.com/base.txt",
    "-e ./base",
    "--require-hashes",
    "--requirements base.txt",
    "-r",
    "-r ''",
    '-r "base.txt',
    f"-r '{'x' * 10_000}'",
    "",
]


@pytest.mark.parametrize(("entry", "file"), FORMS)
def test_an_option_names_a_file(entry: str, file: str) -> None:
    assert file_in_option(entry) == file
    content = f"lib==1\n{entry}  # why\n".encode()
    assert files_included_by(PATH, content) == [f"/Workspace/Shared/{file}"]


@pytest.mark.parametrize("entry", OTHERS)
def test_other_entries_name_none(entry: str) -> None:
    assert file_in_option(entry) is None
    assert files_included_by(PATH, f"{entry}\n".encode()) == []


@pytest.mark.parametrize(
    ("path", "file", "expected"),
    [
        (PATH, "base.txt", "/Workspace/Shared/base.txt"),
        (PATH, "./sub/base.txt", "/Workspace/Shared/sub/base.txt"),
        (PATH, "../base.txt", "/Workspace/base.txt"),
        (PATH, "all.txt", PATH),
        (PATH, "/Volumes/main/libs/base.txt", "/Volumes/main/libs/base.txt"),
        (PATH, "/Volumes/main/./x/../base.txt", "/Volumes/main/base.txt"),
        (PATH, "größe.txt", "/Workspace/Shared/größe.txt"),
        (PATH, "a%2Bb.txt", "/Workspace/Shared/a%2Bb.txt"),
        (PATH, "${HOME}/base.txt", "/Workspace/Shared/${HOME}/base.txt"),
        (PATH, "dbfs:/x/../base.txt", "dbfs:/base.txt"),
        ("dbfs:/libs/all.txt", "base.txt", "dbfs:/libs/base.txt"),
        (PATH, "file:///Volumes/main/with%20space.txt", "/Volumes/main/with space.txt"),
        (PATH, "file:/Volumes/main/base.txt", "/Volumes/main/base.txt"),
    ],
)
def test_a_relative_file_is_taken_from_the_folder(path: str, file: str, expected: str) -> None:
    assert files_included_by(path, f"-r {file}\n".encode()) == [expected]


@pytest.mark.parametrize(
    "url", ["https://example.com/base.txt", "HTTP://example.com/b.txt", "s3://bucket/base.txt"]
)
def test_urls_are_given_as_they_stand(url: str) -> None:
    assert files_included_by(PATH, f"-r {url}\n-c {url}\n".encode()) == [url]


def test_each_file_comes_once_in_order() -> None:
    content = b"-c b.txt\nlib==1\n-r a.txt\n# -r c.txt\n-r ./b.txt\n-r \\\n  d.txt\n"
    names = [path.rpartition("/")[2] for path in files_included_by(PATH, content)]
    assert names == ["b.txt", "a.txt", "d.txt"]


def test_a_base_environment_includes_files_too() -> None:
    content = b"""\
dependencies:
  - -r base.txt
  - "-c '/Volumes/main/with space.txt'  # why"
  - lib==1
  - 5
other:
  - -r never.txt
"""
    assert files_included_by("/Workspace/Shared/env.yaml", content) == [
        "/Workspace/Shared/base.txt",
        "/Volumes/main/with space.txt",
    ]
