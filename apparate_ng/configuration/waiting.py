"""What keeps a release waiting, soak and freeze, held against how they are written."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from apparate_ng.configuration.complaints import ConfigurationError, refuse_unknown
from apparate_ng.configuration.wrong_values import in_words
from apparate_ng.model.policies.freeze import freeze_window
from apparate_ng.model.policies.soak import Soak

_SOAK = 'write it as soak = {patch = "0h", minor = "24h"}'
_FREEZE = (
    'write it as freeze = ["2026-12-20..2027-01-03"],'
    ' or with times, in UTC, as "2026-12-20T18:00..2027-01-04T06:00"'
)


def check_soak(soak: object, where: str, name: str) -> None:
    """Hold a soak against how they are written; `name` is its path in the configuration.

    Raises:
        ConfigurationError: it has an unknown key, or a value that is no span of time.
    """
    if isinstance(soak, Mapping):
        refuse_unknown(soak, Soak.__struct_fields__, where, f" in {name}")
    try:
        msgspec.convert(soak, Soak)
    except msgspec.ValidationError as error:
        what = f"{name} {in_words(str(error).partition(' - at `')[0])}"
        raise ConfigurationError(what, where=where, hint=_SOAK) from error


def check_freeze(freeze: object, where: str) -> None:
    """Hold freezes against how they are written.

    Raises:
        ConfigurationError: they are no list, or one of them is no window of time.
    """
    if not isinstance(freeze, list | tuple):
        raise ConfigurationError("freeze is no list of texts", where=where, hint=_FREEZE)
    for index, text in enumerate(freeze):
        _check_window(text, where, f"freeze[{index}]")


def _check_window(text: object, where: str, name: str) -> None:
    if not isinstance(text, str):
        raise ConfigurationError(f"{name} is no text: {text}", where=where, hint=_FREEZE)
    try:
        freeze_window(text)
    except ValueError as error:
        raise ConfigurationError(f"{name}: {error}", where=where, hint=_FREEZE) from error
