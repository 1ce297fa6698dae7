"""Read a text table (CSV) into a grid of strings, a million rows in about a second.

Regular files, in which every row has the same number of fields, go through the columnar reader.
All others (a preamble is still fine) are read row by row in blocks, which is slower but keeps
each ragged row and its number.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa

from strategy.intake.errors import NotATable, NothingToImport, TooLarge, WrongMapping
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.damaged_text import Widths, has_open_quote, rows_as_they_stand
from strategy.intake.reading.encoding import FoundEncoding, find_encoding, write_as_utf8
from strategy.intake.reading.grid import CODED, MANY, Grid

_DELIMITERS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_SAMPLE = 256 * 1024
_BLOCK = 20_000
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class TextShape:
    """How the text was read, each with its German reason."""

    encoding: FoundEncoding
    delimiter: str
    delimiter_name: str
    delimiter_reason: str


def read_text_table(
    path: Path,
    work: Path,
    limits: Limits,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip_rows: Sequence[int] = (),
) -> tuple[Grid, TextShape]:
    """The grid of a text file; ``work`` is a folder for a copy as UTF-8 where one is needed.

    Rows of ``skip_rows`` are left out later, so they may be damaged.
    """
    found = find_encoding(path, encoding)
    source = write_as_utf8(path, found, work / "utf8.csv")
    with source.open("r", encoding="utf-8-sig", newline="") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip():
        raise NothingToImport(f"Die Datei „{path.name}“ enthält nur Leerzeichen.")
    rest_unread = len(sample) == _SAMPLE
    if delimiter is not None and len(delimiter) != 1:
        raise WrongMapping(
            f"Das Trennzeichen „{delimiter}“ muss genau ein Zeichen sein.", field="delimiter"
        )
    chosen, reason = (
        (delimiter, "So vorgegeben.") if delimiter else _find_delimiter(sample, rest_unread)
    )
    shape = TextShape(found, chosen, _DELIMITERS.get(chosen, f"„{chosen}“"), reason)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        grid = _read_regular(source, chosen, found, sample, rest_unread)
        length = None if grid is None else len(grid)
        if found.quotes and has_open_quote(source, chosen, length):
            grid = _read_lines(source, chosen, path.name)
        elif grid is None:
            grid = _read_ragged(source, chosen, skip_rows, path.name)
    except csv.Error as error:
        raise NotATable(
            f"In der Datei „{path.name}“ ist eine Zelle länger als eine Million Zeichen; "
            "wahrscheinlich fehlt ein schließendes Anführungszeichen."
        ) from error
    if grid.width > limits.columns:
        raise TooLarge(
            f"Die Datei „{path.name}“ hat {grid.width} Spalten, erlaubt sind {limits.columns}."
        )
    return grid, shape


def _sample_rows(sample: str, delimiter: str, cut: bool) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    # The last row of a cut sample is torn.
    return rows[:-1] if cut and len(rows) > 1 else rows


def _find_delimiter(sample: str, cut: bool) -> tuple[str, str]:
    first = sample.split("\n", 1)[0].strip()
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], "Die erste Zeile nennt das Trennzeichen."
    best, best_score = "", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in _sample_rows(sample, delimiter, cut) if row)
        except csv.Error:
            continue
        if not widths:
            continue
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if not wide:
            continue
        count, width = max(wide)
        score = (round(count / sum(widths.values()), 2), width)
        if score > best_score:
            best, best_score = delimiter, score
    if not best:
        return ";", "Es gibt nur eine Spalte."
    share = round(best_score[0] * 100)
    return best, f"{share} % der Zeilen haben damit {best_score[1]} Felder."


def _read_regular(
    source: Path, delimiter: str, found: FoundEncoding, sample: str, cut: bool
) -> Grid | None:
    """The columnar way, or None as soon as one row has another number of fields."""
    from pyarrow import csv as arrow_csv

    rows = _sample_rows(sample, delimiter, cut)
    width = Counter(map(len, rows)).most_common(1)[0][0]
    before = next(i for i, row in enumerate(rows) if len(row) == width)
    if width < 2 or any(len(row) != width for row in rows[before:]):
        return None
    if sample.startswith("sep=") or any("\n" in c or "\r" in c for r in rows[:before] for c in r):
        return None
    names = [f"f{number}" for number in range(width)]
    kinds = _column_types(rows[before:], width)
    irregular: list[bool] = []

    def refuse(row: Any) -> str:
        irregular.append(True)
        return "error"

    try:
        table = arrow_csv.read_csv(
            source,
            read_options=arrow_csv.ReadOptions(
                skip_rows=before, column_names=names, block_size=8 << 20
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if found.quotes else False,
                newlines_in_values=found.quotes,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict(zip(names, kinds, strict=True)), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if irregular:
        return None
    columns = []
    for number, (column, kind) in enumerate(zip(table.columns, kinds, strict=True)):
        if before:
            cells = [row[number] if number < len(row) else None for row in rows[:before]]
            head = pa.array(cells, pa.string())
            head = head.dictionary_encode() if kind == CODED else head
            column = pa.chunked_array([head, *column.chunks], kind)
        # Every block of the file has numbered its texts anew.
        columns.append(column.unify_dictionaries().combine_chunks() if kind == CODED else column)
    length = before + table.num_rows
    return Grid(columns, range(1, length + 1), range(width))


def _column_types(rows: list[list[str]], width: int) -> list[pa.DataType]:
    """Columns that repeat much in the sample are coded while they are read.

    Their million texts are then never made, copied or looked at one by one.
    """
    if len(rows) < MANY:
        return [pa.string()] * width
    return [
        CODED if len({row[number] for row in rows}) <= len(rows) // 2 else pa.string()
        for number in range(width)
    ]


def _blocks(source: Path, delimiter: str) -> Iterator[list[list[str]]]:
    with source.open("r", encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        while block := list(islice(reader, _BLOCK)):
            yield block


def _read_lines(source: Path, delimiter: str, name: str) -> Grid:
    """Each line as a row, where a quotation mark is never closed."""
    rows, odd = rows_as_they_stand(source, delimiter, name)
    columns = [pa.array(c, pa.string()) for c in zip_longest(*rows, fillvalue=None)]
    shown = ", ".join(map(str, odd[:8])) + (" …" if len(odd) > 8 else "")
    notice = (
        f"In Zeile {shown} wird ein Anführungszeichen nicht geschlossen; gelesen wird Zeile für "
        "Zeile, wie sie dastehen."
    )
    return Grid(columns, range(1, len(rows) + 1), range(len(columns)), notices=[notice])


def _read_ragged(
    source: Path, delimiter: str, skip_rows: Sequence[int] = (), name: str = ""
) -> Grid:
    parts: list[list[pa.Array]] = []
    lengths: list[int] = []
    widths = Widths()
    first = True
    for block in _blocks(source, delimiter):
        if first and block[0] and block[0][0].lower().startswith("sep="):
            block[0] = []
        first = False
        widths.add(block)
        columns = [pa.array(c, pa.string()) for c in zip_longest(*block, fillvalue=None)]
        parts.append(columns)
        lengths.append(len(block))
    width = max((len(columns) for columns in parts), default=0)
    merged = []
    for number in range(width):
        chunks = [
            columns[number] if number < len(columns) else pa.nulls(length, pa.string())
            for columns, length in zip(parts, lengths, strict=True)
        ]
        merged.append(pa.chunked_array(chunks, pa.string()))
    notices = widths.check(skip_rows, name)
    return Grid(merged, range(1, sum(lengths) + 1), range(width), notices=notices)
