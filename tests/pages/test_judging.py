"""Judging as a user does it: answer the council, confirm, conclude, ask by a guideline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from strategy.figures.inventory.quality import euro_quality, quality_records
from strategy.figures.money.cost import cost_total
from strategy.kernel import german
from strategy.kernel.records import find, get_
from strategy.nouns.interview_answer import InterviewAnswer
from strategy.nouns.maturity_model import MaturityModel
from strategy.nouns.measure import Measure
from strategy.nouns.project import Project
from tests.pages.conftest import Opener, healthy
from ui.run import session

STEP = "step_2_ist_analysis"


def text_of(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.success]
    return " ".join(str(item.value) for item in parts).replace(german.NBSP, " ")


def button(page: AppTest, label: str) -> Any:
    return next(item for item in page.button if item.label.startswith(label))


def choice(page: AppTest, label: str) -> Any:
    return next(item for item in page.selectbox if item.label == label)


def test_the_six_questions_are_answered_with_the_plans_own_numbers(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/council_answers.py"))
    with session.open_store().read() as db:
        total = german.money(cost_total(db, "Plan", 2027)).replace(german.NBSP, " ")
    assert total in text_of(page)
    heads = [item.value for item in page.header]
    assert [head[0] for head in heads[:6]] == list("123456")
    assert "Datenqualität: Von" in text_of(page)
    assert len(page.get("download_button")) == 2


def test_one_dezernat_is_asked_about_and_a_project_opened(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/council_answers.py"))
    page = healthy(choice(page, "Alle Antworten für: Dezernat").select_index(2).run())
    assert choice(page, "Antworten für").value == "OE-0003"
    assert "Ordnungsamt" in page.dataframe[0].value["label"].tolist()
    page = choice(page, "Projekt öffnen").select_index(0).run()
    assert any("Projekt PR-" in item.value for item in page.header)


@pytest.mark.parametrize(
    "frage", ["mittel", "stellen_neu", "stellen", "synergien", "digital", "projekte"]
)
def test_every_answer_shows_its_rows(looking_at_demo: Opener, frage: str) -> None:
    page = healthy(looking_at_demo(f"{STEP}/council_answers.py"))
    page = healthy(choice(page, "Zu welcher Antwort").set_value(frage).run())
    assert len(choice(page, "Eintrag öffnen").options) > 1


def test_an_amt_is_confirmed_with_one_button_and_taken_back(on_demo: Opener) -> None:
    # The same day for both, also where midnight comes in between.
    today = date.today()
    page = healthy(on_demo(f"{STEP}/data_quality.py"))
    page = healthy(choice(page, "Amt").set_value("OE-0014").run())
    with session.open_store().read() as db:
        before = euro_quality(db, today)
        count = len(quality_records(db, today, amt="OE-0014"))
    page = healthy(button(page, f"Alle {count} Einträge bestätigen").click().run())
    assert f"{count} Einträge bestätigt: Bürgeramt" in text_of(page)
    with session.open_store().read() as db:
        after = euro_quality(db, today)
        states = set(quality_records(db, today, amt="OE-0014")["state"])
    assert states == {"frisch"} and after.stale_cents < before.stale_cents
    page = healthy(button(page, "Rückgängig").click().run())
    with session.open_store().read() as db:
        assert euro_quality(db, today) == before


def test_one_entry_is_confirmed_on_its_own_page(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/projects.py", id="PR-0007"))
    assert "noch nie bestätigt" in text_of(page)
    before = date.today()
    page = healthy(button(page, "Angaben bestätigen").click().run())
    with session.open_store().read() as db:
        confirmed = get_(db, Project, "PR-0007").confirmed_on
    assert confirmed is not None and before <= confirmed <= date.today()
    assert f"bestätigt am {german.day(confirmed)}" in text_of(page)


def test_a_project_that_is_not_green_asks_for_cause_and_options(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/projects.py", id="PR-0005"))
    assert "Sachkosten liegen über dem Budget" in text_of(page)
    assert "Es fehlt noch: die Ursache und die Handlungsoptionen" in text_of(page)
    green = healthy(looking_at_demo(f"{STEP}/projects.py", id="PR-0001"))
    assert "Es fehlt noch" not in text_of(green)


def test_a_recommendation_becomes_a_measure_that_knows_it(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/recommendations.py", id="EM-0001"))
    page = healthy(button(page, "Maßnahme daraus machen").click().run())
    assert "Maßnahme ist angelegt" in text_of(page)
    with session.open_store().read() as db:
        made = find(db, Measure, "title = 'Eine Verantwortung für alle IT-Verträge'")
        assert len(made) == 1
        assert db.has_rows(
            "SELECT 1 FROM link WHERE from_id = ? AND to_id = 'EM-0001'", [made[0].id]
        )
    page = button(page, "Maßnahme daraus machen").click().run()
    assert f"schon als {made[0].id} entstanden" in text_of(page)


def test_a_used_model_says_so_and_gets_a_new_edition(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/maturity.py", id="RM-0001"))
    assert "es bleibt, wie es ist" in text_of(page)
    page = button(page, "Neue Ausgabe anlegen").click().run()
    assert "Geben Sie der neuen Ausgabe eine Version" in text_of(page)
    edition = next(item for item in page.text_input if item.label == "Version der neuen Ausgabe")
    page = healthy(
        button(edition.set_value("1.1 Auenfurt").run(), "Neue Ausgabe anlegen").click().run()
    )
    with session.open_store().read() as db:
        assert len(find(db, MaturityModel, "edition = '1.1 Auenfurt'")) == 1
    assert any("1.1 Auenfurt" in str(item.value) for item in page.text_input)


def test_the_guideline_brings_its_questions(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/interviews.py", id="IV-0016"))
    page = healthy(button(page, "Fragen des Leitfadens übernehmen").click().run())
    with session.open_store().read() as db:
        assert len(find(db, InterviewAnswer, "interview_id = 'IV-0016'")) == 8


VIEWS = [
    ("posts", "stellen_sicht", "Stellen"),
    ("posts", "stellen_sicht", "Synergien"),
    ("interviews", "interviews_sicht", "Antworten"),
    ("interviews", "interviews_sicht", "Leitfäden"),
    ("services", "leistungen_sicht", "Katalog einlesen"),
]


@pytest.mark.parametrize(("script", "key", "view"), VIEWS)
def test_every_new_view_opens_on_the_demo_and_on_nothing(
    looking_at_demo: Opener, script: str, key: str, view: str
) -> None:
    healthy(looking_at_demo(f"{STEP}/{script}.py", **{key: view}))


OBJECTS = [
    ("posts", "SP-0001"),
    ("posts", "SY-0001"),
    ("recommendations", "BZ-0001"),
    ("interviews", "LF-0001"),
    ("interviews", "LFF-0001"),
    ("interviews", "IA-0001"),
    ("maturity", "RS-0001"),
]


@pytest.mark.parametrize(("script", "object_id"), OBJECTS)
def test_every_new_object_has_its_page(
    looking_at_demo: Opener, script: str, object_id: str
) -> None:
    page = healthy(looking_at_demo(f"{STEP}/{script}.py", id=object_id))
    assert any(object_id in item.value for item in page.header)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("council_answers", "Noch ist keine Stelle erfasst"),
        ("posts", "Stellen"),
        ("data_quality", "welche Angaben bestätigt sind"),
        ("interviews", "Organisation"),
        ("services", "Leistungskatalog"),
        ("projects", "Vorhaben"),
    ],
)
def test_an_empty_plan_says_what_belongs_here(
    looking_at_empty: Opener, script: str, words: str
) -> None:
    assert words in text_of(healthy(looking_at_empty(f"{STEP}/{script}.py")))


def test_a_post_that_is_more_than_full_is_refused(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/posts.py", neu="post"))
    page = choice(page, "Organisationseinheit (Pflichtfeld)").set_value("OE-0006").run()
    for label, value in (
        ("Stellenanteil (VZÄ) (Pflichtfeld)", "0,5"),
        ("Davon besetzt (VZÄ)", "1"),
        ("Aufgabe der Stelle (Pflichtfeld)", "Netz"),
    ):
        page = next(i for i in page.text_input if i.label == label).set_value(value).run()
    page = button(page, "Speichern").click().run()
    assert "die Stelle hat aber nur 0,50" in text_of(page)
