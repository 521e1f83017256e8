"""Places that are reported and never rewritten: what a new cluster is started with."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.ground_truth import near_misses, spellings
from tests.ground_truth.planted import Planted, Spelling, State


def new_cluster(random: Random, place: str) -> dict[str, Any]:
    """The specification of a cluster, with references in some of its places."""
    found: dict[str, Any] = {
        "spark_version": "15.4.x-scala2.12",
        "num_workers": 2,
        "custom_tags": {"library": near_misses.words(random)},
    }
    if random.random() < 0.4:
        found["spark_conf"] = _conf(random, f"{place}.spark_conf")
    if random.random() < 0.4:
        found["init_scripts"] = _scripts(random, f"{place}.init_scripts")
    if random.random() < 0.4:
        found["docker_image"] = {"url": _image(random, f"{place}.docker_image")}
    return found


def _conf(random: Random, place: str) -> dict[str, Any]:
    kinds = {
        "spark.jars": spellings.jar_path,
        "spark.jars.packages": spellings.coordinates,
        "spark.submit.pyFiles": spellings.wheel_path,
    }
    key = random.choice(list(kinds))
    return {
        "spark.databricks.delta.preview.enabled": "true",
        key: _reported(f"{place}[{key}]", kinds[key](random)),
    }


def submitted(random: Random, found: list[Any], place: str) -> None:
    """Add options of a spark-submit that say the same as Spark's configuration."""
    option, before, spelling = random.choice(
        (
            ("--conf", "spark.jars=", spellings.jar_path),
            ("-c", "spark.jars.packages=", spellings.coordinates),
            ("--conf=", "spark.submit.pyFiles=", spellings.wheel_path),
            ("--files", "", spellings.wheel_path),
            ("--archives=", "", spellings.wheel_path),
        )
    )
    if option.endswith("="):
        before = option + before
    else:
        found.append(option)
    found.append(_reported(f"{place}[{len(found)}]", spelling(random).inside(before, "")))


def _scripts(random: Random, place: str) -> list[Any]:
    other = "/Workspace/Shared/init/install-sales-features-extra-1.4.2.sh"
    script = "/Workspace/Shared/init/install-sales-features-1.4.2.sh"
    spelling = Spelling(text=script, after=None, state=State.REPORT_ONLY)
    planted = Planted(location=f"{place}[1]", spelling=spelling)
    reference = random.choice((planted, "/Workspace/Shared/init/install.sh"))
    return [{"workspace": {"destination": other}}, {"workspace": {"destination": reference}}]


def _image(random: Random, place: str) -> Any:  # noqa: ANN401  text, or a reference as an object
    text = "registry.example.com/ml/sales-features:1.4.2"
    spelling = Spelling(text=text, after=None, state=State.REPORT_ONLY)
    other = "registry.example.com/ml/sales-features-extra:1.4.2"
    return random.choice((Planted(location=place, spelling=spelling), other))


def _reported(location: str, spelling: Spelling) -> Planted:
    """The same reference where it may not be rewritten; what is no news stays no news."""
    is_news = spelling.state in {State.OLDER, State.BREAKING, State.FLOATING, State.UNVERSIONED}
    state = State.REPORT_ONLY if is_news else spelling.state
    return Planted(location=location, spelling=spelling.told_as(state))
