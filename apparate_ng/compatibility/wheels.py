"""Two wheels are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.compatibility.comparing import Comparison
from apparate_ng.compatibility.honest_step import honest_step
from apparate_ng.compatibility.surface import Surface
from apparate_ng.compatibility.waivers import is_waived
from apparate_ng.model.compatibility.api_diff import (
    ApiChange,
    ApiDiff,
    ChangeKind,
    ComparedWheel,
    Unchecked,
    UncheckedReason,
    Verdict,
    WheelSide,
)
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import ZeroMajor
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.failures import ArtifactError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWheel:
    """A wheel that was read: read it once, and compare it as often as there are others."""

    wheel: ComparedWheel
    surface: Surface


def read_wheel(file: Path) -> ReadWheel:
    """Which release a wheel (or egg) is, and what it promises. None of its code runs.

    Raises:
        ArtifactError: it is none, or is damaged.
    """
    # griffe takes a tenth of a second to import, which only whoever compares should pay
    from apparate_ng.compatibility.reading import read_surface

    release = read_release(file, store_uri_for=str)
    if release.kind is ArtifactKind.JAR:
        raise ArtifactError("a jar has no Python to compare", where=str(file), hint="name wheels")
    wheel = ComparedWheel(
        name=release.name,
        version=release.version,
        filename=release.filename,
        sha256=release.sha256,
    )
    return ReadWheel(wheel=wheel, surface=read_surface(file))


def compare_wheels(
    old: Path,
    new: Path,
    allow: Sequence[str] = (),
    *,
    zero_major: ZeroMajor = ZeroMajor.STRICT,
) -> ApiDiff:
    """Whether code written for `old` can use `new`. None of either's code runs.

    Args:
        old: a wheel of the library.
        new: another one, of a later release.
        allow: names whose breaks are waived, see `waivers.is_waived`.
        zero_major: how versions below 1.0 are read.

    Raises:
        ArtifactError: one of them is no wheel, or is damaged.
    """
    return compare_read(read_wheel(old), read_wheel(new), allow, zero_major=zero_major)


def compare_read(
    old: ReadWheel,
    new: ReadWheel,
    allow: Sequence[str] = (),
    *,
    zero_major: ZeroMajor = ZeroMajor.STRICT,
) -> ApiDiff:
    """The same, for wheels that were read before."""
    comparison = Comparison(old.surface, new.surface)
    unchecked = list(_unchecked(old.surface, new.surface))
    is_read = not any(one.file is None for one in unchecked)
    if is_read and new.surface.modules:  # without any it is no library, or not this one
        comparison.run()
    if not comparison.compared and not unchecked:
        unchecked.append(_nothing_compared(old.surface, new.surface))
    changes = _in_order(comparison.findings.changes)
    breaks = [one for one in changes if one.kind is not ChangeKind.DEFAULT_CHANGED]
    standing = tuple(one for one in breaks if not is_waived(one, allow))
    verdict = _verdict(standing, unchecked)
    notes = tuple(one for one in changes if one.kind is ChangeKind.DEFAULT_CHANGED)
    return ApiDiff(
        old=old.wheel,
        new=new.wheel,
        verdict=verdict,
        compared=comparison.compared,
        honest=honest_step(
            old.wheel.version,
            new.wheel.version,
            verdict=verdict,
            has_additions=bool(comparison.findings.additions or notes),
            zero_major=zero_major,
        ),
        breaks=standing,
        waived=tuple(one for one in breaks if is_waived(one, allow)),
        notes=notes,
        additions=tuple(
            sorted(comparison.findings.additions, key=lambda one: (one.object, one.what))
        ),
        unchecked=tuple(unchecked),
    )


def _in_order(changes: Sequence[ApiChange]) -> list[ApiChange]:
    """By kind, in the order in which kinds are declared, then by name."""
    order = list(ChangeKind)
    return sorted(changes, key=lambda one: (order.index(one.kind), one.object, one.old or ""))


def _verdict(breaks: Sequence[ApiChange], unchecked: Sequence[Unchecked]) -> Verdict:
    if breaks:
        return Verdict.BREAKING
    return Verdict.UNCHECKED if unchecked else Verdict.COMPATIBLE


def _unchecked(old: Surface, new: Surface) -> Iterator[Unchecked]:
    for side, surface in ((WheelSide.OLD, old), (WheelSide.NEW, new)):
        for trouble in surface.troubles:
            yield Unchecked(reason=trouble.reason, side=side, file=trouble.file, text=trouble.text)


def _nothing_compared(old: Surface, new: Surface) -> Unchecked:
    is_new_empty = not new.modules and any(one.public for one in old.modules.values())
    text = (
        "the new wheel has no module that could be compared"
        if is_new_empty
        else "the old wheel has nothing public that could be compared"
    )
    return Unchecked(reason=UncheckedReason.NOTHING_COMPARED, side=None, file=None, text=text)
