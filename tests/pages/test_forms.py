"""What forms say: names instead of ids, numbers as Germans write them, and never a silent no."""

from __future__ import annotations

from decimal import Decimal

from strategy.kernel.records import find, save_
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.score import Score
from tests.pages.conftest import Opener, healthy
from ui.run import session


def test_a_heading_names_what_a_reference_refers_to(on_empty: Opener) -> None:
    with session.open_store().write("Kim", "Nutzung angelegt") as tx:
        unit = save_(tx, OrganisationUnit(title="Hauptamt"))
        program = save_(tx, Application(title="E-Akte"))
        use = save_(tx, ApplicationUse(application_id=program.id, organisation_id=unit.id))
    page = healthy(on_empty("step_2_ist_analysis/applications.py", id=use.id))
    assert f"Nutzung {use.id}: Hauptamt" in page.header[0].value


def test_a_heading_writes_numbers_in_german(looking_at_demo: Opener) -> None:
    with session.open_store().read() as db:
        score = find(db, Score)[0]
        assert find(db, Measure, "id = ?", [score.measure_id])
    assert score.replace(points=Decimal("3.0000")).name == "3"
    page = healthy(looking_at_demo("step_5_final_strategy/priorities.py", id=score.id))
    assert page.header[0].value.endswith(f": {score.name}") and "." not in score.name


def test_a_refusal_is_said_where_the_form_does_not_show_the_field(looking_at_empty: Opener) -> None:
    page = healthy(looking_at_empty("council/papers.py", neu="consultation"))
    next(item for item in page.button if item.label == "Speichern").click()
    said = [item.value for item in page.run().error]
    assert said and not any("markierte Feld" in sentence for sentence in said)


def test_a_card_that_is_too_long_is_kept_and_explained(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("step_3_future_workshop/cards.py"))
    long = "Der Bus soll öfter fahren. " * 24
    page.text_input(key="quick_text").set_value(long)
    next(item for item in page.button if item.label == "Karte aufnehmen").click()
    page.run()
    assert any("höchstens 500" in item.value for item in page.error)
    assert page.text_input(key="quick_text").value == long


def test_a_form_offers_the_life_domains_of_the_leading_system_once(
    looking_at_empty: Opener,
) -> None:
    page = healthy(looking_at_empty("step_4_life_domains/measures.py", neu="measure"))
    offered = next(item for item in page.selectbox if item.label == "Lebensbereich").options
    names = [option.rpartition(" (")[0] for option in offered[1:]]
    assert "Mobilität" in names and len(names) == len(set(names)) == 10
