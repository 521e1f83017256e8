"""A project becomes a wheel, by its own PEP 517 backend."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from apparate_ng.errors import ApparateError
from apparate_ng.releases.build_process import Finished, run_build
from apparate_ng.releases.checkout import Checkout, environment_without_git, find_checkout
from apparate_ng.releases.failures import BuildError
from apparate_ng.releases.source_copy import copy_sources
from apparate_ng.releases.temporary import temporary_folder

_LIMIT_S = 30 * 60.0
_NO_COMMIT = "315532800"
"""1980-01-01, the first time that a zip archive can hold."""


def build_wheel(
    project: Path, out_dir: Path, *, verbose: Callable[[str], None] | None = None
) -> Path:
    """Build the project's wheel into `out_dir` and return the file.

    The build runs in isolation, in a copy of the project: nothing is left in its tree. The same
    sources give the same bytes, since times come from SOURCE_DATE_EPOCH: the environment's, else
    the last commit's, else a fixed one. `verbose` is handed each line that the build prints.

    Raises:
        BuildError: the build failed; it carries the backend's last lines.
        ApparateError: the sources could not be copied, or the wheel not be written.
    """
    project = project.resolve()
    with temporary_folder("apparate-build-") as temporary:
        folder = Path(temporary).resolve()
        for name in ("sources", "wheels", "start", "temporary"):
            (folder / name).mkdir()
        checkout = find_checkout(project)
        copy = copy_sources(project, checkout, folder / "sources")
        environment = _environment(checkout) | {"TMPDIR": str(folder / "temporary")}
        finished = _build(project, copy, folder, environment, verbose)
        return _moved(_built(project, finished, folder / "wheels"), out_dir)


def _build(
    project: Path,
    copy: Path,
    folder: Path,
    environment: dict[str, str],
    verbose: Callable[[str], None] | None,
) -> Finished:
    def say(line: str) -> None:
        if verbose is not None:
            verbose(line.replace(str(copy), str(project)))

    wheels = str(folder / "wheels")
    finished = run_build(
        # verbose: else what pip says is lost where it is pip that fails
        [sys.executable, "-m", "build", "--verbose", "--wheel", "--outdir", wheels, str(copy)],
        folder=folder / "start",  # empty: `-m` would import a `build` that lies in the folder
        environment=environment,
        line=say,
        limit_s=_LIMIT_S,
    )
    output = finished.output.replace(str(copy), str(project))
    return Finished(code=finished.code, output=output, timed_out=finished.timed_out)


def _environment(checkout: Checkout | None) -> dict[str, str]:
    environment = environment_without_git()
    environment.pop("FORCE_COLOR", None)
    if not environment.get("SOURCE_DATE_EPOCH"):
        environment["SOURCE_DATE_EPOCH"] = checkout.committed_at if checkout else _NO_COMMIT
    return environment | {
        "NO_COLOR": "1",
        "COLUMNS": "10000",  # else the build tool breaks the lines that it repeats
        "PYTHONHASHSEED": "0",  # backends that print a set print it in one order
        "PYTHONDONTWRITEBYTECODE": "1",  # links may lead into the original tree
    }


def _built(project: Path, finished: Finished, wheels: Path) -> Path:
    if finished.timed_out:
        what = f"the build took more than {_LIMIT_S / 60:.0f} minutes and was stopped"
        raise BuildError(what, where=str(project), output=finished.output)
    if finished.code != 0:
        raise BuildError("the build failed", where=str(project), output=finished.output)
    found = sorted(wheels.glob("*.whl"))
    if len(found) != 1:
        what = f"the build made {len(found)} wheels instead of one"
        raise BuildError(what, where=str(project), output=finished.output)
    return found[0]


def _moved(wheel: Path, out_dir: Path) -> Path:
    target = out_dir / wheel.name
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        return Path(shutil.move(wheel, target))
    except OSError as error:
        what = f"the wheel cannot be written: {error.strerror or error}"
        raise ApparateError(what, where=str(target)) from error
