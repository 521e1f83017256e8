"""What somebody names when asked: a workspace and a library store, each seen to be one."""

from __future__ import annotations

from apparate_ng.store.opening import checked_store_name
from apparate_ng.workspace.host_names import normalized_host


def named_host(text: str) -> str:
    """The workspace's address: scheme and name, without a path.

    Raises:
        ApparateError: it is none.
    """
    return normalized_host(text)


def named_folder(text: str) -> str:
    """The library store's canonical path.

    Raises:
        ApparateError: it is no folder below the top of workspace files or DBFS, nor in a volume.
    """
    return checked_store_name(text)
