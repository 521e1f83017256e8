"""Spans of time as people type them: `30d`, `12h`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from apparate_ng.model.policies.duration import seconds_in

if TYPE_CHECKING:
    from typing_extensions import Self


class Seconds(int):
    """So many seconds; as text it is what was typed, for hints to repeat it."""

    typed: str

    def __new__(cls, seconds: int, typed: str) -> Self:
        """Keep what was typed."""
        made = super().__new__(cls, seconds)
        made.typed = typed
        return made

    def __str__(self) -> str:
        """What was typed."""
        return self.typed


class Duration(click.ParamType[int]):
    """A number and a unit; the value is in seconds."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read it, or say how it is written."""
        if isinstance(value, int):
            return value
        try:
            return Seconds(seconds_in(str(value)), str(value).strip())
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)
