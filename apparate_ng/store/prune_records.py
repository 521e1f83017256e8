"""Records of prunes in a store: `.apparate/prunes/ID.json`, one file for each."""

from __future__ import annotations

import msgspec

from apparate_ng.model.stores.prune import Prune
from apparate_ng.store.control_files import ControlFiles

_FOLDER = "prunes"


def open_record(files: ControlFiles, prune: Prune) -> None:
    """Write down what is about to be removed, and why, before the first of it is.

    Raises:
        WorkspaceError: it is not written.
    """
    files.create(_name(prune), _content(prune))


def close_record(files: ControlFiles, prune: Prune) -> None:
    """Write down what became of it.

    Raises:
        WorkspaceError: the record may stand as before.
    """
    files.replace(_name(prune), _content(prune))


def _name(prune: Prune) -> str:
    return f"{_FOLDER}/{prune.id}.json"


def _content(prune: Prune) -> bytes:
    return msgspec.json.format(msgspec.json.encode(prune), indent=1) + b"\n"
