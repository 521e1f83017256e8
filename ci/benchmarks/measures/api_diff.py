"""Comparing APIs: how much is caught, how much passes, and how long two large wheels take."""

from __future__ import annotations

import logging
import sysconfig
import tempfile
import zipfile
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import griffe

from apparate_ng.compatibility.wheels import compare_wheels
from apparate_ng.model.compatibility.api_diff import Verdict
from measuring.contest import contest
from measuring.figure import Figure, at_least, at_most
from measuring.local_workspace import plain_environment
from measuring.process import ProcessFailedError, run
from measuring.programs import APPARATE, floor
from tests.api.breaks import BREAKS
from tests.api.harmless import HARMLESS
from tests.api.tiny_wheels import write_wheel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from measuring.scale import Scale
    from tests.api.pair import Pair

_MODULES = 200
_ALL = at_least(100)
_TIME = at_most(4)
_SMALLEST, _LARGEST = 2_000, 60_000
"""Bytes of a module that is taken: neither a stub nor a table."""


def api_diff(scale: Scale) -> list[Figure]:
    """The corpus of `tests/api`, and two wheels made of the standard library's modules."""
    return [
        _share("API breaks caught", BREAKS, _is_caught),
        _share("API harmless passed", HARMLESS, _is_passed),
        _share("API breaks: griffe alone", BREAKS, _griffe_sees, judged=False),
        _share("API harmless: griffe alone", HARMLESS, _griffe_passes, judged=False),
        _time(scale),
    ]


def _share(
    name: str, pairs: Sequence[Pair], holds: Callable[[Path, Path], bool], *, judged: bool = True
) -> Figure:
    right = 0
    for pair in pairs:
        with tempfile.TemporaryDirectory(prefix="apparate-bench-") as folder:
            old = write_wheel(Path(folder), "1.4.2", pair.old)
            new = write_wheel(Path(folder), "1.5.0", pair.new)
            right += holds(old, new)
    return Figure(
        name=name,
        value=100 * right / len(pairs),
        unit="%",
        target=_ALL if judged else None,
        detail=f"{right}/{len(pairs)}",
    )


def _is_caught(old: Path, new: Path) -> bool:
    return compare_wheels(old, new).verdict is Verdict.BREAKING


def _is_passed(old: Path, new: Path) -> bool:
    return compare_wheels(old, new).verdict is Verdict.COMPATIBLE


def _griffe_passes(old: Path, new: Path) -> bool:
    return not _griffe_sees(old, new)


def _griffe_sees(old: Path, new: Path) -> bool:
    """What griffe's own check finds, for comparison."""
    logging.getLogger("griffe").setLevel(logging.CRITICAL + 1)
    try:
        before, after = (_loaded(wheel) for wheel in (old, new))
        return any(True for _ in griffe.find_breaking_changes(before, after))
    except (ImportError, griffe.GriffeError):
        return False


def _loaded(wheel: Path) -> griffe.Object | griffe.Alias:
    folder = wheel.with_suffix("")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return griffe.load("lib", search_paths=[folder], allow_inspection=False)


def _time(scale: Scale) -> Figure:
    with tempfile.TemporaryDirectory(prefix="apparate-bench-") as folder:
        old = write_wheel(Path(folder), "1.4.2", dict(_modules("")))
        new = write_wheel(Path(folder), "1.5.0", dict(_modules("\n\ndef added(): ...\n")))
        environment = plain_environment(Path(folder))
        words = [str(old), str(new)]
        standings = contest(
            {
                "parse": partial(run, floor("parse_sources", *words), environment),
                "diff": partial(run, [APPARATE, "diff", *words, "--output", "json"], environment),
            },
            scale.runs,
        )
        if compare_wheels(old, new).compared < _MODULES:
            raise ProcessFailedError("too little was compared, so the time says nothing")
    seconds, least = standings["diff"].seconds, standings["parse"].seconds
    return Figure(
        name="API diff: time",
        value=seconds / least,
        unit="x",
        target=_TIME,
        detail=f"{seconds:.2f} s, parsing the same files {least:.2f} s",
    )


def _modules(more: str) -> Iterator[tuple[str, str]]:
    """So many modules of the standard library, as modules of one package."""
    library = Path(sysconfig.get_path("stdlib"))
    files = sorted([*library.glob("*.py"), *library.glob("[a-l]*/*.py")])
    fitting = (file for file in files if _SMALLEST < file.stat().st_size < _LARGEST)
    public = (file for file in fitting if not file.name.startswith("_"))
    yield "lib/__init__.py", more
    for number, file in enumerate(islice(public, _MODULES - 1)):
        yield f"lib/part_{number}.py", file.read_text(encoding="utf-8") + more
