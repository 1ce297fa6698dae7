"""Read a large sheet as whole columns while the gate streams it.

Only sheets that are plain throughout, as spreadsheet programs write them; the general reader
reads all others.  Both give the same cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from strategy.intake.gate.sheet_scan import SheetScan, column_number
from strategy.intake.reading.asked_cells import ask
from strategy.intake.reading.grid import Grid, cleaned
from strategy.intake.reading.sheet_cells import (
    Cells,
    Form,
    Forms,
    NotPlain,
    Numbers,
    Part,
    split_rows,
)
from strategy.intake.reading.sheet_column import SheetColumn

_START, _END = b"<sheetData>", b"</sheetData>"
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="(?i:utf-8)"(?: standalone="(?:yes|no)")?\?>)?\s*'
    rb"<worksheet(?:\s[^<>]*)?>(?:\s*<[/a-zA-Z][^<>]*>)*\s*<sheetData>$"
)
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})([0-9]{1,7})"/>')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"/>')
# Rows are taken apart in pieces that stay near the processor; a longer row is not plain.
_PIECE = 2 << 20
_LONGEST_ROW = 4 << 20
_NOT_PLAIN = (NotPlain, ValueError, IndexError, OverflowError, pa.ArrowInvalid)


class PlainSheet:
    """Takes the bytes of a sheet as they come; ``grid`` is what they hold, if they are plain.

    Pieces are taken apart on a thread of their own, so that the archive is unpacked meanwhile.
    """

    def __init__(self) -> None:
        self.plain = True
        self.scan = SheetScan()
        self._forms = Forms()
        self._parts: list[Part] = []
        self._last_place = -1
        self._rest = b""
        self._inside = False
        self._tail: bytes | None = None
        self._worker = ThreadPoolExecutor(1)
        self._working: Future[None] | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the sheet."""
        if not self.plain:
            return
        if self._tail is not None:
            self._tail += chunk
            return
        self._rest += chunk
        if len(self._rest) >= _PIECE:
            self._attempt(self._advance)

    def close(self) -> None:
        """Take apart what is left after the last chunk."""
        if self.plain and self._tail is None:
            self._attempt(self._advance)
        self._attempt(self._wait)
        self._worker.shutdown()
        if self._tail is None or not self._tail.rstrip().endswith(b"</worksheet>"):
            self._give_up()

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except _NOT_PLAIN:
            self._give_up()

    def _give_up(self) -> None:
        self.plain = False
        self._parts, self._rest, self._tail = [], b"", b""

    def _wait(self) -> None:
        if self._working is not None:
            working, self._working = self._working, None
            working.result()

    def _advance(self) -> None:
        if not self._inside:
            start = self._rest.find(_START)
            if start < 0:
                raise NotPlain("head")
            self._read_head(self._rest[: start + len(_START)])
            self._rest, self._inside = self._rest[start + len(_START) :], True
        end = self._rest.find(_END)
        cut = end if end >= 0 else self._rest.rfind(b"<row")
        if end >= 0:
            self._tail = self._rest[end + len(_END) :]
        elif len(self._rest) - max(0, cut) > _LONGEST_ROW:
            raise NotPlain("row")
        piece, self._rest = self._rest[: max(0, cut)], self._rest[max(0, cut) :]
        self._wait()
        if piece:
            self._working = self._worker.submit(self._take_apart, piece)

    def _read_head(self, head: bytes) -> None:
        if not _HEAD.match(head) or b"<c " in head:
            raise NotPlain("head")
        found = _DIMENSION.search(head)
        if b"<dimension" in head and found is None:
            raise NotPlain("head")
        if found:
            columns = column_number(found.group(1).decode()) + 1
            self.scan.declared_area = columns * int(found.group(2))

    def _take_apart(self, piece: bytes) -> None:
        part = split_rows(piece, self._forms, self._last_place)
        seen, scan = part.seen, self.scan
        if seen.cells:
            if not scan.cells:
                scan.first_row, scan.first_column = seen.rows[0] + 1, seen.columns[0]
            scan.last_row = seen.rows[1] + 1
            scan.first_column = min(scan.first_column, seen.columns[0])
            scan.last_column = max(scan.last_column, seen.columns[1])
            scan.cells += seen.cells
        self._last_place = seen.last_place
        self._parts.append(part)

    def grid(self, archive: zipfile.ZipFile, part: str, sheet: str, most: int) -> Grid | None:
        """The cells of the sheet, None if it is not plain or has more than ``most`` columns."""
        if not self.plain or self.scan.sparse or not self._parts:
            return None
        try:
            return _Laying(self._parts, self._forms, self._tail or b"").grid(
                archive, part, sheet, most
            )
        except _NOT_PLAIN:
            return None


class _Laying:
    """Lay the parts of a sheet side by side as columns."""

    def __init__(self, parts: list[Part], forms: Forms, tail: bytes) -> None:
        self.numbers = _joined([part.numbers for part in parts])
        self.shared = _joined([part.shared for part in parts])
        self.texts = _joined([part.texts for part in parts])
        self.others = _joined([part.others for part in parts])
        self.forms = forms
        self.merged = _merged(tail)

    def grid(self, archive: zipfile.ZipFile, part: str, sheet: str, most: int) -> Grid:
        self._ask(archive, part, sheet)
        every = (self.numbers, self.texts, self.asked)
        filled = [cells for cells in every if len(cells.rows)]
        if not filled:
            raise NotPlain("nothing")
        top, left, bottom, right = _bounds(filled)
        if right - left >= most:
            raise NotPlain("width")
        self._hold_without_blanks(filled, (top, left, bottom, right))
        height = bottom - top + 1
        sides = [_by_column(cells, left, right) for cells in every]
        columns = [
            self._column(height, top, *(side[number] for side in sides))
            for number in range(right - left + 1)
        ]
        merged = [
            (r1 - top, c1 - left, r2 - top, c2 - left)
            for r1, c1, r2, c2 in self.merged
            if r1 - top < height and c1 <= right and r1 >= top and c1 >= left
        ]
        return Grid(columns, range(top + 1, bottom + 2), range(left, right + 1), merged)

    def _ask(self, archive: zipfile.ZipFile, part: str, sheet: str) -> None:
        """Turn everything that is not plain into ``asked``, cells by their place in ``means``."""
        known = self.forms.known
        styled = [n for n, form in enumerate(known) if form.is_number and form.style]
        told = ask(archive, part, sheet, [(known[number], "1") for number in styled], texts=False)
        dated = [n for n, cell in zip(styled, told, strict=True) if type(cell) is not float]
        mask = np.isin(self.numbers.forms, dated)
        dates, self.numbers = _only(self.numbers, mask), _only(self.numbers, ~mask)
        used, places = np.unique(self.shared.values, return_inverse=True)
        questions = [(Form("", "s"), str(number)) for number in used.tolist()]
        asked = [_with(self.shared, places)]
        for cells in (self.others, dates):
            for number in np.unique(cells.forms).tolist():
                some = _only(cells, cells.forms == number)
                distinct, places = _distinct(some.values)
                asked.append(_with(some, places + len(questions)))
                questions += [(known[number], text) for text in distinct]
        self.asked = _joined(asked)
        answers = ask(archive, part, sheet, questions)
        if float in set(map(type, answers)):
            raise NotPlain("number")
        self.means = [cleaned(cell) for cell in answers]
        self.empty = np.array([cell == "" for cell in answers], dtype=bool)
        self.is_word = np.array([type(cell) is str for cell in self.means], dtype=bool)
        self.is_other = np.array([cell is not None for cell in self.means], dtype=bool)
        self.is_other &= ~self.is_word
        self.words = pa.array(
            [cell if type(cell) is str else None for cell in self.means], pa.string()
        )

    def _hold_without_blanks(self, filled: list[Cells], bounds: tuple[int, int, int, int]) -> None:
        """An empty text may count as a cell or not; where that moves the edges, another reads."""
        blank = self.empty[self.asked.values]
        if not blank.any():
            return
        rest = [c for c in filled if c is not self.asked] + [_only(self.asked, ~blank)]
        rest = [cells for cells in rest if len(cells.rows)]
        if not rest or _bounds(rest) != bounds:
            raise NotPlain("edge")

    def _column(self, height: int, top: int, numbers: Cells, texts: Cells, asked: Cells) -> Any:
        words = _only(asked, self.is_word[asked.values])
        others = _only(asked, self.is_other[asked.values])
        found = {
            int(row) - top: self.means[code]
            for row, code in zip(others.rows.tolist(), others.values.tolist(), strict=True)
        }
        places, floats = numbers.rows - top, numbers.values
        return SheetColumn(_texts(height, top, texts, words, self.words), places, floats, found)


def _texts(height: int, top: int, texts: Cells, words: Cells, pool: pa.Array) -> pa.Array:
    """The texts of a column: those of the sheet itself and those that were asked for."""
    if len(texts.rows) == height:
        return texts.values
    if not len(texts.rows) and not len(words.rows):
        return pa.nulls(height, pa.string())
    source = np.zeros(height, dtype=np.int64)
    missing = np.ones(height, dtype=bool)
    source[texts.rows - top] = np.arange(len(texts.rows))
    source[words.rows - top] = words.values + len(texts.rows)
    missing[texts.rows - top] = False
    missing[words.rows - top] = False
    whole = pa.concat_arrays([texts.values, pool]) if len(texts.rows) else pool
    return whole.take(pa.array(source, mask=missing))


def _joined(parts: list[Cells]) -> Cells:
    values: Any = [part.values for part in parts]
    values = pa.concat_arrays(values) if isinstance(values[0], pa.Array) else np.concatenate(values)
    return Cells(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.columns for part in parts]),
        values,
        np.concatenate([part.forms for part in parts]),
    )


def _only(cells: Cells, mask: Numbers) -> Cells:
    """The cells the mask says; all of them without a copy."""
    if mask.all():
        return cells
    values = cells.values
    values = values.filter(pa.array(mask)) if isinstance(values, pa.Array) else values[mask]
    return Cells(cells.rows[mask], cells.columns[mask], values, cells.forms[mask])


def _distinct(values: Any) -> tuple[list[str], Numbers]:
    """The distinct texts or numbers as texts, and for every value the place of its own."""
    if isinstance(values, pa.Array):
        coded = values.dictionary_encode()
        return coded.dictionary.to_pylist(), np.asarray(coded.indices)
    distinct, places = np.unique(values, return_inverse=True)
    return [repr(number) for number in distinct.tolist()], places


def _with(cells: Cells, codes: Numbers) -> Cells:
    return Cells(cells.rows, cells.columns, codes.astype(np.int64), cells.forms)


def _bounds(filled: list[Cells]) -> tuple[int, int, int, int]:
    """First row and column, last row and column."""
    return (
        min(int(cells.rows.min()) for cells in filled),
        min(int(cells.columns.min()) for cells in filled),
        max(int(cells.rows.max()) for cells in filled),
        max(int(cells.columns.max()) for cells in filled),
    )


def _by_column(cells: Cells, first: int, last: int) -> list[Cells]:
    """The cells of every column from ``first`` to ``last``, in the order they stand in."""
    order = np.argsort(cells.columns, kind="stable")
    values = cells.values
    values = values.take(pa.array(order)) if isinstance(values, pa.Array) else values[order]
    rows, columns, forms = cells.rows[order], cells.columns[order], cells.forms[order]
    edges = np.searchsorted(columns, np.arange(first, last + 2)).tolist()
    return [
        Cells(rows[low:high], columns[low:high], values[low:high], forms[low:high])
        for low, high in zip(edges, edges[1:], strict=False)
    ]


def _merged(tail: bytes) -> list[tuple[int, int, int, int]]:
    """Merged areas as first row, first column, last row, last column, 0-based."""
    found = _MERGE.findall(tail)
    if len(found) != tail.count(b"<mergeCell ") or b"<!" in tail:
        raise NotPlain("merged cells")
    return [
        (int(r1) - 1, column_number(c1.decode()), int(r2) - 1, column_number(c2.decode()))
        for c1, r1, c2, r2 in found
    ]
