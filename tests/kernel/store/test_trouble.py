"""Whatever is wrong with a file: one German sentence, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from strategy.kernel.errors import NotFound, PlanFileError, StrategyError
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_file
from strategy.nouns import Goal, Vision


def _plan_with(path: Path, titles: list[str]) -> Path:
    store = Store.create(path)
    for title in titles:
        with store.write("Anna") as tx:
            save_(tx, Goal(title=title, level="Leitziel"))
    store.close()
    return path


def _titles(path: Path) -> list[str | None]:
    store = Store.open(path)
    try:
        with store.read() as db:
            return [goal.title for goal in find(db, Goal)]
    finally:
        store.close()


def _one_sentence(error: BaseException) -> None:
    text = str(error)
    assert text.endswith(".") and "\n" not in text and "Error" not in text and len(text) < 260


@pytest.mark.parametrize("name", ["plan", "history", "main", "temp", "Köln ' \" 2026", "edition_x"])
def test_a_plan_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = _plan_with(tmp_path / f"{name}.duckdb", ["bleibt"])
    assert _titles(path) == ["bleibt"]
    assert check_file(path) == []


def test_a_newer_schema_is_refused_and_the_file_left_as_it_is(tmp_path: Path) -> None:
    path = _plan_with(tmp_path / "neu.duckdb", ["a"])
    raw = duckdb.connect(str(path))
    raw.execute("INSERT INTO \"neu\".plan.migration VALUES (999, '999_future', now()::TIMESTAMP)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(PlanFileError, match="neueren Version der Werkbank") as caught:
        Store.open(path)
    _one_sentence(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"Das ist eine Textdatei.\n" * 500,
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096],
        lambda data: b"",
        lambda data: b"\0" * 4096 + data[4096:],
        lambda data: data[:8192] + os.urandom(len(data) - 8192),
    ],
    ids=["text", "half", "header", "empty", "no header", "garbage behind the header"],
)
def test_a_damaged_file_gets_a_sentence(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    path = _plan_with(tmp_path / "kaputt.duckdb", ["a"] * 30)
    path.write_bytes(spoil(path.read_bytes()))
    try:
        standing = _titles(path)
    except StrategyError as error:
        _one_sentence(error)
        assert "beschädigt" in str(error)
    else:
        # DuckDB takes an empty file for a new database; that is a new, empty plan.
        assert standing == [] and spoil(b"x" * 9999) == b""


def test_a_database_that_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "lager.duckdb"
    raw = duckdb.connect(str(path))
    raw.execute("CREATE TABLE stock (item TEXT)")
    raw.close()
    with pytest.raises(PlanFileError, match="kein Plan dieser Werkbank") as caught:
        Store.open(path)
    _one_sentence(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="gibt es nicht") as caught:
        Store.open(tmp_path / "nirgends" / "plan.duckdb")
    _one_sentence(caught.value)
    (tmp_path / "datei").write_text("x")
    with pytest.raises(PlanFileError, match="nicht anlegen") as refused:
        Store.create(tmp_path / "datei" / "plan.duckdb")
    _one_sentence(refused.value)
    with pytest.raises(StrategyError) as folder:
        Store.open(tmp_path)
    _one_sentence(folder.value)
    with pytest.raises(NotFound, match="Fassung „x“"), Store.in_memory().read("x"):
        pass


def test_without_the_right_to_write(tmp_path: Path) -> None:
    path = _plan_with(tmp_path / "fest.duckdb", ["a"])
    if os.geteuid() == 0:
        # Root may write everything except what is marked immutable.
        chattr = shutil.which("chattr")
        if not chattr or subprocess.run([chattr, "+i", str(path)], capture_output=True).returncode:
            pytest.skip("root writes everywhere, and chattr +i is not possible here")
        try:
            with pytest.raises(PlanFileError) as caught:
                Store.open(path)
        finally:
            subprocess.run([chattr, "-i", str(path)], check=True)
    else:
        path.chmod(0o400)
        tmp_path.chmod(0o500)
        try:
            with pytest.raises(PlanFileError) as caught:
                Store.open(path)
        finally:
            tmp_path.chmod(0o700)
            path.chmod(0o600)
    _one_sentence(caught.value)
    assert _titles(path) == ["a"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    place = tmp_path / "klein"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


_FILLER = """
import sys
import strategy.nouns
from strategy.kernel.errors import StrategyError
from strategy.nouns import Vision
from strategy.kernel.records import save_
from strategy.kernel.store import Store
store = Store.open(sys.argv[1])
try:
    for number in range(2000):
        with store.write("Anna") as tx:
            save_(tx, Vision(title=str(number), body=str(number) * 20000))
        print(number, flush=True)
except StrategyError as error:
    print("REFUSED", error, flush=True)
    # Somebody makes room; the same Store goes on, without a restart.
    import os
    os.unlink(sys.argv[2])
    for number in range(3):
        try:
            with store.write("Anna") as tx:
                save_(tx, Vision(title="again", body="x" * 100))
            print("again", flush=True)
            break
        except StrategyError as error:
            print("REFUSED", error, flush=True)
"""


def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk: Path, house: Path) -> None:
    path = small_disk / "plan.duckdb"
    Store.create(path).close()
    (small_disk / "ballast").write_bytes(b"x" * 1_500_000)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _FILLER, str(path), str(small_disk / "ballast")],
        cwd=house,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    lines = done.stdout.splitlines()
    acknowledged = [line for line in lines if line.isdigit()]
    sentences = [line for line in lines if line.startswith("REFUSED")]
    assert acknowledged and sentences, done.stderr
    assert "Datenträger" in sentences[0]
    assert lines[-1] == "again" and len(sentences) <= 2, lines[-4:]
    bigger = small_disk.parent / "kopie.duckdb"
    for ending in ("", ".wal"):
        if Path(f"{path}{ending}").exists():
            shutil.copyfile(f"{path}{ending}", f"{bigger}{ending}")
    assert check_file(bigger) == []
    store = Store.open(bigger)
    with store.read() as db:
        standing = {vision.title for vision in find(db, Vision)}
    store.close()
    assert {*acknowledged, "again"} <= standing


# Folding the log is the write after whose failure DuckDB refuses everything until it is reopened.
_FOLDER = """
import os, resource, sys
import duckdb
import strategy.nouns
from strategy.nouns import Vision
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.engine import cursor_of
path = sys.argv[1]
store = Store.create(path)
def save(title, size):
    with store.write("Anna") as tx:
        save_(tx, Vision(title=title, body=os.urandom(size).hex()))
    print(title, flush=True)
for number in range(12):
    save(str(number), 10_000)
largest = max(os.path.getsize(path), os.path.getsize(path + ".wal"))
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 1000, resource.RLIM_INFINITY))
print("folded", store.fold(), flush=True)
try:
    cursor_of(store._root)
except duckdb.Error as error:
    print("shut", "has been invalidated" in str(error), flush=True)
save("small", 100)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
save("large", 10_000)
print("folded", store.fold(), flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of files")
def test_a_store_that_shut_itself_on_a_full_disk_saves_again(tmp_path: Path, house: Path) -> None:
    path = tmp_path / "plan.duckdb"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _FOLDER, str(path)],
        cwd=house,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    saved = [str(number) for number in range(12)]
    assert done.stdout.splitlines() == [
        *saved,
        "folded False",
        "shut True",
        "small",
        "large",
        "folded True",
    ], done.stderr
    assert check_file(path) == []
    store = Store.open(path)
    with store.read() as db:
        standing = {vision.title for vision in find(db, Vision)}
    store.close()
    assert standing == {*saved, "small", "large"}
