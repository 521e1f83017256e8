"""Which entries pip reads itself, by where they stand, and what it would make of a path."""

from __future__ import annotations

import pytest

from apparate_ng.model.dependents.read_by_pip import is_cut_by_pip, is_read_by_pip


@pytest.mark.parametrize(
    ("location", "by_pip"),
    [
        ("environments[e].spec.dependencies[0]", True),
        ("environment.dependencies[12]", True),
        ("/Workspace/Shared/requirements.txt:3", True),
        ("/Workspace/Shared/env.yaml:2#2", True),
        ("tasks[t].libraries[0].pypi.package", True),
        ("libraries[0].pypi.package", True),
        ("tasks[t].libraries[0].whl", False),
        ("tasks[t:1].libraries[0].egg", False),
        ("tasks[t].libraries[0].jar", False),
        ("tasks[t].libraries[0].maven.coordinates", False),
        ("tasks[t].spark_submit_task.parameters[1]", False),
        ("tasks[t].spark_jar_task.jar_uri", False),
        ("environments[e].spec.java_dependencies[0]", False),
    ],
)
def test_who_reads_an_entry(location: str, *, by_pip: bool) -> None:
    assert is_read_by_pip(location) is by_pip


@pytest.mark.parametrize(
    ("path", "cut"),
    [
        ("/Workspace/Shared/my libs/a.whl", False),
        ("/Workspace/Shared/a-b#c/a.whl", False),
        ("/Workspace/Shared/team -a/a.whl", True),
        ("/Workspace/Shared/team --a/a.whl", True),
        ("/Workspace/Shared/team #a/a.whl", True),
    ],
)
def test_where_pip_takes_a_path_to_end(path: str, *, cut: bool) -> None:
    assert is_cut_by_pip(path) is cut
