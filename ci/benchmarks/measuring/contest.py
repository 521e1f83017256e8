"""A contest: several programs take turns, so that whatever slows the machine slows them all."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from measuring.process import Sample

    Contender: TypeAlias = Callable[[], Sample]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a contender's runs amount to."""

    seconds: float
    """Median."""
    peak_bytes: float
    """Median of the runs' peaks."""


def contest(contenders: Mapping[str, Contender], runs: int) -> dict[str, Standing]:
    """Run all contenders in turn, as often as is said, after one round that does not count."""
    samples: dict[str, list[Sample]] = {name: [] for name in contenders}
    for number in range(runs + 1):
        for name, contender in contenders.items():
            sample = contender()
            if number:  # the first round fills the caches of the disk and of Python
                samples[name].append(sample)
    return {name: _standing(found) for name, found in samples.items()}


def _standing(samples: Sequence[Sample]) -> Standing:
    return Standing(
        seconds=median(sample.seconds for sample in samples),
        peak_bytes=median(sample.peak_bytes for sample in samples),
    )
