"""The whole plan in open files: one workbook, or a folder of CSV or Parquet with its schema."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.listing import Listing
from strategy.excel.noun_rows import whole_noun
from strategy.excel.readme import readme_text
from strategy.excel.safe_file import prepare_folder, replacing
from strategy.excel.sheets.cover import add_contents, fill_contents
from strategy.excel.source import read_head, version_name
from strategy.excel.text import starts_formula_sql
from strategy.kernel.record import Record
from strategy.kernel.records import all_nouns
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words

Progress = Callable[[str, float], object]
_ROWS_AT_A_TIME = 20_000
_BERLIN = "((t.{0} AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin')"


def write_workbook(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    progress: Progress | None = None,
    *,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Every table of a version as one sheet each, with German headings, ids and row versions.

    Raises Refused, NotFound or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        head, _, _ = read_head(db)
        book = Book(partial, head)
        contents = add_contents(book)
        nouns = all_nouns()
        for number, noun in enumerate(nouns):
            if progress:
                progress(f"{noun.PLURAL} werden geschrieben", number / len(nouns))
            columns, sql = whole_noun(noun)
            Listing(
                db,
                noun.PLURAL,
                noun.PLURAL,
                f"Alle {noun.PLURAL}, Tabelle „{noun.TABLE}“.",
                columns,
                sql,
                empty="Keine Einträge.",
            ).write(book)
        fill_contents(book, contents)
        if progress:
            progress("Die Arbeitsmappe wird gepackt", 0.9)
        book.close()
    return target


def write_folder(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    *,
    parquet: bool = False,
    progress: Progress | None = None,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Every table of a version as CSV or Parquet file, with ``schema.json`` and ``README.txt``.

    CSV is made for German Excel: UTF-8 with BOM, semicolon, decimal comma, euro instead of cents,
    an apostrophe before text that looks like a formula.  Parquet holds the tables as they are.
    The folder may exist already, but must be empty.
    """
    folder = Path(path)
    prepare_folder(folder)
    with read_for(store, version_name(store, version), audience) as db:
        head, _, _ = read_head(db)
        nouns = all_nouns()
        counts = {}
        for number, noun in enumerate(nouns):
            if progress:
                progress(f"{noun.PLURAL} werden geschrieben", number / len(nouns))
            counts[noun.TABLE] = db.value(f"SELECT count(*) FROM {noun.TABLE}")
            ending = "parquet" if parquet else "csv"
            with replacing(folder / f"{noun.TABLE}.{ending}") as partial:
                (_write_parquet if parquet else _write_csv)(db, noun, partial)
        schema = {
            "municipality": head.municipality,
            "version": head.version_words,
            "as_of": head.stand.isoformat(),
            "content_hash": head.content_hash,
            "format": "parquet" if parquet else "csv",
            "audience": withheld_words(db),
            "tables": [_table_schema(noun, counts[noun.TABLE]) for noun in nouns],
        }
        for file, text in (
            ("schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"),
            ("README.txt", readme_text(head, parquet, withheld_words(db))),
        ):
            with replacing(folder / file) as partial:
                partial.write_text(text, encoding="utf-8")
    return folder


def _stored_columns(noun: type[Record]) -> list[str]:
    return ["id", "version", *(spec.name for spec in noun.specs())]


def _write_parquet(db: Cursor, noun: type[Record], path: Path) -> None:
    columns = ", ".join(_stored_columns(noun))
    pq.write_table(db.arrow(f"SELECT {columns} FROM {noun.TABLE} ORDER BY id"), path)


def _write_csv(db: Cursor, noun: type[Record], path: Path) -> None:
    columns, sql = whole_noun(noun)
    texts = ", ".join(f"{_csv_sql(column)} AS {column.source}" for column in columns)
    table = db.arrow(f"SELECT {texts} FROM ({sql}) t ORDER BY t.id")
    # German Excel takes a file without this mark for Windows-1252 and garbles every umlaut.
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow([column.label for column in columns])
        # In portions: the texts of a million lines at once would fill the memory of a small server.
        for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
            handle.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
        handle.write(buffer.getvalue())


def _csv_sql(column: SheetColumn) -> str:
    """A value as Germans write it in a file; unknown stays empty."""
    value = f"t.{column.source}"
    if column.show is Show.MONEY:
        # Decimals and not a division, which is done in floats.
        cents = f"CAST({value} AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2))"
        return f"replace(CAST({cents} AS TEXT), '.', ',')"
    if column.show in (Show.PERCENT, Show.FTE, Show.NUMBER):
        return f"replace(CAST({value} AS TEXT), '.', ',')"
    if column.show is Show.DAY:
        return f"strftime({value}, '%d.%m.%Y')"
    if column.show is Show.MOMENT:
        return f"strftime({_BERLIN.format(column.source)}, '%d.%m.%Y %H:%M:%S')"
    if column.show is Show.FLAG:
        return f"CASE WHEN {value} THEN 'ja' WHEN NOT {value} THEN 'nein' END"
    if column.show in (Show.TEXT, Show.LONG, Show.CODE):
        return f"CASE WHEN {starts_formula_sql(value)} THEN '''' || {value} ELSE {value} END"
    return f"CAST({value} AS TEXT)"


def _table_schema(noun: type[Record], rows: int) -> dict[str, Any]:
    fixed = [
        {"name": "id", "type": "TEXT", "label": "Nr.", "kind": "code", "required": True},
        {
            "name": "version",
            "type": "BIGINT",
            "label": "Zeilenversion",
            "kind": "integer",
            "required": True,
        },
    ]
    described: list[dict[str, Any]] = []
    for spec in noun.specs():
        entry: dict[str, Any] = {
            "name": spec.name,
            "type": spec.sql_type,
            "label": spec.label,
            "kind": str(spec.kind),
            "required": spec.required,
        }
        if spec.kind == "money":
            entry["unit"] = "Cent (in CSV: Euro)"
        if spec.ref:
            entry["references"] = "any" if spec.ref == "*" else f"{spec.ref}.id"
        if spec.choices is not None:
            entry["choices"] = [str(item) for item in spec.choices]
        described.append(entry)
    return {
        "table": noun.TABLE,
        "label": noun.PLURAL,
        "id_prefix": noun.PREFIX,
        "rows": int(rows),
        "columns": fixed + described,
    }
