"""Encodings: what pip can read is read, what can be no requirements file is said in words."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.files.requirements_file import places_in_requirements
from apparate_ng.discovery.files.rewriting import CannotRewriteError, rewritten_bytes
from apparate_ng.discovery.files.text import NotText

PATH = "/Workspace/Shared/requirements.txt"


@pytest.mark.parametrize(
    ("before", "codec"),
    [
        ("", "utf-8"),
        ("\ufeff", "utf-8"),
        ("\ufeff", "utf-16-le"),
        ("\ufeff", "utf-16-be"),
        ("# -*- coding: utf-8 -*-\n", "utf-8"),
        ("# -*- coding: latin-1 -*-\n", "latin-1"),
        ("# first\n# vim: set fileencoding=cp1252 :\n", "cp1252"),
        ("# coding=shift_jis\n", "shift_jis"),
        ("\ufeff# coding: latin-1\n", "utf-8"),
        ("# one\n# two\n# coding: latin-1\n", "utf-8"),
        (" # coding: latin-1\n", "utf-8"),
    ],
)
def test_an_entry_is_found_and_rewritten_in_its_encoding(before: str, codec: str) -> None:
    strange = "あ" if codec == "shift_jis" else "ü"
    whole = f"{before}# {strange}\r\n{{}}  # {strange}\r\n"
    old, new = f"/Volumes/{strange}/lib-1.4.2.whl", f"/Volumes/{strange}/lib-1.5.0.whl"
    content = whole.format(old).encode(codec)

    (place,) = places_in_requirements(PATH, content)

    assert place.text == old
    start, end = (int(edge) for edge in place.path)
    assert content[start:end] == old.encode(codec)
    assert rewritten_bytes(content, [(place, new)]) == whole.format(new).encode(codec)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"lib==1\n\xff\xfe", "it is not UTF-8: byte 7 cannot be read"),
        (b"\xef\xbb\xbfl\xff", "it is not UTF-8: byte 4 cannot be read"),
        ("größe".encode("latin-1"), "it is not UTF-8: byte 2 cannot be read"),
        (b"lib==1\0\n", "it is no text: there are NUL bytes in it"),
        (b"PK\x03\x04\x14\x00\xff", "it is no text: there are NUL bytes in it"),
        ("lib==1".encode("utf-16-le"), "it is no text: there are NUL bytes in it"),
        (b"\xff\xfel\0i\0\0\0", "it is no text: there are NUL characters in it"),
        (b"\xff\xfel", "it is not UTF-16-LE: byte 2 cannot be read"),
        (b"# coding: ascii\n\xff", "it is not ASCII: byte 16 cannot be read"),
        (b"# coding: cp932\n\xfa\x54", "it is not CP932 as that is usually written"),
        (b"# coding: klingon\n", "the encoding that it names, klingon, is not known"),
        (b"# coding: rot13\n", "the encoding that it names, rot13, cannot be rewritten in part"),
        (b"# coding: utf-7\n", "the encoding that it names, utf-7, cannot be rewritten in part"),
        (b"# coding: iso2022_jp\n", "the encoding that it names, iso2022_jp, cannot be "),
    ],
)
def test_what_is_no_text_is_said_in_words(content: bytes, words: str) -> None:
    with pytest.raises(NotText) as caught:
        places_in_requirements(PATH, content)
    assert str(caught.value).startswith(words)


def test_a_text_that_the_encoding_lacks_is_refused() -> None:
    content = b"# coding: latin-1\n/a/lib-1.4.2.whl\n"
    (place,) = places_in_requirements(PATH, content)
    with pytest.raises(CannotRewriteError, match="ISO8859-1 cannot write"):
        rewritten_bytes(content, [(place, "/あ/lib-1.5.0.whl")])
