"""Write what was proposed and decided: one action for all files given, undone as a whole."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strategy.acts.confirmation import FIELD as CONFIRMED
from strategy.acts.confirmation import can_be_confirmed, confirm
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import arrow_table, checked, get_, insert, save_
from strategy.kernel.store import Store, Transaction
from strategy.nouns.import_run import ImportRun
from strategy.nouns.provenance import Provenance
from strategy.nouns.survey_file import FileDirection, SurveyFile
from strategy.nouns.survey_reply import ReplyStatus, SurveyReply
from strategy.survey.base import Base, BaseRow, pack
from strategy.survey.comparing import agrees, compare_reply
from strategy.survey.findings import Draft, ReplyReading
from strategy.survey.form import BY_KEY, SHEETS, FormSheet
from strategy.survey.naming import Pending
from strategy.survey.rules import record_of

KIND = "Erhebung"
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Decision:
    """How one reading is to be taken: per conflict key "theirs" or "mine" (the default), and
    whether rows with errors are left out."""

    choices: Mapping[str, str] = field(default_factory=dict)
    leave_out_errors: bool = False
    default: str = MINE


@dataclass(frozen=True)
class Taken:
    """What was written for one file."""

    file_name: str
    unit_title: str
    added: int
    changed: int
    decided: int
    left_out: int
    # Entries that the Amt has thereby confirmed.
    confirmed: int = 0


def apply_replies(
    store: Store, actor: str, readings: Sequence[tuple[ReplyReading, Decision]], today: date
) -> list[Taken]:
    """Write all readings in one action; raises Refused where a file has errors that are not left
    out, or where the plan moved since the comparison so that something else would be written."""
    if not readings:
        return []
    for reading, decision in readings:
        if reading.problems and not decision.leave_out_errors:
            raise Refused(
                f"„{reading.file_name}“ hat Fehler in {reading.bad_rows} Zeile(n), zuerst "
                f"{reading.problems[0]} Berichtigen Sie die Datei oder lassen Sie diese Zeilen "
                "ausdrücklich weg."
            )
    _refuse_twins([reading for reading, _ in readings])
    first = readings[0][0]
    what = (
        f"Erhebung: Angaben von {first.unit_title} eingelesen"
        if len(readings) == 1
        else f"Erhebung: Angaben von {len(readings)} Ämtern eingelesen"
    )
    with store.write(actor, what, first.version) as tx:
        return [_apply(tx, reading, decision, today) for reading, decision in readings]


def _refuse_twins(readings: Sequence[ReplyReading]) -> None:
    """Two files of one workbook: which of them is the later one, only people know."""
    first: dict[str, str] = {}
    for reading in readings:
        if reading.token in first:
            raise Refused(
                f"„{first[reading.token]}“ und „{reading.file_name}“ sind derselbe Bogen "
                f"({reading.unit_title}); lesen Sie sie nacheinander ein, den neueren zuletzt."
            )
        first[reading.token] = reading.file_name


def _apply(tx: Transaction, shown: ReplyReading, decision: Decision, today: date) -> Taken:
    # Compared anew inside the write lock: between the screen and here the plan may have moved.
    reading = compare_reply(tx, shown.book, shown.survey.id)
    if reading.fingerprint() != shown.fingerprint():
        raise Refused(
            f"Der Plan wurde seit dem Vergleich mit „{shown.file_name}“ geändert; sehen Sie sich "
            "den Vergleich noch einmal an und übernehmen Sie dann."
        )
    return _Writing(tx, reading, decision).write(today)


class _Writing:
    """One reading on its way into the plan."""

    def __init__(self, tx: Transaction, reading: ReplyReading, decision: Decision) -> None:
        self.tx = tx
        self.reading = reading
        self.decision = decision
        self.made: dict[tuple[str, int], str] = {}
        self.base: Base = {key: dict(rows) for key, rows in reading.base.items()}
        self.added = self.changed = self.decided = self.confirmed = 0
        self.day: date | None = None

    def write(self, today: date) -> Taken:
        self.day = day_of_reply(self.reading, today)
        by_form: dict[str, list[Draft]] = defaultdict(list)
        for draft in self.reading.drafts:
            if not draft.bad:
                by_form[draft.form].append(draft)
        for form in SHEETS:
            # In this order, so that what is new gets its id before others refer to it.
            self._write_sheet(form, by_form[form.key])
        self._note_reply(today)
        return Taken(
            self.reading.file_name,
            self.reading.unit_title,
            self.added,
            self.changed,
            self.decided,
            self.reading.bad_rows,
            self.confirmed,
        )

    def _write_sheet(self, form: FormSheet, drafts: list[Draft]) -> None:
        origins: list[tuple[str, Draft, list[str]]] = []
        new = [draft for draft in drafts if draft.is_new]
        records = [
            self._confirmed(self._with_estimates(draft, self._record(draft, draft.changes)))
            for draft in new
        ]
        for draft, record in zip(new, insert(self.tx, records), strict=True):
            self.made[draft.form, draft.row] = draft.object_id = record.id
            origins.append((record.id, draft, list(draft.changes)))
            self._remember(draft, added=True)
        self.added += len(new)
        updates: list[Record] = []
        agreed = list(self.reading.agreed.get(form.key, ()))
        for draft in drafts:
            if any(draft is one for one in new):
                continue
            taken = {**draft.changes, **self._decided(draft)}
            if taken:
                record = self._with_estimates(draft, self._record(draft, taken), taken)
                if agrees(draft, draft.said, taken):
                    record = self._confirmed(record)
                if draft.standing is None:
                    # Deleted in the plan, wanted by the Amt: it comes back under its old id.
                    save_(self.tx, record.replace(id=draft.object_id, version=0))
                else:
                    updates.append(record)
                origins.append((draft.object_id, draft, list(taken)))
                self.changed += 1
            elif agrees(draft, draft.said):
                agreed.append(draft.object_id)
            self._remember(
                draft,
                added=draft.object_id in self.base[form.key]
                and self.base[form.key][draft.object_id].added,
            )
        _update(self.tx, updates)
        if agreed and can_be_confirmed(form.noun):
            self.confirmed += confirm(self.tx, agreed, self.day or date.min)
        self._note_origins(form, origins, len(drafts))

    def _confirmed(self, record: Record) -> Record:
        """Who sends a row back says that it is right as it then stands."""
        if not can_be_confirmed(type(record)):
            return record
        self.confirmed += 1
        last = getattr(record, CONFIRMED)
        return (
            record
            if last and self.day and last > self.day
            else record.replace(**{CONFIRMED: self.day})
        )

    def _record(self, draft: Draft, values: Mapping[str, Any]) -> Record:
        return record_of(self.reading, draft, {n: self._settled(v) for n, v in values.items()})

    def _settled(self, value: Any) -> Any:
        return self.made[value.form, value.row] if isinstance(value, Pending) else value

    def _decided(self, draft: Draft) -> dict[str, Any]:
        """The disputed values that were decided for the Amt."""
        found = {}
        for name, value in draft.disputed.items():
            choice = self.decision.choices.get(f"{draft.object_id}.{name}", self.decision.default)
            if choice == THEIRS:
                found[name] = value
        self.decided += len(draft.disputed)
        return found

    def _with_estimates(
        self, draft: Draft, record: Record, taken: Mapping[str, Any] | None = None
    ) -> Record:
        """The object with a remark which of its values are only estimated."""
        form = BY_KEY[draft.form]
        names = [name for name in draft.estimates if taken is None or name in taken]
        if not names or "note" not in form.specs:
            return record
        words = ", ".join(f"{form.header(n)} geschätzt („{draft.estimates[n]}“)" for n in names)
        note = str(getattr(record, "note", None) or "")
        if words in note:
            return record
        return checked(record.replace(note=f"{note}; {words}" if note else words))

    def _remember(self, draft: Draft, *, added: bool) -> None:
        """What the Amt now says is what its next file is compared with."""
        values = {**draft.sent, **{name: self._settled(v) for name, v in draft.said.items()}}
        old = self.base[draft.form].get(draft.object_id)
        names = {**(old.names if old else {}), **draft.shown}
        self.base[draft.form][draft.object_id] = BaseRow(values, names, draft.row, added)

    def _note_origins(
        self, form: FormSheet, origins: list[tuple[str, Draft, list[str]]], touched: int
    ) -> None:
        if not origins:
            return
        new = sum(1 for _, draft, _ in origins if draft.standing is None)
        run = ImportRun(
            kind=KIND,
            file_name=self.reading.file_name,
            file_hash=self.reading.file_hash,
            sheet=self.reading.sheets[form.key],
            source=source_of(self.reading),
            imported_at=self.tx.at,
            imported_by=self.tx.actor,
            rows_read=touched,
            rows_added=new,
            rows_changed=len(origins) - new,
        )
        import_id = insert(self.tx, [checked(run)])[0].id
        insert(
            self.tx,
            [
                Provenance(
                    import_id=import_id,
                    object_id=object_id,
                    source_row=draft.row,
                    cells=json.dumps(
                        {name: _origin(draft, name) for name in names if name in draft.cells},
                        ensure_ascii=False,
                    ),
                )
                for object_id, draft, names in origins
            ],
        )

    def _note_reply(self, today: date) -> None:
        reading, tx = self.reading, self.tx
        back = SurveyFile(
            reply_id=reading.reply.id,
            direction=FileDirection.BACK,
            file_name=reading.file_name,
            moved_at=tx.at,
            moved_by=tx.actor,
            sender=reading.sender or None,
            token=reading.token,
            file_hash=reading.file_hash,
            content=pack(self.base),
        )
        insert(tx, [checked(back)])
        reply = get_(tx, SurveyReply, reading.reply.id)
        # With rows left out the reply stays "zurück", so that somebody asks again.
        whole = not reading.problems
        save_(
            tx,
            reply.replace(
                status=ReplyStatus.IMPORTED if whole else ReplyStatus.RETURNED,
                # The first return counts for the quota, a correction later does not make it late.
                returned_on=reply.returned_on or today,
                file_name=reading.file_name,
                sender=reading.sender or reply.sender,
                note=reading.remark or reply.note,
            ),
        )


def day_of_reply(reading: ReplyReading, today: date) -> date:
    """The day the Amt put on the cover, today where it gave none or one that is still to come."""
    try:
        said = german.parse_date(reading.filled_on)
    except Refused:
        return today
    return today if said is None or said > today else said


def source_of(reading: ReplyReading) -> str:
    """Who says so: "Hauptamt, Sachbearbeitung IT, ausgefüllt am 12.11.2026"."""
    when = f"ausgefüllt am {reading.filled_on}" if reading.filled_on else ""
    return ", ".join(part for part in (reading.unit_title, reading.sender, when) if part)


def _origin(draft: Draft, name: str) -> str:
    cell = draft.cells[name]
    estimate = draft.estimates.get(name)
    return f"{cell} (Schätzung: „{estimate}“)" if estimate else cell


def _update(tx: Transaction, records: Sequence[Record]) -> None:
    """Write changed objects of one noun in one statement, so that the history is written once."""
    if not records:
        return
    names = [spec.name for spec in type(records[0]).specs()]
    # One statement per noun: triggers of DuckDB fire per statement, so each statement costs a write
    # of the history.
    tx.register("incoming_replies", arrow_table(records))
    tx.run(
        f"UPDATE {records[0].TABLE} SET {', '.join(f'{name} = i.{name}' for name in names)}, "
        f"version = ? FROM incoming_replies i WHERE {records[0].TABLE}.id = i.id",
        [tx.action_id],
    )
    tx.unregister("incoming_replies")
