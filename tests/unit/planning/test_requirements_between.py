"""How what a release needs differs from what the version before it needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.planning.requirements_between import (
    is_for,
    required_name,
    requirements_change,
)

CHANGES = [
    # before, after, added, removed, changed
    ([], [], [], [], []),
    (["numpy"], ["numpy"], [], [], []),
    (["numpy>=1"], ["numpy >= 1"], [], [], []),
    (["numpy (>=1)"], ["numpy>=1"], [], [], []),
    (["NumPy>=1"], ["numpy>=1"], [], [], []),
    ([], ["numpy>=1"], ["numpy>=1"], [], []),
    (["numpy>=1"], [], [], ["numpy>=1"], []),
    (["numpy>=1"], ["numpy>=2"], [], [], [("numpy>=1", "numpy>=2")]),
    (["a"], ["a[x]"], [], [], [("a", "a[x]")]),
    (["a", "b>=1", "c"], ["b>=2", "c", "d"], ["d"], ["a"], [("b>=1", "b>=2")]),
    # what only extras bring does not count
    ([], ['pytest; extra == "test"'], [], [], []),
    ([], ['pytest; (extra == "test")'], [], [], []),
    ([], ['pytest; python_version > "3.8" and extra == "test"'], [], [], []),
    # one project under two markers is two requirements
    (
        ['a>=1; python_version < "3.9"', 'a>=2; python_version >= "3.9"'],
        ['a>=1; python_version < "3.9"', 'a>=3; python_version >= "3.9"'],
        [],
        [],
        [('a>=2; python_version >= "3.9"', 'a>=3; python_version >= "3.9"')],
    ),
    # what cannot be read is compared as text
    (["odd one !"], ["odd one !"], [], [], []),
    (["odd one !"], ["odd two !"], ["odd two !"], ["odd one !"], []),
    (["a @ https://x/a-1.whl"], ["a @ https://x/a-2.whl"], [], [], None),
]


@pytest.mark.parametrize(("before", "after", "added", "removed", "changed"), CHANGES)
def test_what_differs(
    before: list[str],
    after: list[str],
    added: list[str],
    removed: list[str],
    changed: list[tuple[str, str]] | None,
) -> None:
    found = requirements_change("1.4.2", before, after)
    expected = [(before[0], after[0])] if changed is None else changed
    assert (list(found.added), list(found.removed), list(found.changed)) == (
        added,
        removed,
        expected,
    )
    assert found.from_version == "1.4.2"
    assert found.is_none is not bool(added or removed or expected)


NAMES = st.sampled_from(["a", "b", "c", "D", "e-f", "e_f"])
TEXTS = st.builds("{}{}".format, NAMES, st.sampled_from(["", ">=1", ">=2", "; os_name == 'nt'"]))


@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5))
def test_the_way_back_is_the_change_turned_round(before: list[str], after: list[str]) -> None:
    there, back = (requirements_change("1", *pair) for pair in ((before, after), (after, before)))
    assert (set(there.added), set(there.removed)) == (set(back.removed), set(back.added))
    assert {pair[::-1] for pair in there.changed} == set(back.changed)
    assert requirements_change("1", before, before).is_none


@pytest.mark.parametrize(
    ("text", "name"),
    [("NumPy>=1", "numpy"), ("e_f[x]; os_name == 'nt'", "e-f"), ("odd one !", None)],
)
def test_the_project_of_a_requirement(text: str, name: str | None) -> None:
    assert required_name(text) == name


FOR = [
    ("numpy", "3.11.0", True),
    ('numpy; sys_platform == "linux"', "3.11.0", True),
    ('pywin32; sys_platform == "win32"', "3.11.0", False),
    ('a; platform_system != "Linux"', None, False),
    ('a; os_name == "posix" and implementation_name == "cpython"', None, True),
    ('tomli; python_version < "3.11"', "3.10.12", True),
    ('tomli; python_version < "3.11"', "3.11.0", False),
    ('tomli; python_version < "3.11"', None, True),
    ('a; python_version < "3.7"', None, False),
    ('a; python_full_version < "3.11.1"', "3.11.0", True),
    ('a; implementation_version >= "3.11"', "3.11.0", True),
    ('a; platform_machine == "aarch64"', "3.11.0", True),
    ('a; platform_machine == "ppc64le"', "3.11.0", False),
    ("odd one !", "3.11.0", True),
]


@pytest.mark.parametrize(("text", "python", "counts"), FOR)
def test_where_a_requirement_counts(text: str, python: str | None, *, counts: bool) -> None:
    assert is_for(text, python) is counts


def test_a_marker_that_cannot_be_compared_counts() -> None:
    assert is_for('a; platform_machine ~= "x"', "3.11.0")
