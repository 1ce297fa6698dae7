"""Cost lines of a measure follow from where its money stands in the budget, never against it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from strategy.acts.budget_placing import line_places, place_lines
from strategy.kernel.records import find, save_
from strategy.kernel.store.undo import undo
from strategy.nouns.budget_share import BudgetShare
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from tests.fresh_plans import some_plan


def cost(measure_id: str, year: int, cents: int, **values: Any) -> CostLine:
    values = {"cost_type": "Lizenz", **values}
    return CostLine(measure_id=measure_id, year=year, amount_cents=cents, **values)


def test_cost_lines_stand_where_the_money_of_their_year_stands() -> None:
    plan = some_plan()
    with plan.write("Kim", "Maßnahme") as tx:
        one = save_(tx, Measure(title="Portal")).id
        for year, cents in ((2027, 100), (2028, 200)):
            save_(tx, cost(one, year, cents))

    def lines() -> dict[int, tuple[str | None, str | None]]:
        with plan.read() as db:
            found = find(db, CostLine, "measure_id = ?", [one])
        return {line.amount_cents or 0: (line.product, line.account) for line in found}

    def place(year: int, account: str, share: str) -> None:
        with plan.write("Kim", "Haushalt") as tx:
            given = {"product": "11130", "account": account, "share": Decimal(share)}
            save_(tx, BudgetShare(measure_id=one, year=year, **given))

    place(2027, "5255200", "100")
    with plan.write("Kim", "neue Zeilen") as tx:
        save_(tx, cost(one, 2027, 101))
        save_(tx, cost(one, 2027, 102, account="0815"))
        save_(tx, cost(one, 2027, 103, cost_type="Abschreibung"))
    # A new line follows, one that says something itself keeps it, depreciation has its own account.
    assert [lines()[cents] for cents in (100, 101, 102, 103)] == [
        (None, None),
        ("11130", "5255200"),
        (None, "0815"),
        (None, None),
    ]
    place(2028, "5255200", "60")
    place(2028, "7831000", "40")
    with plan.read() as db:
        told = line_places(db, one).told
    assert told[0].startswith("2027: 1 Kostenzeile nennt eine andere Haushaltsstelle")
    assert told[1].startswith("2028: 1 Kostenzeile hat noch kein Konto")
    with plan.write("Kim", "übernommen") as tx:
        assert place_lines(tx, one) == 1
    assert lines()[100] == ("11130", "5255200") and lines()[200] == (None, None)
    # With its account said, the Produkt of one of several places follows.
    with plan.write("Kim", "Konto") as tx:
        line = find(tx, CostLine, "measure_id = ? AND year = 2028", [one])[0]
        save_(tx, line.replace(account="7831000"))
        assert place_lines(tx, one) == 1
    assert lines()[200] == ("11130", "7831000")
    undo(plan, "Kim")
    assert lines()[200] == (None, None)
    plan.close()
