"""Take the XML of a sheet apart into its cells, as whole arrays instead of cell by cell.

A sheet of a million cells is made of few kinds of tags.  Here every angle bracket is found at the
speed of memory, every tag is named by its first letters, and every step from one tag to the next
must be one that spreadsheet programs take.  Whatever does not fit raises ``NotPlain``, and the
general reader reads that sheet instead; so nothing has to be guessed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, Any]

# What has to stand behind the opened bracket, and how long the whole tag is (0: any length).
_TAGS = {
    "row": (b"ro", 0),
    "/row": (b"/r", 5),
    "c": (b"c ", 0),
    "/c": (b"/c", 3),
    "v": (b"v>", 2),
    "/v": (b"/v", 3),
    "is": (b"is", 3),
    "/is": (b"/i", 4),
    "t": (b"t>", 2),
    "t ": (b"t ", 0),
    "/t": (b"/t", 3),
    "f": (b"f>", 2),
    "f ": (b"f ", 0),
    "/f": (b"/f", 3),
    "row/": (b"", 0),
    "c/": (b"", 0),
    "f/": (b"", 0),
}
_CODE = {name: number for number, name in enumerate(_TAGS, 1)}
# Every step a plain sheet may take.  A formula without a value behind it is none.
_STEPS = {
    "row": ("c", "c/", "/row"),
    "row/": ("row", "row/"),
    "/row": ("row", "row/"),
    "c": ("v", "is", "f", "f ", "f/", "/c"),
    "c/": ("c", "c/", "/row"),
    "/c": ("c", "c/", "/row"),
    "f": ("/f",),
    "f ": ("/f",),
    "f/": ("v",),
    "/f": ("v",),
    "v": ("/v",),
    "/v": ("/c",),
    "is": ("t", "t "),
    "t": ("/t",),
    "t ": ("/t",),
    "/t": ("/is",),
    "/is": ("/c",),
}
_PRESERVE = b'<t xml:space="preserve">'
_FORM = re.compile(r'(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?$')
# Texts that the general reader may understand as something else than their bytes.
_SPECIAL = (b"&", b"_x", b"\r")
_PLAIN_NUMBER = np.zeros(256, dtype=bool)
_PLAIN_NUMBER[list(b"0123456789.-+eE")] = True
_DIGITS = np.zeros(256, dtype=bool)
_DIGITS[list(b"0123456789")] = True


class NotPlain(Exception):
    """The sheet has something that only the general reader understands."""


def _tables() -> tuple[Numbers, Numbers, Numbers, Numbers]:
    codes = np.zeros(65_536, dtype=np.uint8)
    lengths = np.zeros(32, dtype=np.int64)
    bare = np.ones(32, dtype=bool)
    steps = np.zeros(1024, dtype=bool)
    for name, (letters, length) in _TAGS.items():
        if letters:
            codes[letters[0] << 8 | letters[1]] = _CODE[name]
        lengths[_CODE[name]] = length
        for following in _STEPS[name]:
            steps[_CODE[name] << 5 | _CODE[following]] = True
    for name in ("v", "t", "t ", "f", "f "):
        bare[_CODE[name]] = False
    return codes, lengths, bare, steps


_CODES, _LENGTHS, _BARE, _ALLOWED = _tables()


@dataclass(frozen=True)
class Form:
    """What the tags of a cell say beside its place: style, type, whether blanks are kept."""

    style: str
    type: str
    preserve: bool = False

    @property
    def is_number(self) -> bool:
        return self.type in ("", "n")


@dataclass
class Cells:
    """Cells of one kind: 0-based rows and columns, ``values`` as the kind wants them."""

    rows: Numbers
    columns: Numbers
    values: Any
    forms: Numbers


@dataclass
class Forms:
    """The forms met so far; a sheet has a handful."""

    known: list[Form] = field(default_factory=list)
    _numbers: dict[Form, int] = field(default_factory=dict)

    def number(self, form: Form) -> int:
        """The number of a form; NotPlain for those that need the general reader."""
        if form.type not in ("", "n", "s", "b", "d", "str", "inlineStr"):
            raise NotPlain(form.type)
        if form not in self._numbers:
            self._numbers[form] = len(self.known)
            self.known.append(form)
        return self._numbers[form]


@dataclass(frozen=True)
class Seen:
    """All cells of some rows, also those without a value: how many, their bounds (0-based rows
    and columns, first and last), and the place of the last one in reading order."""

    cells: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    last_place: int


@dataclass
class Part:
    """The filled cells of some rows: ``numbers`` float64, ``shared`` places in the list of shared
    texts, ``texts`` strings that stand in the sheet just as they are meant, ``others`` strings of
    which only the general reader knows what they mean."""

    numbers: Cells
    shared: Cells
    texts: Cells
    others: Cells
    seen: Seen


def split_rows(data: bytes, forms: Forms, after: int) -> Part:
    """The cells of whole rows of XML; ``after`` is the place of the last cell before them.

    Raises NotPlain, or an error of arrow or numpy for values that are not what their type says.
    """
    size = len(data)
    # Looking a few bytes ahead must not run over the end.
    data += bytes(16)
    raw = np.frombuffer(data, dtype=np.uint8)
    opened, closed = np.flatnonzero(raw == 60), np.flatnonzero(raw == 62)
    if len(opened) != len(closed) or not len(opened) or closed[-1] != size - 1 or opened[0]:
        raise NotPlain("brackets")
    lengths = closed - opened
    gaps = opened[1:] - closed[:-1]
    if lengths.min() < 2 or gaps.min() < 1:
        raise NotPlain("brackets")
    codes = _named(raw, opened, closed, lengths)
    if not _ALLOWED[codes[:-1].astype(np.uint16) << 5 | codes[1:]].all():
        raise NotPlain("order of tags")
    if codes[0] not in (_CODE["row"], _CODE["row/"]) or codes[-1] not in (
        _CODE["/row"],
        _CODE["row/"],
    ):
        raise NotPlain("rows")
    if (_BARE[codes[:-1]] & (gaps != 1)).any():
        raise NotPlain("text between tags")
    return _part(raw, data, opened, closed, codes, forms, after)


def _named(raw: Numbers, opened: Numbers, closed: Numbers, lengths: Numbers) -> Numbers:
    """The code of every tag; NotPlain if one of them is unknown."""
    codes: Numbers = _CODES[raw[opened + 1].astype(np.uint16) << 8 | raw[opened + 2]]
    wanted = _LENGTHS[codes]
    if not codes.all() or ((wanted != 0) & (wanted != lengths)).any():
        raise NotPlain("tag")
    _spelled(raw, opened[codes == _CODE["/is"]], b"</is>")
    _spelled(raw, opened[codes == _CODE["/row"]], b"</row>")
    rows = opened[codes == _CODE["row"]]
    _spelled(raw, rows, b"<row")
    if not np.isin(raw[rows + 4], (32, 62)).all():
        raise NotPlain("row")
    for name in ("row", "c", "f ", "t "):
        places = np.flatnonzero(codes == _CODE[name])
        empty = places[raw[closed[places] - 1] == 47]
        if len(empty) and name == "t ":
            raise NotPlain("text")
        codes[empty] = _CODE.get(f"{name.strip()}/", 0)
    return codes


def _spelled(raw: Numbers, places: Numbers, letters: bytes) -> None:
    for number, letter in enumerate(letters[2:], 2):
        if not (raw[places + number] == letter).all():
            raise NotPlain("tag")


def _part(
    raw: Numbers,
    data: bytes,
    opened: Numbers,
    closed: Numbers,
    codes: Numbers,
    forms: Forms,
    after: int,
) -> Part:
    kept = codes == _CODE["t "]
    values = np.flatnonzero((codes == _CODE["v"]) | (codes == _CODE["t"]) | kept)
    cells = np.flatnonzero((codes == _CODE["c"]) | (codes == _CODE["c/"]))
    rows, columns, ends = _places(raw, opened[cells])
    seen = _seen(rows, columns, after)
    filled = (codes[cells] == _CODE["c"]) & (codes[cells + 1] != _CODE["/c"])
    if not filled.all():
        cells, rows, columns, ends = (each[filled] for each in (cells, rows, columns, ends))
    found = _forms(data, ends + 1, closed[cells], forms)
    kept = kept[values]
    if kept.any():
        tags = _cut(data, opened[values[kept]], closed[values[kept]] + 1)
        if pc.unique(tags.take(_evens(int(kept.sum())))).to_pylist() != [_PRESERVE.decode()]:
            raise NotPlain("text")
        for number in np.unique(found[kept]).tolist():
            form = forms.known[number]
            preserved = forms.number(Form(form.style, form.type, True))
            found[kept & (found == number)] = preserved
    inline = codes[values] != _CODE["v"]
    kinds = np.array([form.type == "inlineStr" for form in forms.known] or [False])
    if not np.array_equal(kinds[found], inline):
        raise NotPlain("text")
    starts, stops = closed[values] + 1, opened[values + 1]
    return _sorted_out(raw, data, starts, stops, rows, columns, found, forms, seen)


def _seen(rows: Numbers, columns: Numbers, after: int) -> Seen:
    if not len(rows):
        return Seen(0, (0, 0), (0, 0), after)
    places = rows * 16_384 + columns
    if places[0] <= after or (len(places) > 1 and np.diff(places).min() <= 0):
        raise NotPlain("order of cells")
    bounds = (int(columns.min()), int(columns.max()))
    return Seen(len(rows), (int(rows[0]), int(rows[-1])), bounds, int(places[-1]))


def _places(raw: Numbers, opened: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """0-based rows and columns of cells, and the places of the quotes that end them."""
    _spelled(raw, opened, b'<c r="')
    first, second, third = raw[opened + 6], raw[opened + 7], raw[opened + 8]
    two = second >= 65
    three = two & (third >= 65)
    columns = first.astype(np.int64) - 64
    columns = np.where(two, columns * 26 + second - 64, columns)
    columns = np.where(three, columns * 26 + third - 64, columns)
    ends = opened + 7 + two + three
    # A letter out of A to Z makes a number out of the range, or is no digit below.
    wrong = (first < 65) | (first > 90) | (two & (second > 90)) | (three & (third > 90))
    if wrong.any() or (len(columns) and int(columns.max()) > 16_384):
        raise NotPlain("reference")
    rows = np.zeros(len(opened), dtype=np.int64)
    for _ in range(8):
        digits = raw[ends] - np.uint8(48)
        more = digits < 10
        if more.all():
            rows = rows * 10 + digits
            ends = ends + 1
        elif not more.any():
            break
        else:
            rows = np.where(more, rows * 10 + digits, rows)
            ends = ends + more
    if len(rows) and (
        not (raw[ends] == 34).all() or int(rows.min()) < 1 or int(rows.max()) > 1_048_576
    ):
        raise NotPlain("reference")
    return rows - 1, columns - 1, ends


def _cut(data: bytes, starts: Numbers, stops: Numbers) -> pa.Array:
    """Strings of which every second one is a piece of ``data``, without copying any of it."""
    offsets = np.empty(2 * len(starts), dtype=np.int32)
    offsets[0::2], offsets[1::2] = starts, stops
    return pa.Array.from_buffers(
        pa.string(), max(0, len(offsets) - 1), [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    )


def _evens(count: int) -> pa.Array:
    return pa.array(np.arange(0, 2 * count, 2))


def _forms(data: bytes, starts: Numbers, stops: Numbers, forms: Forms) -> Numbers:
    """The number of the form of every cell."""
    if not len(starts):
        return np.zeros(0, dtype=np.int32)
    written = _cut(data, starts, stops).take(_evens(len(starts))).dictionary_encode()
    numbers = []
    for text in written.dictionary.to_pylist():
        match = _FORM.match(text)
        if match is None:
            raise NotPlain("cell")
        numbers.append(forms.number(Form(match.group(1) or "", match.group(2) or "")))
    chosen: Numbers = np.array(numbers, dtype=np.int32)[np.asarray(written.indices)]
    return chosen


def _sorted_out(
    raw: Numbers,
    data: bytes,
    starts: Numbers,
    stops: Numbers,
    rows: Numbers,
    columns: Numbers,
    found: Numbers,
    forms: Forms,
    seen: Seen,
) -> Part:
    pieces = _cut(data, starts, stops)
    types = [form.type for form in forms.known]
    is_number = np.array([form.is_number for form in forms.known] or [False])[found]
    is_shared = np.array([kind == "s" for kind in types] or [False])[found]
    is_text = np.array([kind in ("inlineStr", "str") for kind in types] or [False])[found]
    is_text[is_text] = _as_they_stand(raw, data, pieces, starts, stops, np.flatnonzero(is_text))

    def cells(mask: Numbers) -> Cells:
        places = np.flatnonzero(mask)
        values = pieces.take(pa.array(places * 2)) if len(places) else pa.array([], pa.string())
        return Cells(
            rows[places].astype(np.int32),
            columns[places].astype(np.uint16),
            values,
            found[places].astype(np.uint16),
        )

    numbers, shared = cells(is_number), cells(is_shared)
    numbers.values = np.asarray(_checked(numbers.values, _PLAIN_NUMBER).cast(pa.float64()))
    shared.values = np.asarray(_checked(shared.values, _DIGITS).cast(pa.int32()))
    texts, others = cells(is_text), cells(~(is_number | is_shared | is_text))
    texts.values.validate(full=True)
    others.values.validate(full=True)
    return Part(numbers, shared, texts, others, seen)


def _as_they_stand(
    raw: Numbers, data: bytes, pieces: pa.Array, starts: Numbers, stops: Numbers, places: Numbers
) -> Numbers:
    """Which texts in the sheet mean exactly their own bytes."""
    starts, stops = starts[places], stops[places]
    first, final = raw[starts], raw[stops - 1]
    plain = (stops > starts) & (first > 32) & (first < 127) & (final > 32)
    # One byte is looked for at the speed of memory, two are not.
    marks = [mark for mark in _SPECIAL if mark[:1] in data and mark in data]
    if marks:
        texts = pieces.take(pa.array(places * 2))
        for mark in marks:
            hits = pc.match_substring(texts, mark.decode())
            plain &= ~np.asarray(hits.to_numpy(zero_copy_only=False), dtype=bool)
    return np.asarray(plain)


def _checked(texts: pa.Array, allowed: Numbers) -> pa.Array:
    """The texts themselves, which must be made of the allowed bytes alone."""
    if len(texts):
        end = int(np.frombuffer(texts.buffers()[1], dtype=np.int32)[len(texts)])
        written = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[:end]
        if not allowed[written].all():
            raise NotPlain("value")
    return texts
