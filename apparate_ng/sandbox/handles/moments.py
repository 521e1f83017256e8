"""States to come back to, and requests that are held: for runs that are cut off anywhere."""

from __future__ import annotations

from urllib.parse import quote

from apparate_ng.sandbox.handles.talking import Talking


class MomentHandle(Talking):
    """The part of the handle for snapshots, held requests and silence."""

    def keep(self, name: str) -> None:
        """Keep all that the workspace holds, users too, under a name."""
        self._calls.json("PUT", f"/sandbox/snapshots/{quote(name)}")

    def bring_back(self, name: str) -> None:
        """Have the workspace hold what it held then; faults, switches and the journal stay."""
        self._calls.json("POST", f"/sandbox/snapshots/{quote(name)}")

    def held(self) -> int:
        """How many requests are held, by a fault with the action `hold`."""
        count: int = self._calls.json("GET", "/sandbox/held")["held"]
        return count

    def let_go(self, *, serve: bool) -> None:
        """Have the held requests served, or dropped without an effect."""
        self._calls.json("DELETE", "/sandbox/held", {"serve": serve})

    def quiet(self) -> None:
        """Wait until no request is under way, also none whose client has gone."""
        self._calls.json("POST", "/sandbox/quiet", {})
