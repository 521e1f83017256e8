"""The parameters of a spark-submit task: options, the application, and then its own arguments.

Only options that name libraries, and the application itself, are places: what stands behind the
application is the application's affair, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apparate_ng.discovery.places import Json, Place
from apparate_ng.discovery.walkers.cluster_specs import Keys, conf_places
from apparate_ng.model.dependents.reference import Slot, Span

_LISTS = {"--py-files": Slot.WHL, "--jars": Slot.JAR, "--packages": Slot.MAVEN}
"""Options whose value is a list, separated by commas."""
_CONF = frozenset({"--conf", "-c"})
"""Options whose value is `KEY=VALUE` of Spark's configuration."""
_SHORT_FOR = {
    "--files": "spark.files",
    "--archives": "spark.archives",
    "--driver-class-path": "spark.driver.extraClassPath",
}
"""Options that set one key of Spark's configuration.

Source: https://spark.apache.org/docs/latest/submitting-applications.html
"""
_WITHOUT_VALUE = frozenset(
    {"--help", "-h", "--supervise", "--usage-error", "--verbose", "-v", "--version"}
)
"""Options of spark-submit that take no value (its own command line help)."""
_ITEM = re.compile(r"[^,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """An option's value, or the application."""

    option: str
    """Empty for the application."""
    index: int
    text: str
    """The whole parameter."""
    start: int = 0
    """Where the value begins: behind the sign of `--jars=…`."""


def places_in_parameters(value: Json, location: str, path: Keys) -> Iterator[Place]:
    """One place for each item of `--py-files`, `--jars` and `--packages`, and the application."""
    for one in _values(value):
        here, keys = f"{location}[{one.index}]", (*path, one.index)
        if not one.option:
            yield Place(location=here, path=keys, slot=Slot.JAR, text=one.text)
        elif slot := _LISTS.get(one.option):
            for match in _ITEM.finditer(one.text, one.start):
                item = Span(start=match.start(), end=match.end())
                yield Place(location=here, path=keys, slot=slot, text=one.text, item=item)


def reported_in_parameters(value: Json, location: str, path: Keys) -> Iterator[Place]:
    """One place for each item of what says the same as Spark's configuration does."""
    for one in _values(value):
        here, keys = f"{location}[{one.index}]", (*path, one.index)
        key, start = _key(one)
        for place in conf_places(key, one.text[start:], here, keys, before=one.text[:start]):
            is_short = one.option in _SHORT_FOR
            yield replace(place, remedy=f"change {one.option} by hand") if is_short else place


def _values(parameters: Json) -> Iterator[_Value]:
    """The values of the options, and last the application."""
    option = ""
    for index, text in enumerate(parameters if isinstance(parameters, list) else ()):
        if not isinstance(text, str):
            return
        if option:
            yield _Value(option=option, index=index, text=text)
            option = ""
        elif text.startswith("-"):
            name, equals, _ = text.partition("=")
            if equals:
                yield _Value(option=name, index=index, text=text, start=len(name) + 1)
            option = "" if equals or name in _WITHOUT_VALUE else name
        else:
            yield _Value(option="", index=index, text=text)
            return


def _key(one: _Value) -> tuple[str, int]:
    """The key of Spark's configuration that is set, and where what it is set to begins."""
    if one.option not in _CONF:
        return _SHORT_FOR.get(one.option, ""), one.start
    key = one.text[one.start :].partition("=")[0]
    return key, one.start + len(key) + 1
