"""Texts that somebody could write into a workspace to steer a terminal, a spreadsheet or a page."""

from __future__ import annotations

ESC, BELL = "\x1b", "\x07"

HOSTILE_TEXTS = {
    "colour": f"{ESC}[31mred{ESC}[0m",
    "clear the screen": f"{ESC}[2J{ESC}[H",
    "C1 control sequence": "\x9b31mred",
    "title": f"{ESC}]0;owned{BELL}",
    "link (OSC 8)": f"{ESC}]8;;https://evil.example/{ESC}\\click{ESC}]8;;{ESC}\\",
    "clipboard (OSC 52)": f"{ESC}]52;c;cm0gLXJmIC8={BELL}",
    "device control": f"{ESC}P$q q{ESC}\\",
    "rich markup": "[bold red]b[/] [link=https://evil.example]x[/link] [/unopened]",
    "emoji code": ":bomb: :skull:",
    "html": "<script>alert(1)</script><!-- --><img src=x onerror=alert(1)>",
    "markdown": "[x](https://evil.example) `a` | b |\n# heading",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "formula with plus": "+cmd|' /C calc'!A0",
    "formula with minus": "-2+3+cmd|' /C calc'!A0",
    "formula with at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula after a tab": "\t=1+1",
    "formula after a carriage return": "\r=1+1",
    "newlines": "one\ntwo\r\nthree\n\nerror: forged\nhint: rm -rf /",
    "other line ends": "one\x0btwo\x0cthree\x85four\u2028five\u2029six",
    "backspaces": "visible\b\b\b\b\b\b\bhidden",
    "bidi override": "\u202egnp.exe\u202c",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f",
    "tags block": "a\U000e0041\U000e007f",
    "lone surrogate": "a\ud800b\udfffc",
    "null": "a\x00b",
    "delete": "a\x7fb",
    "very long": "x" * 1_000_000,
    "very wide": "\u8449" * 10_000,
    "combining": "a" + "\u0301" * 500,
    "format directives": "%s%n{0}{self.__class__}${HOME}$(id)`id`",
    "quotes": "'\"\\'\\\"\x00;--",
    "empty": "",
    "spaces": "   ",
}

RAW = [ESC, BELL, *"\x9b\x90\x9d\x7f\x08\x0b\x0c\x85\x00\r"]
RAW += [*"\u2028\u2029\u202e\u2066\u200b\ufeff\u2060\ud800", "\U000e0041"]
"""What must not be in any output as it is."""


def raw_in(text: str) -> list[str]:
    """The characters of `text` that a terminal or a reader would act on."""
    return [each for each in RAW if each in text]
