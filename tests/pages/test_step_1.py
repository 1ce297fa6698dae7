"""Step 1 as a user walks it: goals and positioning, in the whole app."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from strategy.kernel.records import find, get_, save_
from strategy.kernel.store.versions import list_versions
from strategy.nouns.goal import Goal
from strategy.nouns.swot_entry import SwotEntry
from tests.pages.conftest import Opener, healthy
from ui.run import session

PAGES = {
    "step_1_goals/vision.py": ("Auenfurt 2030", "Hier steht das Leitbild"),
    "step_1_goals/framework.py": ("Rahmenbedingungen.", "Hier stehen die Rahmenbedingungen"),
    "step_1_goals/swot.py": ("Stärken (6)", "Hier stehen Stärken und Schwächen"),
    "step_1_goals/goals.py": ("38 Ziele stehen unter 4", "Hier stehen die Ziele"),
    "step_1_goals/indicators.py": ("26 Kennzahlen", "Hier stehen die Kennzahlen"),
    "step_1_goals/comparison.py": ("Platz 5 von 7", "Hier stehen Kommunen"),
    "step_1_goals/variants.py": ("Empfohlen wird Variante 3", "Hier stehen die Wege"),
}


def words(app: AppTest) -> str:
    """Everything that is written on the page."""
    parts = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.text,
        app.code,
        app.warning,
        app.success,
    )
    return "\n".join(str(item.value) for part in parts for item in part)


@pytest.mark.parametrize("script", PAGES)
def test_pages_on_the_demo(script: str, looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo(script))
    assert len(app.title) == 1
    assert PAGES[script][0] in words(app)


@pytest.mark.parametrize("script", PAGES)
def test_pages_on_an_empty_plan(script: str, looking_at_empty: Opener) -> None:
    app = healthy(looking_at_empty(script))
    assert PAGES[script][1] in words(app)
    assert any(button.label.endswith("anlegen") for button in app.button)


def test_a_goal_is_created_changed_deleted_and_brought_back(on_empty: Opener) -> None:
    app = on_empty("step_1_goals/goals.py")
    app.button(key="new_goal_").click().run()
    app.text_input(key="goal:neu:0:title").input("Alle Anträge online")
    app.text_input(key="goal:neu:0:target_year").input("bald")
    app.selectbox(key="goal:neu:0:level").select("Leitziel")
    app.button(key="save_new_goal").click().run()
    assert any("bald" in error.value and "Zieljahr" in error.value for error in app.error)
    with session.open_store().read() as db:
        assert not find(db, Goal)

    app.text_input(key="goal:neu:0:target_year").input("2030")
    app.button(key="save_new_goal").click().run()
    with session.open_store().read() as db:
        (goal,) = find(db, Goal)
    assert (goal.title, goal.level, goal.target_year) == ("Alle Anträge online", "Leitziel", 2030)
    assert app.query_params["id"] == goal.id
    assert "Gespeichert" in words(healthy(app))

    app.button(key=f"delete_{goal.id}").click().run()
    app.button(key=f"delete_yes_{goal.id}").click().run()
    with session.open_store().read() as db:
        assert not find(db, Goal)
    app.button(key="undo").click().run()
    with session.open_store().read() as db:
        assert get_(db, Goal, goal.id).title == "Alle Anträge online"


def test_two_people_change_the_same_goal(on_demo: Opener) -> None:
    app = healthy(on_demo("step_1_goals/goals.py", id="Z-0001"))
    store = session.open_store()
    with store.read() as db:
        goal = get_(db, Goal, "Z-0001")
    with store.write("Anna", "Ziel geändert") as tx:
        save_(tx, goal.replace(title="Annas Fassung"))
    app.text_input(key=f"goal:Z-0001:{goal.version}:title").input("Meine Fassung")
    app.button(key="save_Z-0001").click().run()
    choice = app.radio(key="pending:goal:Z-0001:choice_title")
    assert [option.split(": ")[1] for option in choice.options] == [
        "Meine Fassung",
        "Annas Fassung",
    ]
    app.button(key="pending:goal:Z-0001:resolve").click().run()
    with store.read() as db:
        assert get_(db, Goal, "Z-0001").title == "Meine Fassung"


def test_a_goal_names_the_measures_and_indicators_behind_it(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("step_1_goals/goals.py", id="Z-0001"))
    shown = [item.value for item in app.subheader]
    assert "Maßnahmen für dieses Ziel (9)" in shown
    assert "Kennzahlen für dieses Ziel (1)" in shown


def test_each_swot_list_adds_to_itself(on_empty: Opener) -> None:
    app = on_empty("step_1_goals/swot.py")
    app.button(key="add_OPPORTUNITY").click().run()
    app.text_input(key="swot_entry:neu:0:title").input("Gemeinsame Ausschreibung")
    app.text_input(key="swot_entry:neu:0:weight").input("7")
    app.button(key="save_new_swot_entry").click().run()
    assert any("zwischen 1 und 5" in error.value for error in app.error)
    app.text_input(key="swot_entry:neu:0:weight").input("4")
    app.button(key="save_new_swot_entry").click().run()
    with session.open_store().read() as db:
        (entry,) = find(db, SwotEntry)
    assert (entry.kind, entry.weight) == ("Chance", 4)
    assert "Chancen (1)" in words(healthy(on_empty("step_1_goals/swot.py")))


def test_indicators_are_filtered_by_course_and_one_shows_its_series(
    looking_at_demo: Opener,
) -> None:
    app = healthy(looking_at_demo("step_1_goals/indicators.py", kennzahlen_course="nicht auf Kurs"))
    assert "3 von 26 Kennzahlen." in words(app)
    one = healthy(looking_at_demo("step_1_goals/indicators.py", id="I-0001"))
    assert "38 Leistungen am 31.10.2026; Ziel ist 60 Leistungen bis 2028" in words(one)


def test_an_indicator_without_values_opens(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("step_1_goals/indicators.py", id="I-0024"))
    assert "Noch ist nichts gemessen" in words(app)


def test_the_variants_give_the_text_of_the_paper(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("step_1_goals/variants.py"))
    text = app.code[0].value
    assert "Die Digitalisierungsstrategie wird nach Variante 3" in text
    assert "27.500,00" in text and "Beschlussvorschlag" in text


def test_a_sealed_edition_is_only_read(looking_at_demo: Opener) -> None:
    app = looking_at_demo("step_1_goals/goals.py")
    with session.open_store().read() as db:
        edition = next(item.name for item in list_versions(db) if not item.editable)
    healthy(app.selectbox(key="fassung").set_value(edition).run())
    assert app.button(key="new_goal_").disabled
