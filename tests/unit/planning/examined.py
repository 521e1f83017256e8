"""What was found of files and runtimes, as the tests of checks want it."""

from __future__ import annotations

from typing import Any

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
from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.dependents.task_run import Compute, EntryPoint, TaskRun
from apparate_ng.planning.facts import Facts

STORE = "/Workspace/Shared/libraries"
WHEEL = f"{STORE}/lib-1.4.2-py3-none-any.whl"
JAR = f"{STORE}/lib-1.4.2.jar"
EGG = f"{STORE}/lib-1.4.2-py3.9.egg"
PURE = frozenset({"py3-none-any"})
KEY = "15.4.x-scala2.12"


def a_file(sha256: str = "new", **said: Any) -> ArtifactFacts:  # noqa: ANN401  any field
    """A file's facts; a pure wheel that says nothing."""
    return ArtifactFacts(sha256=sha256, **{"tags": PURE, **said})


def facts_of(
    release: Any = None,  # noqa: ANN401  facts, or that there are none
    pinned: Any = None,  # noqa: ANN401  the same
    diff: ApiDiff | None = None,
    **more: Any,  # noqa: ANN401  any field
) -> Facts:
    """Facts of a release and of the one file that is pinned; by default nothing is amiss."""
    before = pinned or a_file("old")
    return Facts(
        release=release or a_file(),
        pinned=dict.fromkeys((WHEEL, JAR, EGG, "==1.4.2"), before),
        api={"old": diff or a_diff()},
        **more,
    )


def a_run(
    key: str | None = KEY,
    *,
    part: str = "task score",
    entry: str | None = None,
    package: str = "lib",
    **said: Any,  # noqa: ANN401  any field of a run, or of its compute
) -> TaskRun:
    """A task on a runtime."""
    compute = {name: said.pop(name) for name in list(said) if name in Compute.__slots__}
    entry_point = None if entry is None else EntryPoint(package=package, name=entry)
    whole = Compute(spark_version=key, **compute)
    return TaskRun(part=part, compute=whole, entry_point=entry_point, **said)


def a_break(name: str = "lib.f", line: int | None = 3) -> ApiChange:
    """Something public that is gone."""
    return ApiChange(
        kind=ChangeKind.OBJECT_REMOVED,
        object=name,
        side=WheelSide.OLD,
        file="lib/__init__.py",
        line=line,
        old="function",
        new=None,
    )


def a_diff(
    *breaks: str, waived: tuple[str, ...] = (), unchecked: tuple[str, ...] = (), compared: int = 9
) -> ApiDiff:
    """A comparison with these breaks."""
    verdict = Verdict.UNCHECKED if unchecked else Verdict.COMPATIBLE
    side = ComparedWheel(name="lib", version="1", filename="f", sha256="0")
    return ApiDiff(
        old=side,
        new=side,
        verdict=Verdict.BREAKING if breaks else verdict,
        compared=compared,
        honest=None,
        breaks=tuple(map(a_break, breaks)),
        waived=tuple(map(a_break, waived)),
        notes=(),
        additions=(),
        unchecked=tuple(
            Unchecked(reason=UncheckedReason.NO_SOURCE, side=WheelSide.OLD, file="f", text=text)
            for text in unchecked
        ),
    )
