"""A build that failed, with what the backend said."""

from __future__ import annotations

from apparate_ng.errors import ApparateError

_LAST_LINES = 15


class BuildError(ApparateError):
    """A project did not become a wheel.

    Attributes:
        output: everything that the build printed.
        details: its last lines, for whoever reads the error.
    """

    def __init__(self, what: str, *, project: str, output: str) -> None:
        super().__init__(
            what,
            where=project,
            hint="run `apparate build -v` there to see all of the build's output",
        )
        self.output = output
        said = [line.rstrip() for line in output.splitlines() if line.strip()]
        self.details = tuple(said[-_LAST_LINES:])
