"""What can be wrong with a project or an artifact."""

from __future__ import annotations

import shlex

from apparate_ng.errors import ApparateError
from apparate_ng.releases.last_words import last_words


class NoProjectError(ApparateError):
    """There is nothing to build."""


class BuildError(ApparateError):
    """A project did not become a wheel.

    Attributes:
        output: everything that the build printed.
        details: the last lines that say why, for whoever reads the error.
    """

    def __init__(self, what: str, *, where: str, output: str) -> None:
        again = f"apparate build -v {shlex.quote(where)}"
        super().__init__(what, where=where, hint=f"all of the output: {again}")
        self.output = output
        self.details = last_words(output)


class ArtifactError(ApparateError):
    """A file is not the library that it should be."""
