"""What Ämter get wrong: each refused with a sentence that names the cell, and nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.municipality import Municipality
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.applying import Decision, apply_replies
from strategy.survey.limited import read_books
from strategy.survey.marking import mark_errors, marked_name
from strategy.survey.sending import Outgoing, send_round
from tests.fresh_plans import some_plan
from tests.survey.town import (
    TODAY,
    add_row,
    cell_of,
    column_of,
    compared,
    edited,
    fill_town,
    raw,
    row_of,
    send,
)


def put(sheet: str, object_id: str, header: str, value: Any) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        cell_of(book, sheet, object_id, header).value = value

    return fill


def new(sheet: str, **values: Any) -> Callable[[Any], None]:
    return lambda book: add_row(book, sheet, {k.replace("_", " "): v for k, v in values.items()})


def twice(book: Any) -> None:
    table = book["Anwendungen"]
    for column, cell in enumerate(list(table[row_of(table, "A-0001")]), 1):
        table.cell(12, column).value = cell.value


def strange_key(book: Any) -> None:
    book["Anwendungen"].cell(row_of(book["Anwendungen"], "A-0001"), 1).value = "A-0815"


CASES: dict[str, tuple[Callable[[Any], None], str]] = {
    "shares": (
        put("Nutzung", "AN-0001", "Kostenanteil", 0.5),
        "Blatt „Nutzung“, Zeile 6, Spalte „Kostenanteil“ (E6): Die Anteile der Anwendung "
        "„Bauverfahren“ ergeben zusammen 83,3333\u00a0% statt 100 %",
    ),
    "end before start": (
        put("Anwendungen", "A-0001", "Vertragsende", date(2021, 1, 1)),
        "Spalte „Vertragsende“ (M7): „Vertragsende“ liegt vor „Vertragsbeginn“",
    ),
    "negative share of a post": (
        put("Personal", "KL-0003", "Stellenanteil (VZÄ)", -0.5),
        "Blatt „Personal“, Zeile 6, Spalte „Stellenanteil (VZÄ)“ (H6): „-0,5“ ist negativ",
    ),
    "no rate": (
        put("Personal", "KL-0003", "Entgelt- oder Besoldungsgruppe", "E15"),
        "(G6): Für E15 gibt es 2026",
    ),
    "no year": (
        new("Kosten", Anwendung="Bauverfahren", Kostenart="Lizenz", Betrag=5),
        "Blatt „Kosten“, Zeile 11, Spalte „Jahr“ (F11): „Jahr“ fehlt",
    ),
    "same key twice": (twice, "hat dieselbe Kennung „A-0001“ wie Zeile 12"),
    "key of another file": (strange_key, "Die Kennung „A-0815“ gehört nicht zu diesem Bogen"),
    "unknown Amt": (
        put("Nutzung", "AN-0002", "Organisationseinheit", "Sozialmat"),
        "(D7): Dieses Amt „Sozialmat“ gibt es nicht; ähnlich heißen „Sozialamt“",
    ),
    "unknown application": (
        put("Kosten", "KL-0001", "Anwendung", "Bauverfharen"),
        "Diese Anwendung „Bauverfharen“ gibt es nicht; ähnlich heißen „Bauverfahren“",
    ),
    "no name": (put("Anwendungen", "A-0001", "Bezeichnung", None), "(C7): „Bezeichnung“ fehlt"),
    "no such day": (
        put("Anwendungen", "A-0001", "Vertragsende", "31.02.2027"),
        "(M7): „31.02.2027“ ist kein",
    ),
    "English amount": (
        put("Kosten", "KL-0001", "Betrag", "1,234.56"),
        "(K6): „1,234.56“ ist kein eindeutiger",
    ),
    "choice": (
        put("Anwendungen", "A-0001", "Betriebsart", "Rechenzentrun"),
        "meinten Sie „Rechenzentrum“?",
    ),
    "belongs to nothing": (
        new("Kosten", Jahr=2027, Kostenart="Lizenz", Betrag=5),
        "gehört zu genau einer Anwendung, einem Projekt",
    ),
    "same Amt twice": (
        new("Nutzung", Anwendung="Bauverfahren", Organisationseinheit="50", Kostenanteil=0),
        "Diese Organisationseinheit nutzt die Anwendung schon",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_error_names_its_cell_and_nothing_is_taken(
    case: str, town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    edit, sentence = CASES[case]

    def fill(book: Any) -> None:
        edit(book)
        cell_of(book, "Leistungen", "L-0001", "Fälle digital im Jahr").value = 81

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    told = [str(problem) for problem in reading.problems]
    assert any(sentence in one for one in told), told
    assert [change.field for change in reading.changes] == ["cases_digital"]
    with pytest.raises(Refused, match="hat Fehler in"):
        apply_replies(town, "K", [(reading, Decision())], TODAY)
    # Left out expressly, the good rows are taken and the Amt is not yet done.
    apply_replies(town, "K", [(reading, Decision(leave_out_errors=True))], TODAY)
    with town.read() as db:
        assert db.value("SELECT cases_digital FROM service") == 81
        assert find(db, SurveyReply, "organisation_id = 'OE-0002'")[0].status == "zurück"
        assert get_(db, Application, "A-0001").contract_end == date(2027, 12, 31)
        assert get_(db, CostLine, "KL-0001").amount_cents == 1_234_567
    # The rows that were left out are still there to be taken once they are right.
    again = compared(town, raw(edited(sent.data, fill), tmp_path))
    assert [str(problem) for problem in again.problems] == told


def test_costs_of_a_new_application_with_errors_wait_for_it(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        add_row(book, "Anwendungen", {"Bezeichnung": "Neu", "Nutzende": "viele"})
        add_row(book, "Kosten", {"Anwendung": "Neu", "Jahr": 2027, "Kostenart": "Lizenz"})

    reading = compared(town, raw(edited(sent.data, fill), tmp_path))
    assert "„Neu“ kann nicht übernommen werden (Blatt „Anwendungen“, Zeile 9)" in str(
        reading.problems[1]
    )
    taken = apply_replies(town, "K", [(reading, Decision(leave_out_errors=True))], TODAY)
    assert (taken[0].added, taken[0].left_out) == (0, 2)


def test_a_file_of_another_municipality(sent: Outgoing, tmp_path: Path) -> None:
    other = some_plan()
    fill_town(other)
    with other.write("K") as tx:
        save_(tx, find(tx, Municipality)[0].replace(title="Nachbarstadt"))
    with pytest.raises(Refused, match="Bogen der Kommune „Musterstadt“.*„Nachbarstadt“"):
        compared(other, raw(sent.data, tmp_path))
    other.close()


def test_a_file_this_plan_never_gave_out(sent: Outgoing, tmp_path: Path) -> None:
    other = some_plan()
    fill_town(other)
    with pytest.raises(Refused, match="wurde nicht aus diesem Plan ausgegeben"):
        compared(other, raw(sent.data, tmp_path))
    other.close()


def test_a_file_of_an_older_round(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    with town.write("K") as tx:
        newer = save_(tx, SurveyRound(title="Nacherhebung"))
    send_round(town, "K", newer.id, date(2026, 11, 25))
    book = raw(sent.data, tmp_path)
    with pytest.raises(Refused, match="inzwischen läuft für Bauamt die Erhebung „Nacherhebung“"):
        compared(town, book)
    # Named expressly it is read, so that nothing is lost.
    assert compared(town, book, "ER-0001").counts()["untouched"] == 14
    with pytest.raises(Refused, match="gehört zur Erhebung „Erhebung 2027“, nicht zu"):
        compared(town, book, newer.id)


def test_a_file_of_a_closed_round(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    with town.write("K") as tx:
        save_(tx, get_(tx, SurveyRound, "ER-0001").replace(closed_on=date(2026, 12, 20)))
    with pytest.raises(Refused, match="die am 20.12.2026 abgeschlossen wurde"):
        compared(town, raw(sent.data, tmp_path))


def test_files_that_are_no_forms(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    torn, other = tmp_path / "torn.xlsx", tmp_path / "other.xlsx"
    text = tmp_path / "liste.csv"
    torn.write_bytes(sent.data[: len(sent.data) // 2])
    text.write_text("a;b\n1;2\n", "utf-8")
    book = openpyxl.Workbook()
    book.active["A1"] = "Haushalt"
    book.save(other)
    good = tmp_path / "gut.xlsx"
    good.write_bytes(sent.data)
    answers = read_books([torn, other, text, tmp_path / "fehlt.xlsx", good])
    assert "ist beschädigt" in str(answers[0])
    assert "ist keine Arbeitsmappe" in str(answers[2])
    assert "kann nicht geöffnet werden" in str(answers[3])
    assert not isinstance(answers[1], StrategyError)
    with pytest.raises(Refused, match="ist kein Erhebungsbogen dieser Werkbank"):
        compared(town, answers[1])
    # One bad file does not keep the others from being read.
    assert not isinstance(answers[4], StrategyError)
    assert compared(town, answers[4]).counts()["untouched"] == 14


def test_errors_stand_as_comments_in_a_copy(town: Store, sent: Outgoing, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        cell_of(book, "Kosten", "KL-0001", "Betrag").value = "viel"
        strange_key(book)

    data = edited(sent.data, fill)
    reading = compared(town, raw(data, tmp_path))
    copy = openpyxl.load_workbook(io.BytesIO(mark_errors(reading, data)))
    comment = cell_of(copy, "Kosten", "KL-0001", "Betrag").comment
    assert "„viel“ ist kein eindeutiger Betrag" in comment.text
    # A comment on the hidden key would not be seen; it stands at the name.
    table = copy["Anwendungen"]
    place = table.cell(row_of(table, "A-0815"), column_of(table, "Bezeichnung"))
    assert "gehört nicht zu diesem Bogen" in place.comment.text
    assert marked_name("a.b.xlsx") == "a.b_Hinweise.xlsx"
    # The copy still is a form: corrected and sent again, it is read.
    assert compared(town, raw(mark_errors(reading, data), tmp_path)).problems == reading.problems


def test_a_second_sending_does_not_cut_off_the_first(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=50))
    later = send(town)
    assert compared(town, raw(sent.data, tmp_path)).counts()["changes"] == 0
    assert compared(town, raw(later.data, tmp_path)).counts()["changes"] == 0


def test_two_files_of_one_workbook_are_not_taken_at_once(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    book = raw(sent.data, tmp_path)
    pair = [(compared(town, book), Decision()), (compared(town, book), Decision())]
    with pytest.raises(Refused, match="sind derselbe Bogen"):
        apply_replies(town, "K", pair, TODAY)


def test_a_town_without_units_has_nobody_to_ask(plan: Store) -> None:
    with plan.write("K") as tx:
        survey = save_(tx, SurveyRound(title="Erhebung"))
    with pytest.raises(Refused, match="noch kein Amt"):
        send_round(plan, "K", survey.id, TODAY)


def test_a_round_begun_on_the_same_day_is_the_newer_one(
    town: Store, sent: Outgoing, tmp_path: Path
) -> None:
    with town.write("K") as tx:
        newer = save_(tx, SurveyRound(title="Nacherhebung"))
    send_round(town, "K", newer.id, TODAY)
    with pytest.raises(Refused, match="inzwischen läuft"):
        compared(town, raw(sent.data, tmp_path))
