"""apparate-ng: move every Databricks job that pins an older version of a library to a new release."""

from apparate_ng.__about__ import __version__

__all__ = ["__version__"]
