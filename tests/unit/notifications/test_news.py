from __future__ import annotations

import pytest

from apparate_ng.configuration.notify import When
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.notifications.news import News
from tests.unit.notifications.samples import BACK, job, news, rollback

_DAMAGE = job(outcome=Outcome.ROLLED_BACK)
_FAILED = job(outcome=Outcome.FAILED)


@pytest.mark.parametrize(
    ("told", "moments"),
    [
        (news(job()), {When.CHANGED}),
        (news(job(), _FAILED, code=ExitCode.PARTIAL), {When.CHANGED, When.FAILURE}),
        (news(_FAILED, code=ExitCode.PARTIAL), {When.FAILURE}),
        (news(job(outcome=Outcome.PENDING), code=ExitCode.INTERRUPTED), {When.FAILURE}),
        (news(_DAMAGE, code=ExitCode.RESTORED), {When.CHANGED, When.FAILURE}),
        (news(_DAMAGE, code=ExitCode.RESTORED, rolled_back_by=BACK), set(When)),
        (rollback(job()), {When.CHANGED, When.ROLLBACK}),
        (rollback(job(outcome=Outcome.UNCHANGED)), set()),
        (news(), set()),
    ],
)
def test_what_there_is_to_tell(told: News, moments: set[When]) -> None:
    assert told.moments == moments


def test_what_went_wrong_is_named_first_and_what_stood_already_is_not_named() -> None:
    outcomes = [
        Outcome.UPDATED,
        Outcome.UNCHANGED,
        Outcome.PENDING,
        Outcome.FAILED,
        Outcome.DRIFTED,
        Outcome.ROLLED_BACK,
    ]
    told = news(*(job(outcome=one) for one in outcomes))
    assert [one.outcome for one in told.worth_naming] == [
        Outcome.FAILED,
        Outcome.ROLLED_BACK,
        Outcome.DRIFTED,
        Outcome.PENDING,
        Outcome.UPDATED,
    ]
