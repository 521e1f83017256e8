"""The columns of a picture of one library: its versions, the oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from apparate_ng.reports.pages.matrix import Column
from apparate_ng.reports.pages.row import NO_VERSION, Row, Tone


class VersionColumns:
    """One column for each version; what names no exact version stands behind the newest."""

    def __init__(self, rows: Sequence[Row], target: str | None, target_note: str) -> None:
        self._notes = {row.version: row.note for row in rows}
        self._tones = _commonest_tones(rows)
        self._target, self._target_note = target, target_note
        ranks = {row.version: row.version_rank for row in rows}
        self._of = {version: self._column(version) for version in ranks}
        self.columns = tuple(self._in_order(ranks))

    def of(self, row: Row) -> Column:
        """The column that a row counts in."""
        return self._of[row.version]

    def _in_order(self, ranks: dict[str, int]) -> Iterable[Column]:
        oldest_first = sorted(ranks, key=lambda version: -ranks[version])
        versions = [version for version in oldest_first if self._is_version(version)]
        columns = [self._of[version] for version in versions]
        if self._target is not None and self._target not in ranks:
            columns.append(self._column(self._target))
        open_ones = [version for version in reversed(oldest_first) if version not in versions]
        return [*columns, *(self._of[version] for version in open_ones)]

    def _column(self, version: str) -> Column:
        if version == self._target:
            note = self._target_note
            return Column(name=version, note=note, tone=Tone.STILL, is_target=True)
        return Column(name=version, note=self._notes[version], tone=self._tones[version])

    @staticmethod
    def _is_version(text: str) -> bool:
        return text != NO_VERSION and text[0].isdigit()


def _commonest_tones(rows: Iterable[Row]) -> dict[str, Tone]:
    """What most rows of a version mean; of two that are as common, the one that is seen first."""
    tones: dict[str, Counter[Tone]] = {}
    for row in rows:
        tones.setdefault(row.version, Counter())[row.state.tone] += 1
    return {version: counts.most_common(1)[0][0] for version, counts in tones.items()}
