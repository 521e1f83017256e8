"""Base environments: the strings under `dependencies`, inside their quotes."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.files.base_environment import places_in_environment
from apparate_ng.discovery.files.kinds import is_base_environment, places_in_file
from apparate_ng.discovery.files.text import NotText
from apparate_ng.model.dependents.reference import Slot

PATH = "/Workspace/Shared/env.yaml"
WHEEL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"


def environment(entries: str) -> bytes:
    return f"environment_version: '3'  # lib==1.4.2\ndependencies:{entries}\n".encode()


def in_bytes(content: bytes) -> list[bytes]:
    """What the places' paths stand for."""
    found: list[bytes] = []
    for place in places_in_environment(PATH, content):
        start, end = (int(edge) for edge in place.path)
        found.append(content[start:end])
    return found


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ("\n  - lib==1.4.2", "lib==1.4.2"),
        ("\n- lib==1.4.2   # why", "lib==1.4.2"),
        ("\r\n  - 'lib==1.4.2'  # why", "lib==1.4.2"),
        ('\n  - "lib==1.4.2"', "lib==1.4.2"),
        ('\n  - "  lib==1.4.2 "', "  lib==1.4.2 "),
        ("\n  - 'lib==1.4.2; python_version == \"3.10\"'", 'lib==1.4.2; python_version == "3.10"'),
        ("\n  - &pin lib==1.4.2", "lib==1.4.2"),
        ("\n  - &pin 'lib==1.4.2'", "lib==1.4.2"),
        ('\n  - !!str "lib==1.4.2"', "lib==1.4.2"),
        ("\n  - lib[a, b]==1.4.2", "lib[a, b]==1.4.2"),
        (f"\n  # größe\n  - {WHEEL}", WHEEL),
        ("\n  - '/Volumes/größe/lib-1.4.2.whl'", "/Volumes/größe/lib-1.4.2.whl"),
        (" [lib==1.4.2]", "lib==1.4.2"),
        (" [ 'lib==1.4.2' , ]", "lib==1.4.2"),
        ("\n  - a\\b", "a\\b"),
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_place_is_the_text_inside_its_quotes(entries: str, text: str, bom: bytes) -> None:
    content = bom + environment(entries)
    (place,) = places_in_environment(PATH, content)
    assert (place.text, place.slot) == (text, Slot.DEPENDENCY)
    assert in_bytes(content) == [text.encode()]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ('"lib\\u003d=1.4.2"', "lib==1.4.2"),
        ('"\\"lib"', '"lib'),
        ("'lib; os_name == ''nt'''", "lib; os_name == 'nt'"),
        ("'''lib'", "'lib"),
        ("lib\n     ==1.4.2", "lib ==1.4.2"),
        ("'lib\n     ==1.4.2'", "lib ==1.4.2"),
        ("|\n    lib==1.4.2", "lib==1.4.2"),
        (">-\n    lib==1.4.2", "lib==1.4.2"),
        ('"a\\\\b"', "a\\b"),
        ('"\\\\b"', "\\b"),
    ],
)
def test_a_text_in_another_form_is_found_but_has_no_bytes(entry: str, text: str) -> None:
    places = places_in_environment(PATH, environment(f"\n  - {entry}\n  - other==1"))
    assert [place.text for place in places] == [text, "other==1"]
    assert [bool(place.path) for place in places] == [False, True]


@pytest.mark.parametrize(
    "entries",
    [
        "",
        " []",
        " lib==1.4.2",
        " {lib: 1.4.2}",
        "\n  - 1.4",
        "\n  - null",
        "\n  - ''",
        "\n  - {lib: ==1.4.2}",
        "\n  - [lib==1.4.2]",
        "\n  # - lib==1.4.2",
        "\n  - --index-url https://example.com/lib==1.4.2",
        "\n  - -r lib==1.4.2",
        " []\nother:\n  - lib==1.4.2",
        " []\ninner:\n  dependencies:\n  - lib==1.4.2",
    ],
)
def test_what_is_no_dependency_is_no_place(entries: str) -> None:
    assert places_in_environment(PATH, environment(entries)) == []


@pytest.mark.parametrize("content", [b"", b"# nothing", b"- lib==1.4.2", b"lib==1.4.2", b"null"])
def test_another_document_has_no_places(content: bytes) -> None:
    assert places_in_environment(PATH, content) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    lines = ["dependencies:", "", "# x", "- a", "- |", "  b", "- {c: d}", "- 'e'", "- [f]", "- g"]
    found = places_in_environment(PATH, end.join(lines).encode())
    locations = {place.text: place.location for place in found}
    assert locations == {
        text: f"{PATH}:{n}" for text, n in {"a": 4, "b": 5, "e": 8, "g": 10}.items()
    }


def test_several_on_one_line_have_locations_of_their_own() -> None:
    places = places_in_environment(PATH, b"dependencies: [a, b,\n  c, d, e]")
    locations = [place.location.removeprefix(PATH) for place in places]
    assert locations == [":1", ":1#2", ":2", ":2#2", ":2#3"]


def test_a_repeated_text_is_one_place_where_it_is_written_out() -> None:
    content = b"pin: &pin 'lib==1.4.2'\ndependencies:\n- *pin\n- other\n- *pin\n"
    places = places_in_environment(PATH, content)
    assert [place.location for place in places] == [f"{PATH}:1", f"{PATH}:4"]
    assert in_bytes(content) == [b"lib==1.4.2", b"other"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"dependencies:\n  - [a\n", "line 3: it is no YAML: "),
        (b"a: b\nc: *d\n", "line 2: it is no YAML: found undefined alias 'd'"),
        (b"a: b\n---\nc: d\n", "line 2: it is no YAML: but found another document"),
        (b"a: \x01\n", "it is no YAML: special characters are not allowed"),
        (b'a: "\\UFFFFFFFF"', "it is no YAML: a number in it is out of range"),
        (b"%YAML 1." + b"9" * 5000 + b"\n--- a\n", "it is no YAML: a number in it is out of range"),
        (b"a: b\nc: " + b"[" * 60 + b"]" * 60, "line 2: too much YAML, or too deeply nested, "),
        (b"[" * 100_000, "line 1: too much YAML, or too deeply nested, "),
        (b"- " * 100_000, "line 1: too much YAML, or too deeply nested, "),
        (b"a: [" + b"b," * 20_000 + b"]", "line 1: too much YAML, or too deeply nested, "),
        (b"a: \xff", "it is not UTF-8: byte 3 cannot be read"),
        (b"PK\x03\x04\x00", "it is no text: there are NUL bytes in it"),
    ],
)
def test_what_is_no_environment_is_said_in_words(content: bytes, words: str) -> None:
    with pytest.raises(NotText) as caught:
        places_in_environment(PATH, content)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)


def test_aliases_that_multiply_cost_nothing() -> None:
    lines = ["a0: &a0 [lib==1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    content = "\n".join([*lines, "dependencies: *a39"]).encode()
    assert places_in_environment(PATH, content) == []


def test_a_list_in_itself_is_no_trap() -> None:
    content = b"dependencies: &all\n- lib==1\n- *all\n"
    assert in_bytes(content) == [b"lib==1"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a/env.yaml", True), ("/a/ENV.YML", True), ("/a/yaml", False), ("/a.yaml/r.txt", False)],
)
def test_the_name_tells_the_kind(path: str, *, expected: bool) -> None:
    assert is_base_environment(path) is expected
    content = b"dependencies: [lib==1]"
    assert [place.text for place in places_in_file(path, content)] == (
        ["lib==1"] if expected else ["dependencies: [lib==1]"]
    )
