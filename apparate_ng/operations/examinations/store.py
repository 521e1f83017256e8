"""Whether the library store is there, and takes and gives up a file."""

from __future__ import annotations

from contextlib import suppress

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import (
    Case,
    failed,
    fine,
    settings_of,
    signed_in,
    warned,
)
from apparate_ng.operations.occasion import new_id
from apparate_ng.operations.session import named_store
from apparate_ng.store.control_files import ControlFiles
from apparate_ng.store.opening import open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import AlreadyExistsError, PermissionDeniedError, WorkspaceError

NAME = "store"
_VOLUMES = "/Volumes/"
_VOLUME_DEPTH = 5
"""Parts of `/Volumes/catalog/schema/volume`, with the empty one before the first slash."""


def examine(case: Case) -> Check:
    """Write a small file below `.apparate/`, read it back, and remove it.

    A store that is not there is left so: the first upload makes it.

    Raises:
        NoStoreError: none is configured.
        WorkspaceError: it cannot be reached.
    """
    name = named_store(settings_of(case))
    connection = signed_in(case).workspace.connection
    store = open_store(connection, name)
    if not store.exists():
        return _missing(store.uri, connection)
    try:
        problem = _problem_with(store.control)
    except PermissionDeniedError as error:
        return failed(NAME, f"{store.uri}: {error.what}", _permission_hint(store.uri))
    if problem is not None:
        return failed(NAME, f"{store.uri}: {problem}", "choose another folder: apparate configure")
    return fine(NAME, f"{store.uri}: writable, {_counted(store)}")


def _problem_with(control: ControlFiles) -> str | None:
    name = f"doctor-{new_id()}.json"
    content = f'{{"doctor": "{name}"}}\n'.encode()
    control.create(name, content)
    try:
        if control.read(name) != content:
            return "it does not give back what was written"
        return None if _is_exclusive(control, name) else "two who create one file both succeed"
    finally:
        control.remove(name)


def _is_exclusive(control: ControlFiles, name: str) -> bool:
    """What the lease rests upon: a second one who creates the same file is refused."""
    with suppress(AlreadyExistsError):
        control.create(name, b"{}\n")
        return False
    return True


def _missing(uri: str, connection: Connection) -> Check:
    volume = "/".join(uri.split("/")[:_VOLUME_DEPTH])
    if uri.startswith(_VOLUMES) and not open_store(connection, volume).exists():
        hint = "make it (CREATE VOLUME), and grant READ VOLUME and WRITE VOLUME to who releases"
        return failed(NAME, f"the volume {volume} is not there, or hidden from this identity", hint)
    hint = "nothing, if its name is right: the first upload makes it"
    return warned(NAME, f"{uri} is not there yet, or hidden from this identity", hint)


def _permission_hint(uri: str) -> str:
    if uri.startswith(_VOLUMES):
        return "grant READ VOLUME and WRITE VOLUME on it to this identity"
    return "grant CAN EDIT on the folder to this identity"


def _counted(store: LibraryStore) -> str:
    try:
        number = len(store.files())
    except WorkspaceError:
        return "its files cannot be listed"
    return f"{number:,} file{'' if number == 1 else 's'} in it"
