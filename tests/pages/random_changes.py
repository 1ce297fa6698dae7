"""Random changes of a plan, the same for the same seed, by the ways that pages and imports use."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

from strategy.acts.distribution_key import save_key
from strategy.acts.moving import move_measure
from strategy.kernel.errors import StrategyError
from strategy.kernel.listing import find
from strategy.kernel.record import Record
from strategy.kernel.records import delete_, save_
from strategy.kernel.selection import equal
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import redo, undo
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.plan_entry import PlanEntry, Stage
from strategy.nouns.project import Project
from strategy.nouns.service import Service

# One year lies outside every horizon: money in it is in the totals of all years.
YEARS = (2025, 2026, 2027, 2028, 2030, 2034)


class _Town:
    """A plan that is being changed; what the rules refuse is not done."""

    def __init__(self, store: Store, seed: int) -> None:
        self._store, self._chance = store, random.Random(seed)

    def one(self, tx: Transaction, noun: type[Record]) -> Record | None:
        found = find(tx, noun, order="id")
        return self._chance.choice(found) if found else None

    def cents(self) -> int | None:
        return self._chance.choice((None, self._chance.randrange(1, 9_000_000)))

    def change(self, what: Callable[[_Town, Transaction], None], version: str) -> bool:
        try:
            with self._store.write("Zufall", what.__name__.strip("_"), version=version) as tx:
                what(self, tx)
        except StrategyError:
            return False
        return True

    def new_cost(self, tx: Transaction) -> None:
        owner = self.one(tx, self._chance.choice((Application, Project, Measure)))
        if owner is None:
            # An empty plan gets its first objects this way.
            unit = self.one(tx, OrganisationUnit)
            owner = save_(
                tx,
                Measure(
                    title=f"Maßnahme {self._chance.random()}",
                    origin="Interview",
                    organisation_id=unit.id if unit else None,
                )
                if self._chance.random() < 0.5
                else Application(title=f"Verfahren {self._chance.random()}"),
            )
        kind = self._chance.choice(list(CostType))
        post = kind is CostType.PERSONNEL and self._chance.random() < 0.7
        save_(
            tx,
            CostLine(
                **{f"{owner.TABLE}_id": owner.id},
                year=self._chance.choice(YEARS),
                cost_type=kind,
                basis="Plan" if owner.TABLE == "measure" else self._chance.choice(("Plan", "Ist")),
                budget_kind=self._chance.choice(("konsumtiv", "investiv", None)),
                recurrence=self._chance.choice(("einmalig", "laufend")),
                amount_cents=None if post else self.cents(),
                fte=Decimal(self._chance.randrange(1, 300)) / 100 if post else None,
                grade=self._chance.choice(("E9a", "E11", "E13")) if post else None,
            ),
        )

    def other_amount(self, tx: Transaction) -> None:
        line = self.one(tx, CostLine)
        if line is not None:
            save_(tx, line.replace(amount_cents=self.cents(), fte=None, grade=None))

    def budget_amount(self, tx: Transaction) -> None:
        line = self.one(tx, BudgetLine)
        if line is not None:
            amount = self._chance.choice((None, self._chance.randrange(-9_000_000, 9_000_000)))
            kind = self._chance.choice(("Ertrag", "Aufwand", line.line_kind))
            save_(tx, line.replace(amount_cents=amount, line_kind=kind))

    def status(self, tx: Transaction) -> None:
        measure = self.one(tx, Measure)
        if measure is not None:
            status = self._chance.choice(list(MeasureStatus))
            save_(tx, measure.replace(status=status, reason="Aus Zufall"))

    def stage(self, tx: Transaction) -> None:
        measure = self.one(tx, Measure)
        if measure is not None:
            year = self._chance.choice(YEARS[:5])
            for entry in find(tx, PlanEntry, equal(measure_id=measure.id, year=year)):
                delete_(tx, PlanEntry, entry.id)
            stage = self._chance.choice(list(Stage))
            save_(tx, PlanEntry(measure_id=measure.id, year=year, stage=stage))

    def grant(self, tx: Transaction) -> None:
        measure = self.one(tx, Measure)
        if measure is not None:
            fixed = self._chance.random() < 0.5
            save_(
                tx,
                Funding(
                    title="Zuschuss",
                    measure_id=measure.id,
                    fixed_cents=self._chance.randrange(1, 90_000) if fixed else None,
                    rate=None if fixed else Decimal(self._chance.randrange(1, 9999)) / 100,
                    eligible_cents=None if fixed else self._chance.choice((None, 333_33)),
                ),
            )

    def shares(self, tx: Transaction) -> None:
        application = self.one(tx, Application)
        units = find(tx, OrganisationUnit, equal(level=2), order="id")
        if application is not None and len(units) > 3:
            for use in find(tx, ApplicationUse, equal(application_id=application.id)):
                delete_(tx, ApplicationUse, use.id)
            uses = [
                save_(tx, ApplicationUse(application_id=application.id, organisation_id=unit.id))
                for unit in self._chance.sample(units, 3)
            ]
            parts = (Decimal("33.3333"), Decimal("33.3333"), Decimal("33.3334"))
            save_key(tx, application.id, dict(zip((use.id for use in uses), parts, strict=True)))

    def removal(self, tx: Transaction) -> None:
        thing = self.one(
            tx, self._chance.choice((CostLine, Measure, Application, Project, Service))
        )
        if thing is not None:
            delete_(tx, type(thing), thing.id)

    def move(self, tx: Transaction) -> None:
        measure = self.one(tx, Measure)
        if measure is not None:
            move_measure(tx, measure.id, self._chance.choice((-1, 1)), today=date(2026, 1, 1))

    def turn_back(self) -> None:
        with suppress(StrategyError):
            undo(self._store, "Zufall")
        if self._chance.random() < 0.4:
            with suppress(StrategyError):
                redo(self._store, "Zufall")

    def some(self, count: int) -> int:
        """So many tries; returns how many changes the rules let through."""
        ways = (
            _Town.new_cost,
            _Town.new_cost,
            _Town.other_amount,
            _Town.budget_amount,
            _Town.status,
            _Town.stage,
            _Town.grant,
            _Town.shares,
            _Town.removal,
            _Town.move,
        )
        done = 0
        for number in range(count):
            done += self.change(ways[number % len(ways)], "main")
            if number % 7 == 6:
                self.turn_back()
        return done


def change_at_random(store: Store, seed: int, count: int) -> int:
    """Change the draft ``count`` times; returns how many changes were made."""
    return _Town(store, seed).some(count)
