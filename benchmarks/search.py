"""A search over everything on a large city, against asking DuckDB for the same word bare."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.large_city import build_large_city
from benchmarks.result import Result, median_seconds
from strategy.kernel.records import all_nouns
from strategy.kernel.store import Store
from strategy.search.finding import find_all
from strategy.search.index import search_index

WORDS = ("vorgang", "5291", "m-0005", "strasse", "kein einziges")


def run(plan: Path | None = None, repeats: int = 3) -> list[Result]:
    """Measure in processor seconds; the bare question looks through the same tables for one word,
    capitals or not, and knows neither umlauts nor typing errors nor names behind references."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        store = Store.open(plan or build_large_city(Path(folder) / "city.duckdb"))
        tables = tuple(noun.TABLE for noun in all_nouns())
        bare_sql = " UNION ALL ".join(
            f"SELECT id FROM {noun.TABLE} WHERE contains(lower(concat_ws(' ', id, "
            + ", ".join(s.name for s in noun.specs() if s.sql_type == "TEXT")
            + ")), $1)"
            for noun in all_nouns()
        )
        with store.read() as db:
            index = search_index(db, tables)
            made = median_seconds(lambda: search_index(db, tables), 1)
            ours = [
                median_seconds(lambda word=word: find_all(db, index, word), repeats)  # type: ignore[misc]
                for word in WORDS
            ]
            bare = [
                median_seconds(lambda word=word: db.rows(bare_sql, [word]), repeats)  # type: ignore[misc]
                for word in WORDS
            ]
            entries = len(index.entries)
        store.close()
    return [
        Result(
            "search over everything",
            f"{statistics.median(ours) * 1000:.0f} ms, {max(ours) * 1000:.0f} ms at most",
            f"DuckDB's contains() {statistics.median(bare) * 1000:.0f} ms, {entries} entries",
            statistics.median(ours) / statistics.median(bare),
            at_most=1,
        ),
        Result(
            "search, first after a change",
            f"{made * 1000:.0f} ms to gather the words",
            "the same question of DuckDB",
            made / statistics.median(bare),
        ),
    ]
