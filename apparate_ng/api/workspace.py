"""A workspace, its library store, and the settings that hold there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, final

from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.settings import Settings
from apparate_ng.operations import workspace as inner
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.execution.context import context_of
from apparate_ng.operations.observer import Observer, Silence
from apparate_ng.operations.session import StoreSession, connected, session_in


@final
class Workspace:
    """A connection. Close it, or use it in a `with` statement.

    Made by `Workspace.connect`.
    """

    def __init__(self, opened: inner.Workspace, *, settings: Settings, observer: Observer) -> None:
        self._opened = opened
        self._settings = settings
        self._observer = observer
        self._closing = ExitStack()

    @classmethod
    def connect(
        cls,
        folder: str | Path = ".",
        *,
        profile: str | None = None,
        host: str | None = None,
        token: str | None = None,
        observer: Observer | None = None,
        **settings: Any,  # noqa: ANN401  held against the settings that there are
    ) -> Workspace:
        """Connect to a workspace; nothing is asked of it yet.

        Args:
            folder: the project whose configuration holds, looked for from here upwards.
            profile: the Databricks profile. Without it and without `host`, the environment and
                every other way of the platform's unified authentication decide.
            host: the workspace, as `https://…`.
            token: for a plain sign-in. It is kept in memory only.
            observer: who is told of progress, from any thread.
            **settings: settings that go before those of file and environment, by their names in
                the configuration: `store`, `allow`, `pre`, `max_dependents` and so on.

        Raises:
            ConfigurationError: a setting is unknown or has an impossible value.
            AuthenticationError: there are no usable credentials.
        """
        loaded = settings_at(Path(folder), settings)
        with ExitStack() as opening:
            environment = _environment(host, token)
            opened = opening.enter_context(connected(profile, environment))
            workspace = cls(opened, settings=loaded, observer=observer or Silence())
            workspace._closing = opening.pop_all()
        return workspace

    @property
    def host(self) -> str:
        """`https://name`, without a path."""
        return self._opened.connection.host

    @property
    def settings(self) -> Settings:
        """The settings that hold."""
        return self._settings

    def close(self) -> None:
        """Close the connection; once is enough."""
        self._closing.close()

    def __enter__(self) -> Workspace:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def __repr__(self) -> str:
        """Which one; nothing secret."""
        return f"<Workspace {self.host}, store {self._settings.store}>"


def settings_at(folder: Path, given: Mapping[str, Any]) -> Settings:
    """The settings for a project; those that are given go before file and environment.

    Raises:
        ConfigurationError: a setting is unknown or has an impossible value.
    """
    return load_settings(
        folder if folder.is_dir() else Path.cwd(),
        explicit=None,
        environment=os.environ,
        options={name: _plain(value) for name, value in given.items()},
    )


@contextmanager
def using(workspace: Workspace | None, folder: str | Path = ".") -> Iterator[Workspace]:
    """The workspace that was given, else one of its own for the project at `folder`."""
    if workspace is not None:
        yield workspace
        return
    with Workspace.connect(folder) as own:
        yield own


def opened_by(workspace: Workspace) -> inner.Workspace:
    """The workspace as operations use it."""
    return workspace._opened  # noqa: SLF001  one room: hidden from its users only


def session_of(workspace: Workspace) -> StoreSession:
    """The workspace with its store.

    Raises:
        NoStoreError: no store is configured.
    """
    return session_in(opened_by(workspace), workspace.settings)


def observer_of(workspace: Workspace) -> Observer:
    """Who is told of progress."""
    return workspace._observer  # noqa: SLF001  one room: hidden from its users only


def conduct_of(
    name: str,
    *,
    folder: Path | None = None,
    override_freeze: str | None = None,
    rollback_on_failure: bool = False,
    lease_wait_s: float = 0.0,
) -> Conduct:
    """How a deployment by the function of this name is carried out."""
    return Conduct(
        context=context_of(
            os.environ,
            command=f"apparate_ng.{name}",
            folder=folder,
            override_freeze=override_freeze,
        ),
        rollback_on_failure=rollback_on_failure,
        lease_wait_s=lease_wait_s,
    )


def _environment(host: str | None, token: str | None) -> Mapping[str, str]:
    """What says how to sign in: what was given alone, where that is enough."""
    given = {"DATABRICKS_HOST": host, "DATABRICKS_TOKEN": token}
    named = {name: value for name, value in given.items() if value}
    return named if len(named) == len(given) else {**os.environ, **named}


def _plain(value: object) -> object:
    """A tuple of texts is a list in files."""
    return list(value) if isinstance(value, tuple) else value
