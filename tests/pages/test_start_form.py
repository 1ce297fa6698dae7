"""A measure is begun from a template on the page of the measures; its origin stays compulsory."""

from __future__ import annotations

from strategy.kernel.records import find
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from tests.pages.conftest import Opener, healthy
from ui.run import session


def test_a_template_becomes_a_measure_with_its_parts(on_empty: Opener) -> None:
    page = healthy(on_empty("step_4_life_domains/measures.py"))
    page.selectbox(key="begin_template").set_value("e-akte")
    page.text_input(key="begin_start").input("1.1.2028")
    page = page.run().button(key="begin_measure").click().run()
    assert any("„Herkunft“ fehlt" in one.value for one in page.error)
    page.selectbox(key="begin_origin").set_value("Rechtliche Verpflichtung")
    page = healthy(page.run().button(key="begin_measure").click().run())
    assert "Elektronische Akte einführen" in page.header[0].value
    with session.open_store().read() as db:
        (measure,) = find(db, Measure)
        lines, steps = find(db, CostLine), find(db, Milestone)
    assert measure.origin == "Rechtliche Verpflichtung"
    assert lines and steps and all(line.amount_cents is None for line in lines)
    # Unknown amounts stand in the Kostenblatt as such, and the head says that nothing is known.
    assert any("unbekannt" in one.value for one in page.markdown)
    next(one for one in page.button if one.label == "Rückgängig").click()
    page.run()
    with session.open_store().read() as db:
        assert not find(db, Measure) and not find(db, CostLine)
