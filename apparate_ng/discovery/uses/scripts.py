"""Which scripts and notebooks a dependent runs: what `--deep` reads beside the documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apparate_ng.discovery.places import Json, entries, inner
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.uses.users import user_of
from apparate_ng.discovery.walkers.policy_definition import given_values
from apparate_ng.model.dependents.dependent import DependentKind, User

_HINTS = (b'"notebook_path"', b'"init_scripts"')
_HOMES = {"workspace": "/", "volumes": "/", "dbfs": "dbfs:/"}
"""Kinds of destinations that can be read, and how their paths begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptUse:
    """One dependent's use of one script or notebook."""

    path: str
    """As it stands in the dependent."""
    is_notebook: bool
    can_be_read: bool
    """False for what lies in git, in other storage, or under a name that only a run completes."""
    user: User


def may_run_scripts(raw: bytes) -> bool:
    """Whether a document's text could name a script or a notebook; the sieve before parsing."""
    return any(hint in raw for hint in _HINTS)


def script_uses_of_job(job: Json) -> list[ScriptUse]:
    """The notebooks of a job's tasks, and the init scripts of their clusters."""
    settings = inner(job, "settings")
    user = user_of(DependentKind.JOB, str(inner(job, "job_id")), settings)
    uses: list[ScriptUse] = []
    for _, task in entries(inner(settings, "tasks")):
        uses += _of_task(task, user, in_git=inner(settings, "git_source") is not None)
    for _, cluster in entries(inner(settings, "job_clusters")):
        uses += _of_cluster(inner(cluster, "new_cluster"), user)
    return list(dict.fromkeys(uses))


def script_uses_of_pipeline(pipeline: Json) -> list[ScriptUse]:
    """The notebooks of a pipeline, and the init scripts of its clusters."""
    spec = inner(pipeline, "spec")
    user = user_of(DependentKind.PIPELINE, str(inner(pipeline, "pipeline_id")), spec)
    uses: list[ScriptUse] = []
    for _, library in entries(inner(spec, "libraries")):
        uses += _notebook(inner(library, "notebook", "path"), user, in_git=False)
    for _, cluster in entries(inner(spec, "clusters")):
        uses += _of_cluster(cluster, user)
    return list(dict.fromkeys(uses))


def script_uses_of_policy(policy: Json) -> list[ScriptUse]:
    """The init scripts that a policy gives to its clusters."""
    user = user_of(DependentKind.POLICY, str(inner(policy, "policy_id")), policy)
    uses: list[ScriptUse] = []
    for _, key, value in given_values(policy):
        words = key.split(".")
        if words[0] == "init_scripts" and words[-1] == "destination":
            uses.append(_script(words[-2], value, user))
    return list(dict.fromkeys(uses))


def _of_task(task: Json, user: User, *, in_git: bool) -> Iterator[ScriptUse]:
    source = inner(task, "notebook_task", "source")
    from_git = source == "GIT" or (in_git and source != "WORKSPACE")
    yield from _notebook(inner(task, "notebook_task", "notebook_path"), user, in_git=from_git)
    yield from _of_cluster(inner(task, "new_cluster"), user)
    nested = inner(task, "for_each_task", "task")
    if isinstance(nested, dict):
        yield from _of_task(nested, user, in_git=in_git)


def _notebook(path: Json, user: User, *, in_git: bool) -> Iterator[ScriptUse]:
    named = text_or_none(path)
    if named is not None:
        readable = not in_git and named.startswith("/") and _is_fixed(named)
        yield ScriptUse(path=named, is_notebook=True, can_be_read=readable, user=user)


def _of_cluster(spec: Json, user: User) -> Iterator[ScriptUse]:
    for _, script in entries(inner(spec, "init_scripts")):
        for scheme in script:
            destination = text_or_none(inner(script, scheme, "destination"))
            if destination is not None:
                yield _script(scheme, destination, user)


def _script(scheme: str, destination: str, user: User) -> ScriptUse:
    home = _HOMES.get(scheme)
    readable = home is not None and destination.startswith((home, "dbfs:/"))
    return ScriptUse(
        path=destination,
        is_notebook=False,
        can_be_read=readable and _is_fixed(destination),
        user=user,
    )


def _is_fixed(path: str) -> bool:
    """Without what only a run completes (`{{job.parameters.x}}`, `${x}`)."""
    return "{{" not in path and "${" not in path
