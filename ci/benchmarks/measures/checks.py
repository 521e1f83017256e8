"""Looking into files and runtimes: a plan with these checks against the same plan without them."""

from __future__ import annotations

import shutil
import sysconfig
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from measuring.contest import contest
from measuring.figure import Figure, at_most
from measuring.local_workspace import STORE, local_workspace
from measuring.process import ProcessFailedError, run
from measuring.programs import APPARATE
from tests.api.tiny_wheels import write_wheel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from measuring.contest import Contender
    from measuring.local_workspace import LocalWorkspace
    from measuring.process import Sample
    from measuring.scale import Scale

_LIBRARY = "lib"
_MODULES = 10
_SMALLEST, _LARGEST = 2_000, 40_000
"""Bytes of a module that is taken: neither a stub nor a table."""
_RATIO = at_most(1.5)
_CACHE = ".cache/apparate-ng"


def checks(scale: Scale) -> list[Figure]:
    """The ratio for a first plan of a release, and for any later one."""
    with local_workspace(jobs=scale.jobs, tasks=scale.tasks, page_ms=scale.page_ms) as workspace:
        _plant(workspace, scale)
        standings = contest(_contenders(workspace, scale), scale.runs)
    without = standings["without"].seconds
    return [
        Figure(
            name=f"checks: {name} plan",
            value=standings[name].seconds / without,
            unit="x",
            target=_RATIO,
            detail=f"{standings[name].seconds:.2f} s, without checks {without:.2f} s,"
            f" {scale.versions} versions of {_MODULES} modules",
        )
        for name in ("first", "later")
    ]


def _contenders(workspace: LocalWorkspace, scale: Scale) -> dict[str, Contender]:
    planned = partial(_planned, workspace, scale)
    return {
        "without": partial(planned, checks="false"),
        "first": partial(planned, forget=True),
        "later": planned,
    }


def _plant(workspace: LocalWorkspace, scale: Scale) -> None:
    """A version each for so many jobs, beside those that are there."""
    modules = dict(_modules())
    for number in range(scale.versions):
        wheel = write_wheel(workspace.folder, f"1.0.{number}", _grown(modules, number))
        workspace.sandbox.add_file(f"{STORE}/{wheel.name}", wheel.read_bytes())
        task = {
            "task_key": "score",
            "new_cluster": {"spark_version": "15.4.x-scala2.12"},
            "libraries": [{"whl": f"{STORE}/{wheel.name}"}],
        }
        for copy in range(scale.jobs_of_version):
            workspace.sandbox.add_job({"name": f"pinning-{number}-{copy}", "tasks": [task]})
    write_wheel(workspace.folder, "1.1.0", _grown(modules, scale.versions))


def _grown(modules: dict[str, str], number: int) -> dict[str, str]:
    """The library as so many releases left it: each added to the package and to one module."""
    files = {f"{_LIBRARY}/__init__.py": _functions(range(number + 1))}
    for at, (name, text) in enumerate(modules.items()):
        files[name] = text + _functions(range(at, number, len(modules)))
    return files


def _functions(numbers: Iterable[int]) -> str:
    return "".join(f"\n\ndef added_{number}(): ...\n" for number in numbers)


def _modules() -> Iterator[tuple[str, str]]:
    library = Path(sysconfig.get_path("stdlib"))
    fitting = (
        file
        for file in sorted(library.glob("[a-z]*.py"))
        if _SMALLEST < file.stat().st_size < _LARGEST
    )
    for number, file in enumerate(islice(fitting, _MODULES)):
        yield f"{_LIBRARY}/part_{number}.py", file.read_text(encoding="utf-8")


def _planned(
    workspace: LocalWorkspace, scale: Scale, *, checks: str = "true", forget: bool = False
) -> Sample:
    if forget:
        shutil.rmtree(workspace.folder / _CACHE, ignore_errors=True)
    file = next(workspace.folder.glob(f"{_LIBRARY}-1.1.0-*.whl"))
    environment = {**workspace.environment, "APPARATE_CHECKS": checks}
    sample = run([APPARATE, "plan", file, "--store", STORE], environment)
    pins = f"{scale.versions * scale.jobs_of_version:,} pins in"
    if f"Plan: {pins}" not in " ".join(sample.output.split()):
        raise ProcessFailedError(f"not {pins} would move:\n{sample.output}")
    return sample
