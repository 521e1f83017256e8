"""Whether the configuration can be read, and where it stands."""

from __future__ import annotations

from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.loading import variable_of
from apparate_ng.configuration.settings import KEYS
from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, Place, fine

NAME = "configuration"


def examine(case: Case) -> Check:
    """Read it, from the files and from the environment.

    Raises:
        ConfigurationError: it cannot be read.
    """
    case.settings.result()
    table, where = table_from_files(case.place.folder, case.place.explicit)
    said = [f"{where}: {_listed(list(table))}" if table else where, *_variables(case.place)]
    return fine(NAME, "; ".join(said))


def _listed(keys: list[str]) -> str:
    return ", ".join(keys)


def _variables(place: Place) -> list[str]:
    names = [name for name in map(variable_of, KEYS) if name and name in place.environment]
    return [f"environment: {_listed(names)}"] if names else []
