"""The rules a returned row must keep to before it may be taken; each names its cell."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import checked
from strategy.kernel.store import Cursor
from strategy.survey.findings import Draft, ReplyReading, RowProblem
from strategy.survey.form import BY_KEY, USES
from strategy.survey.naming import Naming, Pending

_HUNDRED = Decimal(100)


def check_rows(db: Cursor, reading: ReplyReading, naming: Naming) -> None:
    """Mark every row that breaks a rule and say which; so is one that names a bad new row."""
    bad_new: set[tuple[str, int]] = set()
    for draft in reading.drafts:
        if not draft.bad:
            _check_record(db, reading, draft)
        if not draft.bad:
            _check_pending(reading, draft, bad_new)
        if draft.bad and draft.is_new:
            bad_new.add((draft.form, draft.row))
    _check_shares(db, reading, naming)


def record_of(reading: ReplyReading, draft: Draft, values: dict[str, Any]) -> Record:
    """The object that a row makes with ``values``; raises Refused with the field."""
    form = BY_KEY[draft.form]
    if draft.standing is not None:
        standing: Record = draft.standing
        return checked(standing.replace(**values))
    # Deleted meanwhile: what was sent fills the fields that the Amt did not touch.
    given = {**form.fixed, **(draft.sent if draft.object_id else {}), **values}
    given = {name: value for name, value in given.items() if value is not None}
    if form.own and not given.get(form.own):
        given[form.own] = reading.reply.organisation_id
    return checked(form.noun(**given))


def _check_record(db: Cursor, reading: ReplyReading, draft: Draft) -> None:
    # What both sides changed is checked as if the Amt were right, so that it can be accepted.
    values = {
        name: str(value) if isinstance(value, Pending) else value
        for name, value in {**draft.changes, **draft.disputed}.items()
    }
    if not values and not draft.is_new:
        return
    try:
        record_of(reading, draft, values).validate_in(db)
    except Refused as refusal:
        _refuse(reading, draft, refusal.field, str(refusal))


def _check_pending(reading: ReplyReading, draft: Draft, bad_new: set[tuple[str, int]]) -> None:
    for name, value in draft.said.items():
        if isinstance(value, Pending) and (value.form, value.row) in bad_new:
            sheet = reading.sheets[value.form]
            _refuse(
                reading,
                draft,
                name,
                f"„{value.title}“ kann nicht übernommen werden (Blatt „{sheet}“, Zeile "
                f"{value.row}); berichtigen Sie zuerst jene Zeile.",
            )


def _refuse(reading: ReplyReading, draft: Draft, name: str, rule: str) -> None:
    form = BY_KEY[draft.form]
    # A rule about the whole object is shown in the row's first cell.
    field_name = name if name in form.specs else next(iter(form.specs))
    draft.bad = True
    reading.problems.append(
        RowProblem(
            reading.sheets[draft.form],
            draft.row,
            draft.cells.get(field_name, f"A{draft.row}"),
            form.header(field_name),
            _shown(draft, field_name),
            rule,
        )
    )


def _shown(draft: Draft, name: str) -> str:
    """The value as it stands in the cell."""
    value = draft.said.get(name)
    if name in draft.texts or value is None:
        return draft.texts.get(name, "")
    return german.day(value) if isinstance(value, date) else str(value)


def _check_shares(db: Cursor, reading: ReplyReading, naming: Naming) -> None:
    """The shares of an application sum to 100 % once the file has changed one of them."""
    drafts = [draft for draft in reading.drafts if draft.form == USES.key and not draft.bad]
    touched: dict[Any, list[Draft]] = defaultdict(list)
    moved: dict[str, tuple[Any, Any]] = {}
    for draft in drafts:
        now = _merged(draft)
        if not {"share", "application_id"} & {*draft.changes, *draft.disputed}:
            continue
        touched[now.get("application_id")].append(draft)
        if draft.standing is not None:
            touched[draft.standing.application_id].append(draft)
            moved[draft.object_id] = (now.get("application_id"), now.get("share"))
    _check_twins(reading, drafts)
    for application, rows in touched.items():
        shares = [
            row["share"]
            for row in db.rows(
                "SELECT id, share FROM application_use WHERE application_id = ?", [str(application)]
            )
            if row["id"] not in moved
        ]
        shares += [share for target, share in moved.values() if target == application]
        shares += [
            _merged(draft).get("share")
            for draft in rows
            if draft.is_new and _merged(draft).get("application_id") == application
        ]
        known = [share for share in shares if share is not None]
        total = sum(known, Decimal(0))
        if known and total != _HUNDRED:
            # A row that changed its share alone was noted twice: for its application before and
            # after.
            for draft in {id(draft): draft for draft in rows}.values():
                _refuse(
                    reading,
                    draft,
                    "share",
                    f"Die Anteile der Anwendung „{naming.name_of(application)}“ ergeben zusammen "
                    f"{german.percent(total)} statt 100 %; berichtigen Sie die Anteile der Ämter.",
                )


def _check_twins(reading: ReplyReading, drafts: list[Draft]) -> None:
    """Two new rows for the same Amt and application; the plan alone cannot see that."""
    first: dict[tuple[Any, Any], int] = {}
    for draft in drafts:
        if not draft.is_new:
            continue
        pair = (draft.said.get("application_id"), draft.said.get("organisation_id"))
        if pair in first:
            _refuse(
                reading,
                draft,
                "organisation_id",
                f"Dieses Amt steht für dieselbe Anwendung schon in Zeile {first[pair]}; fassen Sie "
                "die beiden Zeilen zusammen.",
            )
        first.setdefault(pair, draft.row)


def _merged(draft: Draft) -> dict[str, Any]:
    """The values of a row as they would stand with everything the Amt says."""
    names = BY_KEY[draft.form].specs
    mine = {n: getattr(draft.standing, n) for n in names} if draft.standing else dict(draft.sent)
    return {**mine, **draft.changes, **draft.disputed}
