"""A wheel, an egg."""

from __future__ import annotations

import pytest

from apparate_ng.model.article import with_article
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import Step


@pytest.mark.parametrize(
    "words", [one.value for one in (*ArtifactKind, *Step) if one is not Step.EPOCH]
)
def test_kinds_and_steps_have_the_right_article(words: str) -> None:
    assert with_article(words) == ("an egg" if words == "egg" else f"a {words}")


def test_an_epoch_step() -> None:
    assert with_article("epoch step") == "an epoch step"
