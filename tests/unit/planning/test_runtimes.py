"""From what documents say of compute to a runtime and its Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from apparate_ng.model.dependents.task_run import Compute, PolicyCompute
from apparate_ng.planning.runtime_table import AS_OF, ENVIRONMENTS, LAST_WITH_EGGS, RUNTIMES
from apparate_ng.planning.runtimes import KnownCompute, Runtime, pool_of, runtime_of

NOTHING_KNOWN = KnownCompute()


def on(**said: str | bool) -> Runtime:
    return runtime_of(Compute(**said), NOTHING_KNOWN)  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize(
    ("key", "python"),
    [
        ("9.1.x-scala2.12", "3.8.8"),
        ("11.3.x-cpu-ml-scala2.12", "3.9.5"),
        ("13.3.x-scala2.12", "3.10.6"),
        ("14.3.x-gpu-ml-scala2.12", "3.10.12"),
        ("15.4.x-photon-scala2.12", "3.11.0"),
        ("15.4.x-aarch64-scala2.12", "3.11.0"),
        ("16.4.x-scala2.13", "3.12.3"),
        ("18.0.x-scala2.13", "3.12.3"),
        ("18.x-scala2.13", "3.12.3"),
        ("v18.x-scala2.13", "3.12.3"),
        ("19.x-scala2.13", None),
        ("99.9.x-scala2.13", None),
        ("5.5.x-scala2.11", None),
        ("custom:release__15.4.x-scala2.12", None),
        ("auto:latest-lts", None),
        ("apache-spark-3.5.x-scala2.12", None),
        ("15.4", None),
        ("", None),
    ],
)
def test_the_python_of_a_runtime(key: str, python: str | None) -> None:
    assert on(spark_version=key).python == python


@pytest.mark.parametrize(("version", "python"), [*ENVIRONMENTS.items(), ("99", None), ("", None)])
def test_the_python_of_a_serverless_environment(version: str, python: str | None) -> None:
    found = on(environment_version=version)
    assert (found.python, found.name) == (python, f"serverless environment {version}")


def test_a_container_image_brings_its_own_python() -> None:
    found = on(spark_version="15.4.x-scala2.12", image="me/mine:1")
    assert (found.python, found.name) == (None, "a container image")


@pytest.mark.parametrize(
    ("said", "is_arm"),
    [
        ({"spark_version": "15.4.x-aarch64-scala2.12"}, True),
        ({"spark_version": "15.4.x-scala2.12", "node_type_id": "m7g.xlarge"}, True),
        ({"spark_version": "15.4.x-scala2.12", "node_type_id": "r6gd.2xlarge"}, True),
        ({"spark_version": "15.4.x-scala2.12", "node_type_id": "m7i.xlarge"}, False),
        ({"spark_version": "15.4.x-scala2.12", "node_type_id": "g5.xlarge"}, False),
        ({"spark_version": "15.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5"}, False),
        ({"spark_version": "15.4.x-scala2.12"}, False),
        ({"node_type_id": "m7g.xlarge"}, True),
    ],
)
def test_machines_with_arm(said: dict[str, str], *, is_arm: bool) -> None:
    assert on(**said).is_arm is is_arm


@pytest.mark.parametrize(
    ("key", "installs"),
    [
        ("13.3.x-scala2.12", True),
        ("9.1.x-scala2.12", True),
        ("14.0.x-scala2.12", False),
        ("18.x-scala2.13", False),
        ("custom:x", True),
    ],
)
def test_runtimes_that_dropped_eggs(key: str, *, installs: bool) -> None:
    assert on(spark_version=key).installs_eggs is installs


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"cluster_id": "1-c"}, "cluster 1-c, of which no runtime is known"),
        ({"policy_id": "P"}, "a cluster under policy P, of which no runtime is known"),
        ({"instance_pool_id": "I"}, "a cluster of pool I, of which no runtime is known"),
        ({}, "a runtime that the document does not name"),
    ],
)
def test_compute_of_which_nothing_is_known(said: dict[str, str], name: str) -> None:
    found = on(**said)
    assert (found.name, found.python) == (name, None)


OLD, NEW = "13.3.x-scala2.12", "16.4.x-scala2.12"
KNOWN = KnownCompute(
    clusters={"1-c": Compute(spark_version=OLD, node_type_id="m7g.large")},
    policies={
        "fixed": PolicyCompute(fixed=Compute(spark_version=OLD)),
        "default": PolicyCompute(default=Compute(spark_version=OLD)),
        "pooled": PolicyCompute(fixed=Compute(instance_pool_id="one")),
        "image": PolicyCompute(fixed=Compute(image="me/mine")),
        "empty": PolicyCompute(),
    },
    pools={"one": Compute(spark_version=OLD, node_type_id="m7g.large"), "many": Compute()},
)


@pytest.mark.parametrize(
    ("compute", "name"),
    [
        (Compute(cluster_id="1-c"), f"runtime {OLD}"),
        (Compute(policy_id="fixed"), f"runtime {OLD}"),
        (Compute(policy_id="fixed", spark_version=NEW), f"runtime {NEW}"),
        (Compute(policy_id="default", takes_defaults=True), f"runtime {OLD}"),
        (
            Compute(policy_id="default"),
            "a cluster under policy default, of which no runtime is known",
        ),
        (Compute(policy_id="default", takes_defaults=True, spark_version=NEW), f"runtime {NEW}"),
        (Compute(policy_id="pooled"), f"runtime {OLD}"),
        (Compute(policy_id="image", spark_version=NEW), "a container image"),
        (Compute(policy_id="empty"), "a cluster under policy empty, of which no runtime is known"),
        (Compute(instance_pool_id="one"), f"runtime {OLD}"),
        (Compute(instance_pool_id="one", spark_version=NEW), f"runtime {NEW}"),
        (
            Compute(instance_pool_id="many"),
            "a cluster of pool many, of which no runtime is known",
        ),
        (Compute(instance_pool_id="many", policy_id="fixed"), f"runtime {OLD}"),
    ],
)
def test_what_is_looked_up_counts_where_the_document_is_silent(compute: Compute, name: str) -> None:
    assert runtime_of(compute, KNOWN).name == name


@pytest.mark.parametrize(
    "compute",
    [
        Compute(cluster_id="1-c"),
        Compute(policy_id="pooled", spark_version=NEW),
        Compute(instance_pool_id="one", spark_version=NEW),
    ],
)
def test_the_machine_is_looked_up_even_where_the_runtime_is_said(compute: Compute) -> None:
    assert runtime_of(compute, KNOWN).is_arm


def test_the_pool_is_the_documents_or_the_policys() -> None:
    assert pool_of(Compute(policy_id="pooled"), KNOWN.policies) == "one"
    assert pool_of(Compute(policy_id="pooled", instance_pool_id="own"), KNOWN.policies) == "own"
    assert pool_of(Compute(), KNOWN.policies) is None


TEXTS = st.none() | st.text(max_size=12) | st.sampled_from([OLD, NEW, "1-c", "fixed", "one", "3"])


@given(st.builds(Compute, **dict.fromkeys(Compute.__dataclass_fields__, TEXTS)))
def test_whatever_a_document_says_there_is_an_answer(compute: Compute) -> None:
    found = runtime_of(compute, KNOWN)
    assert found.name
    assert found.python in {None, *RUNTIMES.values(), *ENVIRONMENTS.values()}


def test_the_table_can_be_read() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", AS_OF)
    assert all(Version(python).release[:2] >= (3, 8) for python in RUNTIMES.values())
    assert ".".join(map(str, LAST_WITH_EGGS)) in RUNTIMES
    pythons = [Version(RUNTIMES[number]) for number in sorted(RUNTIMES, key=Version)]
    assert pythons == sorted(pythons)


def test_the_page_has_the_same_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d., ]+) \| (3\.[\d.]+) \|$", page, re.MULTILINE)
    told = [(number, python) for numbers, python in rows for number in numbers.split(", ")]
    assert told == [*RUNTIMES.items(), *ENVIRONMENTS.items()]
    assert f"had it on {AS_OF}" in page.replace("\n", " ")
