"""Reading a cluster policy: who owns it and what it says of the library."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.readers.policy import dependent_from_policy
from apparate_ng.model.dependents.dependent import Dependent
from apparate_ng.model.dependents.fingerprint import fingerprint

WHL = "/Workspace/Shared/libraries/sales_features-1.4.2-py3-none-any.whl"
POLICY: dict[str, Any] = {"policy_id": "D0623C5EB7000024", "libraries": [{"whl": WHL}]}


def read(**policy: object) -> Dependent:
    dependent = dependent_from_policy({**POLICY, **policy}, "sales-features")
    assert dependent is not None
    return dependent


def test_a_policy_as_it_was_found() -> None:
    policy = {
        **POLICY,
        "name": "small clusters",
        "creator_user_name": "ana@example.com",
        "definition": "{}",
        "unknown": {},
    }
    dependent = dependent_from_policy(policy, "Sales.Features")
    assert dependent is not None
    assert (dependent.kind.value, dependent.id) == ("policy", "D0623C5EB7000024")
    assert (dependent.name, dependent.owner) == ("small clusters", "ana@example.com")
    assert (dependent.schedule, dependent.managed_by, dependent.tags) == (None, None, {})
    assert dependent.fingerprint == fingerprint(policy)
    (located,) = dependent.references
    assert (located.location, located.text) == ("libraries[0].whl", WHL)
    assert (located.reference.name, located.reference.version) == ("sales-features", "1.4.2")


def test_the_fingerprint_is_of_the_whole_policy() -> None:
    assert read(definition="{}").fingerprint != read(definition="{ }").fingerprint
    assert read(empty={}).fingerprint != read().fingerprint


@pytest.mark.parametrize("policy", [{}, {"name": ""}, {"name": None}, {"name": 3}], ids=str)
def test_a_policy_may_have_no_name(policy: dict[str, Any]) -> None:
    assert read(**policy).name == "(unnamed)"


@pytest.mark.parametrize("creator", [None, "", 3, {}], ids=str)
def test_a_policy_may_have_no_owner(creator: object) -> None:
    assert read(creator_user_name=creator).owner is None


def test_references_come_in_the_order_of_the_document() -> None:
    dependent = read(
        libraries=[
            {"pypi": {"package": "SALES_FEATURES==1.4.2"}},
            {"pypi": {"package": "other==1"}},
            {"whl": WHL},
            {"egg": "/Workspace/Shared/sales_features-1.0-py3.9.egg"},
        ]
    )
    assert [located.location for located in dependent.references] == [
        "libraries[0].pypi.package",
        "libraries[2].whl",
        "libraries[3].egg",
    ]


NOT_THE_LIBRARY: list[dict[str, Any]] = [
    {"libraries": [{"whl": "/a/sales_features_extra-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"whl": "/sales-features/other-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"pypi": {"package": "sales-features-extra==1.4.2"}}]},
    {"libraries": [{"jar": "/a/sales-features_2.12-1.4.2.jar"}]},
    {"libraries": [{"maven": {"coordinates": "com.sales-features:other:1.4.2"}}]},
    {"libraries": [], "definition": f'{{"spark_conf.x": {{"type": "fixed", "value": "{WHL}"}}}}'},
    {"libraries": None, "description": WHL},
]


@pytest.mark.parametrize("policy", NOT_THE_LIBRARY, ids=str)
def test_what_only_looks_like_the_library(policy: dict[str, Any]) -> None:
    assert (
        dependent_from_policy({"policy_id": "1", "name": WHL, **policy}, "sales-features") is None
    )


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    odd=st.dictionaries(
        st.sampled_from(["name", "creator_user_name", "definition", "tags", "deployment"]), _ODD
    )
)
@settings(deadline=None)
def test_no_other_field_is_too_odd(odd: dict[str, Any]) -> None:
    assert read(**odd).fingerprint == fingerprint({**POLICY, **odd})
