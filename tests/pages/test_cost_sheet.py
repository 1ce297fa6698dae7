"""The Kostenblatt on its pages, as a user fills it; every press, choice and typed field counts."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from strategy.figures.plan.domains import leading_domains
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store.history import list_actions
from strategy.nouns.cost_line import CostLine
from strategy.nouns.goal import Goal
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from tests.pages.conftest import Opener, healthy
from ui.run import session

MEASURES = "step_4_life_domains/measures.py"
APPLICATIONS = "step_2_ist_analysis/applications.py"


class Hand:
    """Does one thing after the other and counts."""

    def __init__(self, app: AppTest) -> None:
        self.app, self.actions = app, 0

    def press(self, label: str) -> None:
        next(one for one in self.app.button if one.label == label).click()
        self._done()

    def type(self, label: str, text: str) -> None:
        next(one for one in self.app.text_input if one.label == label).input(text)
        self._done()

    def choose(self, label: str, value: str) -> None:
        next(one for one in self.app.selectbox if one.label == label).set_value(value)
        self._done()

    def pick(self, label: str, value: str) -> None:
        next(one for one in self.app.multiselect if one.label == label).set_value([value])
        self._done()

    def _done(self) -> None:
        self.actions += 1
        self.app = healthy(self.app.run())


@pytest.mark.parametrize(
    ("script", "new", "title"),
    [(MEASURES, "Maßnahme anlegen", "Titel"), (APPLICATIONS, "Anwendung anlegen", "Bezeichnung")],
)
def test_goal_domain_and_three_years_of_cost_take_ten_actions(
    on_empty: Opener, script: str, new: str, title: str
) -> None:
    with session.open_store().write("Kim", "Ziel") as tx:
        goal = save_(tx, Goal(title="Dienste ohne Wege", level="strategisches Ziel"))
        domain = next(iter(leading_domains(tx)))
    hand = Hand(healthy(on_empty(script)))
    hand.press(new)
    label = next(one.label for one in hand.app.text_input if one.label.startswith(title))
    hand.type(label, "Portal für alle Anträge")
    if script == MEASURES:
        hand.choose("Lebensbereich", domain)
    else:
        hand.pick("Lebensbereich", domain)
    hand.pick("Dient dem Ziel", goal.id)
    hand.press("Speichern")
    hand.choose("Kostenart", "Lizenz")
    for year, text in (("2027", "12.000"), ("2028", "12.600,50"), ("2029", "unbekannt")):
        hand.type(f"{year} (Euro)", text)
    hand.press("Zeile speichern")
    assert hand.actions == 10
    with session.open_store().read() as db:
        lines = find(db, CostLine, order="year")
        (link,) = find(db, Link, "kind = 'dient'")
        actions = list_actions(db)
    assert [line.amount_cents for line in lines] == [1_200_000, 1_260_050, None]
    assert link.to_id == goal.id
    # Three years are one action, and the object with its goal and domain is one.
    newest = max(actions, key=lambda action: action.id)
    assert newest.what == "Kostenblatt von „Portal für alle Anträge“ geändert"
    hand.press("Rückgängig")
    with session.open_store().read() as db:
        assert not find(db, CostLine)


def test_a_wrong_cell_is_said_and_nothing_is_lost(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, id="M-0003"))
    with session.open_store().read() as db:
        before = find(db, CostLine, "measure_id = 'M-0003'")
        measure = find(db, Measure, "id = 'M-0003'")[0]
    hand = Hand(page)
    hand.press("Kostenblatt bearbeiten")
    hand.choose("Kostenart", "Schulung")
    hand.type("2028 (Euro)", "1.5")
    next(one for one in hand.app.button if one.label == "Zeile speichern").click()
    page = hand.app.run()
    assert any("Noch nicht gespeichert" in one.value for one in page.error)
    assert any("2028: „1.5“" in one.value for one in page.error)
    assert measure.title
    with session.open_store().read() as db:
        assert find(db, CostLine, "measure_id = 'M-0003'") == before
    # The typed row is in the sheet now and can be put right there.
    box = next(one for one in page.selectbox if one.label == "Zeile")
    box.set_value(len(box.options) - 2)
    page = page.run()
    box = next(one for one in page.text_input if one.label == "2028 (Euro)")
    assert box.value == "1.5"
    box.input("1,50")
    next(one for one in page.button if one.label == "Zeile speichern").click()
    healthy(page.run())
    with session.open_store().read() as db:
        lines = find(db, CostLine, "measure_id = 'M-0003'")
    assert len(lines) == len(before) + 1
    assert {line.id: line for line in before}.items() <= {line.id: line for line in lines}.items()


def test_years_are_filled_and_rows_pasted_from_beside_the_grid(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, id="M-0003"))
    page = healthy(page.button(key="kostenblatt_edit_M-0003").click().run())
    key = "kostenblatt_tools_M-0003"
    page.text_area(key=f"{key}_paste").input("Kostenart\tBezeichnung\t2027\nLizenz\tNeu\t100")
    page = healthy(page.button(key=f"{key}_insert").click().run())
    rows = page.selectbox(key=f"{key}_row")
    rows.set_value(len(rows.options) - 1)
    page.selectbox(key=f"{key}_first").set_value(2027)
    page.selectbox(key=f"{key}_last").set_value(2029)
    page.text_input(key=f"{key}_step").input("10")
    page = healthy(page.run().button(key=f"{key}_rising").click().run())
    healthy(page.button(key="kostenblatt_save_M-0003").click().run())
    with session.open_store().read() as db:
        lines = find(db, CostLine, "measure_id = 'M-0003' AND title = 'Neu'", order="year")
    assert [(line.year, line.amount_cents) for line in lines] == [
        (2027, 10_000),
        (2028, 11_000),
        (2029, 12_100),
    ]


def test_a_cost_lowered_below_its_grant_is_said_on_the_sheet(on_demo: Opener) -> None:
    """M-0030 has 90 % of 118.000 €; a Kostenblatt may lower the cost, the sheet then says so."""
    with session.open_store().write("Kim", "Kosten gesenkt") as tx:
        for line in find(tx, CostLine, "measure_id = 'M-0030' AND basis = 'Plan'"):
            save_(tx, line.replace(amount_cents=100, low_cents=None, high_cents=None))
        # Rejected, it takes from M-0033 what that one builds on.
        school = get_(tx, Measure, "M-0030")
        save_(tx, school.replace(status="verworfen", reason="zu teuer"))
    page = healthy(on_demo(MEASURES, id="M-0030"))
    said = [one.value for one in page.warning]
    assert any("106.200,00" in sentence and "kostet aber nur" in sentence for sentence in said)
    assert any("förderfähigen Kosten" in sentence for sentence in said)
    assert any("die steht nicht im Plan" in sentence for sentence in said)


def test_details_of_one_amount_are_given_in_a_dialog(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, id="M-0003"))
    page = healthy(page.button(key="kostenblatt_edit_M-0003").click().run())
    page = healthy(page.button(key="kostenblatt_details_M-0003").click().run())
    line_id = page.selectbox(key="kostenblatt_detail").value
    with session.open_store().read() as db:
        before = get_(db, CostLine, line_id)
    field = f"cost_line:{line_id}:{before.version}:einzelheiten"
    page.text_input(key=f"{field}account").input("0012345")
    page.text_input(key=f"{field}note").input("Angebot liegt vor")
    healthy(page.button(key="kostenblatt_detail_save").click().run())
    with session.open_store().read() as db:
        after = get_(db, CostLine, line_id)
    # The key stays text with its leading zeros, and nothing else of the line has changed.
    assert (after.account, after.note) == ("0012345", "Angebot liegt vor")
    assert after.amount_cents == before.amount_cents and after.year == before.year


def test_two_people_in_one_sheet_see_both_values_and_choose(on_demo: Opener) -> None:
    hand = Hand(healthy(on_demo(MEASURES, id="M-0003")))
    hand.press("Kostenblatt bearbeiten")
    box = next(one for one in hand.app.selectbox if one.label == "Zeile")
    hand.app = healthy(box.set_value(0).run())
    next(one for one in hand.app.text_input if one.label == "2027 (Euro)").input("1,00")
    with session.open_store().write("Ada", "Betrag") as tx:
        line = find(tx, CostLine, "measure_id = 'M-0003' AND cost_type = 'Lizenz'", order="id")[0]
        save_(tx, line.replace(amount_cents=77_00))
    next(one for one in hand.app.button if one.label == "Zeile speichern").click()
    page = hand.app.run()
    choice = next(one for one in page.radio if one.label.endswith("welcher Wert gilt?"))
    assert [word.replace("\xa0", " ") for word in choice.options] == [
        "mein Wert: 1,00 €",
        "der andere Wert: 77,00 €",
    ]
    assert not any(one.label == "Kostenblatt speichern" for one in page.button)
    next(one for one in page.button if one.label == "Mit dieser Auswahl speichern").click()
    healthy(page.run())
    with session.open_store().read() as db:
        assert get_(db, CostLine, line.id).amount_cents == 1_00


def test_the_sheet_says_which_dezernat_bears_the_own_share(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(MEASURES, id="M-0003"))
    by_year = next(one.value for one in page.table if "Eigenanteil" in one.value)
    by_unit = next(one.value for one in page.table if "Dezernat" in one.value)
    assert by_unit["Dezernat"].tolist()[-1] == "**Summe**" and len(by_unit) > 1
    # The same cells by another way: every year and the total are equal to the cent.
    sums = dict(zip(by_year["Jahr"], by_year["Eigenanteil"], strict=True))
    last = by_unit.iloc[-1]
    assert {year: last[year] for year in sums if year.isdigit()} | {
        "**Summe**": last["Summe"]
    } == sums
