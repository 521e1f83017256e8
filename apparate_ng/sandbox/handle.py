"""What a test holds of a running sandbox: typed calls of its control endpoint."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, TypedDict
from urllib.parse import quote

from apparate_ng.sandbox.handles.documents import DocumentHandle
from apparate_ng.sandbox.handles.edits import EditHandle
from apparate_ng.sandbox.handles.moments import MomentHandle
from apparate_ng.sandbox.handles.runs import RunHandle
from apparate_ng.sandbox.handles.stored_files import StoredFileHandle
from apparate_ng.sandbox.state.identities import ADMIN, ANA, CI, TOKENS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typing_extensions import Unpack

    from apparate_ng.sandbox.documents.json_text import JsonObject


class FaultRule(TypedDict, total=False):
    """What `Sandbox.fault` takes beside method and path; see `control.faults.Fault`."""

    action: Literal["answer", "drop", "delay", "truncate", "login-page", "hold"]
    nth: int
    times: int | None
    when: Literal["before", "after"]
    status: int
    headers: Mapping[str, str]
    body: object
    seconds: float
    job_id: int
    containing: str


class Sandbox(DocumentHandle, RunHandle, StoredFileHandle, EditHandle, MomentHandle):
    """A running sandbox. Every method is one request to its control endpoint."""

    def __init__(self, url: str) -> None:
        """The sandbox that serves at `url`."""
        super().__init__(url)
        self.token = TOKENS[CI]
        self.admin_token = TOKENS[ADMIN]
        self.ana_token = TOKENS[ANA]

    def add_job(
        self,
        settings: JsonObject,
        *,
        job_id: int | None = None,
        creator: str | None = ADMIN,
        access: Mapping[str, str] | None = None,
        **top_level: object,
    ) -> int:
        """Store a job exactly as given, without defaults or validation; gives its id.

        `access` maps users and groups to permission levels (`NO_ACCESS` hides the job);
        `top_level` are fields beside `settings`.
        """
        body = {
            "settings": settings,
            "job_id": job_id,
            "creator": creator,
            "access": access,
            "top_level": top_level,
        }
        added: int = self._calls.json("POST", "/sandbox/jobs", body)["job_id"]
        return added

    def jobs(self) -> list[JsonObject]:
        """Every whole job document as it is stored, oldest first."""
        found: list[JsonObject] = self._calls.json("GET", "/sandbox/state/jobs")["jobs"]
        return found

    def job(self, job_id: int) -> JsonObject:
        """One whole job document as it is stored.

        Raises:
            KeyError: there is no such job.
        """
        found = self._calls.json("GET", f"/sandbox/state/jobs?job_id={job_id}")["jobs"]
        if not found:
            raise KeyError(job_id)
        document: JsonObject = found[0]
        return document

    def add_file(self, path: str, content: bytes = b"") -> None:
        """Store a file, and the folders above it."""
        self._calls.content("PUT", f"/sandbox/files?path={quote(path)}", content)

    def add_notebook(self, path: str, source: str, language: str = "PYTHON") -> None:
        """Store a notebook, and the folders above it."""
        query = f"path={quote(path)}&language={quote(language)}"
        self._calls.content("PUT", f"/sandbox/files?{query}", source.encode())

    def file(self, path: str) -> bytes | None:
        """The bytes of a file, or None."""
        status, content = self._calls.exchange("GET", f"/sandbox/files?path={quote(path)}")
        return None if status == HTTPStatus.NOT_FOUND else content

    def set_folder(self, path: str, *, readers: Sequence[str], writers: Sequence[str]) -> None:
        """Say who may read and write a folder: user names, groups, or `*`."""
        body = {"path": path, "readers": readers, "writers": writers}
        self._calls.json("POST", "/sandbox/folders", body)

    def add_identity(
        self,
        user_name: str,
        token: str,
        *,
        admin: bool = False,
        default_level: str | None = None,
        groups: Sequence[str] = (),
    ) -> None:
        """Add a user; `default_level` is the permission on jobs that do not name it."""
        body = {
            "user_name": user_name,
            "token": token,
            "admin": admin,
            "default_level": default_level,
            "groups": groups,
        }
        self._calls.json("POST", "/sandbox/identities", body)

    def fault(self, method: str, path: str, **rule: Unpack[FaultRule]) -> None:
        """Ask for a fault on requests of a method to a path (globs)."""
        self._calls.json("POST", "/sandbox/faults", {"method": method, "path": path, **rule})

    def rate(
        self,
        path: str,
        *,
        per_second: float,
        burst: int = 1,
        retry_after: bool = True,
        each: bool = False,
    ) -> None:
        """Answer 429 to requests above a rate; with `each`, every path has it for itself."""
        body = {
            "path": path,
            "per_second": per_second,
            "burst": burst,
            "retry_after": retry_after,
            "each": each,
        }
        self._calls.json("POST", "/sandbox/rate", body)

    def latency(self, path: str, seconds: float) -> None:
        """Delay every request to a path (a glob)."""
        self._calls.json("POST", "/sandbox/latency", {"path": path, "seconds": seconds})

    def switch(self, **switches: bool | int) -> None:
        """Turn behaviour on or off; see `state.switches.Switches`."""
        self._calls.json("POST", "/sandbox/switches", switches)

    def seed(self, kind: str, *, jobs: int = 0, tasks: int = 5) -> None:
        """Sow a seed into the running sandbox."""
        self._calls.json("POST", "/sandbox/seed", {"kind": kind, "jobs": jobs, "tasks": tasks})

    def journal(self, method: str | None = None, path: str | None = None) -> list[JsonObject]:
        """The requests so far, oldest first; of a method and to a path where these are given."""
        entries: list[JsonObject] = self._calls.json("GET", "/sandbox/journal")["requests"]
        return [
            entry
            for entry in entries
            if method in {None, entry["method"]} and path in {None, entry["path"]}
        ]

    def clear(self) -> None:
        """Forget faults, edits, limits, switches and the journal; what the workspace holds stays."""
        self._calls.json("POST", "/sandbox/clear", {})

    def wipe(self) -> None:
        """Remove all that the workspace holds but users, and forget all that `clear` does."""
        self.clear()
        self._calls.json("DELETE", "/sandbox/state")
