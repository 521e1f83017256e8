"""Where links in a terminal work."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from rich.style import Style
from rich.text import Text

from apparate_ng.cli.runs.links import WithoutLinks, links_work


@pytest.mark.parametrize(
    ("environment", "work"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "²"}, False),
        ({"TERM": "xterm-256color", "WT_SESSION": "a-b-c"}, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "WT_SESSION": "a"}, False),
        ({"TERM": "xterm-256color", "TMUX": "tmux,1,0", "VTE_VERSION": "7600"}, False),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "false"}, False),
    ],
)
def test_links_are_used_where_they_are_known_to_work(
    environment: dict[str, str], *, work: bool
) -> None:
    assert links_work(environment) is work


def test_without_links_the_rest_stays() -> None:
    linked = Text("job", Style(bold=True, link="https://example.com/1"))
    output = StringIO()
    console = Console(file=output, color_system="standard", force_terminal=True)
    console.print(linked)
    assert "https://example.com/1" in output.getvalue()
    output.truncate(0)
    output.seek(0)
    console.print(WithoutLinks(linked))
    assert output.getvalue() == "\x1b[1mjob\x1b[0m\n"
