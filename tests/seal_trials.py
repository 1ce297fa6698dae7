"""Random edits of a draft from which an edition was sealed.

``python -m tests.seal_trials 10000`` makes that many and says whether hash and report of the
edition are the same afterwards; the tests make a few hundred.
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date
from pathlib import Path

from strategy.acts.sealing import Occasion, seal_for
from strategy.acts.voting import Vote, book_vote
from strategy.excel.report import write_report
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns import Body, Consultation, CostLine, Goal, Measure, Municipality, Paper
from strategy.nouns.body import BodyKind
from strategy.nouns.consultation import ConsultationRole
from strategy.nouns.goal import GoalLevel


def small_plan(store: Store) -> str:
    """A plan with a paper that puts it in force; returns the paper's id."""
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        body = save_(tx, Body(title="Stadtrat", kind=BodyKind.COUNCIL, seats=28))
        paper = save_(
            tx,
            Paper(
                title="Digitalstrategie",
                reference="FB 1/169/2022",
                paper_type="Beschlussvorlage",
                in_force_on=date(2027, 1, 1),
            ),
        )
        save_(
            tx,
            Consultation(
                paper_id=paper.id,
                body_id=body.id,
                position=1,
                held_on=date(2026, 12, 15),
                role=ConsultationRole.DECISION,
            ),
        )
        for number in range(4):
            measure = save_(tx, Measure(title=f"Maßnahme {number}"))
            line = {"measure_id": measure.id, "year": 2027, "amount_cents": 100_00 * number}
            save_(tx, CostLine(title="Lizenz", cost_type="Lizenz", **line))
    return paper.id


# How many edits one action holds: a form saves one, moving measures or an import many.
_AT_ONCE = 6


def edit_at_random(store: Store, edits: int, seed: int) -> None:
    """That many edits of the draft through the actions users have, votes and undos among them."""
    dice = random.Random(seed)
    for number in range(0, edits, _AT_ONCE):
        if number and dice.randrange(5) == 0:
            undo(store, "Anna")
        with store.write("Anna", f"Änderung {number}") as tx:
            for step in range(number, number + _AT_ONCE):
                _edit(tx, step, dice)


def _edit(tx: Transaction, number: int, dice: random.Random) -> None:
    act, measures = dice.randrange(6), find(tx, Measure)
    if act == 0 or len(measures) < 3:
        save_(tx, Measure(title=f"Neu {number}"))
    elif act == 1:
        measure = dice.choice(measures)
        save_(tx, measure.replace(title=f"Umbenannt {number}", body="Anders " * 9))
    elif act == 2:
        for line in find(tx, CostLine)[:1]:
            save_(tx, line.replace(amount_cents=dice.randrange(10**8)))
    elif act == 3:
        delete_(tx, Measure, dice.choice(measures).id)
    elif act == 4:
        (station,) = find(tx, Consultation)
        book_vote(tx, Vote(station.id, yes=20, no=dice.randrange(8)))
    else:
        save_(tx, Goal(title=f"Ziel {number}", level=GoalLevel.STRATEGIC))


def try_it(edits: int) -> bool:
    """Seal, edit, and compare hash and report of the edition."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "plan.duckdb")
        small_plan(store)
        edition = seal_for(store, "Anna", "Stadtrat", occasion=Occasion(paper="VO-0001"))
        before = write_report(store, Path(folder) / "vorher.xlsx", edition.name).read_bytes()
        edit_at_random(store, edits, seed=edits)
        after = write_report(store, Path(folder) / "nachher.xlsx", edition.name).read_bytes()
        with store.read(edition.name) as db:
            same = content_hash(db) == edition.hash
        store.close()
    return same and before == after


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{wanted} edits:", "the same" if try_it(wanted) else "DIFFERENT")
