"""The whole workspace: what the REST families read and change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from apparate_ng.sandbox.state.database import open_database, together
from apparate_ng.sandbox.state.files import Files
from apparate_ng.sandbox.state.folder_rules import FolderRules
from apparate_ng.sandbox.state.identities import CI, CLIENT, KNOWN, TOKENS, Identities, Identity
from apparate_ng.sandbox.state.job_access import JobAccess
from apparate_ng.sandbox.state.jobs import Jobs
from apparate_ng.sandbox.state.switches import Switches

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


class Workspace:
    """Jobs, files and identities in one database, and the switches that change behaviour."""

    def __init__(self, file: Path | None = None) -> None:
        """The workspace in `file`, or a new one in memory. Use it in one thread only."""
        self._database = open_database(file)
        self.switches = Switches()
        self.identities = Identities(self._database)
        self.jobs = Jobs(self._database)
        self.job_access = JobAccess(self._database)
        self.files = Files(self._database)
        self.folder_rules = FolderRules(self._database)
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
        return self.jobs.count() == 0 and not self.files.children("/Shared")

    def wipe(self) -> None:
        """Remove all jobs, files and folder rules; the users stay."""
        self.jobs.clear()
        self.files.clear()
        self.folder_rules.clear()
        for identity in self.identities.all():
            self.make_home(identity)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @staticmethod
    def now() -> int:
        """The server's clock, in milliseconds."""
        return time.time_ns() // 1_000_000
