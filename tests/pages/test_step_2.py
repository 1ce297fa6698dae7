"""Step 2 as a user works on it: open, create, refuse, drill down, settle a conflict."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from strategy.figures.inventory.counts import share_total
from strategy.figures.money.cost import cost_rows
from strategy.figures.money.cost_drill import cost_groups
from strategy.kernel import german
from strategy.kernel.records import find, get_, insert, save_
from strategy.nouns.application import Application
from strategy.nouns.assessment import Assessment
from strategy.nouns.cost_line import CostLine
from strategy.nouns.municipality import Municipality
from strategy.nouns.service import Service
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from tests.pages.conftest import Opener, healthy
from ui.run import session

STEP = "step_2_ist_analysis"
VIEWS = [
    ("organisation", "organisation_sicht", "Liste"),
    ("applications", "anwendungen_sicht", "Eignung"),
    ("applications", "anwendungen_sicht", "Verträge"),
    ("applications", "anwendungen_sicht", "Doppelungen"),
    ("applications", "anwendungen_sicht", "Schnittstellen"),
    ("applications", "anwendungen_sicht", "Fehlende Angaben"),
    ("projects", "projekte_sicht", "Liste"),
    ("projects", "projekte_sicht", "Gefährdet"),
    ("costs", "kosten_sicht", "Finanz- und Ergebnishaushalt"),
    ("costs", "kosten_sicht", "Jahre im Vergleich"),
    ("costs", "kosten_sicht", "Kostenzeilen pflegen"),
    ("personnel_rates", "saetze_sicht", "Alle Sätze"),
    ("budget", "haushalt_sicht", "Produkte"),
    ("budget", "haushalt_sicht", "Zeilen"),
    ("services", "leistungen_sicht", "Liste"),
    ("maturity", "reife_sicht", "Bewertungen"),
    ("maturity", "reife_sicht", "Modelle"),
    ("interviews", "interviews_sicht", "Interviews"),
    ("interviews", "interviews_sicht", "Befunde"),
    ("recommendations", "empfehlungen_sicht", "Liste"),
]
OBJECTS = [
    ("organisation", "OE-0006"),
    ("applications", "A-0001"),
    ("applications", "AN-0001"),
    ("applications", "SN-0001"),
    ("projects", "PR-0001"),
    ("costs", "KL-0001"),
    ("personnel_rates", "PK-0001"),
    ("distribution_keys", "VT-0001"),
    ("distribution_keys", "VTA-0001"),
    ("budget", "HH-0000001"),
    ("services", "L-0001"),
    ("maturity", "BW-0001"),
    ("maturity", "RM-0001"),
    ("interviews", "IV-0001"),
    ("interviews", "BF-0001"),
    ("surveys", "ER-0001"),
    ("recommendations", "EM-0001"),
]


def text_of(page: AppTest) -> str:
    """Everything that stands on the page in words."""
    parts = [*page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.success]
    return " ".join(str(item.value) for item in parts).replace(german.NBSP, " ")


def button(page: AppTest, label: str) -> Any:
    return next(item for item in page.button if item.label == label)


def choice(page: AppTest, label: str) -> Any:
    return next(item for item in page.selectbox if item.label == label)


def test_every_view_opens(looking_at_demo: Opener) -> None:
    for script, key, view in VIEWS:
        shown = healthy(looking_at_demo(f"{STEP}/{script}.py", **{key: view}))
        if view == "Fehlende Angaben":
            # Its table is folded away below the picture.
            shown.session_state["anwendungen_luecken_expander"] = True
            shown = healthy(shown.run())
        assert len(shown.dataframe) > 0 or view == "Gefährdet", view


def test_every_object_has_its_page(looking_at_demo: Opener) -> None:
    for script, object_id in OBJECTS:
        shown = healthy(looking_at_demo(f"{STEP}/{script}.py", id=object_id))
        assert any(object_id in item.value for item in shown.header), object_id


CREATE = [
    ("organisation", "organisation_unit", "Organisationseinheit", {"title": "Rechtsamt"}),
    ("applications", "application", "Anwendung", {"title": "Aktenplan"}),
    ("projects", "project", "Projekt", {"title": "Neues Portal"}),
    (
        "personnel_rates",
        "personnel_rate",
        "Personalkostensatz",
        {"grade": "E7", "year": "2027", "personnel_cents": "61.234,50"},
    ),
    (
        "budget",
        "budget_line",
        "Haushaltszeile",
        {"title": "Lizenzen", "year": "2027", "plan_type": "Plan", "amount_cents": "5 T€"},
    ),
    ("services", "service", "Leistung", {"title": "Hund anmelden"}),
    (
        "maturity",
        "maturity_model",
        "Reifegradmodell",
        {"title": "Eigenes", "edition": "1", "highest": "5"},
    ),
    ("interviews", "finding", "Befund", {"title": "Viel Papier", "kind": "Schwäche"}),
    ("surveys", "survey_round", "Erhebung", {"title": "IT-Kosten 2027", "due": "3.4.2027"}),
    (
        "recommendations",
        "recommendation",
        "Empfehlung",
        {"title": "Verträge bündeln", "kind": "finanziell"},
    ),
]


@pytest.mark.parametrize(("script", "table", "noun", "values"), CREATE)
def test_an_empty_plan_is_filled_through_the_form(
    on_empty: Opener, script: str, table: str, noun: str, values: dict[str, str]
) -> None:
    shown = healthy(on_empty(f"{STEP}/{script}.py", neu=table))
    for field, value in values.items():
        key = f"{table}:neu:0:{field}"
        inputs = [*shown.text_input, *shown.text_area, *shown.selectbox]
        next(item for item in inputs if item.key == key).set_value(value)
    shown = healthy(button(shown, "Speichern").click().run())
    assert f"Gespeichert: {noun}" in text_of(shown)
    assert any(noun in item.value for item in shown.header)
    shown = button(shown, "Rückgängig").click().run()
    assert "Rückgängig gemacht" in text_of(shown) and "gibt es in dieser Fassung nicht" in (
        text_of(shown)
    )


def test_empty_lists_say_what_belongs_here_and_how_to_start(looking_at_empty: Opener) -> None:
    for page, words in {
        "organisation": "Aufbau der Verwaltung",
        "applications": "IT-Anwendungen",
        "projects": "Vorhaben",
        "costs": "Kostenzeilen",
        "budget": "Finanzverfahren",
        "services": "Leistungen der Verwaltung",
        "interviews": "Organisation",
        "surveys": "Erhebungen",
        "recommendations": "Empfehlungen",
    }.items():
        shown = healthy(looking_at_empty(f"{STEP}/{page}.py"))
        assert words in " ".join(str(item.value) for item in shown.info), page


def test_an_unclear_amount_is_refused_in_one_sentence(looking_at_demo: Opener) -> None:
    page = looking_at_demo(f"{STEP}/costs.py", id="KL-0001")
    amount = next(item for item in page.text_input if item.label == "Betrag")
    before = amount.value
    page = amount.set_value("1.23,4").run()
    page = button(page, "Speichern").click().run()
    assert "„1.23,4“" in text_of(page) and "1.234,56" in text_of(page)
    with session.open_store().read() as db:
        line = get_(db, CostLine, "KL-0001")
    assert german.money(line.amount_cents) == before


def test_a_sum_leads_to_its_lines_in_three_clicks(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/costs.py"))
    with session.open_store().read() as db:
        top = cost_groups(db, "Plan", "dezernat", 2027).iloc[0]
        inner = cost_groups(db, "Plan", "amt", 2027, dezernat=top.key).iloc[0]
    page = healthy(choice(page, "In eine Zeile hineinsehen").select_index(0).run())
    assert choice(page, "Aufteilen nach").value == "amt"
    assert choice(page, "Nur Dezernat").value == top.key
    assert german.money(top.amount_cents).replace(german.NBSP, " ") in text_of(page)
    page = healthy(choice(page, "In eine Zeile hineinsehen").select_index(0).run())
    assert choice(page, "Nur Amt").value == inner.key
    assert german.money(inner.amount_cents).replace(german.NBSP, " ") in text_of(page)
    page = healthy(choice(page, "Kostenzeile öffnen").select_index(0).run())
    assert page.query_params["id"].startswith("KL-")
    assert any("Kostenzeile KL-" in item.value for item in page.header)


def test_a_budget_sum_leads_to_the_cell_of_the_file(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/budget.py", haushalt_sicht="Produkte"))
    assert "Zwischensummen und Salden sind nicht mitgezählt" in text_of(page)
    page = healthy(choice(page, "Haushaltszeilen eines Produkts zeigen").select_index(0).run())
    page = healthy(choice(page, "Haushaltszeile öffnen").select_index(0).run())
    assert "haushalt" in text_of(page) and "2027.csv**, Zeile" in text_of(page)


def test_a_decision_leads_to_its_applications(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(f"{STEP}/applications.py", anwendungen_sicht="Eignung"))
    page = healthy(button(page, "ablösen").click().run())
    assert choice(page, "Entscheidung (TIME)").value == "ablösen"
    with session.open_store().read() as db:
        wanted = find(db, Application, "time_decision = 'ablösen'")
    assert f"{len(wanted)} von 120 Anwendungen" in text_of(page)


def test_a_key_that_misses_hundred_per_cent_is_told_and_refused(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/applications.py", id="A-0001"))
    assert "Die Kostenanteile der nutzenden Ämter ergeben 100 %" in text_of(page)
    share = next(item for item in page.text_input if item.label.startswith("Kostenanteil Hauptamt"))
    page = share.set_value("0").run()
    assert "Die Kostenanteile ergeben 90,03 % statt 100 %. Es fehlen 9,97 %." in text_of(page)
    page = button(page, "Verteilschlüssel speichern").click().run()
    said = " ".join(str(item.value) for item in page.error).replace(german.NBSP, " ")
    assert "ergeben 90,03 % statt 100 %; es fehlen 9,97 %" in said
    with session.open_store().read() as db:
        assert share_total(db, "A-0001") == 100
    page = healthy(button(page, "Nach Nutzenden verteilen").click().run())
    page = healthy(button(page, "Verteilschlüssel speichern").click().run())
    assert "Gespeichert: Verteilschlüssel" in text_of(page)
    with session.open_store().read() as db:
        assert share_total(db, "A-0001") == 100


def test_a_ratio_without_its_divisor_is_unknown(on_demo: Opener) -> None:
    healthy(on_demo(f"{STEP}/costs.py"))
    with session.open_store().write("Test") as tx:
        save_(tx, find(tx, Municipality)[0].replace(workplaces=None))
    page = healthy(on_demo(f"{STEP}/costs.py"))
    ratios = page.table[0].value
    assert set(ratios["je Bildschirmarbeitsplatz"]) == {german.UNKNOWN}
    assert german.UNKNOWN not in set(ratios["je Einwohner/in"])


def test_a_post_opens_into_its_calculation(looking_at_demo: Opener) -> None:
    with session.open_store().read() as db:
        line = find(
            db,
            CostLine,
            "cost_type = 'Personal' AND amount_cents IS NULL "
            "AND fte IS NOT NULL AND grade IS NOT NULL AND application_id IS NOT NULL",
        )[0]
        amount = cost_rows(db, str(line.basis), year=line.year)
    page = healthy(looking_at_demo(f"{STEP}/costs.py", id=line.id))
    steps = page.table[0].value
    assert any("Arbeitsplatz" in str(step) for step in steps["Schritt"])
    total = int(amount.loc[amount["line_id"] == line.id, "amount_cents"].sum())
    assert steps["Ergebnis"].tolist()[-1] == german.money(total)


def test_a_year_without_rate_needs_an_assumption(on_empty: Opener) -> None:
    with session.open_store().write("Test") as tx:
        last = tx.value("SELECT max(year) FROM personnel_rate")
    page = healthy(on_empty(f"{STEP}/personnel_rates.py", neu="tariff_step"))
    for field, value in {"year": str(last + 1), "increase": "2,8 %", "source": "Annahme"}.items():
        next(
            item for item in page.text_input if item.key == f"tariff_step:neu:0:{field}"
        ).set_value(value)
    page = healthy(button(page, "Speichern").click().run())
    assert "Gespeichert: Tarifannahme" in text_of(page)
    page = healthy(on_empty(f"{STEP}/personnel_rates.py", saetze_jahr=str(last + 1)))
    assert f"für {last + 1} aus einem früheren Jahr fortgeschrieben" in text_of(page)
    assert any("2,8" in str(how) for how in page.table[0].value["Rechnung"])


def test_two_people_changing_one_application_see_both_values(on_demo: Opener) -> None:
    page = on_demo(f"{STEP}/applications.py", id="A-0001")
    vendor = next(item for item in page.text_input if item.label == "Hersteller")
    page = vendor.set_value("Mein Haus").run()
    with session.open_store().write("Kollegin", "Anwendung geändert") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(vendor="Anderes Haus"))
    page = button(page, "Speichern").click().run()
    question = next(item for item in page.radio if "Hersteller" in item.label)
    assert question.options == ["mein Wert: Mein Haus", "der andere Wert: Anderes Haus"]
    page = healthy(button(page, "Mit dieser Auswahl speichern").click().run())
    with session.open_store().read() as db:
        assert get_(db, Application, "A-0001").vendor == "Mein Haus"


def test_one_button_asks_every_unit_and_one_adds_every_criterion(on_demo: Opener) -> None:
    healthy(on_demo(f"{STEP}/surveys.py"))
    with session.open_store().write("Test", "Anlegen") as tx:
        survey = save_(tx, SurveyRound(title="Nachfrage"))
        model = find(tx, Assessment, "id = 'BW-0001'")[0]
        fresh = save_(tx, model.replace(id="", version=0, title="Neue Bewertung"))
    page = healthy(on_demo(f"{STEP}/surveys.py", id=survey.id))
    page = healthy(button(page, "Diese 18 Ämter aufnehmen").click().run())
    with session.open_store().read() as db:
        assert len(find(db, SurveyReply, "round_id = ?", [survey.id])) == 18
    page = healthy(on_demo(f"{STEP}/maturity.py", id=fresh.id))
    page = healthy(button(page, "Fehlende Kriterien ergänzen").click().run())
    assert "Das Ergebnis ist noch unbekannt" in text_of(page)


def test_a_catalogue_alone_is_told_and_not_counted(on_empty: Opener) -> None:
    with session.open_store().write("Anna", "Katalog") as tx:
        insert(tx, [Service(title=f"Leistung {n}", key=f"{n}") for n in range(3)])
    page = healthy(on_empty("step_2_ist_analysis/services.py"))
    assert page.metric[0].value == "0"
    assert any("3 weitere Leistungen stehen nur im Katalog" in item.value for item in page.caption)


def test_a_named_key_is_filled_in_and_applied_to_many_applications(on_demo: Opener) -> None:
    page = healthy(on_demo(f"{STEP}/distribution_keys.py", id="VT-0003"))
    field = next(item for item in page.text_input if item.label.startswith("Anteil Schulamt"))
    field.set_value("80")
    button(page, "Ämter und Anteile speichern").click().run()
    assert "ergeben 110" in text_of(page)
    next(f for f in page.text_input if f.label.startswith("Anteil Kulturamt")).set_value("20 %")
    button(page, "Ämter und Anteile speichern").click().run()
    healthy(page)
    chosen = next(item for item in page.multiselect if item.label == "Anwendungen auswählen")
    chosen.set_value(["A-0002", "A-0003"]).run()
    button(page, "Auf 2 Anwendungen anwenden").click().run()
    assert "Angewendet: „Schulen und Kultur“ auf 2 Anwendungen." in text_of(healthy(page))
    with session.open_store(session.list_plans()[0]).read() as db:
        for application_id in ("A-0002", "A-0003"):
            assert share_total(db, application_id) == 100
            assert get_(db, Application, application_id).distribution_key_id == "VT-0003"
    page = healthy(on_demo(f"{STEP}/applications.py", id="A-0002"))
    button(page, "Anwenden").click().run()
    assert "Gespeichert: Verteilschlüssel von" in text_of(healthy(page))
