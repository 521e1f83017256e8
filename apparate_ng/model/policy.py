"""The policy: the rules that turn a step, on a dependent, into a decision."""

from __future__ import annotations

import msgspec

from apparate_ng.model.steps import Limit, ZeroMajor


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What holds for some jobs instead of the general policy; later rules win."""

    jobs: tuple[str, ...]
    """Globs on name or id."""
    allow: Limit | None = None
    hold: bool = False
    reason: str | None = None


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What people allow."""

    allow: Limit = Limit.MINOR
    pre: bool = False
    zero_major: ZeroMajor = ZeroMajor.STRICT
    index_pins: str = "hold"
    """`hold`, or `rewrite`: requirements move too, since the release is on an index."""
    include_bundle_managed: bool = False
    replace_eggs: bool = False
    allow_downgrade: bool = False
    stores: tuple[str, ...] = ()
    """The library store and the older places whose pins count as ours."""
    rules: tuple[Rule, ...] = ()
