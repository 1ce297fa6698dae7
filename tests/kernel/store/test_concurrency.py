"""Many people at once: nothing is overwritten unseen, and readers see one moment only."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from strategy.kernel.errors import Conflict, NotFound, PlanFileError
from strategy.kernel.records import delete_, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_store
from strategy.nouns import CostLine, Goal, Measure

THREADS, ROUNDS = 8, 12


def _in_threads(work: list[threading.Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(300)
        assert not thread.is_alive()


def test_eight_people_count_up_one_row_and_no_step_is_lost(plan_file: Store) -> None:
    with plan_file.write("Anna") as tx:
        goal = save_(tx, Goal(title="Zähler", level="Leitziel", position=0))
    conflicts, errors = [], []

    def work(name: str) -> None:
        done = 0
        while done < ROUNDS:
            with plan_file.read() as db:
                mine = get_(db, Goal, goal.id)
            try:
                with plan_file.write(name) as tx:
                    save_(tx, mine.replace(position=(mine.position or 0) + 1))
                done += 1
            except Conflict as error:
                conflicts.append(error)
            except Exception as error:  # noqa: BLE001 - reported to the test below
                errors.append(error)
                return

    _in_threads([threading.Thread(target=work, args=(f"P{n}",)) for n in range(THREADS)])
    assert errors == []
    with plan_file.read() as db:
        assert get_(db, Goal, goal.id).position == THREADS * ROUNDS
    assert conflicts, "the eight never met; the test proves nothing"
    assert {field.field for error in conflicts for field in error.fields} == {"position"}
    assert check_store(plan_file) == []


def test_a_conflict_names_field_own_value_and_the_other_one(plan: Store) -> None:
    with plan.write("Anna") as tx:
        mine = save_(tx, Measure(title="alt", effort=3))
    with plan.write("Bernd") as tx:
        theirs = save_(tx, mine.replace(title="Bernds Titel", effort=5))
    with plan.write("Anna") as tx, pytest.raises(Conflict) as caught:
        save_(tx, mine.replace(title="Annas Titel"))
    conflict = caught.value
    assert [(f.field, f.label, f.mine, f.theirs) for f in conflict.fields] == [
        ("title", "Titel", "Annas Titel", "Bernds Titel"),
        ("effort", "Aufwand (1 bis 5)", 3, 5),
    ]
    assert str(conflict) == (
        "Maßnahme M-0001 wurde inzwischen von Bernd geändert („Titel“, „Aufwand (1 bis 5)“); "
        "wählen Sie, welcher Wert gelten soll."
    )
    assert conflict.version == theirs.version
    with plan.write("Anna") as tx:
        save_(tx, mine.replace(title="Annas Titel", effort=5, version=conflict.version))
    with plan.write("Anna") as tx, pytest.raises(Conflict, match="nicht gelöscht"):
        delete_(tx, Measure, mine.id, mine.version)
    with plan.write("Bernd") as tx:
        delete_(tx, Measure, mine.id)
    with plan.write("Anna") as tx, pytest.raises(NotFound, match="im Verlauf"):
        save_(tx, mine.replace(title="zu spät"))


def test_readers_see_whole_actions_only_and_one_moment(plan_file: Store) -> None:
    with plan_file.write("Anna") as tx:
        measures = [save_(tx, Measure(title=str(n))) for n in range(4)]
        for measure in measures:
            save_(
                tx, CostLine(measure_id=measure.id, year=2026, cost_type="Lizenz", amount_cents=100)
            )
    stop, wrong = threading.Event(), []
    moments: set[int] = set()

    def read() -> None:
        while not stop.is_set():
            with plan_file.read() as db:
                sums = {
                    db.value("SELECT CAST(sum(amount_cents) AS BIGINT) FROM cost_line")
                    for _ in range(3)
                }
                values = db.value("SELECT count(DISTINCT amount_cents) FROM cost_line")
            moments.update(sums)
            if len(sums) != 1 or values != 1:
                wrong.append((sums, values))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(40):
        with plan_file.write("Anna") as tx:
            for row in tx.rows("SELECT id FROM cost_line"):
                tx.run(
                    "UPDATE cost_line SET amount_cents = ?, version = ? WHERE id = ?",
                    [number, tx.action_id, row["id"]],
                )
    stop.set()
    for reader in readers:
        reader.join(300)
    assert wrong == []
    assert len(moments) > 3, "the readers never ran beside a writer; the test proves nothing"


def test_two_stores_on_one_file_write_in_turn(plan_file: Store) -> None:
    assert plan_file.path is not None
    twin, errors = Store.open(plan_file.path), []

    def work(store: Store) -> None:
        try:
            for number in range(15):
                with store.write("Anna") as tx:
                    save_(tx, Goal(title=str(number), level="Leitziel"))
        except Exception as error:  # noqa: BLE001 - reported to the test below
            errors.append(error)

    _in_threads([threading.Thread(target=work, args=(store,)) for store in (plan_file, twin)])
    twin.close()
    assert errors == []
    with plan_file.read() as db:
        assert db.value("SELECT count(DISTINCT id) FROM goal") == 30


def test_a_reader_cannot_write(plan: Store) -> None:
    with plan.read() as db, pytest.raises(Exception, match="read-only"):
        db.run("DELETE FROM goal")


def test_an_exception_inside_a_write_leaves_nothing(plan: Store) -> None:
    with pytest.raises(KeyError), plan.write("Anna") as tx:
        save_(tx, Goal(title="halb", level="Leitziel"))
        raise KeyError
    with plan.read() as db:
        assert not db.has_rows("SELECT 1 FROM goal")
        assert not db.has_rows("SELECT 1 FROM history.action")


def test_a_second_process_gets_a_sentence(plan_file: Store, house: Path) -> None:
    code = (
        "import sys\nfrom strategy.kernel.errors import StrategyError\n"
        "from strategy.kernel.store import Store\n"
        "try:\n    Store.open(sys.argv[1])\nexcept StrategyError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(plan_file.path)],
        cwd=house,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    assert done.stdout.startswith(
        "Die Plandatei plan.duckdb ist gerade in einem anderen Programm geöffnet (Prozess "
    )
    assert done.stdout.strip().endswith("versuchen Sie es noch einmal.")
    with pytest.raises(PlanFileError, match="gibt es schon"):
        Store.create(str(plan_file.path))
