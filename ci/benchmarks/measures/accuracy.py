"""Is all found that stands there, and nothing else; and is exactly that written?"""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import click

from measures.planted_plans import REWRITING, apparate, planted_plan, planted_releases
from measuring.figure import Figure, at_least
from measuring.local_workspace import local_workspace
from tests.ground_truth.judging import Judgement, judged
from tests.ground_truth.seeding import contents, seed, wrongly_written
from tests.ground_truth.workspace import generated

if TYPE_CHECKING:
    from measuring.local_workspace import LocalWorkspace
    from measuring.scale import Scale
    from tests.ground_truth.workspace import Expected, Generated


def accuracy(scale: Scale) -> list[Figure]:
    """Recall and precision of references, of decisions and of writes, each of which must be 1."""
    number = SystemRandom().randrange(10**6)
    click.echo(f"  seed {number}")
    planted = generated(number, scale.planted)
    with local_workspace() as workspace:
        seed(workspace.sandbox, planted)
        before = contents(workspace.sandbox)
        judgements = _judged(workspace, planted)
        wrong = wrongly_written(workspace.sandbox, planted, _moved(workspace, planted), before)
    for text in [*(str(one) for one in judgements if not one.is_perfect), *wrong[:20]]:
        click.echo(f"  {text}")
    return [*_found(judgements), _written(wrong, planted)]


def _judged(workspace: LocalWorkspace, planted: Generated) -> list[Judgement]:
    """By the default policy, and with requirements rewritten."""
    return [
        judged(
            planted_plan(workspace, file, *options),
            planted.expected(library, rewrites_index_pins=bool(options)),
        )
        for library, file in planted_releases(workspace).items()
        for options in ((), REWRITING)
    ]


def _moved(workspace: LocalWorkspace, planted: Generated) -> list[Expected]:
    """Move all that may move; what that is."""
    moved: list[Expected] = []
    for library, file in planted_releases(workspace).items():
        apparate(workspace, "upload-and-update", file, *REWRITING)
        moved += planted.expected(library, rewrites_index_pins=True)
    return moved


def _found(judgements: list[Judgement]) -> list[Figure]:
    expected = sum(one.expected for one in judgements)
    found = sum(one.found for one in judgements)
    right = sum(one.right for one in judgements)
    misdecided = sum(len(one.misdecided) for one in judgements)
    return [
        _figure("recall", right, expected, "references that stand there were found"),
        _figure("precision", right, found, "references that were found stand there"),
        _figure("decisions", right - misdecided, right, "of them were decided as is due"),
    ]


def _written(wrong: list[str], planted: Generated) -> Figure:
    count = len(planted.documents) + len(planted.files)
    return _figure("writes", count - len(wrong), count, "documents and files are as is due")


def _figure(name: str, right: int, of: int, words: str) -> Figure:
    detail = f"{right:,} of {of:,} {words}"
    return Figure(name=name, value=right / of, unit="of 1", target=at_least(1), detail=detail)
