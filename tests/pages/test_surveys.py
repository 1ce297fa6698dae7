"""The survey page: return, reminder, giving out, reading replies and deciding conflicts."""

from __future__ import annotations

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from strategy.figures.inventory.surveys import replies_of_round, return_by_dezernat, survey_rounds
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.reminder import reminder_text
from strategy.survey.sending import send_round
from tests.pages.conftest import Opener, healthy
from tests.survey.town import cell_of, edited
from ui.run import session

SCRIPT = "step_2_ist_analysis/surveys.py"
TODAY = date(2026, 11, 20)


def asked_town() -> tuple[str, bytes]:
    """Two Ämter below one Dezernat, one application, a round given out; round id and workbook."""
    with session.open_store().write("Aufbau") as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        for number, title in (("60", "Bauamt"), ("50", "Sozialamt")):
            unit = save_(
                tx, OrganisationUnit(title=title, number=number, level=2, parent_id=top.id)
            )
            if title == "Bauamt":
                save_(tx, Application(title="Bauverfahren", users=12, organisation_id=unit.id))
        survey = save_(
            tx,
            SurveyRound(
                title="Erhebung 2027",
                reason="Grundlage der Strategie",
                due=date(2099, 12, 31),
                asked_by="Koordination",
            ),
        )
    made = send_round(session.open_store(), "Koordination", survey.id, TODAY)
    return survey.id, next(book.data for book in made if book.unit_title == "Bauamt")


def button(page: AppTest, label: str) -> Any:
    return next(item for item in page.button if item.label == label)


def tile(page: AppTest, label: str) -> str:
    return str(next(item for item in page.metric if item.label == label).value)


def test_the_return_and_the_letter_to_those_who_are_late(on_empty: Opener) -> None:
    healthy(on_empty(SCRIPT))
    round_id, _ = asked_town()
    with session.open_store().write("K") as tx:
        reply = find(tx, SurveyReply, order="id")[0]
        save_(tx, reply.replace(status="zurück", returned_on=TODAY))
    page = healthy(on_empty(SCRIPT))
    assert (tile(page, "Gefragt"), tile(page, "Zurück")) == ("2", "1")
    assert "50" in tile(page, "Rücklaufquote")
    letter = page.code[0].value
    assert "Grundlage der Strategie" in letter and "31. Dezember 2099" in letter
    assert ("Bauamt" in letter) != ("Sozialamt" in letter)
    page = healthy(on_empty(SCRIPT, id=round_id))
    assert "Alle Ämter stehen in dieser Erhebung." in " ".join(c.value for c in page.caption)


def test_workbooks_are_made_and_noted_on_the_page(on_empty: Opener) -> None:
    healthy(on_empty(SCRIPT))
    round_id, _ = asked_town()
    page = healthy(on_empty(SCRIPT, erhebung_sicht="Bögen ausgeben"))
    page = healthy(button(page, "Erhebungsbögen erstellen").click().run())
    assert any("2 Erhebungsbögen sind fertig" in item.value for item in page.success)
    with session.open_store().read() as db:
        assert db.value("SELECT count(*) FROM survey_file") == 4


def test_a_conflict_is_decided_on_the_page(on_empty: Opener) -> None:
    healthy(on_empty(SCRIPT))
    _, sent = asked_town()
    with session.open_store().write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=30))

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 40
        cell_of(book, "Anwendungen", "A-0001", "Zweck").value = "Bauanträge"

    page = healthy(on_empty(SCRIPT, erhebung_sicht="Bögen einlesen"))
    page = healthy(page.file_uploader[0].upload("Bauamt.xlsx", edited(sent, fill)).run())
    assert (tile(page, "Konflikte"), tile(page, "Geänderte Angaben")) == ("1", "1")
    question = next(item for item in page.radio if "Bauverfahren, Nutzende" in item.label)
    assert question.options == ["Plan behalten: 30", "Amt: 40"]
    assert "Bauverfahren" in next(b for b in page.selectbox if b.label == "Eintrag öffnen").options
    page = question.set_value("theirs").run()
    page = healthy(button(page, "Übernehmen").click().run())
    assert any("Angaben von Bauamt eingelesen" in item.value for item in page.success)
    with session.open_store().read() as db:
        now = get_(db, Application, "A-0001")
    assert (now.users, now.purpose) == (40, "Bauanträge")
    # Compared again with the plan as it now stands, the same file says nothing new.
    assert tile(page, "Konflikte") == "0" and tile(page, "Geänderte Angaben") == "0"


def test_figures_of_the_return(plan: Store) -> None:
    with plan.write("K") as tx:
        tops = [save_(tx, OrganisationUnit(title=f"Dezernat {n}", level=1)) for n in (1, 2)]
        units = [
            save_(tx, OrganisationUnit(title=f"Amt {n}", level=2, parent_id=tops[n % 2].id))
            for n in range(4)
        ]
        survey = save_(tx, SurveyRound(title="Kosten", due=date(2026, 11, 10)))
        for unit, status in zip(units, ("eingelesen", "versandt", "zurück", None), strict=True):
            save_(tx, SurveyReply(round_id=survey.id, organisation_id=unit.id, status=status))
    with plan.read() as db:
        offices = return_by_dezernat(db, survey.id).set_index("label")
        replies = replies_of_round(db, survey.id, TODAY).set_index("unit")
        assert survey_rounds(db, TODAY).iloc[0]["overdue"] == 2
    assert list(offices.loc["Dezernat 1", ["asked", "returned", "percent"]]) == [2, 2, 100.0]
    assert list(offices.loc["Dezernat 2", ["asked", "open", "percent"]]) == [2, 2, 0.0]
    assert replies.loc["Amt 1", "deadline"] == "10 Tage überfällig"
    assert replies.loc["Amt 0", "deadline"] == "beantwortet"
    assert int(replies["days_late"].notna().sum()) == 2
    with plan.write("K") as tx:
        closed = save_(tx, get_(tx, SurveyRound, survey.id).replace(closed_on=TODAY))
    with plan.read() as db:
        assert survey_rounds(db, TODAY).iloc[0]["overdue"] == 0
        closed_replies = replies_of_round(db, survey.id, TODAY).set_index("unit")
        assert closed_replies.loc["Amt 1", "deadline"] == "ohne Antwort"
    assert "ist am 10. November 2026 abgelaufen" in reminder_text(closed, ["Amt 1"], TODAY)


def test_a_changed_value_leads_to_its_object(on_empty: Opener) -> None:
    healthy(on_empty(SCRIPT))
    asked_town()
    page = healthy(on_empty(SCRIPT, id="A-0001"))
    assert any("Anwendung A-0001" in item.value for item in page.header)
