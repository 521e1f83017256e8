"""Steps: section 2 of the contract, row by row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import Change, Limit, Step, ZeroMajor, change_between
from apparate_ng.model.releases.versions import is_older, parse_version

STRICT, RELAXED = ZeroMajor.STRICT, ZeroMajor.RELAXED


def change(
    pinned: str, release: str, *, zero_major: ZeroMajor = STRICT, ecosystem: str = "python"
) -> Change:
    own = Ecosystem(ecosystem)
    return change_between(
        parse_version(pinned, own), parse_version(release, own), zero_major=zero_major
    )


STEPS = [
    # from the pinned version to the release: step, and whether breaking
    ("1.4.2", "1.4.3", "patch", False),
    ("1.4.2", "1.4.10", "patch", False),
    ("1.4.2", "1.4.2.1", "patch", False),
    ("1.4", "1.4.1", "patch", False),
    ("1.4.2", "1.5.0", "minor", False),
    ("1.4.2", "1.5", "minor", False),
    ("1", "1.1", "minor", False),
    ("1.4.2", "2.0.0", "major", True),
    ("1.4.2", "2", "major", True),
    ("1.4.2", "2026.1", "major", True),
    ("1.4.2", "1!1.0", "epoch", True),
    ("1.4.2", "1!1.4.2", "epoch", True),
    ("1.4.2", "1.5.0rc1", "minor", False),
    ("1.4.2", "1.5.0.dev3", "minor", False),
    ("1.5.0rc1", "1.5.0rc2", "prerelease", False),
    ("1.5.0a1", "1.5.0b1", "prerelease", False),
    ("1.5.0rc1", "1.5.0", "prerelease", False),
    ("1.5.0.dev3", "1.5.0.dev4", "prerelease", False),
    ("1.5.0.dev3", "1.5.0", "prerelease", False),
    ("2.0.0rc1", "2.0.0", "prerelease", False),
    ("1.5.0rc1", "1.6.0a1", "minor", False),
    ("1.4.2", "1.4.2.post1", "post", False),
    ("1.4.2.post1", "1.4.2.post2", "post", False),
    ("1.4.2", "1.4.2+gabc", "local", False),
    ("1.4.2+gabc", "1.4.2+gabd", "local", False),
    ("1.4.2", "1.4.2", "none", False),
    ("1.4", "1.4.0", "none", False),
    ("1.4.0rc1", "1.4.0.RC1", "none", False),
    ("v1.4", "1.4", "none", False),
    ("1.5.0", "1.4.9", "downgrade", False),
    ("1.4.2+gabc", "1.4.2", "downgrade", False),
    ("1.5.0", "1.5.0rc1", "downgrade", False),
    ("2.0.0", "1.9.0", "downgrade", True),
    # below 1.0 the left-most component that is not zero decides
    ("0.1.9", "0.1.10", "patch", False),
    ("0.1.9", "0.2.0", "minor", True),
    ("0.9.0", "1.0.0", "major", True),
    ("0.0.3", "0.0.4", "patch", True),
    ("0.0.0.3", "0.0.0.4", "patch", True),
    ("0.0.3", "0.0.3.1", "patch", False),
    ("0.0", "0.1", "minor", True),
    ("0.1.0rc1", "0.1.0", "prerelease", False),
    ("0.1.0", "0.1.0.post1", "post", False),
]


@pytest.mark.parametrize(("pinned", "release", "step", "breaking"), STEPS)
def test_the_first_component_that_differs(
    pinned: str, release: str, step: str, *, breaking: bool
) -> None:
    found = change(pinned, release)
    assert (found.step.value, found.breaking) == (step, breaking)


@pytest.mark.parametrize(
    ("pinned", "release", "breaking"),
    [
        ("0.1.9", "0.2.0", False),
        ("0.0.3", "0.0.4", False),
        ("0.9.0", "1.0.0", True),
        ("1.4.2", "2.0.0", True),
        ("0.1", "1!0.1", True),
    ],
)
def test_relaxed_only_epoch_and_major_are_breaking(
    pinned: str, release: str, *, breaking: bool
) -> None:
    assert change(pinned, release, zero_major=RELAXED).breaking is breaking


@pytest.mark.parametrize(
    ("pinned", "release", "step", "breaking"),
    [
        ("1.4.2", "1.4.3", "patch", False),
        ("1.4.2", "1.5.0", "minor", False),
        ("1.4.2", "2.0", "major", True),
        ("0.1.9", "0.2.0", "minor", True),
        ("1.0-SNAPSHOT", "1.0", "prerelease", False),
        ("1.0-rc-1", "1.0-rc-2", "prerelease", False),
        ("1.0", "1.1-SNAPSHOT", "minor", False),
        ("1.0", "1.0-SNAPSHOT", "downgrade", False),
        ("1.0", "1.0.0", "none", False),
        ("1.0", "1.0-final", "none", False),
        ("1.0", "1.0-sp1", "post", False),
        ("1.0-jre8", "1.0-jre11", "post", False),
        ("33.0.0-jre", "33.1.0-jre", "minor", False),
        # Maven tells these apart, and no jar has a local part
        ("1.0.SP1", "1.0-SP1", "downgrade", False),
        ("1.0-SP1", "1.0.SP1", "post", False),
    ],
)
def test_steps_of_jars(pinned: str, release: str, step: str, *, breaking: bool) -> None:
    found = change(pinned, release, ecosystem="jvm")
    assert (found.step.value, found.breaking) == (step, breaking)


VERSIONS = {
    "python": st.from_regex(
        r"\A(1!)?[0-3](\.[0-3]){0,3}(a[12]|b1|rc1)?(\.post[12])?(\.dev1)?(\+(g|1))?\Z"
    ),
    "jvm": st.from_regex(
        r"\A[0-3](\.[0-3]){0,3}([-.](SNAPSHOT|alpha|beta-1|rc1|M2|final|GA|sp1|jre8|2|foo))?\Z"
    ),
}


@pytest.mark.parametrize("ecosystem", VERSIONS)
@given(data=st.data())
@settings(deadline=None)
def test_up_one_way_is_down_the_other(ecosystem: str, data: st.DataObject) -> None:
    left, right = data.draw(VERSIONS[ecosystem]), data.draw(VERSIONS[ecosystem])
    own = Ecosystem(ecosystem)
    there, back = (change(*pair, ecosystem=ecosystem) for pair in ((left, right), (right, left)))
    is_equal = parse_version(left, own) == parse_version(right, own)
    assert (there.step is Step.NONE) == (back.step is Step.NONE) == is_equal
    if not is_equal:
        assert (there.step is Step.DOWNGRADE) != (back.step is Step.DOWNGRADE)
        older = is_older(parse_version(right, own), parse_version(left, own))
        assert (there.step is Step.DOWNGRADE) == older
    assert there.size is back.size


@pytest.mark.parametrize(
    ("limit", "permitted"),
    [
        ("patch", {"patch", "prerelease", "post", "local", "none"}),
        ("minor", {"minor", "patch", "prerelease", "post", "local", "none"}),
        ("major", {"epoch", "major", "minor", "patch", "prerelease", "post", "local", "none"}),
    ],
)
def test_a_limit_is_the_largest_step(limit: str, permitted: set[str]) -> None:
    sizes = [size for size in Step if size is not Step.DOWNGRADE]
    for step in (None, Step.DOWNGRADE):
        changes = [Change(step=step or size, size=size, breaking=False) for size in sizes]
        assert {one.size.value for one in changes if Limit(limit).permits(one)} == permitted


@pytest.mark.parametrize(
    ("pinned", "release", "size"),
    [
        ("1.9.0", "1.4.2", "minor"),
        ("2.0.0", "1.4.2", "major"),
        ("1!1.0", "1.0", "epoch"),
        ("1.4.3", "1.4.2", "patch"),
        ("1.5.0", "1.5.0rc1", "prerelease"),
        ("1.4.2.post1", "1.4.2", "post"),
        ("1.4.2+gabc", "1.4.2", "local"),
    ],
)
def test_a_downgrade_is_as_large_as_the_difference_that_it_makes(
    pinned: str, release: str, size: str
) -> None:
    found = change(pinned, release)
    assert (found.step, found.size) == (Step.DOWNGRADE, Step(size))
