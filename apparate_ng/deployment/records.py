"""Records of deployments in a store: `.apparate/deployments/ID.json`, one file for each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

import msgspec

from apparate_ng.errors import ApparateError
from apparate_ng.model.decoding import decoded
from apparate_ng.model.deployments.consistency import problems_of_deployment
from apparate_ng.model.deployments.deployment import DEPLOYMENT_SCHEMA, Deployment
from apparate_ng.model.deployments.deployment_id import deployment_id, is_deployment_id
from apparate_ng.workspace.failures import NotFoundError

_FOLDER = "deployments"
_SUFFIX = ".json"
_AT_ONCE = 8
"""How many records are read side by side."""
_LIST = "list them with: apparate history"


class RecordError(ApparateError):
    """A record is not there, or cannot be used."""


class SmallFiles(Protocol):
    """The files below a store that records need; `ControlFiles` has them."""

    def uri_of(self, name: str) -> str:
        """Where a file stands, as people write it."""

    def now(self) -> datetime:
        """The server's time, in UTC."""

    def names(self, folder: str) -> list[str]:
        """The files of a folder, without it."""

    def create(self, name: str, content: bytes) -> None:
        """Write a file that is not there."""

    def replace(self, name: str, content: bytes) -> None:
        """Write new content in place of the old."""

    def read(self, name: str) -> bytes:
        """The whole content."""


class Records:
    """The deployments of one store. What the workspace says is raised as it is. Thread-safe."""

    def __init__(self, files: SmallFiles, *, token: Callable[[], str] | None = None) -> None:
        self._files = files
        self._token = token or (lambda: secrets.token_hex(4))

    def uri_of(self, id_: str) -> str:
        """Where a record stands, as people write it."""
        return self._files.uri_of(_name(id_))

    def ids(self) -> list[str]:
        """All deployments, the newest first; none of them is read."""
        found = [name.removesuffix(_SUFFIX) for name in self._files.names(_FOLDER)]
        return sorted((id_ for id_ in found if is_deployment_id(id_)), reverse=True)

    def new_id(self) -> str:
        """A name for a deployment that begins now; it sorts behind all that are there."""
        newest = next(iter(self.ids()), None)
        return deployment_id(self._files.now(), self._token(), newest)

    def create(self, deployment: Deployment) -> None:
        """Write the record of a deployment that begins.

        Raises:
            WorkspaceError: it is not there.
        """
        self._files.create(_name(deployment.id), _content(deployment))

    def replace(self, deployment: Deployment) -> None:
        """Write the record anew.

        Raises:
            WorkspaceError: it may stand as before.
        """
        self._files.replace(_name(deployment.id), _content(deployment))

    def read(self, id_: str) -> Deployment:
        """One record.

        Raises:
            RecordError: there is none, or it cannot be used.
            WorkspaceError: the store cannot be read.
        """
        where = self.uri_of(id_) if is_deployment_id(id_) else id_
        if not is_deployment_id(id_):
            raise RecordError("this names no deployment", where=where, hint=_LIST)
        try:
            return read_deployment(self._files.read(_name(id_)), id_, where)
        except NotFoundError as error:
            raise RecordError("there is no such deployment", where=where, hint=_LIST) from error

    def each(self, ids: list[str]) -> Iterator[Deployment | RecordError]:
        """The records of these, in this order, a few read at once; one that cannot be used is said."""
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="record") as pool:
            for start in range(0, len(ids), _AT_ONCE):
                yield from pool.map(self._read_or_error, ids[start : start + _AT_ONCE])

    def _read_or_error(self, id_: str) -> Deployment | RecordError:
        try:
            return self.read(id_)
        except RecordError as error:
            return error


def read_deployment(content: bytes, id_: str | None, where: str) -> Deployment:
    """The deployment that a file holds.

    Args:
        content: of the file.
        id_: the deployment that it should be, where that is known.
        where: the file, as people write it.

    Raises:
        RecordError: it is truncated, no record, of a newer schema, or has impossible values.
    """
    try:
        deployment = decoded(content, Deployment)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(f"the record cannot be read: {error}", where=where) from error
    if deployment.schema != DEPLOYMENT_SCHEMA:
        what = f"the record's schema is {deployment.schema}, and this version knows"
        raise RecordError(f"{what} {DEPLOYMENT_SCHEMA}", where=where)
    for problem in problems_of_deployment(deployment, id_ or deployment.id):
        raise RecordError(f"the record is not valid: {problem}", where=where)
    return deployment


def _name(id_: str) -> str:
    return f"{_FOLDER}/{id_}{_SUFFIX}"


def _content(deployment: Deployment) -> bytes:
    return msgspec.json.format(msgspec.json.encode(deployment), indent=1) + b"\n"
