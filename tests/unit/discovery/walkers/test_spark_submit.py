"""Parameters of spark-submit: options that name libraries, the application, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.discovery.readers.job import references_in_job
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.discovery.walkers.reported_places import reported_in_job

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
JAR = "dbfs:/FileStore/jars/lib-1.4.2.jar"
NEW = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"


def submitted(*parameters: object) -> dict[str, Any]:
    return {"tasks": [{"task_key": "a", "spark_submit_task": {"parameters": list(parameters)}}]}


TABLE = [
    # each row: the parameters; the library; and for each pin its position, span and version
    (("--py-files", WHL, "main.py"), "lib", [(1, WHL, "1.4.2")]),
    (("--py-files", f"/x/other-1.0.egg,{WHL}", "main.py"), "lib", [(1, WHL, "1.4.2")]),
    ((f"--py-files={WHL}", "main.py"), "lib", [(0, WHL, "1.4.2")]),
    (
        ("--class", "x.Main", "--jars", "/j/a_2.12-1.0.jar,/j/b_2.12-2.0.jar", "/j/main-3.jar"),
        "b_2.12",
        [(3, "/j/b_2.12-2.0.jar", "2.0")],
    ),
    (("--packages=g:a_2.12:1.0,g:b_2.12:2.0", "x.jar"), "b_2.12", [(0, "2.0", "2.0")]),
    (("--packages", "g:a_2.12:1.0", "x.jar"), "a_2.12", [(1, "1.0", "1.0")]),
    (
        ("--class", "x.Main", "--verbose", "dbfs:/FileStore/jars/app-1.0.jar"),
        "app",
        [(3, "dbfs:/FileStore/jars/app-1.0.jar", "1.0")],
    ),
    # near misses
    (("--py-files", "/x/lib-extra-1.4.2-py3-none-any.whl", "main.py"), "lib", []),
    (("--class", "x.Main", "main.py", "--py-files", WHL), "lib", []),
    (("main.py", WHL), "lib", []),
    (("--conf", f"spark.x={WHL}", "main.py"), "lib", []),
    (("--conf", "spark.jars", WHL), "lib", [(2, WHL, "1.4.2")]),
    (("main.py", "--conf", f"spark.jars={WHL}", "--files", WHL), "lib", []),
    (("--files", "/x/lib-extra-1.4.2-py3-none-any.whl", "main.py"), "lib", []),
    (("--name", WHL, "main.py"), "lib", []),
    (("--py-files", 7, WHL), "lib", []),
    (("--py-files",), "lib", []),
]


@pytest.mark.parametrize(("parameters", "library", "expected"), TABLE)
def test_what_names_the_library(
    parameters: tuple[object, ...], library: str, expected: list[tuple[int, str, str]]
) -> None:
    found = references_in_job(submitted(*parameters), library)
    seen = [
        (place.location, reference.span.of(place.text), reference.version)
        for place, reference in found
    ]
    assert seen == [
        (f"tasks[a].spark_submit_task.parameters[{index}]", text, version)
        for index, text, version in expected
    ]


@pytest.mark.parametrize("form", ["--py-files={}", "{}"])
def test_the_rest_of_the_list_stays_as_it_is(form: str) -> None:
    text = form.format(f"/x/a.py,{WHL}, /x/b.zip")
    before = submitted(text, "main.py") if "=" in form else submitted("--py-files", text, "main.py")
    ((place, reference),) = references_in_job(before, "lib")
    after = rewritten(before, [(place, reference.span.replaced(place.text, NEW))])
    assert form.format(f"/x/a.py,{NEW}, /x/b.zip") in str(after)
    assert str(after).replace(NEW, WHL) == str(before)


def test_a_parameter_that_names_it_twice_is_only_reported() -> None:
    found = references_in_job(submitted("--py-files", f"{WHL},{WHL}", "main.py"), "lib")
    assert [reference.obstacle for _, reference in found] == [
        "one parameter names the library more than once"
    ] * 2


REPORTED = [
    # each row: the parameters before the application, and what of which of them names the library
    (("--conf", f"spark.jars=/x/a-1.jar,{JAR}"), (1, JAR)),
    (("-c", f"spark.submit.pyFiles={WHL}"), (1, WHL)),
    ((f"--conf=spark.submit.pyFiles={WHL},/x/b.zip",), (0, WHL)),
    (("--verbose", "--conf", f"spark.executorEnv.PYTHONPATH=/x:{WHL}"), (2, WHL)),
    (("--conf", "spark.jars.packages=g:a:1,g:lib:1.4.2"), (1, "1.4.2")),
    (("--files", f"/x/log4j.properties,{WHL}"), (1, WHL)),
    ((f"--files={WHL}",), (0, WHL)),
    (("--archives", f"{WHL}#lib"), (1, WHL)),
    (("--driver-class-path", "/x/a.jar:/dbfs/x/lib-1.4.2.jar"), (1, "/dbfs/x/lib-1.4.2.jar")),
]


@pytest.mark.parametrize(("parameters", "expected"), REPORTED, ids=str)
@pytest.mark.parametrize("is_nested", [False, True])
def test_what_says_the_same_as_sparks_configuration_is_only_reported(
    parameters: tuple[str, ...], expected: tuple[int, str], *, is_nested: bool
) -> None:
    settings = submitted(*parameters, "main.py")
    place = "tasks[a].spark_submit_task.parameters"
    if is_nested:
        [task] = settings["tasks"]
        settings = {"tasks": [{"task_key": "e", "for_each_task": {"task": task}}]}
        place = "tasks[e].for_each_task.task.spark_submit_task.parameters"
    ((found, reference),) = references_in_job(settings, "lib")
    index, text = expected
    assert (found.location, found.text) == (f"{place}[{index}]", parameters[index])
    assert (reference.span.of(found.text), reference.version) == (text, "1.4.2")
    assert reference.obstacle == "Spark's configuration is only reported"
    assert reference.remedy is not None
    # what walks for pins, and so whatever rewrites them, never sees it
    assert references_to("lib", places_in_job(settings)) == []


@pytest.mark.parametrize(
    ("parameters", "remedy"),
    [
        (("--conf", f"spark.jars={JAR}"), "change spark.jars by hand"),
        (("--files", JAR), "change --files by hand"),
    ],
)
def test_where_it_can_be_changed_by_hand(parameters: tuple[str, ...], remedy: str) -> None:
    ((_, reference),) = references_in_job(submitted(*parameters, "main.py"), "lib")
    assert reference.remedy == remedy


def test_a_password_in_spark_configuration_is_not_shown() -> None:
    address = "spark.jars=https://me:secret@example.com/lib-1.4.2.jar"
    ((place, reference),) = references_in_job(submitted("--conf", address, "main.py"), "lib")
    assert "secret" not in place.text
    assert reference.span.of(place.text).endswith("/lib-1.4.2.jar")


def test_the_old_jar_uri() -> None:
    job = {"tasks": [{"task_key": "a", "spark_jar_task": {"jar_uri": "dbfs:/jars/lib-1.0.jar"}}]}
    ((place, reference),) = references_in_job(job, "lib")
    assert place.location == "tasks[a].spark_jar_task.jar_uri"
    assert reference.version == "1.0"


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(["--jars", "-v", "a=b", ",", "-c", "--conf=spark.jars=/a"]),
        )
    )
)
def test_any_parameters_can_be_walked(parameters: list[str]) -> None:
    job = submitted(*parameters)
    for place in (*places_in_job(job), *reported_in_job(job)):
        index = place.path[-1]
        assert isinstance(index, int)
        assert place.text == parameters[index]
