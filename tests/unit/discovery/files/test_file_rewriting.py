"""Rewriting files: the texts of the places change, and every other byte stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.files.kinds import places_in_file
from apparate_ng.discovery.files.rewriting import CannotRewriteError, rewritten_bytes
from apparate_ng.discovery.references.finding import references_to

TXT = "/Workspace/Shared/a: b/requirements.txt"
YAML = "/Workspace/Shared/env.yaml"

TEXTS = st.sampled_from(
    [
        "lib==1.4.2",
        "lib==1.10.0rc1",
        "Lib[a,b]==2",
        "/Volumes/größe/lib-1.4.2-py3-none-any.whl",
        "/W/lib-1.5.0-py3-none-any.whl[x]",
        "lib==1 ; python_version>'3'",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
OTHERS = st.sampled_from(
    ["", "# lib==1.4.2", "  ", "-r größe.txt", "--index-url https://e/lib", "# \\", "\t#"]
)
COMMENTS = st.sampled_from(["", " ", "  # why", "\t#größe lib==1.4.2", " \t "])
BOMS = st.sampled_from(["", "\ufeff"])
Parts = list[tuple[str, str, str]]
"""What is before a text, the text, and what is behind it; no text, where nothing is planted."""


REQUIREMENTS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["", "  ", "\t"]),
            TEXTS,
            st.builds(lambda comment, end: comment + end, COMMENTS, ENDS),
        ),
        st.tuples(OTHERS, st.just(""), ENDS),
    ),
    max_size=8,
)
UNQUOTED = TEXTS.filter(lambda text: "'" not in text)
ENTRIES = st.lists(
    st.builds(
        lambda before, quote, text, comment, end: (before + quote, text, quote + comment + end),
        st.sampled_from(["  - ", "  -   ", "  # why\n  - ", "\n  - !!str "]),
        st.sampled_from(["", "'", '"']),
        UNQUOTED,
        COMMENTS.filter(lambda comment: "\t" not in comment),  # PyYAML refuses tabs there
        ENDS,
    ),
    max_size=6,
)


def whole(before: str, parts: Parts) -> bytes:
    return (before + "".join("".join(part) for part in parts)).encode()


def drawn(parts: Parts, texts: st.SearchStrategy[str], data: st.DataObject) -> Parts:
    """Return the same with some texts exchanged for others."""
    others = [data.draw(st.just(text) | texts) if text else "" for _, text, _ in parts]
    return [(left, text, right) for (left, _, right), text in zip(parts, others, strict=True)]


def rewritten(path: str, content: bytes, parts: Parts, data: st.DataObject) -> bytes:
    """Return `content` with the planted texts that `parts` has, given in any order."""
    places = places_in_file(path, content)
    new = [text for _, text, _ in parts if text]
    pairs = zip(places, new, strict=True)
    changes = [(place, text) for place, text in pairs if place.text != text]
    return rewritten_bytes(content, data.draw(st.permutations(changes)))


def check(
    path: str, before: str, parts: Parts, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    """What is planted is found; there and back, nothing but the texts is any different."""
    content = whole(before, parts)
    planted = [text for _, text, _ in parts if text]
    assert [place.text for place in places_in_file(path, content)] == planted
    others = drawn(parts, texts, data)

    after = rewritten(path, content, others, data)

    assert after == whole(before, others)
    assert rewritten(path, after, parts, data) == content


@given(BOMS, REQUIREMENTS, st.data())
@settings(deadline=None)
def test_requirements_there_and_back(bom: str, parts: Parts, data: st.DataObject) -> None:
    check(TXT, bom, parts, TEXTS, data)


@given(BOMS, ENDS, ENTRIES, st.data())
@settings(deadline=None)
def test_environments_there_and_back(bom: str, end: str, parts: Parts, data: st.DataObject) -> None:
    before = f"{bom}# größe{end}environment_version: '3'{end}dependencies: # lib==1.4.2{end}"
    check(YAML, before, parts, UNQUOTED, data)


@pytest.mark.parametrize(
    ("content", "new", "expected"),
    [
        ("lib \\\n  ==1.4.2 # c", ("1.4.2", "1.5.0"), "lib \\\n  ==1.5.0 # c"),
        (
            "lib==1.4.2 \\\r\n  ; a == 'b'\n",
            ("1.4.2", "1.5.0rc1"),
            "lib==1.5.0rc1 \\\r\n  ; a == 'b'\n",
        ),
        ("lib[x,\\\ny]==1 ;\\\n a\n", ("==1", "==22"), "lib[x,\\\ny]==22 ;\\\n a\n"),
        ("lib==1\\\n ; a\n", ("==1", "==12"), "lib==12\\\n ; a\n"),
        ("lib==12\\\n ; a\n", ("==12", "==1"), "lib==1\\\n ; a\n"),
        ("lib==1.\\\n4.2\\\n", ("1.4.2", "1.5.2"), "lib==1.\\\n5.2\\\n"),
    ],
)
def test_lines_that_go_on_stay_where_they_are(
    content: str, new: tuple[str, str], expected: str
) -> None:
    (place,) = places_in_file(TXT, content.encode())
    text = place.text.replace(*new)
    assert rewritten_bytes(content.encode(), [(place, text)]).decode() == expected


@pytest.mark.parametrize(
    ("content", "new"),
    [
        ("lib==1.\\\n4.2", "/a.whl"),
        ("lib==1.\\\n4.2", "lib==2.0.0"),
        ("lib \\\r\n  [x]==1.4.2", "lib[x] @ file:///a.whl"),
        ("/W/lib-1.4.2-py3-\\\nnone-any.whl", "/V/lib-1.5.0-py3-none-any.whl[x]"),
    ],
)
def test_the_end_of_a_line_is_never_swallowed(content: str, new: str) -> None:
    before = f"{content}\nother==1\n".encode()
    place, _ = places_in_file(TXT, before)
    with pytest.raises(CannotRewriteError, match="what should be replaced goes on in another line"):
        rewritten_bytes(before, [(place, new)])


@st.composite
def broken_up(draw: st.DrawFn) -> tuple[str, str]:
    """A file's first entry, with ends of lines anywhere in it, and what ends a line there."""
    end = draw(ENDS)
    entry = draw(TEXTS) + draw(st.sampled_from(["", " ; a == 'b'", "  # why"]))
    breaks = draw(st.lists(st.integers(0, len(entry)), max_size=3))
    for at in sorted(breaks, reverse=True):
        entry = f"{entry[:at]}\\{end}{entry[at:]}"
    return entry, end


@given(broken_up(), st.sampled_from(["9", "1.4.20", "1.5.0rc1"]))
@settings(deadline=None)
def test_what_may_be_rewritten_goes_back_to_the_letter(broken: tuple[str, str], new: str) -> None:
    entry, end = broken
    before = f"{entry}{end}other==1{end}".encode()
    for place, reference in references_to("lib", places_in_file(TXT, before)):
        if reference.obstacle is not None or reference.version is None:
            continue
        part = reference.span.of(place.text).replace(reference.version, new)
        text = reference.span.replaced(place.text, part)

        after = rewritten_bytes(before, [(place, text)])

        assert len(after.splitlines()) == len(before.splitlines())
        again = {one.location: one for one in places_in_file(TXT, after)}[place.location]
        assert again.text == text
        assert again.obstacle is None
        assert rewritten_bytes(after, [(again, place.text)]) == before


def test_nothing_to_change_changes_nothing() -> None:
    assert rewritten_bytes(b"\xff\0", []) == b"\xff\0"


@pytest.mark.parametrize(
    "new",
    ["", "lib==1\nother==2", "lib # x", "-r x", " lib", "lib\\", "lib==1\r", "# lib", "lib\0"],
)
def test_a_text_that_would_not_be_read_is_refused(new: str) -> None:
    content = b"lib==1.4.2\nother==1\n"
    place, _ = places_in_file(TXT, content)
    with pytest.raises(CannotRewriteError):
        rewritten_bytes(content, [(place, new)])


@pytest.mark.parametrize(
    ("content", "new"),
    [
        ("[lib==1]", "/a,b/lib-1.whl"),
        ("['lib==1']", "/it's/lib-1.whl"),
        ('["lib==1"]', "/a\\b/lib-1.whl"),
        ("\n- lib==1", "/a: b/lib-1.whl"),
        ("\n- lib==1", "/a #b/lib-1.whl"),
        ("\n- lib==1", "1.5"),
        ("\n- lib==1", "[unclosed"),
    ],
)
def test_a_text_that_yaml_reads_otherwise_is_refused(content: str, new: str) -> None:
    environment = f"dependencies: {content}".encode()
    (place,) = places_in_file(YAML, environment)
    with pytest.raises(CannotRewriteError):
        rewritten_bytes(environment, [(place, new)])


def test_a_place_in_a_form_of_its_own_is_refused() -> None:
    environment = b'dependencies: ["lib\\u003d=1"]'
    (place,) = places_in_file(YAML, environment)
    assert place.text == "lib==1"
    with pytest.raises(CannotRewriteError, match="in a form of its own"):
        rewritten_bytes(environment, [(place, "lib==2")])


@pytest.mark.parametrize(
    "now", [b"# new\nlib==1.4.2\n", b"lib==1.4.3\n", b"", b"lib==1.4.\xc3\xa9"]
)
def test_a_file_that_has_changed_is_refused(now: bytes) -> None:
    (place,) = places_in_file(TXT, b"lib==1.4.2\n")
    with pytest.raises(CannotRewriteError, match="something else stands there by now"):
        rewritten_bytes(now, [(place, "lib==1.5.0")])


def test_two_changes_for_one_place_are_refused() -> None:
    (place,) = places_in_file(TXT, b"lib==1.4.2\n")
    with pytest.raises(CannotRewriteError, match="two changes for one place"):
        rewritten_bytes(b"lib==1.4.2\n", [(place, "lib==1.5.0"), (place, "lib==1.6.0")])
