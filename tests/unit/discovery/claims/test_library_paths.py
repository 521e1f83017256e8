"""Paths of library files in any text."""

from __future__ import annotations

import json

import pytest

from apparate_ng.discovery.claims.library_paths import (
    library_paths,
    text_of,
    text_of_json,
    variable_paths,
)

_PATH = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_PATH, [_PATH]),
        (f'{{"whl": "{_PATH}"}}', [_PATH]),
        (f"{_PATH}[extra]", [_PATH]),
        (f"--py-files={_PATH},/b/c.egg", [_PATH, "/b/c.egg"]),
        (f"PYTHONPATH={_PATH}:/b/c.egg", [_PATH, "/b/c.egg"]),
        (f"PYTHONPATH=/a:{_PATH}", [f"/a:{_PATH}", _PATH]),
        (f"dbfs:{_PATH}", [f"dbfs:{_PATH}"]),
        (f"pip install '{_PATH}' # and more", [_PATH]),
        (f"lib @ file://{_PATH}", [f"file://{_PATH}"]),
        ("cp a.whl b.jar", ["a.whl", "b.jar"]),
        ("/A/B.WHL", ["/A/B.WHL"]),
        ("/my libs/lib.whl", ["libs/lib.whl"]),
        (r"C:\jars\lib-1.0.jar", ["lib-1.0.jar"]),
        ("a.jars and b.whl2, c.eggs", []),
        ("nothing of that kind", []),
    ],
)
def test_paths_in_texts(text: str, expected: list[str]) -> None:
    assert list(library_paths(text)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps({"whl": _PATH}).encode(),
        json.dumps({"whl": _PATH}).replace("/", "\\/").encode(),
        json.dumps({"whl": _PATH}).replace("-", "\\u002d").encode(),
        json.dumps({"a": 'say "x"', "whl": _PATH}).encode(),
        json.dumps({"a": f"first line\n{_PATH}\tand more"}).encode(),
        json.dumps({"a": f"C:\\uface\\{_PATH}"}).encode(),
    ],
)
def test_escapes_of_json_hide_nothing(raw: bytes) -> None:
    assert list(library_paths(text_of_json(raw))) == [_PATH]


@pytest.mark.parametrize(
    "name",
    ["caf\u00e9-1.0.whl", "\u2713-1.0.whl", "\U0001f4c8-1.0.whl", "a\U0001f4c8\u00e9b-1.0.whl"],
)
def test_a_name_that_is_not_ascii(name: str) -> None:
    for raw in (json.dumps(name).encode(), json.dumps(name, ensure_ascii=False).encode()):
        assert list(library_paths(text_of_json(raw))) == [name]


_AT_LEAST = '"whl":"lib\\u002d1.4.2.whl"'


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":"\xff",%s}',
        b'{"n":' + b"9" * 5_000 + b",%s}",
        b'{"n":' + b"[" * 100_000 + b"]" * 100_000 + b",%s}",
        b'{"a":"\\ud800",%s}',
        b'{"a":"\\u12",%s}',
        b"{1:,%s",
    ],
    ids=["no UTF-8", "digits", "nested", "half a pair", "half an escape", "no JSON"],
)
def test_what_no_parser_takes_is_searched_all_the_same(raw: bytes) -> None:
    text = text_of_json(raw.replace(b"%s", _AT_LEAST.encode()))

    assert list(library_paths(text)) == ["lib-1.4.2.whl"]


def test_a_document_as_text() -> None:
    assert list(library_paths(text_of({"a": [{"b": _PATH}]}))) == [_PATH]


def test_a_long_text_without_any_is_no_work() -> None:
    assert list(library_paths("x" * 5_000_000)) == []


@pytest.mark.parametrize(
    ("library", "expected"),
    [
        ({"whl": "{{job.parameters.wheel}}"}, ["{{job.parameters.wheel}}"]),
        ({"jar_uri": "/Workspace/x/${jar}"}, ["/Workspace/x/${jar}"]),
        ({"whl": "/Workspace/x/lib-{{v}}.whl"}, []),
        ({"whl": _PATH}, []),
        ({"notebook_path": "/x/{{job.parameters.book}}"}, []),
    ],
)
def test_libraries_that_only_a_run_names(library: dict[str, str], expected: list[str]) -> None:
    assert list(variable_paths(text_of({"libraries": [library]}))) == expected
