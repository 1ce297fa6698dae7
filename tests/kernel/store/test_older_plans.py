"""Plan files that earlier releases left open: nothing is lost, what is new is unknown in them.

``tests/fixtures/plans`` holds one small plan per state of the schema, written by the program of
that time: a bulk load, an undo, a scenario and an edition are in each.
"""

from __future__ import annotations

import lzma
import random
from pathlib import Path

import pytest

from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find, get_, list_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_file, look_into
from strategy.kernel.store.fingerprint import verify
from strategy.kernel.store.migrate import migrations
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash, get_version, list_versions
from strategy.nouns import BudgetLine, CostLine, Goal, Measure, Paper

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
NAMES = sorted(path.name.removesuffix(".duckdb.xz") for path in PLANS.glob("*.xz"))


def older_plan(name: str, folder: Path) -> Path:
    """The plan of an earlier release, unpacked."""
    path = folder / "stadt.duckdb"
    path.write_bytes(lzma.decompress((PLANS / f"{name}.duckdb.xz").read_bytes()))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_of_an_earlier_release_opens(tmp_path: Path, name: str) -> None:
    path = older_plan(name, tmp_path)
    before = path.read_bytes()
    # To look at a plan never changes it, however old it is.
    assert check_file(path) == []
    assert [file.name for file in tmp_path.iterdir()] == ["stadt.duckdb"]
    assert path.read_bytes() == before

    store = Store.open(path)
    copies = list(tmp_path.glob("stadt-stand-0*.duckdb"))
    # A plan that this program need not change is opened as it is.
    older = int(name[-3:]) < migrations()[-1][0]
    assert [copy.read_bytes() for copy in copies] == [before] * older
    with store.read() as db:
        assert {goal.title for goal in find(db, Goal)} == {"Bürgernah", "Später"}
        assert sorted(item.title or "" for item in find(db, Measure)) == ["Bürgerportal", "E-Akte"]
        assert sorted(find(db, CostLine), key=lambda line: line.id)[0].amount_cents == 1234567
        assert len(find(db, BudgetLine)) == 40
        versions = {version.kind: version for version in list_versions(db)}
        done = {row["number"] for row in db.rows("SELECT number FROM plan.migration")}
    # Two files of one number would leave every plan unopened.
    assert sorted(done) == [number for number, _ in migrations()]
    with store.read(versions["scenario"].name) as db:
        assert len(list_(db, Goal)) == 2
    with store.read(versions["edition"].name) as db:
        assert content_hash(db) == versions["edition"].hash

    # The history goes on where it was, undo reaches back behind the change of schema.
    with store.write("Koordination", "Titel") as tx:
        save_(tx, get_(tx, Measure, "M-0001").replace(title="Portal für alle"))
    undo(store, "Koordination")
    undo(store, "Koordination")
    with store.read() as db:
        assert {goal.title for goal in find(db, Goal)} == {"Bürgernah"}
    undo(store, "Kämmerei")
    with store.read() as db:
        assert find(db, BudgetLine) == []
    found = look_into(store)
    # A chain that begins with the migration says since when; one of its time has another's key.
    told = "eines anderen Rechners" if name >= "schema_009" else "seit"
    assert found.troubles == [] and told in found.notes[0]
    store.close()


def mutated(content: bytes, seed: int) -> bytes:
    """A plan file with some bytes changed, wherever they lie."""
    dice = random.Random(seed)
    data = bytearray(content)
    for _ in range(dice.choice([1, 5, 40])):
        place = dice.randrange(len(data))
        data[place : place + dice.choice([1, 4, 64])] = dice.randbytes(1)
    return bytes(data)


def test_a_mutated_file_gets_a_sentence_at_most(tmp_path: Path) -> None:
    content = older_plan("schema_007", tmp_path).read_bytes()
    path = tmp_path / "mutiert.duckdb"
    for seed in range(6):
        path.write_bytes(mutated(content, seed))
        try:
            found = check_file(path)
        except StrategyError as error:
            found = [str(error)]
        for sentence in found:
            assert sentence.endswith(".") and "\n" not in sentence and "Error" not in sentence


def test_the_hash_printed_for_an_edition_holds_for_ever(tmp_path: Path) -> None:
    path = older_plan("schema_023", tmp_path)
    store = Store.open(path, keep_copy=False)
    with store.read() as db:
        edition = get_version(db, "Stadtrat 17.12.2026")
        # What the paper says of its annex stays with it.
        assert get_(db, Paper, str(edition.paper_id)).edition == edition.name
    with store.read(edition.name) as db:
        assert verify(db, edition, "2A036-9614F-F5864-0907D").fits
        assert not verify(db, edition, "2A036-9614F-F5864-0907E").fits
    store.close()
