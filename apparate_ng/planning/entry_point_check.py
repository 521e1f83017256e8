"""Will it start? What tasks call was in the pinned file, and has to be in the release."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.compatibility.checks import Check, CheckName
from apparate_ng.model.dependents.task_run import EntryPoint, TaskRun
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.outcomes import failed, gravest, passed, unchecked
from apparate_ng.planning.question import Question


def entry_point_check(question: Question, facts: Facts) -> Check | None:
    """What each task calls was in the pinned file and is in the release."""
    file, pinned = facts.release, facts.of_pin(question.located)
    found: list[Check] = []
    for run in question.located.runs:
        if run.main_class is not None and question.release.kind is ArtifactKind.JAR:
            version = question.reference.version
            found += _main_class(run, run.main_class, version, file, pinned)
        if run.entry_point is not None and question.release.kind is not ArtifactKind.JAR:
            found += _entry_point(run, run.entry_point, question, file, pinned)
    return gravest(found) if found else None


def _entry_point(
    run: TaskRun,
    entry: EntryPoint,
    question: Question,
    file: ArtifactFacts | NotHad,
    pinned: ArtifactFacts | NotHad,
) -> Iterator[Check]:
    name = question.release.comparable_name
    calls = f"{run.part} calls {entry.package}.{entry.name}"
    now, before = _has(file, entry, name), _has(pinned, entry, name)
    if now is True:
        yield passed(CheckName.ENTRY_POINT, f"{entry.name} is there")
    elif now is None and (before is True or (before is None and _is_of(entry, name))):
        text = f"{calls}, and nobody can tell whether it is in the release"
        yield unchecked(CheckName.ENTRY_POINT, text)
    elif before is True:
        yield failed(
            CheckName.ENTRY_POINT,
            f"{calls}, which {question.reference.version} has and the release has not",
            "put it back into the release, or change the task first",
        )
    elif before is None and _is_of(entry, name):
        text = (
            f"{calls}, which the release has not; of {question.reference.version} nobody can tell"
        )
        yield unchecked(CheckName.ENTRY_POINT, text)


def _has(file: ArtifactFacts | NotHad, entry: EntryPoint, library: str) -> bool | None:
    """An entry point of any group counts, else a function of the package.

    Source: Jobs API, `python_wheel_task.entry_point`.
    """
    if isinstance(file, NotHad):
        return None
    module = entry.package.replace("-", "_")
    if _is_of(entry, library) and entry.name in file.entry_points:
        return True
    if f"{module}.{entry.name}" in file.functions:
        return True
    return None if module in file.open_packages else False


def _is_of(entry: EntryPoint, library: str) -> bool:
    return comparable(entry.package, Ecosystem.PYTHON) == library


def _main_class(
    run: TaskRun,
    name: str,
    version: str | None,
    file: ArtifactFacts | NotHad,
    pinned: ArtifactFacts | NotHad,
) -> Iterator[Check]:
    """A class that the pinned jar has not either comes from elsewhere."""
    calls = f"{run.part} runs {name}"
    if isinstance(file, NotHad):
        yield unchecked(CheckName.ENTRY_POINT, f"{calls}, and the release could not be read")
    elif name in file.classes:
        yield passed(CheckName.ENTRY_POINT, f"{name} is there")
    elif isinstance(pinned, NotHad):
        text = f"{calls}, which is not in the release; of {version} nobody can tell"
        yield unchecked(CheckName.ENTRY_POINT, text)
    elif name in pinned.classes:
        yield failed(
            CheckName.ENTRY_POINT,
            f"{calls}, which {version} has and the release has not",
            "put it back into the release, or change the task first",
        )
