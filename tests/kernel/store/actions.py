"""Random actions of the kind users do, drawn from a seed."""

from __future__ import annotations

import random

import pyarrow as pa

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.bulk import bulk_insert
from strategy.nouns import (
    BudgetLine,
    CostLine,
    Dependency,
    Goal,
    Indicator,
    Link,
    Measure,
    PlanEntry,
)
from strategy.nouns.cost_line import CostType
from strategy.nouns.goal import GoalLevel
from strategy.nouns.link import LinkKind

WORDS = ["Glasfaser", "E-Akte", "Bürgerkonto", "Schul-IT", "„Zitat“ 'eins'", "ä\nö", "=1+1", "🌳"]


def random_action(store: Store, actor: str, dice: random.Random, version: str = "main") -> str:
    """Do one random action in one write; returns what it was, "" where it came to nothing."""
    kind = dice.choices([_create, _edit, _delete, _bulk, _mixed], weights=[40, 30, 15, 5, 10], k=1)[
        0
    ]
    before = _last(store)
    try:
        with store.write(actor, kind.__name__, version) as tx:
            kind(tx, dice)
    except Refused:
        return ""
    return kind.__name__ if _last(store) > before else ""


def _last(store: Store) -> int:
    with store.read() as db:
        return int(db.value("SELECT coalesce(max(id), 0) FROM history.action"))


def _word(dice: random.Random) -> str:
    return f"{dice.choice(WORDS)} {dice.randrange(1000)}"


def _create(tx: Transaction, dice: random.Random) -> None:
    goals, measures = find(tx, Goal), find(tx, Measure)
    choice = dice.randrange(5)
    if choice == 0 or not goals:
        parent = dice.choice(goals).id if goals and dice.random() < 0.5 else None
        save_(tx, Goal(title=_word(dice), level=GoalLevel.GUIDING, parent_id=parent))
    elif choice == 1 or not measures:
        measure = save_(tx, Measure(title=_word(dice), progress=dice.choice([None, 0, 50])))
        save_(tx, PlanEntry(measure_id=measure.id, year=2027))
        save_(tx, Indicator(title=_word(dice), unit="Stück", measure_id=measure.id))
    elif choice == 2:
        cents = dice.choice([None, 0, dice.randrange(-(10**12), 10**12)])
        save_(
            tx,
            CostLine(
                measure_id=dice.choice(measures).id,
                year=dice.randrange(2024, 2030),
                cost_type=dice.choice(list(CostType)),
                amount_cents=cents,
            ),
        )
    elif choice == 3:
        pair = (dice.choice(measures).id, dice.choice(goals).id)
        save_(
            tx,
            Link(from_id=pair[0], kind=dice.choice(list(LinkKind)), to_id=pair[1], linked_at=tx.at),
        )
    elif len(measures) > 1:
        one, two = dice.sample(measures, 2)
        save_(tx, Dependency(measure_id=one.id, kind="unterstützt", other_id=two.id))


def _edit(tx: Transaction, dice: random.Random) -> None:
    noun = dice.choice([Goal, Measure, BudgetLine])
    found = find(tx, noun, order="id")
    if found:
        save_(tx, dice.choice(found).replace(title=_word(dice)))


def _delete(tx: Transaction, dice: random.Random) -> None:
    noun = dice.choice([Goal, Measure, Link, CostLine])
    found = find(tx, noun)
    if found:
        delete_(tx, noun, dice.choice(found).id)


def _bulk(tx: Transaction, dice: random.Random) -> None:
    count = dice.randrange(1, 30)
    tx.register(
        "incoming_lines",
        pa.table(
            {
                "title": [_word(dice) for _ in range(count)],
                "year": pa.array([2026] * count, pa.int32()),
                "plan_type": ["Plan"] * count,
                "amount_cents": pa.array([dice.randrange(10**9) for _ in range(count)], pa.int64()),
            }
        ),
    )
    bulk_insert(tx, "budget_line", "SELECT * FROM incoming_lines", count, "HH")


def _mixed(tx: Transaction, dice: random.Random) -> None:
    """Several steps in one action; the same row may be touched twice, also a row just loaded."""
    _bulk(tx, dice)
    lines = find(tx, BudgetLine, "version = ?", [tx.action_id])
    save_(tx, dice.choice(lines).replace(amount_cents=None))
    delete_(tx, BudgetLine, dice.choice(lines).id)
    _create(tx, dice)
    _edit(tx, dice)
    measure = save_(tx, Measure(title="kurzlebig"))
    if dice.random() < 0.5:
        delete_(tx, Measure, measure.id)
    else:
        save_(tx, measure.replace(title="bleibt"))
