"""The overview and the data pages, used as a user would."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from strategy.analysis.steps import StepState, step_states
from strategy.kernel.records import find, save_
from strategy.kernel.store import Cursor
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import list_versions
from strategy.nouns.goal import Goal, GoalLevel
from strategy.nouns.municipality import Municipality
from strategy.plans import opened
from strategy.plans.presets import new_plan
from tests.pages.conftest import Opener, healthy
from ui.frame.map import every_screen
from ui.run import session

PLACES = {place.script: place for place in every_screen()}
SCRIPTS = list(PLACES)
BUDGET = "Produkt;Konto;Bezeichnung;Ansatz 2026;Plan 2027\n111.01;5431;Lizenzen;1.234,56;2.000,00\n"


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_opens_on_an_empty_plan(looking_at_empty: Opener, script: str) -> None:
    _is_open(healthy(looking_at_empty(script)), script)


def _is_open(page: AppTest, script: str) -> None:
    """Exactly one title, and the page asked for rather than the overview."""
    assert len(page.title) == 1
    overview = page.title[0].value.startswith("Digitalstrategie ")
    assert overview == (script == "start.py")


def test_the_overview_names_the_next_action(looking_at_demo: Opener) -> None:
    page = looking_at_demo("start.py")
    text = " ".join(item.value for item in page.markdown)
    assert "Nächster Schritt: " in text and "Noch offen: " in text


def test_a_file_is_previewed_then_taken_over_then_undone(on_empty: Opener) -> None:
    page = on_empty("plan_data/import_files.py")
    page.file_uploader[0].upload("haushalt.csv", BUDGET.encode(), "text/csv")
    page = healthy(page.run())
    assert {tile.label: tile.value for tile in page.metric}["Neu"] == "1"
    assert _count("budget_line") == 0, "a preview must not write"
    _button(page, "In den Plan übernehmen").click()
    page = healthy(page.run())
    assert any("Eingelesen: 1 neu" in item.value for item in page.success)
    assert _sum("budget_line", "amount_cents") == 323456
    _button(page, "Rückgängig").click()
    healthy(page.run())
    assert _count("budget_line") == 0


def test_a_bad_file_is_refused_in_one_sentence(looking_at_empty: Opener) -> None:
    page = looking_at_empty("plan_data/import_files.py")
    page.file_uploader[0].upload("kaputt.xlsx", b"das ist keine Mappe", "application/xlsx")
    page = page.run()
    assert len(page.error) == 1 and "kaputt.xlsx" in page.error[0].value
    assert _count("budget_line") == 0


def test_an_open_question_is_asked_and_answered(looking_at_empty: Opener) -> None:
    rows = "".join(f"0{n};Zeile {n};1.2{n}4\n" for n in range(1, 9))
    page = looking_at_empty("plan_data/import_files.py")
    page.file_uploader[0].upload(
        "offen.csv", f"Konto;Bezeichnung;Plan 2027\n{rows}".encode(), "text/csv"
    )
    page = page.run()
    assert page.warning and "Plan 2027" in page.warning[0].value
    page.radio[0].set_value(page.radio[0].options[0]).run()
    _button(page, "So lesen").click()
    page = healthy(page.run())
    assert {tile.label: tile.value for tile in page.metric}["Neu"] == "8"


def test_the_page_asks_in_its_own_words_for_a_column_a_year_and_a_plan_type(
    on_empty: Opener,
) -> None:
    page = on_empty("plan_data/import_files.py")
    page.file_uploader[0].upload("h.csv", b"Konto;Text;Wieviel\n01;A;5,50\n02;B;7,50\n", "text/csv")
    page = healthy(page.run())
    asked = []
    for _ in range(3):
        asked.append(page.warning[0].value)
        for box in page.selectbox:
            if box.label.startswith("Welche Spalte"):
                box.set_value("Wieviel").run()
        for field in page.text_input:
            if field.label == "Jahr der Beträge":
                field.set_value("2027").run()
        for radio in page.radio:
            radio.set_value("Ansatz").run()
        _button(page, "So lesen").click()
        page = healthy(page.run())
    assert not any(word in text for text in asked for word in ('"', "columns", "_cents", "year"))
    _button(page, "In den Plan übernehmen").click()
    healthy(page.run())
    assert _sum("budget_line", "amount_cents") == 1300


def test_a_list_of_costs_comes_in_through_the_page(on_demo: Opener) -> None:
    page = on_demo("plan_data/import_files.py")
    page.selectbox(key="import_kind").set_value("costs").run()
    page.file_uploader[0].upload(
        "kosten.csv",
        "Was;Kostenart;Kosten 2031;Kosten 2032\nA-0001;Schulung;1,2 T€;k. A.\n".encode(),
        "text/csv",
    )
    page = healthy(page.run())
    asked = next(box for box in page.selectbox if box.label.startswith("Welche Spalte"))
    asked.set_value("Was").run()
    _button(page, "So lesen").click()
    page = healthy(page.run())
    assert {tile.label: tile.value for tile in page.metric}["Neu"] == "2"
    _button(page, "In den Plan übernehmen").click()
    page = healthy(page.run())
    assert any("Eingelesen: 2 neu" in item.value for item in page.success)
    with session.read() as db:
        rows = db.rows("SELECT year, amount_cents FROM cost_line WHERE year > 2030 ORDER BY year")
    assert [(row["year"], row["amount_cents"]) for row in rows] == [(2031, 120_000), (2032, None)]
    _button(page, "Rückgängig").click()
    healthy(page.run())


def test_the_history_turns_an_action_back(on_empty: Opener) -> None:
    page = on_empty("step_1_goals/goals.py", neu="goal")
    next(item for item in page.text_input if item.label.startswith("Ziel (")).set_value("Alles")
    next(item for item in page.selectbox if item.label.startswith("Ebene")).set_value("Leitziel")
    _button(page, "Speichern").click()
    healthy(page.run())
    assert _count("goal") == 1
    page = healthy(on_empty("plan_data/history.py"))
    assert any("Alles" in item.value for item in page.markdown)
    _button(page, "Zurücknehmen").click()
    healthy(page.run())
    assert _count("goal") == 0


def test_scenario_and_edition(on_demo: Opener) -> None:
    page = healthy(on_demo("plan_data/versions.py"))
    page = healthy(page.button(key="new_edition").click().run())
    page = page.button(key="make_edition").click().run()
    assert any("Namen" in item.value for item in page.error)
    _field(page, "title_edition").set_value("Stadtrat 10.12.2026")
    page = healthy(page.button(key="make_edition").click().run())
    with session.store().read() as db:
        sealed = next(v for v in list_versions(db) if v.title == "Stadtrat 10.12.2026")
    assert sealed.kind == "edition" and sealed.hash is not None
    assert any(short_hash(sealed.hash) in item.value for item in page.success)
    assert page.title[0].value == "Festgeschrieben: Stadtrat 10.12.2026"
    # A scenario is copied from whichever version is looked at, and one works in it at once.
    page = healthy(page.button(key="version_copy").click().run())
    _field(page, "title_scenario").set_value("Nur ein Versuch")
    page = healthy(page.button(key="make_scenario").click().run())
    with session.store().read() as db:
        made = next(v for v in list_versions(db) if v.title == "Nur ein Versuch")
    assert made.base == sealed.name
    assert any("arbeiten Sie gerade" in item.value for item in page.markdown)


def test_a_new_municipality_gets_its_own_file(on_demo: Opener) -> None:
    page = on_demo("plan_data/new_plan.py")
    _button(page, "Plan anlegen").click()
    assert any("Namen der Kommune" in item.value for item in page.run().error)
    _field(page, "new_title").set_value("Stadt Musterhausen")
    _field(page, "new_year").set_value("2028")
    _field(page, "new_inhabitants").set_value("12.500")
    _button(page, "Plan anlegen").click()
    page = healthy(page.run())
    made = opened.LOCAL_PLANS / "stadt-musterhausen.duckdb"
    assert made.exists() and page.title[0].value == "Stadt Musterhausen ist angelegt"
    assert any("Der Plan für Stadt Musterhausen" in item.value for item in page.success)
    with session.open_store(made).read() as db:
        town = find(db, Municipality)[0]
        assert (town.title, town.plan_year, town.inhabitants) == ("Stadt Musterhausen", 2028, 12500)
        assert not find(db, Goal)
    session.close_store(made)


def test_the_second_and_third_municipality_are_founded_like_the_first(on_demo: Opener) -> None:
    made = []
    page = on_demo("plan_data/new_plan.py")
    for title in ("Ahausen", "Bheim", "Cdorf"):
        page = healthy(on_demo("plan_data/new_plan.py", **({"plan": made[-1]} if made else {})))
        _field(page, "new_title").set_value(title)
        _field(page, "new_year").set_value("2028")
        _button(page, "Plan anlegen").click()
        page = healthy(page.run())
        assert page.title[0].value == f"{title} ist angelegt"
        made.append(title.casefold())
    for stem in made:
        session.close_store(opened.LOCAL_PLANS / f"{stem}.duckdb")


def test_a_plan_or_version_that_does_not_exist_is_said(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("start.py", fassung="gibt-es-nicht"))
    assert any("Eine Fassung „gibt-es-nicht“" in item.value for item in page.warning)
    page = healthy(looking_at_demo("start.py", plan="anderswo"))
    assert any("Einen Plan „anderswo“" in item.value for item in page.warning)
    assert not healthy(looking_at_demo("start.py")).warning


@pytest.mark.parametrize("asked", ["abc", "²", "9" * 40, "-1"])
def test_a_history_address_of_another_kind_shows_the_newest(
    looking_at_empty: Opener, asked: str
) -> None:
    page = healthy(looking_at_empty("plan_data/history.py", vor=asked, aktion=asked))
    assert page.title[0].value == "Verlauf"


def test_a_tab_stays_in_the_plan_its_address_names(on_empty: Opener) -> None:
    other = new_plan(opened.LOCAL_PLANS / "ahausen.duckdb", "hessen", "Ahausen", 2027, "Kim")
    session.add_store(other)
    page = healthy(on_empty("start.py", plan="ahausen"))
    assert page.title[0].value == "Digitalstrategie Ahausen"
    # What equals the default of its widget leaves the URL; a reload would open the other plan.
    assert page.query_params.get("plan") in ("ahausen", ["ahausen"])
    assert healthy(page.run()).title[0].value == "Digitalstrategie Ahausen"
    session.close_store(opened.LOCAL_PLANS / "ahausen.duckdb")


def test_a_damaged_plan_is_a_sentence_and_not_the_end(on_empty: Opener) -> None:
    (opened.LOCAL_PLANS / "kaputt.duckdb").write_bytes(b"kein Plan" * 1000)
    page = on_empty("start.py", plan="kaputt")
    assert not page.exception
    assert any("kaputt.duckdb ist keine Plandatei" in item.value for item in page.error)
    page.selectbox(key="plan").select_index(0)
    assert healthy(page.run()).title[0].value == "Digitalstrategie Stadt Leerfeld"


def test_the_whole_plan_can_be_taken_away(looking_at_empty: Opener) -> None:
    page = looking_at_empty("plan_data/export.py")
    for name in ("xlsx", "csv", "backup"):
        next(b for b in page.button if b.key == f"make_{name}").click()
        page = healthy(page.run())
        assert any(b.key == f"download_{name}" for b in page.get("download_button"))


def _button(page, label: str):  # type: ignore[no-untyped-def]
    return next(item for item in page.button if item.label == label)


def _field(page, key: str):  # type: ignore[no-untyped-def]
    return next(item for item in page.text_input if item.key == key)


def _count(table: str) -> int:
    with session.open_store().read() as db:
        return int(db.value(f"SELECT count(*) FROM {table}"))


def _sum(table: str, column: str) -> int:
    with session.open_store().read() as db:
        return int(db.value(f"SELECT sum({column}) FROM {table}"))


def test_a_page_begins_anew_where_the_plan_moves_on_meanwhile(
    on_demo: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered from memory and what is read later never stand on one page."""
    on_demo("start.py")
    counts: list[list[int]] = []

    def states(db: Cursor) -> list[StepState]:
        seen = [int(db.value("SELECT count(*) FROM goal"))]
        counts.append(seen)
        if len(counts) == 1:
            with session.open_store().write("Anna") as tx:
                save_(tx, Goal(title="Dazwischen", level=GoalLevel.GUIDING))
        seen.append(int(db.value("SELECT count(*) + 0 FROM goal")))
        return step_states(db)

    with session.open_store().look() as look:
        before = look.value("SELECT count(*) FROM goal")
    monkeypatch.setattr("strategy.analysis.steps.step_states", states)
    healthy(on_demo("start.py"))
    assert counts == [[before], [before + 1, before + 1]]


def test_what_there_is_to_say_outlives_a_page_that_begins_anew(
    looking_at_demo: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []

    def states(db: Cursor) -> list[StepState]:
        runs.append(len(runs))
        if len(runs) == 2:
            st.rerun()
        if len(runs) == 4:
            # As Streamlit does with the run of a user who has gone on.
            st.stop()
        return step_states(db)

    app = healthy(looking_at_demo("start.py"))
    monkeypatch.setattr("strategy.analysis.steps.step_states", states)
    app.run()
    for runs_until_said in (3, 5):
        app.session_state["messages"] = [session.Message("success", "Das Ziel ist gespeichert.")]
        while len(runs) < runs_until_said:
            app.run()
        assert [item.value for item in app.success] == ["Das Ziel ist gespeichert."]
        assert len(runs) == runs_until_said
    app.run()
    assert not app.success


def test_what_was_said_is_not_said_again_by_a_page_that_ends_early(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("step_1_goals/goals.py", id="Z-0001"))
    app.session_state["messages"] = [session.Message("success", "Das Ziel ist gespeichert.")]
    assert [item.value for item in app.run().success] == ["Das Ziel ist gespeichert."]
    assert not app.run().success


def test_of_several_messages_only_the_latest_action_offers_to_be_undone(
    looking_at_empty: Opener,
) -> None:
    page = looking_at_empty("plan_data/export.py")
    page.session_state["messages"] = [
        session.Message("success", "Zuerst.", True),
        session.Message("success", "Danach.", True),
        session.Message("info", "Hinweis."),
    ]
    page = healthy(page.run())
    assert [item.value for item in page.success] == ["Zuerst.", "Danach."]
    assert [b.key for b in page.button if str(b.key).startswith("undo_1")] != []
    assert not [b for b in page.button if str(b.key).startswith("undo_0")]


def test_empty_cells_empty_a_field_only_when_asked(looking_at_demo: Opener) -> None:
    page = looking_at_demo("plan_data/import_files.py")
    page.selectbox(key="import_kind").set_value("applications").run()
    with session.read() as db:
        known = db.one("SELECT id, title FROM application WHERE vendor IS NOT NULL ORDER BY id")
    assert known is not None
    content = f"Kennung;Bezeichnung;Hersteller\n{known['id']};{known['title']};\n"
    page.file_uploader[0].upload("liste.csv", content.encode(), "text/csv")
    page = healthy(page.run())
    counts = {one.label: one.value for one in page.metric}
    assert (counts["Unverändert"], counts["Geändert"]) == ("1", "0")
    choice = next(one for one in page.checkbox if one.label.startswith("Leere Zellen leeren"))
    page = healthy(choice.check().run())
    counts = {one.label: one.value for one in page.metric}
    assert (counts["Unverändert"], counts["Geändert"]) == ("0", "1")


def test_rows_of_any_list_are_set_as_sums(looking_at_demo: Opener) -> None:
    page = looking_at_demo("plan_data/import_files.py")
    page.selectbox(key="import_kind").set_value("projects").run()
    content = (
        "Projekt;Budget\nDruckstraße neu;1.000,00\nFunknetz neu;2.000,00\nAlles neu;4.000,00\n"
    )
    page.file_uploader[0].upload("liste.csv", content.encode(), "text/csv")
    page = healthy(page.run())
    counts = {one.label: one.value for one in page.metric}
    assert counts["Neu"] == "3"
    field = next(one for one in page.text_input if one.label.startswith("Zeilen, die Summen"))
    page = healthy(field.set_value("4").run())
    counts = {one.label: one.value for one in page.metric}
    assert counts["Neu"] == "2"
    assert any("Summen stehen in Zeile 4" in str(one.value) for one in page.markdown)
