"""Saved plans: written with the artifact beside them, and read again."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import msgspec

from apparate_ng.errors import ApparateError, StaleError
from apparate_ng.model.plans.file import PlanFileError, read_plan
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.operations.releases.publishing import as_stored
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import OtherBytesError, published_sha256, sha256_of

_NEW_PLAN = "make a new plan: apparate plan --out FILE"


def save_plan(plan: Plan, text: str, target: Path, artifact: Path | None) -> None:
    """Write a plan's text, and its artifact beside it; both whole or not at all.

    Raises:
        ApparateError: the folder cannot be written, or what is there is no file, such as a pipe.
    """
    if target.exists() and not target.is_file():
        raise ApparateError("the plan cannot be saved: this is no file", where=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if artifact is not None and plan.release.file is not None:
            _place(artifact, target.parent / plan.release.file)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".apparate-") as folder:
            draft = Path(folder) / "plan"
            draft.write_text(text, encoding="utf-8")
            draft.replace(target)
    except OSError as error:
        raise ApparateError(
            f"the plan cannot be saved: {error.strerror}", where=str(target)
        ) from error


def _place(artifact: Path, target: Path) -> None:
    if target.exists() and target.samefile(artifact):
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".apparate-") as folder:
        draft = Path(folder) / "artifact"
        shutil.copyfile(artifact, draft)
        draft.replace(target)


def with_file_beside(plan: Plan) -> Plan:
    """The plan, naming its artifact beside it."""
    release = msgspec.structs.replace(plan.release, file=plan.release.filename)
    return msgspec.structs.replace(plan, release=release)


def load_plan(file: Path) -> Plan:
    """A saved plan.

    Raises:
        PlanFileError: it cannot be read.
    """
    try:
        return read_plan(file.read_bytes(), str(file))
    except OSError as error:
        raise PlanFileError(
            f"the plan cannot be read: {error.strerror}", where=str(file)
        ) from error


def refuse_other_workspace(plan: Plan, host: str, where: str) -> None:
    """Hold a plan against the workspace at hand.

    Raises:
        PlanFileError: it was made for another one.
    """
    if plan.workspace.host != host:
        raise PlanFileError(
            f"the plan is for another workspace: {plan.workspace.host}",
            where=f"{where}, while connected to {host}",
            hint="choose the workspace with --profile, or make a new plan",
        )


def artifact_to_upload(
    store: LibraryStore, plan: Plan, beside: Path
) -> tuple[Plan, Artifact | None]:
    """The plan's artifact where the store still needs it, or None where the store has it.

    The plan comes back with what the store has.

    Raises:
        StaleError: neither the store nor the plan's folder has the very file.
    """
    release = plan.release
    local = None if release.file is None else beside / Path(release.file).name
    if local is not None and local.is_file() and sha256_of(local) == release.sha256:
        try:
            published = published_sha256(store, release.filename, local, same_contents)
        except OtherBytesError as error:
            raise StaleError(error.what, where=error.where, hint=error.hint) from error
        _refuse_another_library(local, release)
        if published is None:
            return plan, Artifact(file=local, release=release)
        return as_stored(plan, published), None
    stored = _stored_sha256(store, release.filename)
    if stored is not None and stored in {release.sha256, release.stored_sha256}:
        return as_stored(plan, stored), None
    raise _no_artifact(release, local, stored)


def _no_artifact(release: Release, local: Path | None, stored: str | None) -> StaleError:
    """Where it should be, and whether something else is there."""
    where = str(local or release.uri)
    if local is not None and local.is_file():
        what = "the file beside the plan has other bytes than the artifact that was planned"
        return StaleError(what, where=where, hint=_NEW_PLAN)
    if stored is not None:
        what = "the file in the store has other bytes than the artifact that was planned"
        return StaleError(what, where=release.uri, hint=_NEW_PLAN)
    what = "the plan's artifact is neither beside the plan nor in the store"
    return StaleError(what, where=where, hint=_NEW_PLAN)


def _refuse_another_library(file: Path, release: Release) -> None:
    inside = read_release(file, store_uri_for=lambda _: release.uri)
    if (inside.comparable_name, inside.parsed_version()) != (
        release.comparable_name,
        release.parsed_version(),
    ):
        raise PlanFileError(
            f"the plan says {release.name} {release.version},"
            f" and its artifact is {inside.name} {inside.version}",
            where=str(file),
            hint=_NEW_PLAN,
        )


def _stored_sha256(store: LibraryStore, name: str) -> str | None:
    if store.find(name) is None:
        return None
    with tempfile.TemporaryDirectory(prefix="apparate-") as folder:
        stored = Path(folder) / "stored"
        store.download(name, stored)
        return sha256_of(stored)
