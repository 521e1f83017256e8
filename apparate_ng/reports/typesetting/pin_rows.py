"""Pins as rows: the change, the step, and where. Those that are alike share a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import QUIET
from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of
from apparate_ng.reports.wording.shares import pins_by, sameness

_SHOWN_WHOLE = 4
_SHOWN_OF_MORE = 3
_WIDEST_CHANGE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Widths, in columns of the terminal, that the rows of one group share."""

    change: int
    step: int

    @classmethod
    def of(cls, pins: Iterable[PlannedPin], release_version: str) -> Columns:
        """Wide enough for all but extraordinary versions; what names none has no columns."""
        versioned = [pin for pin in pins if pin.from_version is not None]
        rows = [(change_words(pin, release_version), step_words(pin)) for pin in versioned]
        return cls(
            change=min(max((cell_len(row[0]) for row in rows), default=0), _WIDEST_CHANGE),
            step=max((cell_len(row[1]) for row in rows), default=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """How the rows of one group are written."""

    release_version: str
    columns: Columns
    style: str
    verbose: bool

    def of(self, pins: Sequence[PlannedPin], *, indent: int) -> Iterator[Paragraph]:
        """Yield a row for each set of pins that are alike."""
        for alike in pins_by(pins, sameness).values():
            yield Paragraph(
                lead=self._lead(alike[0]),
                body=shown_locations([pin.location for pin in alike], verbose=self.verbose),
                indent=indent,
                whole=True,
            )

    def _lead(self, pin: PlannedPin) -> Text:
        words = change_words(pin, self.release_version)
        if pin.from_version is None:
            return Text(f"{words}  ", style=self.style)
        step = _padded(step_words(pin), self.columns.step)
        return Text.assemble((_padded(words, self.columns.change), self.style), step)


def shown_locations(locations: Sequence[str], *, verbose: bool) -> Text:
    """Return a line for each location, or where there are many, the first and how many more."""
    if verbose or len(locations) <= _SHOWN_WHOLE:
        return lines_of(Text(safe(location)) for location in locations)
    first = [Text(safe(location)) for location in locations[:_SHOWN_OF_MORE]]
    return lines_of([*first, more(len(locations) - _SHOWN_OF_MORE)])


def more(number: int, option: str = "-v") -> Text:
    """Return how many are not shown, and which option shows them."""
    return Text(f"... and {number:,} more ({option} shows all)", style=QUIET)


def change_words(pin: PlannedPin, release_version: str) -> str:
    """Return `1.4.2 -> 1.5.0`, or what stands there where it names no exact version."""
    if pin.from_version is None:
        return safe(pin.from_)
    if pin.step is None or pin.step is Step.NONE:
        return safe(pin.from_version)
    return f"{safe(pin.from_version)} -> {safe(pin.to_version or release_version)}"


def step_words(pin: PlannedPin) -> str:
    """Return the kind of change, and whether it may break; empty where there is none."""
    if pin.step is None or pin.step is Step.NONE:
        return ""
    return f"{pin.step.value}, breaking" if pin.breaking else pin.step.value


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text)) + ("  " if width else "")
