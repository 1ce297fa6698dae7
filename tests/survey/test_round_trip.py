"""Out and in again: what an Amt did not touch stays, what it did is proposed, nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.import_run import ImportRun
from strategy.nouns.project import Project
from strategy.nouns.provenance import Provenance
from strategy.nouns.survey_file import SurveyFile
from strategy.nouns.survey_reply import SurveyReply
from strategy.survey.applying import THEIRS, Decision, apply_replies, day_of_reply
from strategy.survey.form import IN_ORDER
from strategy.survey.sending import Outgoing
from tests.survey.town import (
    TODAY,
    add_row,
    cell_of,
    column_of,
    compared,
    edited,
    raw,
    row_of,
    type_text,
)


def test_an_untouched_workbook_changes_nothing(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    for data in (sent.data, edited(sent.data)):
        reading = compared(town, raw(data, tmp_path))
        counts = reading.counts()
        assert counts["read"] == counts["untouched"] == 14
        assert not any(counts[name] for name in ("changes", "conflicts", "new", "missing"))
        assert not reading.problems and not reading.notices


def test_changes_of_the_amt_are_proposed_and_taken(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = "ca. 20"
        cell_of(book, "Anwendungen", "A-0001", "Vertragsende").value = "31.12.28"
        cell_of(book, "Anwendungen", "A-0002", "AVV vorhanden").value = "k. A."
        cell_of(book, "Kosten", "KL-0001", "Betrag").value = "5 T€"
        cell_of(book, "Projekte", "PR-0001", "Fertigstellungsgrad").value = 0.4
        book["Deckblatt"]["C19"].value = "Sachbearbeitung IT"
        book["Deckblatt"]["C20"].value = date(2026, 12, 1)

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    found = {(one.object_id, one.field): (one.before, one.after) for one in reading.changes}
    assert found == {
        ("A-0001", "users"): ("12", "20"),
        ("A-0001", "contract_end"): ("31.12.2027", "31.12.2028"),
        ("A-0002", "dpa"): ("ja", "unbekannt"),
        ("KL-0001", "amount_cents"): ("12.345,67\u00a0€", "5.000,00\u00a0€"),
        ("PR-0001", "progress"): ("12,5\u00a0%", "40\u00a0%"),
    }
    assert reading.sender == "Sachbearbeitung IT" and reading.filled_on == "01.12.2026"
    assert any("ca. 20" in notice and "Schätzwert" in notice for notice in reading.notices)

    apply_replies(town, "Koordination", [(reading, Decision())], TODAY)
    with town.read() as db:
        application = get_(db, Application, "A-0001")
        assert (application.users, application.contract_end) == (20, date(2028, 12, 31))
        assert "Nutzende geschätzt („ca. 20“)" in (application.note or "")
        assert get_(db, Application, "A-0002").dpa is None
        assert get_(db, CostLine, "KL-0001").amount_cents == 500_000
        assert get_(db, Project, "PR-0001").progress == Decimal(40)
        reply = find(db, SurveyReply, "organisation_id = 'OE-0002'")[0]
        assert (reply.status, reply.returned_on) == ("eingelesen", TODAY)
        assert reply.sender == "Sachbearbeitung IT"


def test_every_value_knows_file_sheet_cell_and_sender(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        cell_of(book, "Kosten", "KL-0001", "Betrag").value = "ca. 5.000"
        book["Deckblatt"]["C19"].value = "Amtsleitung"

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    apply_replies(town, "Koordination", [(reading, Decision())], TODAY)
    with town.read() as db:
        origin = find(db, Provenance, "object_id = 'KL-0001'")[0]
        run = get_(db, ImportRun, origin.import_id or "")
    assert (run.file_name, run.sheet, run.source) == (
        "Bauamt.xlsx",
        "Kosten",
        "Bauamt, Amtsleitung",
    )
    assert run.imported_at is not None and run.imported_by == "Koordination"
    assert origin.cells == '{"amount_cents": "K6 (Schätzung: „ca. 5.000“)"}'
    assert origin.source_row == 6


def _confirmed(store: Store) -> dict[str, date | None]:
    with store.read() as db:
        rows = db.rows(
            "SELECT id, confirmed_on FROM application UNION ALL SELECT id, confirmed_on FROM "
            "project UNION ALL SELECT id, confirmed_on FROM service UNION ALL "
            "SELECT id, confirmed_on FROM cost_line"
        )
    return {str(row["id"]): row["confirmed_on"] for row in rows}


def test_what_an_amt_sends_back_is_confirmed_by_it_on_its_day(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    before = _confirmed(town)

    def fill(book: Any) -> None:
        cell_of(book, "Kosten", "KL-0001", "Betrag").value = "5 T€"
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 30
        cell_of(book, "Projekte", "PR-0001", "Fertigstellungsgrad").value = "halb"
        book["Deckblatt"]["C20"].value = date(2026, 11, 12)

    with town.write("Kämmerei", "Stand nach dem Ausgeben") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=40))
        save_(tx, get_(tx, Application, "A-0002").replace(vendor="Neuer Hersteller"))
    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    done = apply_replies(town, "Koordination", [(reading, Decision(leave_out_errors=True))], TODAY)
    after = _confirmed(town)
    day = date(2026, 11, 12)
    assert after["KL-0001"] == day, "changed by the Amt"
    # Disputed and kept as the plan has it; changed in the plan alone; left out for its error.
    assert {one: after[one] for one in ("A-0001", "A-0002", "PR-0001")} == {
        one: before[one] for one in ("A-0001", "A-0002", "PR-0001")
    }
    confirmed = {one for one, said in after.items() if said == day}
    assert done[0].confirmed == len(confirmed) > 1, "what came back untouched is confirmed as well"
    undo(town, "Koordination")
    assert _confirmed(town) == before


def test_an_untouched_workbook_confirms_what_it_holds_and_no_other_amt(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("Anna", "Anwendung eines anderen Amts") as tx:
        save_(tx, Application(title="Anderswo"))
    reading = compared(town, raw(edited(sent.data), tmp_path))
    assert day_of_reply(reading, TODAY) == TODAY
    done = apply_replies(town, "Koordination", [(reading, Decision())], TODAY)
    held = {one for rows in reading.base.values() for one in rows}
    after = _confirmed(town)
    assert {one for one, said in after.items() if said == TODAY} == held & set(after)
    assert done[0].confirmed == len(held & set(after))
    assert not any(after[one] for one in set(after) - held) and set(after) - held


def test_one_undo_takes_everything_back(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 99
        add_row(book, "Anwendungen", {"Bezeichnung": "Neues Verfahren"})
        add_row(
            book,
            "Kosten",
            {"Anwendung": "Neues Verfahren", "Jahr": 2027, "Kostenart": "Lizenz", "Betrag": 12.34},
        )

    with town.read() as db:
        before = content_hash(db)
    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    done = apply_replies(town, "Koordination", [(reading, Decision())], TODAY)
    assert (done[0].added, done[0].changed) == (2, 1)
    with town.read() as db:
        assert content_hash(db) != before
    undo(town, "Koordination", "main")
    with town.read() as db:
        assert content_hash(db) == before


def test_new_rows_get_ids_once_even_when_the_file_comes_twice(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        add_row(book, "Anwendungen", {"Bezeichnung": "Neues Verfahren", "Nutzende": 3})
        add_row(
            book,
            "Kosten",
            {
                "Anwendung": "neues verfahren",
                "Jahr": "2027",
                "Kostenart": "lizenz",
                "Betrag": "1.234,56 €",
            },
        )
        add_row(
            book,
            "Personal",
            {
                "Anwendung": "Neues Verfahren",
                "Jahr": 2027,
                "Entgelt- oder Besoldungsgruppe": "E9b",
                "Stellenanteil (VZÄ)": "0,1",
            },
        )

    data = edited(sent.data, fill)
    apply_replies(town, "K", [(compared(town, raw(data, tmp_path)), Decision())], TODAY)
    with town.read() as db:
        new = find(db, Application, "title = 'Neues Verfahren'")[0]
        assert (new.organisation_id, new.users) == ("OE-0002", 3)
        lines = find(db, CostLine, "application_id = ?", [new.id])
        assert {(line.cost_type, line.amount_cents, line.fte) for line in lines} == {
            ("Lizenz", 123_456, None),
            ("Personal", None, Decimal("0.1")),
        }
    again = compared(town, raw(data, tmp_path))
    assert not again.changes and not again.new and not again.missing and not again.conflicts

    def correct(book: Any) -> None:
        table = book["Kosten"]
        number = next(
            row[0].row
            for row in table.iter_rows(min_row=6, min_col=3, max_col=3)
            if row[0].value == "neues verfahren"
        )
        table.cell(number, column_of(table, "Betrag")).value = 2000

    corrected = compared(town, raw(edited(data, correct), tmp_path))
    assert [(one.field, one.after) for one in corrected.changes] == [
        ("amount_cents", "2.000,00\u00a0€")
    ]
    assert not corrected.new


def test_what_both_sides_changed_is_a_conflict_for_people_to_decide(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("Anna") as tx:
        save_(
            tx,
            get_(tx, Application, "A-0001").replace(users=30, vendor="Neu GmbH", notice_months=3),
        )

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 40
        cell_of(book, "Anwendungen", "A-0001", "Kündigungsfrist in Monaten").value = 3
        cell_of(book, "Anwendungen", "A-0001", "Zweck").value = "Bauanträge"

    book = raw(edited(sent.data, fill), tmp_path)
    reading = compared(town, book)
    assert [(one.key, one.sent, one.before, one.after) for one in reading.conflicts] == [
        ("A-0001.users", "12", "30", "40")
    ]
    # Alike on both sides is no change, and what only the plan changed stays.
    assert [one.field for one in reading.changes] == ["purpose"]
    apply_replies(town, "K", [(reading, Decision({"A-0001.users": THEIRS}))], TODAY)
    with town.read() as db:
        now = get_(db, Application, "A-0001")
    assert (now.users, now.vendor, now.notice_months, now.purpose) == (
        40,
        "Neu GmbH",
        3,
        "Bauanträge",
    )


def test_a_conflict_left_alone_keeps_the_plan_and_does_not_come_back(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=30))

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 40

    book = raw(edited(sent.data, fill), tmp_path)
    apply_replies(town, "K", [(compared(town, book), Decision())], TODAY)
    with town.read() as db:
        assert get_(db, Application, "A-0001").users == 30
    assert not compared(town, book).conflicts


def test_what_the_plan_deleted_comes_back_only_if_wanted(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("Anna") as tx:
        delete_(tx, CostLine, "KL-0002")

    def fill(book: Any) -> None:
        cell_of(book, "Kosten", "KL-0002", "Betrag").value = 10

    assert not compared(town, raw(sent.data, tmp_path)).conflicts
    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    assert [(one.key, one.before) for one in reading.conflicts] == [
        ("KL-0002.amount_cents", "im Plan gelöscht")
    ]
    apply_replies(town, "K", [(reading, Decision(default=THEIRS))], TODAY)
    with town.read() as db:
        assert get_(db, CostLine, "KL-0002").amount_cents == 1000


def test_emptied_and_deleted_rows_are_told_and_never_deleted(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        table = book["Anwendungen"]
        for cell in table[row_of(table, "A-0002")][2:]:
            cell.value = None
        costs = book["Kosten"]
        costs.delete_rows(row_of(costs, "KL-0001"))

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    assert {one.object_id for one in reading.missing} == {"A-0002", "KL-0001"}
    assert not reading.changes and not reading.problems
    apply_replies(town, "K", [(reading, Decision())], TODAY)
    with town.read() as db:
        assert get_(db, Application, "A-0002").title == "=SUMME(A1)"
        assert get_(db, CostLine, "KL-0001").amount_cents == 1_234_567


def test_sorted_rows_moved_columns_and_new_names_of_sheets_change_nothing(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def rearrange(book: Any) -> None:
        for number, form in enumerate(IN_ORDER):
            table = book[form.title]
            rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=6)]
            for index, values in enumerate(reversed(rows), 6):
                for column, value in enumerate(values, 1):
                    type_text(table.cell(index, column), value)
            table.insert_cols(4, 2)
            table.cell(5, 4).value = "Eigene Notiz"
            table.title = f"Blatt {number}"
        book.move_sheet("Blatt 3", -2)

    reading = compared(town, raw(edited(sent.data, rearrange), tmp_path))
    counts = reading.counts()
    assert counts["read"] == counts["untouched"] == 14 and not reading.problems


def test_the_visible_part_copied_into_a_new_workbook_is_recognised_by_its_words(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def strip(book: Any) -> None:
        for form in IN_ORDER:
            table = book[form.title]
            table.delete_rows(1, 4)
            table.delete_cols(1, 2)

    reading = compared(town, raw(edited(sent.data, strip), tmp_path))
    assert not reading.new and not reading.changes and not reading.missing
    assert reading.counts()["untouched"] == 14


def test_the_plan_moving_after_the_comparison_refuses_to_write(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 40

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    with town.write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=30))
    with pytest.raises(Refused, match="seit dem Vergleich"):
        apply_replies(town, "K", [(reading, Decision())], TODAY)
    with town.read() as db:
        assert get_(db, Application, "A-0001").users == 30
        assert not find(db, SurveyFile, "direction = 'eingelesen'")
