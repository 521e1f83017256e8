"""The reasons of decisions."""

from __future__ import annotations

from apparate_ng.reports.explanation.reasons import REASON_WORDS
from pages.table import table

_HEAD = """\
# Reasons

<!-- written by ci/docs from the code -->

Each pin of a plan has a decision and a reason, which is one of these words, in text and in JSON. The order in which they are asked:
[what is upgraded, and what is not](../decisions.md).

"""


def reasons_page() -> str:
    """The page."""
    rows = (
        [f"`{reason.value}`", reason.decision.value, words.meaning, words.lifted_by]
        for reason, words in REASON_WORDS.items()
    )
    return _HEAD + table(("reason", "decision", "means", "lifted by"), rows) + "\n"
