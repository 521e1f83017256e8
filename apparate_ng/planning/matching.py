"""Which rules speak of a pin: each matcher of a rule must match, any word of a matcher will do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from apparate_ng.model.dependents.dependent import Dependent, Schedule
from apparate_ng.model.policies.policy import MATCHERS, Rule, ScheduleWord
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Change
from apparate_ng.planning.selection import any_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What rules look at: a pin on a dependent, on its way to a release."""

    dependent: Dependent
    release: Release
    change: Change | None
    """None unless exactly one version is pinned."""


def matches(rule: Rule, subject: Subject) -> bool:
    """True where the rule has matchers, and all of them match. Asked for each rule and pin."""
    has_matchers = False
    for name, meets in _MEETS.items():
        if getattr(rule, name):
            if not meets(rule, subject):
                return False
            has_matchers = True
    return has_matchers


def unmet(rule: Rule, subject: Subject) -> Iterator[str]:
    """The matchers of the rule that do not match."""
    for name in MATCHERS:
        if getattr(rule, name) and not _MEETS[name](rule, subject):
            yield name


def _jobs(rule: Rule, subject: Subject) -> bool:
    return any_matches(rule.jobs, subject.dependent)


def _exclude(rule: Rule, subject: Subject) -> bool:
    return not any_matches(rule.exclude, subject.dependent)


def _tags(rule: Rule, subject: Subject) -> bool:
    return any(_has_tag(subject.dependent.tags, wanted) for wanted in rule.tags)


def _has_tag(tags: Mapping[str, str], wanted: str) -> bool:
    key, separator, value = wanted.partition("=")
    return any(_is_like(own, key) and (not separator or _is_like(tags[own], value)) for own in tags)


def _is_like(text: str, pattern: str) -> bool:
    """What looks like a glob (`[prod]`) also stands for itself."""
    return text == pattern or fnmatchcase(text, pattern)


def _owners(rule: Rule, subject: Subject) -> bool:
    owner = subject.dependent.owner
    return owner is not None and any(_is_like(owner, pattern) for pattern in rule.owners)


def _schedule(rule: Rule, subject: Subject) -> bool:
    return not set(rule.schedule).isdisjoint(_words_of(subject.dependent.schedule))


def _words_of(schedule: Schedule | None) -> Iterable[ScheduleWord]:
    """Its kind holds of a paused schedule, too: it will run by it again."""
    if schedule is None:
        return [ScheduleWord.NONE]
    known = {word.value: word for word in ScheduleWord}
    kind = known.get(schedule.kind, ScheduleWord.TRIGGER)
    return [kind, ScheduleWord.PAUSED if schedule.paused else ScheduleWord.ACTIVE]


def _kinds(rule: Rule, subject: Subject) -> bool:
    """Whoever stands for what it shares with others is of both kinds."""
    dependent = subject.dependent
    return not {dependent.kind, dependent.shares}.isdisjoint(rule.kinds)


def _libraries(rule: Rule, subject: Subject) -> bool:
    name, ecosystem = subject.release.comparable_name, subject.release.kind.ecosystem
    return any(_is_like(name, comparable(pattern, ecosystem)) for pattern in rule.libraries)


def _steps(rule: Rule, subject: Subject) -> bool:
    return subject.change is not None and subject.change.step in rule.steps


_MEETS: Mapping[str, Callable[[Rule, Subject], bool]] = {
    "jobs": _jobs,
    "exclude": _exclude,
    "tags": _tags,
    "owners": _owners,
    "schedule": _schedule,
    "kinds": _kinds,
    "libraries": _libraries,
    "steps": _steps,
}
