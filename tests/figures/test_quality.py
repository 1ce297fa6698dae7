"""Confirmations age, and the euros behind them are weighed to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.acts.confirmation import confirm, confirm_unit
from strategy.documents.council_answer import write_council_answer
from strategy.excel.report import write_report
from strategy.figures.catalogue import find_figures
from strategy.figures.inventory.quality import euro_quality, quality_by_amt, quality_records
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import (
    Application,
    CostLine,
    Goal,
    Municipality,
    OrganisationUnit,
    Person,
    Project,
    Service,
)
from tests.fresh_plans import trial

TODAY = date(2026, 11, 22)


def _fill(store: Store) -> None:
    with store.write("Anna", "Bestand") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        one = save_(tx, OrganisationUnit(title="Hauptamt", level=2, parent_id=top.id))
        two = save_(tx, OrganisationUnit(title="Bauamt", level=2, parent_id=top.id))
        person = save_(tx, Person(function="Leitung IT"))
        fresh, stale, never, gone = insert(
            tx,
            [
                Application(
                    title="Frisch",
                    organisation_id=one.id,
                    owner_id=person.id,
                    confirmed_on=date(2025, 11, 22),
                ),
                Application(
                    title="Alt",
                    organisation_id=one.id,
                    owner_id=person.id,
                    confirmed_on=date(2025, 11, 21),
                ),
                Application(title="Nie", organisation_id=two.id),
                Application(title="Abgelöst", organisation_id=two.id, life_cycle="abgelöst"),
            ],
        )
        insert(tx, [Project(title="Fertig", organisation_id=two.id, status="umgesetzt")])
        insert(tx, [Service(title="Melden", organisation_id=two.id, topic="Bauen")])
        line = {"year": 2027, "cost_type": "Lizenz", "basis": "Plan"}
        insert(
            tx,
            [
                CostLine(application_id=fresh.id, amount_cents=1_000, **line),
                CostLine(application_id=stale.id, amount_cents=200, **line),
                # Confirmed by itself, though its application is not.
                CostLine(application_id=stale.id, amount_cents=30, confirmed_on=TODAY, **line),
                CostLine(application_id=never.id, amount_cents=4, **line),
                CostLine(application_id=never.id, amount_cents=None, **line),
                CostLine(application_id=fresh.id, amount_cents=9, **{**line, "year": 2028}),
            ],
        )


def test_a_confirmation_holds_twelve_months_to_the_day(plan: Store) -> None:
    _fill(plan)
    with plan.read() as db:
        states = {row.title: row.state for row in quality_records(db, TODAY).itertuples()}
        later = quality_records(db, TODAY + timedelta(days=1))
    assert states == {
        "Frisch": "frisch",
        "Alt": "veraltet",
        "Nie": "nie bestätigt",
        "Melden": "nie bestätigt",
    }
    assert set(later[later["title"] == "Frisch"]["state"]) == {"veraltet"}


def test_the_municipality_decides_how_long_a_confirmation_holds(plan: Store) -> None:
    _fill(plan)
    with plan.write("Anna", "Frist") as tx:
        save_(tx, find(tx, Municipality)[0].replace(fresh_months=13))
    with plan.read() as db:
        assert euro_quality(db, TODAY).months == 13
        assert "veraltet" not in set(quality_records(db, TODAY)["state"])
    with plan.write("Anna", "Frist") as tx, pytest.raises(Refused, match="zwischen 1 und 120"):
        save_(tx, find(tx, Municipality)[0].replace(fresh_months=0))


def test_stale_and_ownerless_euros_are_weighed(plan: Store) -> None:
    _fill(plan)
    with plan.read() as db:
        euros = euro_quality(db, TODAY)
        by_amt = quality_by_amt(db, TODAY).set_index("amt")
    assert (euros.total_cents, euros.stale_cents, euros.ownerless_cents) == (1_234, 204, 4)
    assert round(euros.stale_percent or 0, 4) == round(100 * 204 / 1_234, 4)
    assert int(by_amt.loc["Hauptamt", "stale_cents"]) == 200
    assert (by_amt.loc["Bauamt", "records"], by_amt.loc["Bauamt", "ownerless"]) == (2, 2)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-50_000, 500_000) | st.none(),
            st.integers(0, 900) | st.none(),
            st.integers(0, 900) | st.none(),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_the_shares_equal_a_slow_reckoning(
    lines: list[tuple[int | None, int | None, int | None, bool]],
) -> None:
    back = {n: None if n is None else TODAY - timedelta(days=n) for n in [None, *range(901)]}
    with trial() as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        person = save_(tx, Person(function="Leitung"))
        items = insert(
            tx,
            [
                Application(
                    title=f"A{number}",
                    confirmed_on=back[application],
                    owner_id=person.id if owned else None,
                )
                for number, (_, _, application, owned) in enumerate(lines)
            ],
        )
        insert(
            tx,
            [
                CostLine(
                    application_id=item.id,
                    year=2027,
                    cost_type="Lizenz",
                    basis="Plan",
                    amount_cents=cents,
                    confirmed_on=back[own],
                )
                for item, (cents, own, _, _) in zip(items, lines, strict=True)
            ],
        )
        euros = euro_quality(tx, TODAY)
    limit = date(2025, 11, 22)
    stale = ownerless = 0
    for cents, own, application, owned in lines:
        days = [day for day in (back[own], back[application]) if day is not None]
        stale += (cents or 0) if not days or max(days) < limit else 0
        ownerless += 0 if owned else (cents or 0)
    assert (euros.stale_cents, euros.ownerless_cents) == (stale, ownerless)
    assert (euros.total_cents or 0) == sum(cents or 0 for cents, *_ in lines)


def test_an_amt_is_confirmed_in_one_action_and_undone_as_one(plan: Store) -> None:
    _fill(plan)
    with plan.read() as db:
        amt = db.value("SELECT id FROM organisation_unit WHERE title = 'Bauamt'")
        before = euro_quality(db, TODAY)
    with plan.write("Anna", "Bauamt bestätigt") as tx:
        assert confirm_unit(tx, amt, TODAY) == 2
    with plan.read() as db:
        assert set(quality_records(db, TODAY, amt=amt)["state"]) == {"frisch"}
        assert euro_quality(db, TODAY).stale_cents == before.stale_cents - 4
        assert find(db, Project)[0].confirmed_on is None
    undo(plan, "Anna")
    with plan.read() as db:
        assert euro_quality(db, TODAY) == before
        assert set(quality_records(db, TODAY, amt=amt)["state"]) == {"nie bestätigt"}


def test_what_nobody_confirms_is_refused(plan: Store) -> None:
    with plan.write("Anna") as tx:
        goal = save_(tx, Goal(title="Ziel", level="Leitziel"))
    with plan.write("Anna") as tx, pytest.raises(Refused, match="nicht bestätigen"):
        confirm(tx, [goal.id], TODAY)
    with plan.write("Anna") as tx, pytest.raises(Refused, match="nichts zu bestätigen"):
        confirm(tx, [], TODAY)


def test_reports_print_the_same_share(plan_file: Store, tmp_path: Path) -> None:
    _fill(plan_file)
    with plan_file.read() as db:
        sentence = euro_quality(db, TODAY).sentence
        figures = find_figures(db, ["daten_euro_veraltet", "daten_euro_ohne_person"])
    assert "16,5 %" in sentence.replace("\u00a0", " ") and len(figures) == 2
    book = openpyxl.load_workbook(
        write_report(plan_file, tmp_path / "bericht.xlsx", today=TODAY), read_only=True
    )
    cover = {cell.value for row in book["Deckblatt"].iter_rows() for cell in row}
    assert sentence in cover
    word = Document(str(write_council_answer(plan_file, tmp_path / "antwort.docx", today=TODAY)))
    assert sentence in [paragraph.text for paragraph in word.paragraphs]
