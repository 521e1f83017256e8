"""The policy: the rules that turn a step, on a dependent, into a decision."""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

import msgspec

from apparate_ng.model.compatibility.waiver import Waiver
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.policies.freeze import freeze_window
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.steps import Limit, Step, ZeroMajor

IndexPins: TypeAlias = Literal["hold", "rewrite", "replace"]


class ScheduleWord(str, Enum):
    """What a rule can say of when a dependent runs."""

    CRON = "cron"
    PERIODIC = "periodic"
    FILE_ARRIVAL = "file_arrival"
    TABLE_UPDATE = "table_update"
    CONTINUOUS = "continuous"
    TRIGGER = "trigger"
    """Of a kind that this version does not know."""
    ACTIVE = "active"
    """It has one of these, and it is not paused."""
    PAUSED = "paused"
    NONE = "none"
    """It runs only when asked."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What holds for some dependents instead of the general policy.

    Each matcher that is there must match, and of the words of one matcher any. A rule without
    matchers matches nothing. Of two rules that match, the later one wins, setting by setting.
    """

    jobs: tuple[str, ...] = ()
    """Globs on name or id, of dependents of every kind."""
    exclude: tuple[str, ...] = ()
    """The same; none of them may match."""
    tags: tuple[str, ...] = ()
    """`KEY` or `KEY=VALUE`, both globs."""
    owners: tuple[str, ...] = ()
    """Globs; what has no owner does not match."""
    schedule: tuple[ScheduleWord, ...] = ()
    """What it runs by; `active` where that is not paused."""
    kinds: tuple[DependentKind, ...] = ()
    """What it is."""
    libraries: tuple[str, ...] = ()
    """Globs on the library's name, compared as names are."""
    steps: tuple[Step, ...] = ()
    """The step that a pin would take."""

    allow: Limit | None = None
    """The largest step that is taken."""
    pre: bool | None = None
    """Take prereleases, too."""
    hold: bool | None = None
    """False lets go what an earlier rule holds."""
    index_pins: IndexPins | None = None
    """What becomes of requirements."""
    include_bundle_managed: bool | None = None
    """Change it although a bundle deploys it."""
    soak: Soak | None = None
    """How long a release has to be in the store before it is taken."""
    reason: str | None = None
    """Why, for people; a rule that holds needs one."""


MATCHERS = ("jobs", "exclude", "tags", "owners", "schedule", "kinds", "libraries", "steps")
RULE_SETTINGS = ("allow", "pre", "hold", "index_pins", "include_bundle_managed", "soak")


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What people allow.

    Raises:
        ValueError: a freeze is no window of time.
    """

    allow: Limit = Limit.MINOR
    pre: bool = False
    zero_major: ZeroMajor = ZeroMajor.STRICT
    index_pins: str = "hold"
    """`hold`; or `rewrite`: requirements move too, since the release is on an index; or `replace`:
    they become the path of the release in the store."""
    include_bundle_managed: bool = False
    include_clusters: bool = False
    """Whether libraries on all-purpose clusters move; it takes effect at their next restart."""
    replace_eggs: bool = False
    allow_downgrade: bool = False
    stores: tuple[str, ...] = ()
    """The library store and the older places whose pins count as ours."""
    rules: tuple[Rule, ...] = ()
    soak: Soak | None = None
    """How long a release has to lie in the store before it is taken; None: it need not."""
    freeze: tuple[str, ...] = ()
    """Windows of time in which nothing moves, as `2026-12-20..2027-01-03`, in UTC."""
    override_freeze: str | None = None
    """Why freezes do not hold this time, where somebody said so."""
    checks: bool = True
    """Whether files and runtimes are looked into at all."""
    api_check: bool = True
    """Whether the API of the release is compared with that of what it replaces."""
    api_allow: tuple[Waiver, ...] = ()
    """What may break."""
    unchecked: Literal["allow", "hold"] = "allow"
    """What becomes of a pin of which something could not be checked."""

    def __post_init__(self) -> None:
        """Hold each freeze against how they are written."""
        for text in self.freeze:
            freeze_window(text)

    @property
    def asks_for_time(self) -> bool:
        """Whether a decision can depend on when it is made."""
        return bool(self.freeze) or self.asks_for_age

    @property
    def asks_for_age(self) -> bool:
        """Whether a decision can depend on how long the release has been in the store."""
        return self.soak is not None or any(rule.soak is not None for rule in self.rules)
