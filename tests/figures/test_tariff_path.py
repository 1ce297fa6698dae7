"""What a post costs: official workplace, rates carried on by tariff steps, against a plain twin."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.figures.money.cost import cost_total
from strategy.figures.money.personnel import missing_rates, missing_steps, personnel_rates
from strategy.figures.money.personnel_steps import (
    WORKPLACE_CENTS,
    WORKPLACE_PARTS,
    line_steps,
    rate_steps,
)
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, get_, insert, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.tariff_step import TariffStep
from tests.fresh_plans import trial

TODAY = date(2027, 1, 15)
YEARS = range(2025, 2031)


def whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def test_the_official_workplace_is_the_sum_of_its_parts_and_part_of_every_post(plan: Store) -> None:
    assert [cents for _, cents in WORKPLACE_PARTS] == [217_000, 408_300, 55_900, 227_000]
    with plan.write("Test") as tx:
        save_(
            tx,
            PersonnelRate(
                grade="E9b", year=2027, personnel_cents=0, workplace_cents=WORKPLACE_CENTS
            ),
        )
        app = save_(tx, Application(title="Akte"))
        line = save_(
            tx,
            CostLine(
                application_id=app.id, year=2027, cost_type="Personal", fte=Decimal(1), grade="E9b"
            ),
        )
        assert cost_total(tx, "Plan", 2027) == 9_082_00
        words = " ".join(step.how for step in line_steps(tx, line)).replace("\u00a0", " ")
    assert (
        "2.170,00 € Raumkosten + 4.083,00 € laufende Sachkosten + 559,00 € Investitionen + "
        "2.270,00 € Informationstechnik" in words
    )


def test_a_rate_is_carried_on_by_tariff_steps_and_never_silently(plan: Store) -> None:
    with plan.write("Test") as tx:
        save_(
            tx,
            PersonnelRate(
                grade="E9b",
                year=2026,
                gross_cents=5_315_791,
                employer_share=Decimal(28),
                workplace_cents=WORKPLACE_CENTS,
                overhead=Decimal(20),
            ),
        )
        save_(tx, PersonnelRate(grade="E12", year=2026, personnel_cents=8_680_000))
        save_(tx, PersonnelRate(grade="E12", year=2028, personnel_cents=9_000_000))
        app = save_(tx, Application(title="Akte"))
        post = {"application_id": app.id, "cost_type": "Personal", "fte": Decimal("0.5")}
        with pytest.raises(Refused, match="Für E9b gibt es 2027 weder"):
            save_(tx, CostLine(year=2027, grade="E9b", **post))
        with pytest.raises(Refused, match="„Quelle“ fehlt"):
            save_(tx, TariffStep(year=2027, increase=Decimal("2.8")))
        step = save_(tx, TariffStep(year=2027, increase=Decimal("2.8"), source="Tarifeinigung"))
        with pytest.raises(Refused, match="Für 2027 gibt es schon eine Tarifannahme"):
            save_(tx, TariffStep(year=2027, increase=Decimal(3), source="Kämmerei"))
        save_(tx, TariffStep(year=2029, increase=Decimal(2), source="Kämmerei"))
        line = save_(tx, CostLine(year=2027, grade="E9b", **post))
        with pytest.raises(Refused, match="Für E9b gibt es 2029 weder"):
            save_(tx, CostLine(year=2029, grade="E9b", **post))
        insert(tx, [CostLine(year=2029, grade="E9b", **post)])

        # 53.157,91 € × 1,28 = 68.042,12 €, × 1,028 = 69.947,30 €; 20 % of it are 13.989,46 €.
        rates = personnel_rates(tx, 2027).set_index("grade")
        assert rates.loc["E9b", "personnel_cents"] == 69_947_30
        assert rates.loc["E9b", "total_cents"] == 69_947_30 + 9_082_00 + 13_989_46
        assert rates.loc["E9b", "base_year"] == 2026
        assert cost_total(tx, "Plan", 2027) == whole(
            Decimal("0.5") * (69_947_30 + 9_082_00) + Decimal("0.5") * 69_947_30 * 20 / 100
        )
        # E12 has a rate of its own in 2028, from which 2029 goes on; E9b has no step for 2028.
        assert personnel_rates(tx, 2029)["personnel_cents"].tolist() == [9_180_000]
        assert missing_rates(tx).values.tolist() == [["E9b", 2029, 1]]
        assert missing_steps(tx) == [2028]
        assert [item.cents for item in line_steps(tx, line)][-1] == cost_total(tx, "Plan", 2027)
        assert rate_steps(tx, "E9b", 2028) == []
        # Taking the assumption away leaves the cost unknown, and what stands can still be changed.
        delete_(tx, TariffStep, step.id)
        assert cost_total(tx, "Plan", 2027) is None
        save_(tx, get_(tx, CostLine, line.id).replace(title="E-Akte"))
        delete_(tx, CostLine, line.id)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Die Personalkosten fehlen"),
        ({"gross_cents": 100}, "Die Personalkosten fehlen"),
        (
            {"gross_cents": 100_00, "employer_share": Decimal(28), "personnel_cents": 129_00},
            "ergeben 128,00",
        ),
        ({"personnel_cents": -1}, "„Personalkosten je VZÄ“ ist negativ"),
        ({"personnel_cents": 1, "overhead": Decimal(-1)}, "„Gemeinkostenzuschlag“ liegt nicht"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(plan: Store, values: dict, words: str) -> None:
    with plan.write("Test") as tx, pytest.raises(Refused, match=words):
        save_(tx, PersonnelRate(grade="E8", year=2027, **values))


def test_one_rate_per_grade_and_year(plan: Store) -> None:
    with plan.write("Test") as tx:
        save_(tx, PersonnelRate(grade="E8", year=2027, personnel_cents=1))
        with pytest.raises(Refused, match="Für E8 gibt es 2027 schon einen"):
            save_(tx, PersonnelRate(grade="E8", year=2027, personnel_cents=2))


def twin_rates(rates: dict, steps: dict) -> dict[tuple[str, int], tuple[int, int, Decimal]]:
    """(grade, year) to personnel, workplace and overhead, year after year by hand."""
    known: dict[tuple[str, int], tuple[int, int, Decimal]] = {}
    for grade, year in product(("E9", "E12"), YEARS):
        if (grade, year) in rates:
            known[grade, year] = rates[grade, year]
        elif (grade, year - 1) in known and year in steps:
            personnel, workplace, overhead = known[grade, year - 1]
            known[grade, year] = (whole(personnel * (100 + steps[year]) / 100), workplace, overhead)
    return known


PERCENT = st.decimals("-5", "12", places=4, allow_nan=False)
RATES = st.dictionaries(
    st.tuples(st.sampled_from(["E9", "E12"]), st.sampled_from(YEARS)),
    st.tuples(
        st.integers(0, 10**7),
        st.integers(0, 10**6),
        st.decimals("0", "40", places=4, allow_nan=False),
    ),
    max_size=4,
)
POSTS = st.lists(
    st.tuples(
        st.sampled_from(["E9", "E12"]),
        st.sampled_from(YEARS),
        st.decimals("0", "20", places=4, allow_nan=False),
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(rates=RATES, steps=st.dictionaries(st.sampled_from(YEARS), PERCENT, max_size=5), posts=POSTS)
def test_posts_cost_what_the_twin_says_and_every_step_adds_up(
    rates: dict, steps: dict, posts: list
) -> None:
    with trial() as tx:
        insert(
            tx,
            [
                PersonnelRate(
                    grade=grade, year=year, personnel_cents=p, workplace_cents=w, overhead=o
                )
                for (grade, year), (p, w, o) in rates.items()
            ],
        )
        insert(tx, [TariffStep(year=y, increase=i, source="Annahme") for y, i in steps.items()])
        app = save_(tx, Application(title="Akte"))
        made = insert(
            tx,
            [
                CostLine(
                    application_id=app.id, year=year, cost_type="Personal", fte=fte, grade=grade
                )
                for grade, year, fte in posts
            ],
        )
        known = twin_rates(rates, steps)
        found = {
            (row["grade"], row["year"]): row["personnel_cents"]
            for row in personnel_rates(tx).to_dict("records")
        }
        assert found == {key: value[0] for key, value in known.items()}
        total = 0
        for line in made:
            rate = known.get((str(line.grade), int(line.year or 0)))
            amount = None
            if rate is not None:
                personnel, workplace, overhead = rate
                exact = line.fte * (personnel + workplace) + line.fte * personnel * overhead / 100
                amount = whole(exact)
            assert line_steps(tx, line)[-1].cents == amount
            total += amount or 0
        assert (cost_total(tx, "Plan") or 0) == total
