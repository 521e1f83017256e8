"""Arbitrary bytes: either places that stand where they say, or words why there are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.files.continuation import joined
from apparate_ng.discovery.files.kinds import files_included_by, places_in_file, text_of_file
from apparate_ng.discovery.files.rewriting import rewritten_bytes
from apparate_ng.discovery.files.text import NotText

BITS = [
    *(
        "lib==1.4.2",
        "/a/lib-1.4.2.whl",
        "-r a.txt",
        "-c 'b",
        "# coding: latin-1\n",
        "# coding: gbk\n",
    ),
    *(
        "\\",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "#",
        " # ",
        "'",
        '"',
        "é",
        "あ",
        "\x85",
        "\u2028",
        "\f",
        "\0",
    ),
    *(
        "dependencies:",
        "\n- ",
        "\n  - ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        "? ",
        "&a ",
        "*a",
        "!!str ",
    ),
    *(
        "|",
        ">-",
        "---",
        "...",
        "%YAML 1.1\n",
        "\\x41",
        "\\U00110000",
        "<<: ",
        "!<",
        "@",
        "`",
        "\ufeff",
    ),
]
ALIKE = st.lists(st.sampled_from(BITS), max_size=20).map("".join)
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1", "gbk"])
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.builds(lambda text, codec: text.encode(codec, "replace"), ALIKE, CODECS),
    ALIKE.map(lambda text: f"dependencies:\n- {text}".encode()),
)


@pytest.mark.parametrize("path", ["/a/requirements.txt", "/a/env.yml"])
@given(content=CONTENTS)
@settings(deadline=None, max_examples=500)
def test_places_or_words(path: str, content: bytes) -> None:
    try:
        places = places_in_file(path, content)
        included = files_included_by(path, content)
    except NotText:
        return
    codec = text_of_file(path, content).codec
    for place in places:
        if place.path:
            start, end = (int(edge) for edge in place.path)
            assert joined(content[start:end].decode(codec))[0] == place.text
    assert len({place.location for place in places}) == len(places)
    assert all(included)
    same = [(place, place.text) for place in places if place.path]
    assert rewritten_bytes(content, same) == content
