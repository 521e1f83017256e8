"""What is in force for a pin, setting by setting, and who said so: tag before rules before policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from apparate_ng.model.policies.policy import RULE_SETTINGS, Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit
from apparate_ng.planning.matching import Subject, matches

_TAG = "apparate"
_HOLD = "hold"
_LIMITS = {limit.value: limit for limit in Limit}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[_T]):
    """A value, and where it comes from: a tag, a rule, or where neither is there the policy."""

    value: _T
    tag: str | None = None
    """As `key=value`."""
    rule: int | None = None
    """Its place among the rules, from 0."""
    reason: str | None = None
    """That of the rule."""

    @property
    def named_rule(self) -> str:
        """The rule in words: `rules[1] (month-end close)`."""
        return f"rules[{self.rule}]" + (f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Every setting that a rule can change, as it is for one pin."""

    allow: Setting[Limit]
    pre: Setting[bool]
    hold: Setting[bool]
    index_pins: Setting[str]
    include_bundle_managed: Setting[bool]
    soak: Setting[Soak | None]


def in_force(subject: Subject, policy: Policy) -> InForce:
    """The policy, changed by each rule that matches in turn, and last by the dependent's own tag."""
    settings: dict[str, Setting[Any]] = {
        name: Setting(value=getattr(policy, name, False))  # no policy says hold: only rules do
        for name in RULE_SETTINGS
    }
    for index, rule in enumerate(policy.rules):
        if matches(rule, subject):
            settings.update(_set_by(rule, index))
    settings.update(_set_by_tag(subject))
    return InForce(**settings)


def _set_by(rule: Rule, index: int) -> dict[str, Setting[Any]]:
    return {
        name: Setting(value=value, rule=index, reason=rule.reason)
        for name in RULE_SETTINGS
        if (value := getattr(rule, name)) is not None
    }


def _set_by_tag(subject: Subject) -> dict[str, Setting[Any]]:
    """A tag that gives a limit also lets go what a rule holds: it is the owners' own word."""
    found = _own_tag(subject.dependent.tags, subject.release)
    if found is None:
        return {}
    key, value = found
    tag = f"{key}={value}"
    if value == _HOLD:
        return {"hold": Setting(value=True, tag=tag)}
    return {
        "hold": Setting(value=False, tag=tag),
        "allow": Setting(value=_LIMITS[value], tag=tag),
    }


def _own_tag(tags: Mapping[str, str], release: Release) -> tuple[str, str] | None:
    """The tag that names the library wins over the general one; other values say nothing."""
    ecosystem = release.kind.ecosystem
    general = None
    for key, written in sorted(tags.items()):
        value = written.strip().lower()
        if value != _HOLD and value not in _LIMITS:
            continue
        if key == _TAG:
            general = (key, value)
        prefix, _, library = key.partition("-")
        if prefix == _TAG and comparable(library, ecosystem) == release.comparable_name:
            return key, value
    return general
