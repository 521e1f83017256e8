"""The shapes in which a document can be written, and the ends of file names that ask for them."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath


class Format(str, Enum):
    """One shape."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    """For a pull request's comment, or the summary of a CI run."""
    JUNIT = "junit"
    """For the test report of a CI server: one case for each dependent."""
    CSV = "csv"
    HTML = "html"
    DOTENV = "dotenv"
    """Facts for later jobs of GitLab."""
    PROPERTIES = "properties"
    """Facts for later steps of Jenkins."""


FOR_READERS = tuple(one.value for one in Format if one not in {Format.DOTENV, Format.PROPERTIES})
"""What `show` prints."""
SUFFIXES = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".xml": Format.JUNIT,
    ".csv": Format.CSV,
    ".html": Format.HTML,
    ".env": Format.DOTENV,
    ".properties": Format.PROPERTIES,
}


OF_INVENTORIES = tuple(
    suffix
    for suffix, shape in SUFFIXES.items()
    if shape not in {Format.JUNIT, Format.DOTENV, Format.PROPERTIES}
)
"""An inventory is no test, and has no facts for a pipeline."""


def format_of(file: PurePath) -> Format | None:
    """The shape that a file's name asks for; None where it asks for none."""
    name = file.name.lower()
    return next((shape for suffix, shape in SUFFIXES.items() if name.endswith(suffix)), None)
