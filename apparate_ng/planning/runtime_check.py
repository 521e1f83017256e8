"""Can the runtimes that a pin goes to install the release? Its Python, and its platform."""

from __future__ import annotations

from collections.abc import Callable

from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.compatibility.checks import Check, CheckName
from apparate_ng.model.dependents.task_run import Compute, TaskRun
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.fitting import (
    admits_interpreter,
    admits_machine,
    admits_python,
    asks_nothing,
)
from apparate_ng.planning.outcomes import failed, gravest, passed, unchecked
from apparate_ng.planning.question import Question
from apparate_ng.planning.runtimes import Runtime, runtime_of

_NOBODY = (TaskRun(part="what runs it", compute=Compute()),)


def python_check(question: Question, facts: Facts) -> Check | None:
    """The file's Python against that of each runtime."""
    if question.release.kind is not ArtifactKind.WHEEL:
        return None
    return _over_runtimes(CheckName.PYTHON, question, facts, _python_on)


def platform_check(question: Question, facts: Facts) -> Check | None:
    """The file's platform against each machine."""
    if question.release.kind is not ArtifactKind.WHEEL:
        return None
    return _over_runtimes(CheckName.PLATFORM, question, facts, _platform_on)


def _over_runtimes(
    name: CheckName,
    question: Question,
    facts: Facts,
    check: Callable[[TaskRun, Runtime, ArtifactFacts], Check],
) -> Check:
    file = facts.release
    if isinstance(file, NotHad):
        return unchecked(name, f"the release could not be read: {file.why}")
    if asks_nothing(file.requires_python, file.tags):
        return passed(name, "it asks for nothing special")
    runs = question.located.runs or _NOBODY
    return gravest(check(run, runtime_of(run.compute, facts.compute), file) for run in runs)


def _python_on(run: TaskRun, runtime: Runtime, file: ArtifactFacts) -> Check:
    if runtime.python is None:
        return unchecked(CheckName.PYTHON, f"nobody can tell the Python of {runtime.name}")
    minor = ".".join(runtime.python.split(".")[:2])
    where = f"{run.part} runs on {runtime.name} with Python {minor}"
    admitted = admits_python(file.requires_python, runtime.python)
    if admitted is False:
        return failed(
            CheckName.PYTHON,
            f"{where}, and the release needs Python {file.requires_python}",
            f"give it a runtime with Python {file.requires_python},"
            " or build the release for older ones",
        )
    if admitted is None:
        text = f"{where}, and whether that is {file.requires_python} depends on its last update"
        return unchecked(CheckName.PYTHON, text)
    if not admits_interpreter(file.tags, runtime.python):
        built_for = ", ".join(sorted({tag.rsplit("-", 1)[0] for tag in file.tags}))
        return failed(
            CheckName.PYTHON,
            f"{where}, and the release is built for {built_for}",
            f"build it for Python {minor}, too, or give the task another runtime",
        )
    return passed(CheckName.PYTHON, f"Python {minor} takes it")


def _platform_on(run: TaskRun, runtime: Runtime, file: ArtifactFacts) -> Check:
    if admits_machine(file.tags, is_arm=runtime.is_arm):
        return passed(CheckName.PLATFORM, "Linux takes it")
    built_for = ", ".join(sorted({tag.rsplit("-", 1)[1] for tag in file.tags}))
    machine = "aarch64" if runtime.is_arm else "x86_64"
    if admits_machine(file.tags, is_arm=not runtime.is_arm):
        text = f"{run.part} seems to run on Linux {machine}, and the release is for {built_for}"
        return unchecked(CheckName.PLATFORM, text)
    return failed(
        CheckName.PLATFORM,
        f"{run.part} runs on Linux {machine}, and the release is built for {built_for}",
        "build it on Linux, or as pure Python",
    )
