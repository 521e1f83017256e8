"""What can be wrong with a project or an artifact."""

from __future__ import annotations

from apparate_ng.errors import ApparateError

_LAST_LINES = 15


class NoProjectError(ApparateError):
    """There is nothing to build."""


class BuildError(ApparateError):
    """A project did not become a wheel.

    Attributes:
        output: everything that the build printed.
        details: its last lines, for whoever reads the error.
    """

    def __init__(self, what: str, *, where: str, output: str) -> None:
        super().__init__(what, where=where, hint="`apparate build -v` shows all of the output")
        self.output = output
        said = [line.rstrip() for line in output.splitlines() if line.strip()]
        self.details = tuple(said[-_LAST_LINES:])


class ArtifactError(ApparateError):
    """A file is not the library that it should be."""
