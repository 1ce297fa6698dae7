"""Give out the workbooks of a round: made from one state of the plan, then noted in the plan."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from strategy.acts.answers import ask_all_units
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, find, get_, insert, save_
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.survey_file import FileDirection, SurveyFile
from strategy.nouns.survey_reply import ReplyStatus, SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.base import Base, BaseRow, pack
from strategy.survey.choices import Choices
from strategy.survey.cover import CoverFacts
from strategy.survey.form import SHEETS
from strategy.survey.plan_rows import Rows, display_names, form_values, rows_of_units, shown_names
from strategy.survey.workbook import Contents, write_workbook
from strategy.survey.written_cell import sent_text

ANSWERED = (ReplyStatus.RETURNED, ReplyStatus.IMPORTED)


@dataclass(frozen=True)
class Outgoing:
    """One workbook ready to go: the reply it asks for, its name, token, bytes and base."""

    reply_id: str
    unit_title: str
    file_name: str
    token: str
    data: bytes = field(repr=False)
    base: str = field(repr=False)


def current_round(db: Cursor) -> SurveyRound:
    """The newest round that is not closed; raises Refused where there is none."""
    found = find(db, SurveyRound, "closed_on IS NULL", order="-sent_on unknown first, -id")
    if not found:
        raise Refused(
            "Es gibt keine offene Erhebung; legen Sie zuerst eine an (in der Werkbank oder mit "
            "„survey out … --new TITEL“)."
        )
    return found[0]


def send_round(
    store: Store,
    actor: str,
    round_id: str,
    today: date,
    *,
    version: str = "main",
    units: Collection[str] = (),
    only_open: bool = False,
    progress: Callable[[str, float], object] | None = None,
) -> list[Outgoing]:
    """Make the workbooks of a round and note them in the plan as one action.

    Every Amt of today is asked where the round names none yet.  ``units`` limits to some of the
    asked units, ``only_open`` to those that have not answered.  ``progress`` gets the name of the
    Amt and the share that is done; what it raises ends the work before anything is noted.  Raises
    Refused where nobody is left to ask.
    """
    with store.read(version) as db:
        # Asked before writing: an action that adds nobody would still stand in the history.
        nobody = not find(db, SurveyReply, "round_id = ?", [round_id])
        offices = db.has_rows("SELECT 1 FROM organisation_unit WHERE level = 2")
    if nobody and not offices:
        raise Refused(
            "Im Plan steht noch kein Amt, das gefragt werden könnte; legen Sie zuerst die "
            "Organisation an oder lesen Sie sie ein."
        )
    if nobody:
        title = f"{german.day(today)}: alle Ämter in die Erhebung {round_id} aufgenommen"
        with store.write(actor, title, version) as tx:
            ask_all_units(tx, round_id, today)
    # Made while reading and noted afterwards: a large city takes a while, and the write lock would
    # stop everybody for so long.
    made: list[Outgoing] = []
    with store.read(version) as db:
        asked = db.value("SELECT count(*) FROM survey_reply WHERE round_id = ?", [round_id])
        for book in make_workbooks(db, round_id, units=units, only_open=only_open):
            made.append(book)
            if progress is not None:
                progress(book.unit_title, min(1.0, len(made) / asked))
    note_sending(store, actor, round_id, made, today, version)
    return made


def make_workbooks(
    db: Cursor, round_id: str, *, units: Collection[str] = (), only_open: bool = False
) -> Iterator[Outgoing]:
    """The workbooks of a round from one state of the plan, one after the other."""
    survey = get_(db, SurveyRound, round_id)
    replies = [
        reply
        for reply in find(db, SurveyReply, "round_id = ?", [round_id])
        if (not units or reply.organisation_id in units)
        and not (only_open and reply.status in ANSWERED)
    ]
    if not replies:
        raise Refused(
            f"In der Erhebung „{survey.title}“ ist niemand mehr zu fragen; nehmen Sie Ämter auf "
            "oder wählen Sie eine andere Erhebung."
        )
    town = next(iter(find(db, Municipality)), Municipality(title="Kommune"))
    asked = {reply.organisation_id or "" for reply in replies}
    offices = {unit.id: unit for unit in find(db, OrganisationUnit)}
    names = display_names(db)
    # All units at once: asked unit by unit, the cost lines would be read a hundred times.
    known = rows_of_units(db, asked)
    choices = _choices(db, names)
    taken: set[str] = set()
    for reply in sorted(replies, key=lambda one: _order(offices[one.organisation_id or ""])):
        unit = offices[reply.organisation_id or ""]
        base = base_of_rows(known[unit.id], names)
        facts = CoverFacts(
            municipality=town.title or "Kommune",
            ags=town.ags or "",
            round_id=survey.id,
            round_title=survey.title or "",
            asked_by=survey.asked_by or "",
            reason=survey.reason or "",
            due=survey.due,
            unit_id=unit.id,
            unit_title=unit.title or unit.id,
            level_2=town.level_2 or "Amt",
            # By chance and not by number: a workbook must not be taken for that of another plan
            # copied from this one.
            token=secrets.token_hex(8),
        )
        target = io.BytesIO()
        write_workbook(Contents(facts, base, choices), target)
        yield Outgoing(
            reply.id,
            facts.unit_title,
            _file_name(unit, survey.id, taken),
            facts.token,
            target.getvalue(),
            pack(base),
        )


def note_sending(
    store: Store, actor: str, round_id: str, made: list[Outgoing], today: date, version: str
) -> None:
    """Write into the plan which workbooks went out, and with what in them."""
    with store.write(actor, f"Erhebungsbögen ausgegeben ({len(made)})", version) as tx:
        survey = get_(tx, SurveyRound, round_id)
        # The first sending dates the round; giving out a lost workbook again does not move it. A
        # due day that is over would make the dates contradict each other.
        if survey.sent_on is None and (survey.due is None or survey.due >= today):
            save_(tx, survey.replace(sent_on=today))
        insert(tx, [checked(_sent(tx, one)) for one in made])
        for one in made:
            reply = get_(tx, SurveyReply, one.reply_id)
            # Who has answered already and gets a fresh workbook stays answered.
            if reply.status in (None, ReplyStatus.OPEN):
                save_(tx, reply.replace(status=ReplyStatus.SENT))


def base_of_rows(rows: Rows, names: dict[str, str]) -> Base:
    """The base of a workbook that shows these rows, with texts as a cell can hold them."""
    base: Base = {}
    for sheet in SHEETS:
        base[sheet.key] = {}
        for object_id, record in rows[sheet.key].items():
            values = {
                # As the cell will hold it: what a cell cannot carry would come back as a change
                # nobody made.
                name: sent_text(value) or None
                if isinstance(value, str) and not sheet.specs[name].ref
                else value
                for name, value in form_values(sheet, record).items()
            }
            base[sheet.key][object_id] = BaseRow(values, shown_names(sheet, values, names))
    return base


def _sent(tx: Transaction, one: Outgoing) -> SurveyFile:
    return SurveyFile(
        reply_id=one.reply_id,
        direction=FileDirection.OUT,
        file_name=one.file_name,
        moved_at=tx.at,
        moved_by=tx.actor,
        token=one.token,
        content=one.base,
    )


def _choices(db: Cursor, names: dict[str, str]) -> Choices:
    units = db.rows(
        # Dissolved units are no choice for new entries; they may still stand in old rows.
        "SELECT id FROM organisation_unit WHERE valid_to IS NULL OR valid_to >= current_date "
        f"ORDER BY level, number, {german_order_sql('title')}, id"
    )
    grades = db.rows("SELECT DISTINCT grade FROM personnel_rate WHERE grade IS NOT NULL ORDER BY 1")
    return Choices(tuple(names[row["id"]] for row in units), tuple(row["grade"] for row in grades))


def _order(unit: OrganisationUnit) -> tuple[str, str, str]:
    return (unit.number or "", unit.title or "", unit.id)


def _file_name(unit: OrganisationUnit, round_id: str, taken: set[str]) -> str:
    """A name without spaces and umlauts, unique within the round."""
    # Mail programs and shares of older Windows servers garble umlauts in names of attachments.
    word = unit.short or unit.number or unit.title or unit.id
    bare = re.sub(r"[^0-9A-Za-z]+", "-", german.spelled(word)).strip("-")[:40] or unit.id
    name = f"Erhebung_{bare}_{round_id}"
    # Windows takes names that differ in case alone for one file.
    if name.lower() in taken:
        name = f"{name}_{unit.id}"
    taken.add(name.lower())
    return f"{name}.xlsx"
