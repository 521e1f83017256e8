"""The settings, and how they are read from tables of keys and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from apparate_ng.configuration.complaints import ConfigurationError, refuse_unknown
from apparate_ng.configuration.notify import Notify, check_notify
from apparate_ng.configuration.rules import check_rules
from apparate_ng.configuration.waiting import check_freeze, check_soak
from apparate_ng.configuration.wrong_values import wrong_value
from apparate_ng.model.compatibility.waiver import Waiver, waivers
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.policies.policy import IndexPins, Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.steps import Limit, ZeroMajor


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings.

    Each key stands under the same name in files and, in capitals behind `APPARATE_`, in the
    environment.
    """

    store: str | None = None
    """The library store: a folder of the workspace, of a Unity Catalog volume or of DBFS."""
    also_stores: tuple[str, ...] = ()
    """Older places whose pins count as ours; also `s3://…`, `abfss://…`, `gs://…`."""
    allow: Limit = Limit.MINOR
    """The largest step that is taken."""
    pre: bool = False
    """Take prereleases, too."""
    zero_major: ZeroMajor = ZeroMajor.STRICT
    """How versions below 1.0 are read: `strict` as Cargo does, `relaxed` as any other."""
    index_pins: IndexPins = "hold"
    """What becomes of requirements: the new version instead (`rewrite`), if releases are on your
    index, too; or the path of the release in the store (`replace`)."""
    include_bundle_managed: bool = False
    """Change jobs of bundles, too."""
    include_clusters: bool = False
    """Change the libraries of all-purpose clusters, too; people restart them."""
    replace_eggs: bool = False
    """Put wheels in the place of eggs."""
    max_dependents: int | None = None
    """Refuse a plan that would change more."""
    rules: tuple[Rule, ...] = ()
    """What holds for some jobs; later rules win."""
    soak: Soak | None = None
    """How long a release has to be in the store before it is taken, by the size of the step."""
    freeze: tuple[str, ...] = ()
    """Windows in which nothing moves, in UTC: `2026-12-20..2027-01-03`."""
    checks: bool = True
    """Look into the files, and at what the task runs on."""
    api_check: bool = True
    """Compare the public API of the pinned wheel and of the new one."""
    api_allow: tuple[str | Waiver, ...] = ()
    """Names whose breaks are waived: `pkg.mod.name`."""
    unchecked: Literal["allow", "hold"] = "allow"
    """What becomes of a pin where a check could not be made."""
    notify: Notify = Notify()
    """Who is told of deployments."""

    def policy(
        self, *, allow_downgrade: bool = False, override_freeze: str | None = None
    ) -> Policy:
        """The policy that these settings amount to."""
        stores = (*([self.store] if self.store else ()), *self.also_stores)
        return Policy(
            allow=self.allow,
            pre=self.pre,
            zero_major=self.zero_major,
            index_pins=self.index_pins,
            include_bundle_managed=self.include_bundle_managed,
            include_clusters=self.include_clusters,
            replace_eggs=self.replace_eggs,
            allow_downgrade=allow_downgrade,
            stores=stores,
            rules=self.rules,
            soak=self.soak,
            freeze=self.freeze,
            override_freeze=override_freeze,
            checks=self.checks,
            api_check=self.api_check,
            api_allow=waivers(self.api_allow),
            unchecked=self.unchecked,
        )


_TOP_FOLDERS = frozenset({"", "/Workspace", "/Workspace/Users", "/Volumes", "dbfs:"})
KEYS = Settings.__struct_fields__


def settings_from(table: Mapping[str, Any], where: str) -> Settings:
    """The settings that a table holds.

    Raises:
        ConfigurationError: unknown keys, all named at once, or an impossible value.
    """
    refuse_unknown(table, KEYS, where, "")
    if "soak" in table:
        check_soak(table["soak"], where, "soak")
    check_freeze(table.get("freeze", ()), where)
    check_rules(table.get("rules", ()), where)
    check_notify(table.get("notify"), where)
    try:
        settings = msgspec.convert(dict(table), Settings)
    except msgspec.ValidationError as error:
        wrong = wrong_value(error, Settings)
        raise ConfigurationError(
            f"{wrong.key} {wrong.text}", where=where, hint=wrong.hint
        ) from error
    if settings.max_dependents is not None and settings.max_dependents < 0:
        raise ConfigurationError("max_dependents is below zero", where=where)
    for place in settings.also_stores:
        _refuse_too_wide(place, where)
    for index, waiver in enumerate(waivers(settings.api_allow)):
        _refuse_no_name(waiver, where, f"api_allow[{index}]")
    return settings


def _refuse_too_wide(place: str, where: str) -> None:
    """A place that holds everything would make everybody's development folder ours."""
    if canonical_path(place.strip()).rstrip("/") in _TOP_FOLDERS or not place.strip():
        raise ConfigurationError(
            f"also_stores names {place!r}, which is no folder of libraries",
            where=where,
            hint="name the folder itself, such as dbfs:/FileStore/jars",
        )


def _refuse_no_name(waiver: Waiver, where: str, name: str) -> None:
    """A waiver of everything would be a check that is off, and should be said so."""
    if not waiver.name.strip(" .*"):
        raise ConfigurationError(
            f"{name} names nothing: {waiver.name!r}",
            where=where,
            hint='write a name such as "pkg.mod.name"; to compare nothing: api_check = false',
        )
