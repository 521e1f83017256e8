"""The whole workspace: what the REST families read and change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apparate_ng.sandbox.state.blobs import Blobs
from apparate_ng.sandbox.state.clock import now
from apparate_ng.sandbox.state.database import copied, open_database, together
from apparate_ng.sandbox.state.documents import Documents
from apparate_ng.sandbox.state.file_tree import FileTree
from apparate_ng.sandbox.state.files import Files
from apparate_ng.sandbox.state.folder_rules import FolderRules
from apparate_ng.sandbox.state.identities import CI, CLIENT, KNOWN, TOKENS, Identities, Identity
from apparate_ng.sandbox.state.job_access import JobAccess
from apparate_ng.sandbox.state.jobs import Jobs
from apparate_ng.sandbox.state.open_handles import OpenHandles
from apparate_ng.sandbox.state.runs import Runs
from apparate_ng.sandbox.state.switches import Switches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """What a workspace held at one moment."""

    database: sqlite3.Connection
    contents: Mapping[str, bytes]


class Workspace:
    """All that is in the workspace, in one database and a folder for contents of large files."""

    def __init__(self, file: Path | None = None) -> None:
        """The workspace in `file`, or a new one in memory. Use it in one thread only.

        Contents of volume and DBFS files lie in the folder `FILE.contents`, or a temporary one.
        """
        self._database = open_database(file)
        self.switches = Switches()
        self.identities = Identities(self._database)
        self.jobs = Jobs(self._database)
        self.job_access = JobAccess(self._database)
        self.files = Files(self._database, self.now)
        self.folder_rules = FolderRules(self._database)
        self.blobs = Blobs(file.with_name(f"{file.name}.contents") if file else None)
        self.volumes = FileTree(self._database, "volumes", self.blobs, self.now)
        self.dbfs = FileTree(self._database, "dbfs", self.blobs, self.now)
        self.dbfs_handles = OpenHandles()
        self.pipelines = Documents(self._database, "pipeline")
        self.policies = Documents(self._database, "policy")
        self.clusters = Documents(self._database, "cluster")
        self.pools = Documents(self._database, "instance pool")
        self.cluster_libraries = Documents(self._database, "libraries of cluster")
        self.runs = Runs(self._database)
        if not self.identities.all():
            self._add_known()

    def _add_known(self) -> None:
        for identity in KNOWN:
            self.add_identity(identity, TOKENS[identity.user_name])
        self.identities.add_client(*CLIENT, CI)

    def add_identity(self, identity: Identity, token: str) -> None:
        """Add a user with a token and a folder in `/Users`."""
        self.identities.add(identity, token)
        self.make_home(identity)

    def make_home(self, identity: Identity) -> None:
        """Give a user the own folder in `/Users`, which nobody else reads or writes."""
        home = f"/Users/{identity.user_name}"
        self.files.make_folder(home)
        self.folder_rules.set(home, readers=[], writers=[identity.user_name])

    def together(self) -> AbstractContextManager[None]:
        """Many writes as one."""
        return together(self._database)

    def is_new(self) -> bool:
        """True where nothing was put into the workspace yet."""
        kept = (
            self.pipelines,
            self.policies,
            self.clusters,
            self.pools,
            self.volumes,
            self.dbfs,
        )
        nothing = self.jobs.count() == 0 and not self.files.children("/Shared")
        return nothing and all(each.is_empty() for each in kept)

    def wipe(self) -> None:
        """Remove everything but the users."""
        self.jobs.clear()
        self.runs.clear()
        for documents in (
            self.pipelines,
            self.policies,
            self.clusters,
            self.cluster_libraries,
            self.pools,
        ):
            documents.clear()
        self.volumes.clear()
        self.dbfs.clear()
        self.dbfs_handles.clear()
        self.files.clear()
        self.folder_rules.clear()
        for identity in self.identities.all():
            self.make_home(identity)

    def saved(self) -> Saved:
        """All that the workspace holds, as it is now."""
        return Saved(database=copied(self._database), contents=self.blobs.contents())

    def restore(self, saved: Saved) -> None:
        """Hold what it held then; open streams are gone."""
        saved.database.backup(self._database)
        self.blobs.replace_all(saved.contents)
        self.dbfs_handles.clear()

    def close(self) -> None:
        """Close the database, and remove the temporary folder."""
        self._database.close()
        self.blobs.close()

    def now(self) -> int:
        """The server's clock, in milliseconds."""
        return now() + 1000 * self.switches.clock_ahead_s
