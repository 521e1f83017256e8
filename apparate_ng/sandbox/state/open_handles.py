"""The open streams of DBFS. They are gone when the server ends, as on the platform when idle."""

from __future__ import annotations

_FIRST = 8_000_000_000_000_001


class OpenHandles:
    """Which file each handle writes to."""

    def __init__(self) -> None:
        """None is open at first."""
        self._paths: dict[int, str] = {}
        self._next = _FIRST

    def open(self, path: str) -> int:
        """A new handle that writes to a file."""
        handle = self._next
        self._next += 1
        self._paths[handle] = path
        return handle

    def path(self, handle: int) -> str | None:
        """The file that a handle writes to, or None if it is not open."""
        return self._paths.get(handle)

    def close(self, handle: int) -> None:
        """Close a handle that is open."""
        del self._paths[handle]

    def clear(self) -> None:
        """Forget all of them."""
        self._paths.clear()
