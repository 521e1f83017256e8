"""The settings, and how they are read from tables of keys and values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from apparate_ng.errors import ApparateError
from apparate_ng.model.policy import Policy, Rule
from apparate_ng.model.steps import Limit, ZeroMajor


class ConfigurationError(ApparateError):
    """A setting is unknown or has an impossible value."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings.

    Each key stands under the same name in files and, in capitals behind `APPARATE_`, in the
    environment.
    """

    store: str | None = None
    also_stores: tuple[str, ...] = ()
    allow: Limit = Limit.MINOR
    pre: bool = False
    zero_major: ZeroMajor = ZeroMajor.STRICT
    index_pins: Literal["hold", "rewrite"] = "hold"
    include_bundle_managed: bool = False
    replace_eggs: bool = False
    max_dependents: int | None = None
    rules: tuple[Rule, ...] = ()

    def policy(self, *, allow_downgrade: bool = False) -> Policy:
        """The policy that these settings amount to."""
        stores = (*([self.store] if self.store else ()), *self.also_stores)
        return Policy(
            allow=self.allow,
            pre=self.pre,
            zero_major=self.zero_major,
            index_pins=self.index_pins,
            include_bundle_managed=self.include_bundle_managed,
            replace_eggs=self.replace_eggs,
            allow_downgrade=allow_downgrade,
            stores=stores,
            rules=self.rules,
        )


KEYS = Settings.__struct_fields__


def settings_from(table: Mapping[str, Any], where: str) -> Settings:
    """The settings that a table holds.

    Raises:
        ConfigurationError: unknown keys, all named at once, or an impossible value.
    """
    _refuse_unknown(table, KEYS, where, "")
    rules = table.get("rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, Mapping):
            _refuse_unknown(rule, Rule.__struct_fields__, where, f" in rules[{index}]")
    try:
        settings = msgspec.convert(dict(table), Settings)
    except msgspec.ValidationError as error:
        raise ConfigurationError(
            f"a setting has an impossible value: {error}", where=where
        ) from error
    if settings.max_dependents is not None and settings.max_dependents < 0:
        raise ConfigurationError("max_dependents is below zero", where=where)
    return settings


def _refuse_unknown(
    table: Mapping[str, Any], known: Iterable[str], where: str, inside: str
) -> None:
    unknown = sorted(set(table) - set(known))
    if not unknown:
        return
    names = ", ".join(unknown)
    guesses = [guess for key in unknown for guess in difflib.get_close_matches(key, known, 1)]
    hint = f"did you mean {', '.join(guesses)}?" if guesses else f"known: {', '.join(known)}"
    what = "unknown setting" if len(unknown) == 1 else "unknown settings"
    raise ConfigurationError(f"{what}{inside}: {names}", where=where, hint=hint)
