"""Recognise rows of the file that have no key though the plan knows them.

A row the Amt added became an object when the file was read the first time; in the file it still
has no key, and read again it must not become a second object.  The keys of other rows may have
been lost, for instance when somebody copied the visible part into a new workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from strategy.survey.base import BaseRow
from strategy.survey.findings import Draft
from strategy.survey.form import FormSheet


def recognise_rows(form: FormSheet, drafts: list[Draft], base: Mapping[str, BaseRow]) -> None:
    """Give drafts without a key the id of the row of ``base`` they stand for: the same in
    everything, else the same by what identifies them, else added before in the same place and
    mostly alike.  ``base`` holds the rows whose key the file does not bear."""
    open_rows = dict(base)
    # From strict to loose, each round over all rows: a loose match must not take the row that
    # another one fits exactly.
    waiting = [draft for draft in drafts if not draft.object_id]
    for alike in (
        lambda draft, row: _same(draft, row, tuple(form.specs)),
        lambda draft, row: _same(draft, row, form.identity),
        _same_place,
    ):
        waiting = _settle(waiting, open_rows, alike)


def _settle(
    drafts: list[Draft], open_rows: dict[str, BaseRow], alike: Callable[[Draft, BaseRow], bool]
) -> list[Draft]:
    """Match what is alike, each row once; returns the drafts still without an id."""
    left = []
    for draft in drafts:
        match = next((key for key, row in open_rows.items() if alike(draft, row)), None)
        if match is None:
            left.append(draft)
        else:
            draft.object_id = match
            del open_rows[match]
    return left


def _same(draft: Draft, row: BaseRow, names: tuple[str, ...]) -> bool:
    known = [name for name in names if name in draft.said]
    return bool(known) and all(draft.said[n] == row.values.get(n) for n in known)


def _same_place(draft: Draft, row: BaseRow) -> bool:
    told = [name for name, value in draft.said.items() if value is not None]
    hits = sum(draft.said[name] == row.values.get(name) for name in told)
    return row.added and draft.row == row.row and hits * 2 >= len(told)
