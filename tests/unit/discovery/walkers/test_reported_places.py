"""Places that may only be reported: found where they name the library, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.readers.job import dependent_from_job
from apparate_ng.discovery.readers.pipeline import dependent_from_pipeline
from apparate_ng.discovery.readers.policy import dependent_from_policy
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.discovery.walkers.pipeline import places_in_pipeline
from apparate_ng.discovery.walkers.policy import places_in_policy
from apparate_ng.discovery.walkers.reported_places import (
    reported_in_job,
    reported_in_pipeline,
    reported_in_policy,
)
from apparate_ng.model.dependents.dependent import Dependent

WHL = "/Workspace/Shared/libraries/sales_features-1.4.2-py3-none-any.whl"
JAR = "dbfs:/FileStore/jars/sales-features-1.4.2.jar"
IMAGE = "registry.example.com:5000/team/sales-features"
_INIT = "/Shared/init"


def script(scheme: str, destination: str) -> dict[str, Any]:
    return {"init_scripts": [{scheme: {"destination": destination}}]}


def conf(key: str, value: str) -> dict[str, Any]:
    return {"spark_conf": {key: value}}


def image(url: str) -> dict[str, Any]:
    return {"docker_image": {"url": url}}


SPECS: list[tuple[dict[str, Any], str, str | None]] = [
    # the description of a cluster, where it names the library, the version
    (
        script("workspace", f"{_INIT}/install-sales_features-1.4.2.sh"),
        "init_scripts[0]",
        "1.4.2",
    ),
    (
        script("volumes", "/Volumes/main/libs/init/sales-features-1.4.2.sh"),
        "init_scripts[0]",
        "1.4.2",
    ),
    (
        script("dbfs", "dbfs:/init/Sales.Features_1.5.0rc1_init.sh"),
        "init_scripts[0]",
        "1.5.0rc1",
    ),
    (
        script("s3", "s3://bucket/setup_sales_features-v1.4.2.sh"),
        "init_scripts[0]",
        "1.4.2",
    ),
    (conf("spark.jars", f"/other-1.0.jar,{JAR}"), "spark_conf[spark.jars]", "1.4.2"),
    (conf("spark.submit.pyFiles", WHL), "spark_conf[spark.submit.pyFiles]", "1.4.2"),
    (
        conf("spark.jars.packages", "org.x:other:9,com.example:sales-features:1.4.2"),
        "spark_conf[spark.jars.packages]",
        "1.4.2",
    ),
    (
        conf("spark.driver.extraClassPath", "/dbfs/a.jar:/dbfs/x/sales-features-1.4.2.jar"),
        "spark_conf[spark.driver.extraClassPath]",
        "1.4.2",
    ),
    (
        conf("spark.executorEnv.PYTHONPATH", f"/x:{WHL}"),
        "spark_conf[spark.executorEnv.PYTHONPATH]",
        "1.4.2",
    ),
    (image(f"{IMAGE}:1.4.2"), "docker_image", "1.4.2"),
    (image(f"{IMAGE}:v1.4.2-gpu@sha256:abc"), "docker_image", "1.4.2"),
    (image(f"{IMAGE}:latest"), "docker_image", None),
    (image("sales_features"), "docker_image", None),
]
NEAR_MISSES: list[dict[str, Any]] = [
    script("workspace", f"{_INIT}/install-sales_features_extra-1.4.2.sh"),
    script("workspace", f"{_INIT}/install-my-sales-features-1.4.2.sh"),
    script("workspace", f"{_INIT}/install-sales-features.sh"),
    script("workspace", f"{_INIT}/sales-features-1.4.2/install.sh"),
    script("workspace", f"{_INIT}/sales-features-team.sh"),
    conf("spark.jars", "/x/sales-features-extra-1.4.2.jar"),
    conf("spark.jars", "/x/sales-features-1.4.2/other-1.0.jar"),
    conf("spark.jars.packages", "com.sales-features:other:1.4.2"),
    conf("spark.jars.excludes", "com.example:sales-features"),
    conf("spark.sales-features.version", "1.4.2"),
    conf("spark.app.name", "sales-features"),
    conf("wheel", WHL),
    image("registry.example.com/sales-features/other:1.4.2"),
    image("registry.example.com/team/sales-features-base:1.4.2"),
    image("registry.example.com/other:sales-features-1.4.2"),
    {"docker_image": {"basic_auth": {"username": "sales-features"}}},
    {"spark_env_vars": {"LIBRARY": WHL}, "custom_tags": {"library": WHL}},
    {"init_scripts": WHL, "spark_conf": [WHL], "docker_image": WHL},
    {"init_scripts": [None, {"workspace": WHL}, {"workspace": {"destination": [WHL]}}]},
]


def job(spec: Json, where: str = "task") -> dict[str, Any]:
    settings: dict[str, Any] = {
        "task": {"tasks": [{"task_key": "a", "new_cluster": spec}]},
        "loop": {
            "tasks": [
                {
                    "task_key": "a",
                    "for_each_task": {"task": {"task_key": "b", "new_cluster": spec}},
                }
            ]
        },
        "shared": {"job_clusters": [{"job_cluster_key": "main", "new_cluster": spec}]},
    }[where]
    return {"job_id": 17, "settings": settings}


PREFIXES = {
    "task": "tasks[a].new_cluster.",
    "loop": "tasks[a].for_each_task.task.new_cluster.",
    "shared": "job_clusters[main].new_cluster.",
}


def pipeline(spec: Json) -> dict[str, Any]:
    return {"pipeline_id": "p", "spec": {"clusters": [{"label": "default"}, spec]}}


def found_in(dependent: Dependent | None) -> list[tuple[str, str | None]]:
    assert dependent is not None
    for one in dependent.references:
        assert one.reference.obstacle
        assert one.reference.remedy
    return [(one.location, one.reference.version) for one in dependent.references]


@pytest.mark.parametrize(("spec", "location", "version"), SPECS, ids=str)
@pytest.mark.parametrize("where", PREFIXES)
def test_each_place_of_a_job(
    spec: dict[str, Any], location: str, version: str | None, where: str
) -> None:
    document = job(spec, where)
    found = found_in(dependent_from_job(document, "sales-features"))
    assert found == [(PREFIXES[where] + location, version)]
    # what walks for pins, and so whatever rewrites them, never sees it
    assert references_to("sales-features", places_in_job(document["settings"])) == []


@pytest.mark.parametrize(("spec", "location", "version"), SPECS, ids=str)
def test_each_place_of_a_pipeline(spec: dict[str, Any], location: str, version: str | None) -> None:
    document = pipeline(spec)
    found = found_in(dependent_from_pipeline(document, "sales-features"))
    assert found == [(f"clusters[1].{location}", version)]
    assert references_to("sales-features", places_in_pipeline(document["spec"])) == []


def test_the_configuration_of_a_pipeline() -> None:
    document = {"pipeline_id": "p", "spec": {"configuration": {"spark.jars": JAR, "x": JAR}}}
    found = found_in(dependent_from_pipeline(document, "sales-features"))
    assert found == [("configuration[spark.jars]", "1.4.2")]


DEFINITIONS: list[tuple[str, Json, bool]] = [
    ("init_scripts.0.workspace.destination", f"{_INIT}/sales-features-1.4.2.sh", True),
    ("spark_conf.spark.jars", JAR, True),
    ("docker_image.url", f"{IMAGE}:1.4.2", True),
    ("spark_conf.x", JAR, False),
    ("spark_env_vars.X", JAR, False),
    ("init_scripts.0.workspace.destination", f"{_INIT}/sales-features-x-1.4.2.sh", False),
]


@pytest.mark.parametrize("field", ["definition", "policy_family_definition_overrides"])
@pytest.mark.parametrize(("key", "value", "is_found"), DEFINITIONS, ids=str)
def test_the_definition_of_a_policy(field: str, key: str, value: Json, *, is_found: bool) -> None:
    for rule in ({"type": "fixed", "value": value}, {"type": "unlimited", "defaultValue": value}):
        policy = {"policy_id": "p", field: json.dumps({key: rule})}
        found = dependent_from_policy(policy, "sales-features")
        assert (found is not None) is is_found
        if found is not None:
            assert found_in(found) == [(f"{field}[{key}]", "1.4.2")]
        assert references_to("sales-features", places_in_policy(policy)) == []


@pytest.mark.parametrize("definition", ["", "{", "[]", "null", '"x"', '{"docker_image.url": 7}', 7])
def test_a_definition_of_another_shape(definition: Json) -> None:
    assert list(reported_in_policy({"policy_id": "p", "definition": definition})) == []


@pytest.mark.parametrize("spec", NEAR_MISSES, ids=str)
def test_near_misses(spec: dict[str, Any]) -> None:
    assert dependent_from_job(job(spec), "sales-features") is None
    assert dependent_from_job(job(spec, "shared"), "sales-features") is None
    assert dependent_from_pipeline(pipeline(spec), "sales-features") is None


def test_twice_in_one_value_is_still_only_reported() -> None:
    found = dependent_from_job(job(conf("spark.jars", f"{JAR},{JAR}")), "sales-features")
    assert found is not None
    assert {one.reference.obstacle for one in found.references} == {
        "Spark's configuration is only reported"
    }


@pytest.mark.parametrize(
    "spec",
    [
        conf("spark.jars", "https://me:secret@example.com/sales-features-1.4.2.jar"),
        image("https://me:secret@example.com/sales-features:1.4.2"),
    ],
)
def test_passwords_in_urls_are_not_printed(spec: dict[str, Any]) -> None:
    found = dependent_from_job(job(spec), "sales-features")
    assert found is not None
    assert "secret" not in found.references[0].text
    assert found.references[0].reference.version == "1.4.2"


KEYS = st.sampled_from(
    [
        "tasks",
        "task_key",
        "for_each_task",
        "task",
        "job_clusters",
        "new_cluster",
        "init_scripts",
        "workspace",
        "destination",
        "spark_conf",
        "spark.jars",
        "docker_image",
        "url",
        "clusters",
        "configuration",
        "definition",
    ]
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(ODD)
def test_no_shape_is_too_odd(document: Json) -> None:
    for walk in (reported_in_job, reported_in_pipeline, reported_in_policy):
        assert all(place.obstacle for place in walk(document))
