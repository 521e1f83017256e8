"""Ctrl-C, or the end of what is typed, in the place of an answer."""

from __future__ import annotations

import click


class UnansweredError(click.Abort):
    """Somebody was asked and went away: what they were asked about is not done."""
