"""Budget, goals, workshop, services, interviews, inventory and council on small known plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.figures.inventory.counts import application_completeness
from strategy.figures.inventory.interviews import coverage, interview_coverage
from strategy.figures.inventory.redundancy import redundancy_groups
from strategy.figures.inventory.services import service_totals, services_by_topic
from strategy.figures.money.budget import (
    budget_by_unit,
    budget_by_year,
    budget_result,
    budget_rows,
    leading_budget,
    product_table,
)
from strategy.figures.plan.council import consultations, due_items, paper_table
from strategy.figures.plan.goals import goal_tree, indicator_table
from strategy.figures.workshop.cards import cards_by_state, cluster_points_by_group, cluster_ranking
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Transaction
from strategy.nouns.application import Application
from strategy.nouns.body import Body
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.consultation import Consultation
from strategy.nouns.deadline import Deadline
from strategy.nouns.goal import Goal
from strategy.nouns.group_member import GroupMember
from strategy.nouns.indicator import Indicator
from strategy.nouns.indicator_value import IndicatorValue
from strategy.nouns.interview import Interview
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.service import Service
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.relations.links import link
from tests.fresh_plans import trial

# Product 1.100.11.1.3.01 of the Leipzig budget, as published: year → plus and minus in euros.
LEIPZIG = {
    2016: (7_800, (2_841_750, 53_250, 137_179, 2_428_500), 5_460_679, -5_452_879),
    2017: (39_600, (3_091_850, 69_300, 31_432, 1_016_400), 4_208_982, -4_169_382),
    2018: (6_500, (3_099_550, 69_350, 178_997, 921_700), 4_269_597, -4_263_097),
}


def test_the_published_leipzig_product_adds_up_and_subtotals_do_not_count() -> None:
    with trial() as tx:
        lines = []
        for year, (income, expenses, total, _) in LEIPZIG.items():
            common = {"product": "1.100.11.1.3.01", "year": year, "plan_type": "Plan"}
            lines.append(
                BudgetLine(title="Erträge", line_kind="Ertrag", amount_cents=income * 100, **common)
            )
            lines += [
                BudgetLine(title="Zeile", line_kind="Aufwand", amount_cents=part * 100, **common)
                for part in expenses
            ]
            lines.append(
                BudgetLine(
                    title="Summe",
                    line_kind="Aufwand",
                    amount_cents=total * 100,
                    is_subtotal=True,
                    **common,
                )
            )
        insert(tx, lines)
        for year, (_, _, total, result) in LEIPZIG.items():
            rows = budget_rows(tx, year=year, line_kind="Aufwand", product="1.100.11.1.3.01")
            assert int(rows["amount_cents"].sum()) == total * 100
            assert budget_result(tx, year, "Plan") == result * 100
        product = product_table(tx, 2017, "Plan").iloc[0]
        assert product["expense_cents"] == 420_898_200 and product["income_cents"] == 3_960_000


def test_the_budget_by_amt_adds_up_to_the_budget_by_product() -> None:
    """Lines of a Sachgebiet count with its Amt, lines without a unit stand apart."""
    with trial() as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        amt = save_(tx, OrganisationUnit(title="Hauptamt", level=2, parent_id=top.id))
        desk = save_(tx, OrganisationUnit(title="IT", level=3, parent_id=amt.id))
        for unit, kind, cents in (
            (amt.id, "Aufwand", 100),
            (desk.id, "Aufwand", 20),
            (None, "Ertrag", 7),
            (None, "Aufwand", None),
        ):
            save_(
                tx,
                BudgetLine(
                    title="A",
                    product="11",
                    line_kind=kind,
                    year=2027,
                    plan_type="Ansatz",
                    amount_cents=cents,
                    organisation_id=unit,
                ),
            )
        units = budget_by_unit(tx, 2027, "Ansatz")
        product = product_table(tx, 2027, "Ansatz")
        assert units["amt"].tolist() == ["Hauptamt", "ohne Zuordnung"]
        assert units["expense_cents"].tolist()[0] == 120 and units["expense_cents"].isna()[1]
        for name in ("income_cents", "expense_cents", "lines", "unknown_lines"):
            assert units[name].sum() == product[name].sum(), name


def test_one_plan_type_leads_each_year_and_none_is_added_to_another() -> None:
    with trial() as tx:
        insert(
            tx,
            [
                BudgetLine(
                    title="A",
                    line_kind="Aufwand",
                    year=year,
                    plan_type=plan_type,
                    amount_cents=cents,
                )
                for year, plan_type, cents in (
                    (2025, "Ansatz", 100),
                    (2025, "Ergebnis", 90),
                    (2026, "Ansatz", 110),
                    (2027, "Finanzplanung", None),
                )
            ],
        )
        leading = leading_budget(tx)
        assert leading["plan_type"].tolist() == ["Ergebnis", "Ansatz", "Finanzplanung"]
        assert leading["basis"].tolist() == ["Ist", "Plan", "Plan"]
        assert leading["amount_cents"].tolist()[:2] == [90, 110]
        assert leading["amount_cents"].isna().tolist() == [False, False, True]
        assert leading["unknown_lines"].tolist() == [0, 0, 1]
        assert len(budget_by_year(tx)) == 4


def test_the_goal_tree_counts_each_measure_once_and_indicators_know_their_course() -> None:
    with trial() as tx:
        top = save_(tx, Goal(title="Oben", level="Leitziel"))
        low = [
            save_(tx, Goal(title=name, level="strategisches Ziel", parent_id=top.id))
            for name in ("Links", "Rechts")
        ]
        measure = save_(tx, Measure(title="Portal", origin="Interview"))
        for goal in low:
            link(tx, measure.id, "dient", goal.id)
        tree = goal_tree(tx).set_index("id")
        assert (tree.loc[top.id, "measures"], tree.loc[top.id, "measures_below"]) == (0, 1)
        assert tree.loc[low[0].id, "measures_below"] == 1

        # From 0 on 31.12.2023 to 100 at the end of 2027: half of the way is due after two years.
        for amount, course in (
            ("51", "voll auf Kurs"),
            ("41", "weitgehend auf Kurs"),
            ("30", "teilweise auf Kurs"),
            ("10", "nicht auf Kurs"),
            ("100", "voll auf Kurs"),
            (None, "unbekannt"),
        ):
            indicator = save_(
                tx,
                Indicator(
                    title="Quote",
                    unit="%",
                    goal_id=top.id,
                    baseline=Decimal(0),
                    baseline_day=date(2023, 12, 31),
                    target=Decimal(100),
                    target_year=2027,
                ),
            )
            if amount is not None:
                save_(
                    tx,
                    IndicatorValue(
                        indicator_id=indicator.id,
                        measured_on=date(2025, 12, 31),
                        amount=Decimal(amount),
                    ),
                )
            row = indicator_table(tx).set_index("indicator_id").loc[indicator.id]
            assert row["course"] == course, amount
        falling = save_(
            tx,
            Indicator(
                title="Tage",
                unit="Tage",
                direction="niedriger ist besser",
                baseline=Decimal(20),
                baseline_day=date(2023, 12, 31),
                target=Decimal(10),
                target_year=2027,
            ),
        )
        for day, amount in ((date(2024, 12, 31), "9"), (date(2025, 12, 31), "14")):
            save_(
                tx, IndicatorValue(indicator_id=falling.id, measured_on=day, amount=Decimal(amount))
            )
        row = indicator_table(tx).set_index("indicator_id").loc[falling.id]
        assert row["latest"] == 14 and row["course"] == "voll auf Kurs"
        assert row["expected"] == pytest.approx(15, abs=0.01)


CARDS = st.lists(
    st.tuples(st.none() | st.sampled_from(list(CardState)), st.none() | st.integers(0, 2)),
    max_size=30,
)
POINTS = st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(1, 5)), max_size=20)


def make_workshop(tx: Transaction) -> tuple[Workshop, WorkshopPhase, list[Cluster]]:
    workshop = save_(tx, Workshop(title="Werkstatt"))
    phase = save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Kritik", kind="Kritik"))
    clusters = [save_(tx, Cluster(workshop_id=workshop.id, title=f"Thema {n}")) for n in range(3)]
    return workshop, phase, clusters


@settings(max_examples=15, deadline=None)
@given(cards=CARDS, points=POINTS)
def test_no_card_and_no_point_is_lost(
    cards: list[tuple[CardState | None, int | None]], points: list[tuple[int, bool, int]]
) -> None:
    with trial() as tx:
        workshop, phase, clusters = make_workshop(tx)
        made = insert(
            tx,
            [
                Card(
                    workshop_id=workshop.id,
                    phase_id=phase.id,
                    body="Idee",
                    state=state,
                    cluster_id=None if place is None else clusters[place].id,
                )
                for state, place in cards
            ],
        )
        group = save_(tx, ParticipantGroup(workshop_id=workshop.id, title="Vereine"))
        on_cards = [card for card in made if card.cluster_id]
        given_points = []
        for place, on_card, count in points:
            where = (
                {"card_id": on_cards[place % len(on_cards)].id}
                if on_card and on_cards
                else {"cluster_id": clusters[place].id}
            )
            given_points.append(
                Point(workshop_id=workshop.id, group_id=group.id, points=count, **where)
            )
        insert(tx, given_points)
        states = cards_by_state(tx, workshop.id)
        assert int(states["cards"].sum()) == len(cards)
        ranked = cluster_ranking(tx, workshop.id)
        assert int(ranked["points"].sum()) == sum(count for _, _, count in points)
        assert int(ranked["cards"].sum()) == len(on_cards)
        assert ranked["points"].is_monotonic_decreasing and ranked["rank"].iloc[0] == 1
        by_group = cluster_points_by_group(tx, workshop.id)
        assert int(by_group["points"].sum()) == int(ranked["points"].sum())


def test_the_online_quote_leaves_out_what_is_unknown() -> None:
    with trial() as tx:
        insert(
            tx,
            [
                Service(title="A", topic="Bildung", online=True, maturity_actual=3),
                Service(title="B", topic="Bildung", online=False, maturity_actual=1),
                Service(title="C", topic="Bildung", online=None, maturity_target=4),
                Service(title="D", online=True, cases_digital=10),
            ],
        )
        totals = service_totals(tx)
        assert (totals.services, totals.online, totals.online_unknown) == (4, 2, 1)
        assert totals.online_quote == pytest.approx(200 / 3)
        assert totals.maturity_actual == 2 and totals.maturity_unknown == 2
        by_topic = services_by_topic(tx).set_index("topic")
        assert by_topic["online_quote"].to_dict() == {"Bildung": 50, "ohne Themenfeld": 100}
        assert by_topic["services"].sum() == 4


def test_every_amt_stands_in_the_coverage_of_interviews() -> None:
    with trial() as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        names = ("Bauamt", "Schulamt", "Hauptamt")
        offices = [
            save_(tx, OrganisationUnit(title=name, level=2, parent_id=top.id)) for name in names
        ]
        desk = save_(tx, OrganisationUnit(title="Hochbau", level=3, parent_id=offices[0].id))
        gone = OrganisationUnit(
            title="Altes Amt", level=2, parent_id=top.id, valid_to=date(2020, 12, 31)
        )
        save_(tx, gone)
        held = {"status": "geführt", "held_on": date(2026, 3, 1)}
        save_(tx, Interview(title="Eins", organisation_id=desk.id, **held))
        save_(tx, Interview(title="Zwei", organisation_id=offices[1].id, status="vereinbart"))
        found = interview_coverage(tx, date(2026, 6, 1)).set_index("amt")["state"].to_dict()
        assert found == {
            "Bauamt": "geführt",
            "Schulamt": "vereinbart",
            "Hauptamt": "kein Interview",
        }
        heard = coverage(tx, date(2026, 6, 1))
        assert (heard.units, heard.done, heard.missing) == (3, 1, ("Schulamt", "Hauptamt"))


def test_inventory_counts_gaps_and_names_candidates() -> None:
    with trial() as tx:
        units = [save_(tx, OrganisationUnit(title=name, level=2)) for name in ("X", "Y")]
        insert(
            tx,
            [
                Application(title="DMS A", category="DMS", organisation_id=units[0].id),
                Application(title="DMS B", category="DMS", organisation_id=units[1].id),
                Application(
                    title="DMS C",
                    category="DMS",
                    organisation_id=units[1].id,
                    life_cycle="abgelöst",
                ),
                Application(title="CAD", category="CAD", organisation_id=units[1].id),
            ],
        )
        candidates = redundancy_groups(tx, "Plan", 2027).set_index("reason")
        assert candidates.loc["gleiche Kategorie", ["applications", "titles"]].tolist() == [
            2,
            "DMS A, DMS B",
        ]
        filled = application_completeness(tx).set_index("field")["percent"]
        assert filled["category"] == 100 and filled["vendor"] == 0 and filled["life_cycle"] == 25


def test_papers_votes_and_what_is_overdue() -> None:
    with trial() as tx:
        body = save_(tx, Body(title="Hauptausschuss", kind="Ausschuss"))
        council = save_(tx, Body(title="Stadtrat", kind="Vertretung"))
        paper = save_(tx, Paper(title="Strategie", paper_type="Beschlussvorlage"))
        stations = [
            (body, 1, 9, 0, 0, "angenommen"),
            (council, 2, 5, 5, 1, "abgelehnt"),
            (council, 3, None, None, None, "offen"),
        ]
        for where, place, yes, no, rest, outcome in stations:
            save_(
                tx,
                Consultation(
                    paper_id=paper.id,
                    body_id=where.id,
                    position=place,
                    role="Entscheidung",
                    yes=yes,
                    no=no,
                    abstentions=rest,
                    outcome=outcome,
                    held_on=date(2026, place, 10),
                    public=place > 1,
                ),
            )
        frame = consultations(tx, paper.id)
        assert frame["vote"].tolist()[:2] == ["angenommen", "abgelehnt"]
        assert frame["vote"].isna().tolist() == [False, False, True]
        assert len(consultations(tx, public_only=True)) == 2
        row = paper_table(tx).iloc[0]
        assert (row["stations"], row["done"], row["next_body"]) == (3, 2, "Stadtrat")

        save_(tx, Deadline(title="Bericht", due=date(2026, 5, 1)))
        save_(tx, Deadline(title="Erledigt", due=date(2026, 1, 1), done_on=date(2026, 1, 1)))
        save_(tx, Deadline(title="Später", event="Konstituierende Sitzung"))
        seat = GroupMember(title="Fraktion A", body_id=body.id, name_until=date(2026, 5, 31))
        save_(tx, seat)
        save_(tx, seat.replace(title="Fraktion B", named=True, deputies_named=1))
        due = due_items(tx, date(2026, 6, 1))
        assert due["title"].tolist() == ["Bericht", "Fraktion A", "Später"]
        assert due["overdue"].tolist() == [True, True, False]
        assert due["days"].tolist()[:2] == [-31, -1]
