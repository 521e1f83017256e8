"""Links in a terminal (OSC 8): only where they are known to work; elsewhere they would be noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_PROGRAMS = frozenset(
    {"ghostty", "Hyper", "iTerm.app", "rio", "Tabby", "vscode", "WarpTerminal", "WezTerm", "zed"}
)
"""What `TERM_PROGRAM` says where links work."""
_TERMS = ("alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty")
"""How `TERM` begins where links work."""
_VARIABLES = ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION")
"""Set by terminals in which links work."""
_FIRST_OF_VTE = 5002
"""0.50.2: the versions before crashed or had none. GNOME Terminal, Tilix, xfce4-terminal."""


def links_work(environment: Mapping[str, str]) -> bool:
    """True where the terminal is known to show links. `FORCE_HYPERLINK` (1 or 0) knows better.

    Inside tmux and screen it is not known which terminal shows them.
    """
    forced = environment.get("FORCE_HYPERLINK", "")
    if forced:
        return forced not in {"0", "false"}
    term = environment.get("TERM", "")
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or term.startswith(_TERMS)
        or any(environment.get(name) for name in _VARIABLES)
        or (vte.isdecimal() and int(vte) >= _FIRST_OF_VTE)
    )


@dataclass(frozen=True, slots=True)
class WithoutLinks:
    """The same, where links do not work."""

    renderable: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield every piece without its link."""
        for text, style, control in console.render(self.renderable, options):
            plain = style.update_link(None) if style is not None and style.link else style
            yield Segment(text, plain, control)
