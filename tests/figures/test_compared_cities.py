"""Own values beside those of other cities, and what stands behind goals and seats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from strategy.figures.comparison import city_values, compared_indicators
from strategy.figures.plan.council import meeting_table
from strategy.figures.plan.goals import goal_measures
from strategy.figures.plan.working_group import group_members
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.comparison_city import ComparisonCity
from strategy.nouns.comparison_value import ComparisonValue
from strategy.nouns.goal import Goal, GoalLevel
from strategy.nouns.group_member import GroupMember
from strategy.nouns.indicator import Indicator
from strategy.nouns.indicator_value import IndicatorValue
from strategy.nouns.measure import Measure
from strategy.nouns.meeting import Meeting
from strategy.nouns.municipality import Municipality
from strategy.relations.links import link


def test_the_newest_known_value_of_every_city(plan: Store) -> None:
    with plan.write("Anna", "Vergleich") as tx:
        save_(tx, Municipality(title="Probe", plan_year=2027))
        own = save_(tx, Indicator(title="Online", unit="Leistungen"))
        save_(tx, Indicator(title="ohne Vergleich", unit="%"))
        for day, amount in ((date(2025, 6, 30), 5), (date(2026, 6, 30), 8)):
            save_(tx, IndicatorValue(indicator_id=own.id, measured_on=day, amount=Decimal(amount)))
        first = save_(tx, ComparisonCity(title="Ahausen"))
        save_(tx, ComparisonCity(title="Ohnewert"))
        for year, amount in ((2024, Decimal(9)), (2025, Decimal(12)), (2026, None)):
            save_(
                tx, ComparisonValue(city_id=first.id, indicator_id=own.id, year=year, amount=amount)
            )
    with plan.read() as db:
        compared = compared_indicators(db)
        values = city_values(db, own.id)
    assert list(compared["indicator_id"]) == [own.id] and compared["cities"].iloc[0] == 1
    assert list(values["label"]) == ["Ahausen", "Probe", "Ohnewert"]
    assert [float(value) for value in values["value"].iloc[:2]] == [12, 8]
    assert list(values["own"]) == [False, True, False]
    assert values["value"].isna().iloc[2]
    assert list(values["year"].iloc[:2]) == [2025, 2026]


def test_a_goal_counts_the_measures_below_it_once(plan: Store) -> None:
    with plan.write("Anna", "Ziele") as tx:
        top = save_(tx, Goal(title="oben", level=GoalLevel.GUIDING))
        low = save_(tx, Goal(title="unten", level=GoalLevel.STRATEGIC, parent_id=top.id))
        both = save_(tx, Measure(title="beidem"))
        one = save_(tx, Measure(title="unten"))
        link(tx, both.id, "dient", top.id)
        link(tx, both.id, "unterstützt", low.id)
        link(tx, one.id, "dient", low.id)
    with plan.read() as db:
        above, below = goal_measures(db, top.id), goal_measures(db, low.id)
    assert list(above["id"]) == [both.id, one.id]
    assert above["goal"].iloc[0] == "oben, unten"
    assert list(below["goal"]) == ["unten", "unten"]


def test_seats_say_who_is_missing_and_since_when(plan: Store) -> None:
    with plan.write("Anna", "Gruppe") as tx:
        body = save_(tx, Body(title="AG", kind=BodyKind.WORKING_GROUP))
        save_(tx, Meeting(body_id=body.id, held_on=date(2026, 3, 18)))
        past = date(2026, 4, 30)
        for title, named, deputies, until in (
            ("voll", True, 1, past),
            ("ohne Vertretung", True, None, past),
            ("leer", False, 0, past),
            ("heute", False, 1, date(2026, 11, 22)),
        ):
            save_(
                tx,
                GroupMember(
                    title=title,
                    body_id=body.id,
                    named=named,
                    deputies_named=deputies,
                    name_until=until,
                ),
            )
    with plan.read() as db:
        seats = group_members(db, date(2026, 11, 22)).set_index("title")
        meetings = meeting_table(db)
    assert seats["missing"].isna()["voll"] and not seats.loc["voll", "overdue"]
    assert seats.loc["ohne Vertretung", "missing"] == "Stellvertretung"
    assert seats.loc["leer", "missing"] == "Mitglied und Stellvertretung"
    assert list(seats["overdue"].loc[["ohne Vertretung", "leer", "heute"]]) == [True, True, False]
    assert list(meetings["papers"]) == [0]
