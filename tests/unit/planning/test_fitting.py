"""Can this Python install that file?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from apparate_ng.planning.fitting import (
    admits_interpreter,
    admits_machine,
    admits_python,
    asks_nothing,
)
from apparate_ng.planning.runtime_table import RUNTIMES


@pytest.mark.parametrize(
    ("specifier", "python", "admits"),
    [
        (None, "3.8.8", True),
        ("", "3.8.8", True),
        (">=3.11", "3.11.0", True),
        (">=3.11", "3.10.12", False),
        (">=3.11,<3.12", "3.12.3", False),
        ("<3.12", "3.11.0", True),
        ("==3.11.*", "3.11.0", True),
        ("!=3.11.*", "3.11.0", False),
        # a maintenance update may raise the patch, so nobody can tell
        (">=3.11.4", "3.11.0", None),
        ("==3.11.2", "3.11.0", None),
        # and never lowers it
        ("<3.11.0", "3.11.0", False),
        (">=3.12.0", "3.11.0", False),
        ("3.11 or so", "3.11.0", None),
    ],
)
def test_requires_python(specifier: str | None, python: str, *, admits: bool | None) -> None:
    assert admits_python(specifier, python) is admits


@pytest.mark.parametrize(
    ("tag", "python", "admits"),
    [
        ("py3-none-any", "3.8.8", True),
        ("py2.py3-none-any", "3.11.0", False),  # as one tag; file names list them apart
        ("py2-none-any", "3.11.0", False),
        ("py310-none-any", "3.11.0", True),
        ("py312-none-any", "3.11.0", False),
        ("cp311-cp311-manylinux_2_17_x86_64", "3.11.0", True),
        ("cp311-cp311-linux_aarch64", "3.11.0", True),
        ("cp311-cp311-win_amd64", "3.11.0", True),  # of the platform, another check tells
        ("cp310-cp310-manylinux_2_17_x86_64", "3.11.0", False),
        ("cp312-cp312-manylinux_2_17_x86_64", "3.11.0", False),
        ("cp38-abi3-manylinux_2_17_x86_64", "3.11.0", True),
        ("cp312-abi3-manylinux_2_17_x86_64", "3.11.0", False),
        ("pp310-pypy310_pp73-manylinux_2_17_x86_64", "3.10.12", False),
    ],
)
def test_the_interpreter_of_a_tag(tag: str, python: str, *, admits: bool) -> None:
    assert admits_interpreter(frozenset({tag}), python) is admits


@pytest.mark.parametrize(
    ("platform", "on_intel", "on_arm"),
    [
        ("any", True, True),
        ("linux_x86_64", True, False),
        ("manylinux1_x86_64", True, False),
        ("manylinux2014_aarch64", False, True),
        ("manylinux_2_28_aarch64", False, True),
        ("musllinux_1_2_x86_64", False, False),
        ("win_amd64", False, False),
        ("macosx_11_0_arm64", False, False),
        ("manylinux2014_i686", False, False),
    ],
)
def test_the_machine_of_a_tag(platform: str, *, on_intel: bool, on_arm: bool) -> None:
    tags = frozenset({f"cp311-cp311-{platform}"})
    assert admits_machine(tags, is_arm=False) is on_intel
    assert admits_machine(tags, is_arm=True) is on_arm


def test_one_fitting_tag_is_enough_and_none_ask_nothing() -> None:
    mixed = frozenset({"cp311-cp311-win_amd64", "cp311-cp311-manylinux2014_x86_64"})
    assert admits_machine(mixed, is_arm=False)
    assert admits_interpreter(frozenset({"cp39-none-any", "cp311-none-any"}), "3.11.0")
    assert admits_machine(frozenset(), is_arm=True)
    assert admits_interpreter(frozenset(), "3.11.0")


PURE = frozenset({"py3-none-any"})


@pytest.mark.parametrize(
    ("specifier", "tags", "nothing"),
    [
        (None, PURE, True),
        (">=3.8", PURE, True),
        (">=3.6,<4", PURE, True),
        (">=3.9", PURE, False),
        ("<3.13", PURE, False),
        ("odd", PURE, False),
        (None, frozenset({"py2-none-any", "py3-none-any"}), True),
        (None, frozenset({"py310-none-any"}), False),
        (None, frozenset({"cp38-abi3-manylinux2014_x86_64"}), False),
        (None, frozenset({"py3-none-linux_x86_64"}), False),
        (None, frozenset(), True),
    ],
)
def test_what_runs_just_anywhere(
    specifier: str | None, tags: frozenset[str], *, nothing: bool
) -> None:
    assert asks_nothing(specifier, tags) is nothing


SPECIFIERS = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from([">=", "<", "<=", ">", "==", "!=", "~="]),
        st.sampled_from(["3.8", "3.10", "3.11", "3.11.4", "3.12", "3.12.3", "4.0"]),
    ),
    max_size=3,
).map(",".join)


@given(SPECIFIERS, st.sampled_from(sorted(set(RUNTIMES.values()))), st.integers(0, 60))
def test_an_update_never_makes_a_yes_or_a_no_untrue(specifier: str, python: str, more: int) -> None:
    """Whatever later patch the runtime has: what was denied is denied, and nothing else is sure."""
    major, minor, patch = map(int, python.split("."))
    updated = f"{major}.{minor}.{patch + more}"
    holds = SpecifierSet(specifier).contains(updated)
    told = admits_python(specifier, python)
    if told is False:
        assert not holds
    if told is True and not more:
        assert holds


@given(SPECIFIERS, st.sampled_from(sorted(set(RUNTIMES.values()))))
def test_what_asks_nothing_is_admitted_everywhere(specifier: str, python: str) -> None:
    if asks_nothing(specifier, PURE):
        assert admits_python(specifier, python) is True
