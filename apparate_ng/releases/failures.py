"""What can be wrong with a project or an artifact."""

from __future__ import annotations

from apparate_ng.errors import ApparateError


class NoProjectError(ApparateError):
    """There is nothing to build."""


class BuildError(ApparateError):
    """The project's build failed. `details` are the backend's last lines."""

    def __init__(
        self, what: str, *, where: str, hint: str | None, details: tuple[str, ...]
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.details = details


class ArtifactError(ApparateError):
    """A file is not the library that it should be."""
