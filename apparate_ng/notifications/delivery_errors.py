"""Why a message did not arrive, in words that hold no address: addresses of webhooks are secrets."""

from __future__ import annotations


class DeliveryError(Exception):
    """A message did not arrive. Its text may be shown to anybody."""
