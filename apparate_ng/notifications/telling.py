"""Telling all channels side by side, in bounded time, whatever becomes of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from apparate_ng.notifications.channels import Channel
from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.news import News

_LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A channel that could not be told, or may not have been, and why; without any secret."""

    channel: str
    why: str


def tell_all(
    channels: Sequence[Channel], news: News, *, longest_s: float, stop: threading.Event
) -> tuple[Trouble, ...]:
    """Tell each channel; what went wrong comes back in their order. Nothing is raised.

    Args:
        channels: whom to tell.
        news: what to tell.
        longest_s: after so many seconds nobody is waited for any more.
        stop: set where somebody does not want to wait that long.
    """
    ends = time.monotonic() + longest_s
    said: dict[int, str | None] = {}
    for index, channel in enumerate(channels):
        # a daemon: the program ends, even if somebody's server never answers
        threading.Thread(
            target=_tell, args=(channel, news, said, index), name="notify", daemon=True
        ).start()
    while len(said) < len(channels) and time.monotonic() < ends and not stop.is_set():
        time.sleep(_LOOK_S)
    late = "nobody waited any longer" if stop.is_set() else f"no answer within {longest_s:g} s"
    whys = [said.get(index, late) for index in range(len(channels))]
    return tuple(
        Trouble(channel=channel.name, why=why)
        for channel, why in zip(channels, whys, strict=True)
        if why is not None
    )


def _tell(channel: Channel, news: News, said: dict[int, str | None], index: int) -> None:
    try:
        channel.tell(news)
    except DeliveryError as error:
        said[index] = str(error)
    except Exception as error:  # noqa: BLE001  a message is never a reason to fail
        said[index] = f"it failed: {type(error).__name__}"
    else:
        said[index] = None
