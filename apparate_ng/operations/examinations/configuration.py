"""Whether the configuration can be read, and where it stands."""

from __future__ import annotations

from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.settings import KEYS
from apparate_ng.configuration.variables import passed_over, said_by
from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, Place, fine, warned

NAME = "configuration"


def examine(case: Case) -> Check:
    """Read it, from the files and from the environment.

    Raises:
        ConfigurationError: it cannot be read.
    """
    case.settings.result()
    table, where = table_from_files(case.place.folder, case.place.explicit)
    said = [f"{where}: {_listed(list(table))}" if table else where, *_variables(case.place)]
    slips = list(passed_over(case.place.environment))
    return warned(NAME, "; ".join([*said, *slips]), None) if slips else fine(NAME, "; ".join(said))


def _listed(keys: list[str]) -> str:
    return ", ".join(keys)


def _variables(place: Place) -> list[str]:
    names = [said[0] for key in KEYS if (said := said_by(key, place.environment))]
    return [f"environment: {_listed(names)}"] if names else []
