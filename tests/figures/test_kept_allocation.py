"""Cost lines kept by a reading cursor say what lines worked out anew say, and no more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

from strategy.figures.money.cost import (
    cost_by_dezernat,
    cost_by_object,
    cost_by_unit,
    cost_rows,
    cost_tree,
)
from strategy.figures.money.cost_drill import cost_groups, cost_lines_behind
from strategy.figures.money.year_comparison import unit_years
from strategy.kernel.records import save_
from strategy.kernel.store import Cursor, Store
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from tests.figures.test_cost_depth import reorganised

TODAY = date(2027, 1, 15)


def test_a_reading_cursor_works_lines_out_once_and_a_writing_one_each_time(plan: Store) -> None:
    with plan.write("Test") as tx:
        app = save_(tx, Application(title="Server"))
        save_(tx, CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=1))
        assert int(cost_by_unit(tx, "Plan")["amount_cents"].sum()) == 1
        save_(tx, CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=2))
        assert int(cost_by_unit(tx, "Plan")["amount_cents"].sum()) == 3
    with plan.read() as db:
        tables = "SELECT count(*) FROM duckdb_tables() WHERE temporary"
        for year in (2027, 2027, None):
            assert int(cost_by_unit(db, "Plan", year)["amount_cents"].sum()) == 3
            assert int(cost_groups(db, "Plan", "amt", year)["amount_cents"].sum()) == 3
        assert db.value(tables) == 4, "two choices of lines, units, names"
    with plan.read() as db:
        assert db.value(tables) == 0


def test_kept_lines_say_the_same_as_lines_worked_out_anew(plan: Store) -> None:
    with plan.write("Test") as tx:
        old, middle, new, stays = reorganised(tx)
        shared = save_(tx, Application(title="Akte", organisation_id=new))
        lonely = save_(tx, Application(title="Karte"))
        for unit, part in ((old, "33.3333"), (middle, "33.3333"), (stays, "33.3334")):
            save_(
                tx,
                ApplicationUse(application_id=shared.id, organisation_id=unit, share=Decimal(part)),
            )
        for app, cents, unit in (
            (shared, 100_01, None),
            (shared, 7, old),
            (shared, None, None),
            (lonely, 55, None),
        ):
            for year, kind in ((2026, "Lizenz"), (2027, "Personal")):
                save_(
                    tx,
                    CostLine(
                        application_id=app.id,
                        year=year,
                        cost_type=kind,
                        title=kind,
                        amount_cents=cents,
                        organisation_id=unit,
                    ),
                )

    def told(db: Cursor) -> list[str]:
        frames = [
            *(
                path(db, "Plan", year=year)
                for year in (None, 2026)
                for path in (cost_rows, cost_by_unit, cost_by_dezernat, cost_by_object, cost_tree)
            ),
            *(
                cost_groups(db, "Plan", by, 2027, today=today)
                for today in (None, TODAY)
                for by in ("dezernat", "amt", "object", "cost_type", "total")
            ),
            *(
                cost_lines_behind(db, "Plan", today=today, amt=amt)
                for today in (None, TODAY)
                for amt in (None, "", new)
            ),
            *(unit_years(db, "Plan", today=today) for today in (None, TODAY)),
        ]
        return [frame[sorted(frame.columns)].to_csv() for frame in frames]

    with plan.write("Test") as tx:
        anew = told(tx)
    with plan.read() as db:
        assert told(db) == anew
    for _ in range(2):
        with plan.look() as db:
            assert told(db) == anew


def test_what_a_look_remembers_is_the_cost_it_was_asked_for(plan: Store) -> None:
    with plan.write("Test") as tx:
        app = save_(tx, Application(title="Server"))
        for cents, (year, basis) in enumerate(product((2026, 2027), ("Plan", "Ist")), start=1):
            save_(
                tx,
                CostLine(
                    application_id=app.id,
                    year=year,
                    basis=basis,
                    cost_type="Lizenz",
                    amount_cents=cents,
                ),
            )
    asked = [
        ("Plan", 2026, 1),
        ("Ist", 2026, 2),
        ("Plan", 2027, 3),
        ("Ist", 2027, 4),
        ("Plan", None, 4),
        ("Ist", None, 6),
    ]
    # Each look begins with another question, and later ones answer from memory.
    for turn in range(2 * len(asked)):
        with plan.look() as db:
            for basis, year, cents in [*asked[turn % 6 :], *asked[: turn % 6]]:
                assert int(cost_by_unit(db, basis, year)["amount_cents"].sum()) == cents
            if turn > 0:
                tables = Cursor.value(db, "SELECT count(*) FROM duckdb_tables() WHERE temporary")
                assert tables == 0, "prepared what was remembered"
    with plan.write("Test") as tx:
        save_(tx, CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=100))
    with plan.look() as db:
        assert int(cost_by_unit(db, "Plan", 2027)["amount_cents"].sum()) == 103
        assert int(cost_groups(db, "Plan", "amt", 2027, today=TODAY)["amount_cents"].sum()) == 103
