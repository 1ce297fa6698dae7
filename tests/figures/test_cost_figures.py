"""Cost figures against a slow, obvious twin: every total by every path, to the cent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401  (makes the nouns known)
from strategy.figures.money.cost import (
    cost_by_dezernat,
    cost_by_object,
    cost_by_type,
    cost_by_unit,
    cost_by_unit_and_year,
    cost_by_year,
    cost_rows,
    cost_total,
    cost_tree,
    cost_years,
    depreciation_by_year,
    unknown_costs,
)
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.project import Project
from tests.fresh_plans import trial

PLAN, IST = "Plan", "Ist"


def units(tx: Transaction) -> dict[str, str]:
    """Two Dezernate, three Ämter, one Sachgebiet: short name to id."""
    first = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
    second = save_(tx, OrganisationUnit(title="Dezernat II", level=1))
    staff = save_(tx, OrganisationUnit(title="Hauptamt", level=2, parent_id=first.id))
    money = save_(tx, OrganisationUnit(title="Kämmerei", level=2, parent_id=first.id))
    school = save_(tx, OrganisationUnit(title="Schulamt", level=2, parent_id=second.id))
    desk = save_(tx, OrganisationUnit(title="IT", level=3, parent_id=staff.id))
    return {
        "D1": first.id,
        "D2": second.id,
        "10": staff.id,
        "20": money.id,
        "40": school.id,
        "10.1": desk.id,
    }


def line(owner: Record, cents: int | None, **values: object) -> CostLine:
    fields = {"year": 2027, "cost_type": "Lizenz", "basis": PLAN, **values}
    key = {"application": "application_id", "project": "project_id", "measure": "measure_id"}
    return CostLine(amount_cents=cents, **{key[owner.TABLE]: owner.id}, **fields)


def test_shares_split_to_the_cent_and_the_rest_stays_with_the_responsible_unit() -> None:
    with trial() as tx:
        unit = units(tx)
        app = save_(tx, Application(title="DMS", organisation_id=unit["10.1"]))
        for name in ("10", "20", "40"):
            share = ApplicationUse(
                application_id=app.id, organisation_id=unit[name], share=Decimal("30")
            )
            save_(tx, share)
        save_(tx, line(app, 101))
        rows = cost_rows(tx, PLAN, year=2027)
        found = dict(zip(rows["unit"], rows["amount_cents"], strict=True))
        # 30,3 three times and 10,1: the cent left over goes to the largest remainder.
        assert found == {"Hauptamt": 31, "Kämmerei": 30, "Schulamt": 30, "IT": 10}
        by_unit = cost_by_unit(tx, PLAN, 2027)
        assert list(by_unit["amt"]) == ["Hauptamt", "Kämmerei", "Schulamt"]
        assert list(by_unit["amount_cents"]) == [41, 30, 30]
        assert list(by_unit["dezernat"]) == ["Dezernat I", "Dezernat I", "Dezernat II"]


def test_personnel_is_computed_from_posts_and_rate_and_unknown_without_rate() -> None:
    with trial() as tx:
        app = save_(tx, Application(title="Fachverfahren"))
        rate = PersonnelRate(
            grade="E9b",
            year=2027,
            personnel_cents=7_160_000,
            workplace_cents=908_200,
            overhead=Decimal("20"),
        )
        save_(tx, rate)
        post = {"cost_type": "Personal", "fte": Decimal("0.5")}
        save_(tx, line(app, None, grade="E9b", **post))
        with pytest.raises(Refused, match="Für A11 gibt es 2027 weder einen Personalkostensatz"):
            save_(tx, line(app, None, grade="A11", **post))
        # A file from elsewhere may still bring one along.
        insert(tx, [line(app, None, grade="A11", **post)])
        rows = cost_rows(tx, PLAN)
        # 0,5 × (71.600 + 9.082) + 20 % of 0,5 × 71.600
        assert rows["amount_cents"].tolist()[0] == 4_034_100 + 716_000
        assert rows["computed"].tolist() == [True, False]
        assert rows["unknown"].tolist() == [False, True]
        assert set(rows["amt"]) == {"ohne Zuordnung"}
        gap = unknown_costs(tx, PLAN, 2027)
        assert gap.known_cents == 4_750_100 and gap.unknown_lines == 1
        assert gap.sentence == "47.501\u00a0€ bekannt, 1 Kostenzeile ohne Betrag."


def test_depreciation_is_shown_apart_and_plan_never_meets_actual() -> None:
    with trial() as tx:
        app = save_(tx, Application(title="Server"))
        save_(tx, line(app, 900_000, cost_type="Hardware", budget_kind="investiv"))
        save_(tx, line(app, 300_000, cost_type="Abschreibung"))
        save_(tx, line(app, 850_000, cost_type="Hardware", basis=IST))
        assert cost_total(tx, PLAN) == 900_000
        assert cost_total(tx, IST) == 850_000
        assert cost_total(tx, PLAN, 2030) is None
        assert depreciation_by_year(tx, PLAN)["amount_cents"].tolist() == [300_000]


def test_the_sentence_says_how_many_objects_have_no_amount() -> None:
    with trial() as tx:
        insert(tx, [Application(title=f"Anwendung {i}") for i in range(4)])
        app = save_(tx, Application(title="Anwendung mit Betrag"))
        unknown = save_(tx, Project(title="Vorhaben"))
        save_(tx, line(app, 420_000_000))
        save_(tx, line(unknown, None))
        gap = unknown_costs(tx, PLAN, 2027)
        assert gap.sentence == (
            "4,2\u00a0Mio.\u00a0€ bekannt, 4 von 5 Anwendungen und 1 von 1 Projekt ohne Angabe, "
            "1 Kostenzeile ohne Betrag."
        )


def test_a_circle_of_units_does_not_hang() -> None:
    with trial() as tx:
        unit = units(tx)
        circle = [unit["10.1"], unit["D1"]]
        tx.run("UPDATE organisation_unit SET parent_id = ? WHERE id = ?", circle)
        app = save_(tx, Application(title="DMS", organisation_id=unit["10.1"]))
        save_(tx, line(app, 100))
        assert cost_by_unit(tx, PLAN)["amt"].tolist() == ["Hauptamt"]


@dataclass(frozen=True)
class Plan:
    """A random plan: apps (responsible, shares) and lines (owner, unit, year, type, amount …)."""

    apps: list[tuple[str | None, dict[str, Decimal]]]
    projects: list[str | None]
    lines: list[tuple[int, str | None, int, str, int | None, Decimal | None, str | None, str]]
    rates: dict[tuple[str, int], tuple[int, int | None, Decimal | None]]


UNIT_NAMES = st.sampled_from(["D1", "D2", "10", "20", "40", "10.1"])
SHARES = st.dictionaries(
    UNIT_NAMES, st.decimals("0.0001", "100", places=4, allow_nan=False), max_size=4
)
TYPES = st.sampled_from(["Lizenz", "Hardware", "Personal", "Abschreibung", "Sonstiges"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    apps = draw(st.lists(st.tuples(st.none() | UNIT_NAMES, SHARES), min_size=1, max_size=4))
    projects = draw(st.lists(st.none() | UNIT_NAMES, max_size=2))
    rates = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(["E9", "E12"]), st.integers(2026, 2028)),
            st.tuples(
                st.integers(0, 10**7),
                st.none() | st.integers(0, 10**6),
                st.none() | st.decimals("0", "40", places=4, allow_nan=False),
            ),
            max_size=4,
        )
    )
    one = st.tuples(
        st.integers(0, len(apps) + len(projects) - 1),
        st.none() | UNIT_NAMES,
        st.integers(2026, 2028),
        TYPES,
        st.none() | st.integers(-(10**13), 10**13),
        st.none() | st.decimals("0", "20", places=4, allow_nan=False),
        st.none() | st.sampled_from(["E9", "E12"]),
        st.sampled_from([PLAN, IST]),
    )
    return Plan(apps, projects, draw(st.lists(one, max_size=12)), rates)


def twin_amount(plan: Plan, item: tuple) -> int | None:  # type: ignore[type-arg]
    _, _, year, kind, cents, posts, grade, _ = item
    if cents is not None or kind != "Personal" or posts is None or grade is None:
        return cents
    if (grade, year) not in plan.rates:
        return None
    personnel, workplace, overhead = plan.rates[(grade, year)]
    exact = posts * (personnel + (workplace or 0)) + posts * personnel * (overhead or 0) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def twin_parts(amount: int, weights: dict[str, Fraction]) -> dict[str, int]:
    """Largest remainder, spelled out; ``weights`` by id of the unit ("" is none, last in ties)."""
    whole = sum(weights.values())
    exact = {unit: abs(amount) * weight / whole for unit, weight in weights.items()}
    parts = {unit: int(value) for unit, value in exact.items()}
    left = abs(amount) - sum(parts.values())
    order = sorted(exact, key=lambda unit: (parts[unit] - exact[unit], unit == "", unit))
    for unit in order[:left]:
        parts[unit] += 1
    return {unit: part if amount >= 0 else -part for unit, part in parts.items()}


def twin_bearers(plan: Plan, owner: int, ids: dict[str, str]) -> dict[str, Fraction]:
    if owner >= len(plan.apps):
        name = plan.projects[owner - len(plan.apps)]
        return {ids.get(name or "", ""): Fraction(100)}
    responsible, shares = plan.apps[owner]
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for name, share in shares.items():
        weights[ids[name]] += Fraction(share)
    if sum(weights.values()) < 100:
        weights[ids.get(responsible or "", "")] += 100 - sum(weights.values())
    return weights


def build(tx: Transaction, plan: Plan) -> dict[str, str]:
    ids = units(tx)
    owners: list[Record] = []
    for number, (responsible, shares) in enumerate(plan.apps):
        app = save_(
            tx, Application(title=f"App {number}", organisation_id=ids.get(responsible or ""))
        )
        owners.append(app)
        uses = [
            ApplicationUse(application_id=app.id, organisation_id=ids[name], share=share)
            for name, share in shares.items()
        ]
        insert(tx, uses)
    for number, unit in enumerate(plan.projects):
        owners.append(
            save_(tx, Project(title=f"Projekt {number}", organisation_id=ids.get(unit or "")))
        )
    rates = [
        PersonnelRate(
            grade=grade,
            year=year,
            personnel_cents=rate[0],
            workplace_cents=rate[1],
            overhead=rate[2],
        )
        for (grade, year), rate in plan.rates.items()
    ]
    insert(tx, rates)
    # A measure's cost is another matter and must never slip into the inventory's.
    measure = save_(tx, Measure(title="Maßnahme", origin="Interview"))
    save_(tx, line(measure, 777))
    lines = [
        line(
            owners[owner],
            cents,
            organisation_id=ids.get(unit or ""),
            year=year,
            cost_type=kind,
            fte=posts if kind == "Personal" else None,
            grade=grade,
            basis=basis,
        )
        for owner, unit, year, kind, cents, posts, grade, basis in plan.lines
    ]
    insert(tx, lines)
    return ids


@settings(max_examples=15, deadline=None)
@given(plan=plans())
def test_every_path_to_a_total_agrees_with_the_twin(plan: Plan) -> None:
    with trial() as tx:
        ids = build(tx, plan)
        by_unit: dict[str, int] = defaultdict(int)
        by_year: dict[tuple[int, str], int] = defaultdict(int)
        total, unknown = 0, 0
        for item in plan.lines:
            owner, unit, year, kind, _, _, _, basis = item
            if basis != PLAN or kind == "Abschreibung":
                continue
            amount = twin_amount(plan, item)
            if amount is None:
                unknown += 1
                continue
            total += amount
            by_year[(year, "Personalkosten" if kind == "Personal" else "Sachkosten")] += amount
            if unit:
                by_unit[ids[unit]] += amount
            else:
                for part, cents in twin_parts(amount, twin_bearers(plan, owner, ids)).items():
                    by_unit[part] += cents

        rows = cost_rows(tx, PLAN)
        found: dict[str, int] = defaultdict(int)
        for row in rows.to_dict("records"):
            if not row["unknown"]:
                unit_id = row["unit_id"] if isinstance(row["unit_id"], str) else ""
                found[unit_id] += row["amount_cents"]
        assert dict(found) == {k: v for k, v in by_unit.items() if k in found or v != 0}
        assert rows.loc[rows["unknown"], "line_id"].nunique() == unknown

        years = cost_by_year(tx, PLAN).dropna(subset=["amount_cents"])
        assert {(r.year, r.kind): r.amount_cents for r in years.itertuples()} == by_year
        for paths in (
            cost_by_unit,
            cost_by_dezernat,
            cost_by_object,
            cost_by_type,
            cost_tree,
            cost_by_unit_and_year,
            cost_by_year,
        ):
            assert int(paths(tx, PLAN)["amount_cents"].sum()) == total, paths.__name__
        assert (cost_total(tx, PLAN) or 0) == total
        assert unknown_costs(tx, PLAN).unknown_lines == unknown
        for year in cost_years(tx, PLAN):
            one_year = sum(cents for (y, _), cents in by_year.items() if y == year)
            assert int(cost_by_unit(tx, PLAN, year)["amount_cents"].sum()) == one_year
            assert int(cost_rows(tx, PLAN, year=year)["amount_cents"].sum()) == one_year
        for row in cost_by_unit(tx, PLAN).to_dict("records"):
            amt = row["amt_id"] if isinstance(row["amt_id"], str) else ""
            behind = cost_rows(tx, PLAN, amt=amt)["amount_cents"].sum()
            assert behind == (0 if row["amount_cents"] is None else row["amount_cents"] or 0)
