from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of

Render = Callable[..., str]


def test_the_body_hangs_beside_its_lead(render: Render) -> None:
    paragraph = Paragraph(lead=Text("hint: "), body=Text("one two three"), indent=2)
    assert render(paragraph, width=16) == "  hint: one two\n        three\n"


def test_a_word_that_is_too_long_moves_the_body_below(render: Render) -> None:
    paragraph = Paragraph(lead=Text("-> "), body=Text("/a/long/path/x"), indent=2)
    assert render(paragraph, width=18) == "  ->\n    /a/long/path/x\n"


def test_a_body_to_be_kept_whole_moves_below_rather_than_break(render: Render) -> None:
    paragraph = Paragraph(lead=Text("name  "), body=Text("ana, daily"), whole=True)
    assert render(paragraph, width=16) == "name  ana, daily\n"
    assert render(paragraph, width=15) == "name\n  ana, daily\n"


def test_a_long_lead_hangs_too(render: Render) -> None:
    paragraph = Paragraph(lead=Text("a name of many words  "), body=Text("ana"), whole=True)
    assert render(paragraph, width=14) == "a name of\n  many words\n  ana\n"


def test_every_line_of_the_body_starts_below_the_first(render: Render) -> None:
    paragraph = Paragraph(lead=Text("minor  "), body=lines_of([Text("a"), Text("b")]))
    assert render(paragraph) == "minor  a\n       b\n"


@given(
    lead=st.text("ab 売", max_size=60),
    body=st.text("cd 上\n", max_size=300),
    indent=st.integers(0, 8),
    width=st.integers(30, 100),
    whole=st.booleans(),
)
def test_nothing_is_lost_and_no_line_is_too_wide(
    *, render: Render, lead: str, body: str, indent: int, width: int, whole: bool
) -> None:
    paragraph = Paragraph(lead=Text(lead), body=Text(body), indent=indent, whole=whole)
    output = render(paragraph, width=width)
    assert "".join(output.split()) == "".join((lead + body).split())
    assert all(cell_len(line) <= width for line in output.split("\n"))


def test_a_path_that_is_too_long_is_folded_where_a_folder_ends(render: Render) -> None:
    path = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"
    paragraph = Paragraph(lead=Text("-> "), body=Text(path), indent=2)
    assert render(paragraph, width=34) == (
        "  ->\n    /Workspace/Shared/libraries/\n    lib-1.5.0-py3-none-any.whl\n"
    )


def test_a_long_path_within_words_begins_a_line(render: Render) -> None:
    paragraph = Paragraph(body=Text("see /Workspace/Shared/libraries/lib.whl there"))
    assert render(paragraph, width=30) == "see\n/Workspace/Shared/libraries/\nlib.whl there\n"
    assert render(paragraph, width=37) == "see\n/Workspace/Shared/libraries/lib.whl\nthere\n"


def test_what_has_no_folders_is_folded_anywhere(render: Render) -> None:
    assert (
        render(Paragraph(body=Text("a" * 25)), width=10) == f"{'a' * 10}\n{'a' * 10}\n{'a' * 5}\n"
    )
