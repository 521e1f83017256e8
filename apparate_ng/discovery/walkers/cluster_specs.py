"""Places in the description of a new cluster: all of them may be reported, never rewritten.

Init scripts install what they like, Spark's configuration names files that must lie there
already, and an image holds what it was built with: another string would not bring another
version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.discovery.secrets_in_urls import without_passwords
from apparate_ng.model.dependents.reference import Slot, Span

Keys: TypeAlias = tuple[str | int, ...]

_SCRIPT = "an init script installs what it likes: it is only reported"
_CONF = "Spark's configuration is only reported"
_IMAGE = "a container image holds what it was built with: it is only reported"
_KEYS = re.compile(
    r"spark\.(?:jars|submit\.pyFiles|files|archives|repl\.local\.jars"
    r"|yarn\.(?:jars|dist\.(?:jars|files|archives|pyFiles)))"
)
"""Keys whose value is a list of files, separated by commas."""
_COLON_KEYS = re.compile(r"spark\.\S+\.(?:(?:default)?extraClassPath|PYTHONPATH)", re.IGNORECASE)
"""Keys whose value is a list of files, separated by colons."""
_PACKAGES = "spark.jars.packages"
"""Its value is a list of Maven coordinates; all other keys are somebody's own parameters.

Source: https://spark.apache.org/docs/latest/configuration.html
"""


def places_in_cluster_spec(spec: Json, location: str, path: Keys) -> Iterator[Place]:
    """The init scripts, Spark's configuration and the image of a `new_cluster`."""
    for index, script in entries(inner(spec, "init_scripts")):
        for scheme in script:
            destination = inner(script, scheme, "destination")
            if isinstance(destination, str):
                yield init_script_place(
                    destination,
                    f"{location}.init_scripts[{index}]",
                    (*path, "init_scripts", index, scheme, "destination"),
                )
    yield from places_in_conf(
        inner(spec, "spark_conf"), f"{location}.spark_conf", (*path, "spark_conf")
    )
    url = inner(spec, "docker_image", "url")
    if isinstance(url, str):
        yield image_place(url, f"{location}.docker_image", (*path, "docker_image", "url"))


def places_in_conf(conf: Json, location: str, path: Keys) -> Iterator[Place]:
    """One place for each item of each value: a path, or of `spark.jars.packages` coordinates."""
    for key, value in conf.items() if isinstance(conf, dict) else ():
        if isinstance(value, str):
            yield from conf_places(key, value, f"{location}[{key}]", (*path, key))


def conf_places(
    key: str, value: str, location: str, path: Keys, before: str = ""
) -> Iterator[Place]:
    """The items of one value of Spark's configuration; `before` stands in the same text."""
    is_colon_list = _COLON_KEYS.fullmatch(key) is not None
    if not (is_colon_list or key == _PACKAGES or _KEYS.fullmatch(key)):
        return
    text = before + without_passwords(value)
    separator = ":" if is_colon_list else ","
    for match in re.compile(rf"[^{separator}]+").finditer(text, len(before)):
        yield Place(
            location=location,
            path=path,
            slot=Slot.MAVEN if key == _PACKAGES else Slot.FILE,
            text=text,
            item=Span(start=match.start(), end=match.end()),
            obstacle=_CONF,
            remedy=f"change {key} by hand",
        )


def init_script_place(destination: str, location: str, path: Keys) -> Place:
    """An init script, by its own path."""
    return Place(
        location=location,
        path=path,
        slot=Slot.SCRIPT,
        text=destination,
        obstacle=_SCRIPT,
        remedy=f"change the script {destination}",
    )


def image_place(url: str, location: str, path: Keys) -> Place:
    """A container image."""
    return Place(
        location=location,
        path=path,
        slot=Slot.IMAGE,
        text=without_passwords(url),
        obstacle=_IMAGE,
        remedy="build the image with the release, and name that one",
    )
