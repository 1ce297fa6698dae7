"""Backup while others write, restore, and repair of a damaged log."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from strategy.kernel.errors import NotFound, PlanFileError, Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.backup import backup, repair, restore
from strategy.kernel.store.check import check_file
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import seal_edition
from strategy.nouns import CostLine, Goal, Measure, Vision
from tests.fresh_plans import empty_plan
from tests.kernel.store.state import state


def _pair(store: Store, number: int) -> None:
    with store.write("Anna") as tx:
        measure = save_(tx, Measure(title=str(number)))
        save_(tx, CostLine(measure_id=measure.id, year=2026, cost_type="Lizenz"))


def _count(path: Path) -> int:
    """How many actions a plan holds; each consists of a measure and its cost line."""
    assert check_file(path) == []
    store = Store.open(path)
    try:
        with store.read() as db:
            counts = {db.value(f"SELECT count(*) FROM {t}") for t in ("measure", "cost_line")}
    finally:
        store.close()
    assert len(counts) == 1, "an action is torn"
    return int(counts.pop())


def test_backup_while_others_read_and_write(plan_file: Store, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            _pair(plan_file, len(written))
            written.append(1)

    seal_edition(plan_file, "Anna", "Beschluss")
    writer = threading.Thread(target=write)
    writer.start()
    copies = []
    try:
        # A reader that stays open, as a long report does, must not hold the backup up.
        with plan_file.read() as db:
            for number in range(3):
                least = len(written)
                copies.append((least, backup(plan_file, tmp_path / f"{number}.duckdb")))
            assert db.value("SELECT count(*) FROM measure") is not None
    finally:
        stop.set()
        writer.join(120)
    assert len(written) > 3
    for least, copy in copies:
        assert not Path(f"{copy}.wal").exists()
        assert least <= _count(copy) <= len(written)
        store = Store.open(copy)
        _pair(store, -1)
        undo(store, "Anna")
        store.close()
    assert not list(tmp_path.glob("*.teil*"))


def test_backup_says_why_not(plan_file: Store, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="Arbeitsspeicher"):
        backup(Store.in_memory(), tmp_path / "x.duckdb")
    with pytest.raises(PlanFileError, match="nicht gelungen"):
        backup(plan_file, tmp_path / "nirgends" / "x.duckdb")
    copy = backup(plan_file, tmp_path)
    assert copy.name.startswith("plan-20")
    with pytest.raises(PlanFileError, match="gibt es schon"):
        backup(plan_file, copy)


def test_restore_never_over_a_newer_plan_unasked(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    _pair(store, 1)
    copy = backup(store, tmp_path / "sicherung.duckdb")
    earlier = state(store)
    _pair(store, 2)
    store.close()
    with pytest.raises(Refused, match="neuer als die Sicherung"):
        restore(copy, path)
    assert _count(path) == 2
    restore(copy, path, replace_newer=True)
    assert _count(path) == 1
    store = Store.open(path)
    assert state(store) == earlier
    store.close()
    kept = list(tmp_path.glob("plan-vor-*.duckdb"))
    assert len(kept) == 1 and _count(kept[0]) == 2


def test_restore_over_a_damaged_plan_and_not_over_an_open_one(tmp_path: Path, house: Path) -> None:
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    _pair(store, 1)
    copy = backup(store, tmp_path / "sicherung.duckdb")
    code = (
        "import sys\nfrom strategy.kernel.errors import StrategyError\n"
        "from strategy.kernel.store.backup import restore\n"
        "try:\n    restore(sys.argv[1], sys.argv[2], replace_newer=True)\n"
        "except StrategyError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(copy), str(path)],
        cwd=house,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    assert "in einem anderen Programm geöffnet" in done.stdout
    store.close()

    path.write_bytes(b"nichts mehr da" * 1000)
    Path(f"{path}.wal").write_bytes(b"Rest eines Protokolls")
    restore(copy, path, replace_newer=True)
    assert _count(path) == 1
    kept = next(tmp_path.glob("plan-vor-*.duckdb"))
    assert kept.read_bytes().startswith(b"nichts mehr da")
    assert Path(f"{kept}.wal").exists()
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(PlanFileError):
        restore(copy, path, replace_newer=True)
    assert _count(path) == 1


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A plan whose log was never folded in, and the size of the log after each of its actions."""
    folder = tmp_path_factory.mktemp("killed")
    store = empty_plan(folder / "plan.duckdb")
    assert store.path is not None
    log = Path(f"{store.path}.wal")
    sizes = []
    for number in range(12):
        _pair(store, number)
        sizes.append(log.stat().st_size)
    copy = folder / "kopie.duckdb"
    shutil.copyfile(store.path, copy)
    shutil.copyfile(log, f"{copy}.wal")
    store.close()
    return copy, sizes


@pytest.mark.parametrize("seed", range(8))
def test_repair_keeps_every_action_before_the_damage(
    killed: tuple[Path, list[int]], tmp_path: Path, seed: int
) -> None:
    source, sizes = killed
    path, log = tmp_path / "plan.duckdb", tmp_path / "plan.duckdb.wal"
    shutil.copyfile(source, path)
    shutil.copyfile(f"{source}.wal", log)
    dice = random.Random(seed)
    place = dice.randrange(sizes[0], sizes[-1])
    data = bytearray(log.read_bytes())
    if seed % 2:
        data = data[:place]
    else:
        data[place] ^= 0xFF
    log.write_bytes(data)
    try:
        Store.open(path).close()
    except PlanFileError as error:
        assert "python -m strategy repair" in str(error)
        kept = repair(path)
        assert kept is not None and (kept / log.name).read_bytes() == bytes(data)
    assert repair(path) is None
    assert _count(path) >= sum(size <= place for size in sizes)


def test_repair_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        repair(tmp_path / "nirgends.duckdb")
    assert not list(tmp_path.iterdir())
    store = empty_plan(tmp_path / "gut.duckdb")
    with store.write("Anna") as tx:
        save_(tx, Goal(title="x", level="Leitziel"))
    store.close()
    assert repair(tmp_path / "gut.duckdb") is None
    store = Store.open(tmp_path / "gut.duckdb")
    with store.read() as db:
        assert len(find(db, Goal)) == 1
    store.close()


_RESTORE_KILLED = """
import os, sys
import strategy.nouns
from strategy.kernel.store import Store
from strategy.kernel.store.backup import restore
folder, allowed = "", 0
seen = 0
def killed(event, arguments):
    global seen
    if event == "os.rename" and str(arguments[1]).startswith(folder):
        if seen == allowed:
            os._exit(9)
        seen += 1
sys.addaudithook(killed)
for allowed, folder in enumerate(sys.argv[1:]):
    # Each in a process of its own that has the libraries already.
    child = os.fork()
    if not child:
        restore(f"{folder}/sicherung.duckdb", f"{folder}/plan.duckdb", replace_newer=True)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_restore_killed_between_its_renames_leaves_the_plan(tmp_path: Path, house: Path) -> None:
    folders = [tmp_path / str(renames) for renames in range(4)]
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    with store.write("Anna") as tx:
        save_(tx, Vision(title="gesichert", body="Text"))
    backup(store, tmp_path / "sicherung.duckdb")
    with store.write("Anna") as tx:
        save_(tx, Vision(title="danach", body="Text"))
    store.close()
    made = list(tmp_path.iterdir())
    for folder in folders:
        folder.mkdir()
        for file in made:
            shutil.copy(file, folder)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _RESTORE_KILLED, *map(str, folders)],
        cwd=house,
        check=True,
        capture_output=True,
        timeout=240,
    )
    # File, stand, and the backup into the place: after three renames it is done.
    assert done.stdout.split() == [b"9", b"9", b"9", b"0"], done.stderr
    for folder in folders:
        with closing(Store.open(folder / path.name)) as again, again.read() as db:
            titles = {one.title for one in find(db, Vision)}
        assert titles == ({"gesichert"} if folder == folders[-1] else {"gesichert", "danach"})
        assert check_file(folder / path.name) == []
