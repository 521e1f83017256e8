"""The largest step that a dependent may take, and who said so: tag before rule before policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apparate_ng.model.dependent import Dependent
from apparate_ng.model.names import comparable
from apparate_ng.model.policy import Policy, Rule
from apparate_ng.model.release import Release
from apparate_ng.model.steps import Limit
from apparate_ng.planning.selection import any_matches

_TAG = "apparate"
_HOLD = "hold"
_LIMITS = {limit.value: limit for limit in Limit}


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveLimit:
    """What holds for one dependent. `allow` is None where everything is held."""

    allow: Limit | None
    tag: str | None = None
    """The tag that said so, as `key=value`."""
    rule: Rule | None = None
    """The rule that said so."""


def effective_limit(dependent: Dependent, release: Release, policy: Policy) -> EffectiveLimit:
    """The limit for a dependent: its own tag, else the last rule that matches, else `--allow`."""
    tag = _own_tag(dependent.tags, release)
    if tag is not None:
        key, value = tag
        return EffectiveLimit(allow=_LIMITS.get(value), tag=f"{key}={value}")
    for rule in reversed(policy.rules):
        if any_matches(rule.jobs, dependent):
            return _limit_of(rule, policy)
    return EffectiveLimit(allow=policy.allow)


def _limit_of(rule: Rule, policy: Policy) -> EffectiveLimit:
    """A rule that neither holds nor limits takes its jobs out of earlier rules."""
    if rule.hold:
        return EffectiveLimit(allow=None, rule=rule)
    if rule.allow is None:
        return EffectiveLimit(allow=policy.allow)
    return EffectiveLimit(allow=rule.allow, rule=rule)


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
