"""Clean the texts of a grid before anything is understood: names must be comparable.

Umlauts in two signs, invisible signs, text encoded twice, HTML.  Columns repeat few texts, so
each distinct one is looked at once, and none where the column holds nothing suspicious.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.grid import Grid
from strategy.kernel.clean_text import encoded_once, is_suspect, visible, without_markup

# First bytes of what is cleaned, in UTF-8: combining marks, no-break blanks and hyphens, signs
# of general punctuation, byte order mark, ideographic blank; then markup and doubled encoding.
_LEADS = (b"\xcc", b"\xcd", b"\xc2", b"\xe2\x80", b"\xe2\x81", b"\xe3\x80", b"\xef\xbb")
# Text files guard cells that a spreadsheet would take for a formula by an apostrophe in front.
_GUARDED = re.compile(r"'(?=[=+\-@])")
_GUARDS = (b"'=", b"'+", b"'-", b"'@")
_MARKS = (*_LEADS, b"\x0b", b"\x0c", b"&", b"<", b"\xc3\x83", b"\xc3\xa2", *_GUARDS)
_MARKUP = re.compile(r"&[#a-z][a-z0-9]*;|</?[a-z][^<>]*>", re.IGNORECASE)


class _Cleaner:
    """Cleans texts one by one and keeps an example of what was not merely invisible."""

    def __init__(self) -> None:
        self.twice: dict[str, str] = {}
        self.markup = ""

    def text(self, text: str) -> str:
        bare = visible(text) if is_suspect(text) else text
        if _GUARDED.match(bare):
            bare = bare[1:]
        if "Ã" in bare or "Â" in bare or "â€" in bare:
            once = encoded_once(bare)
            if once != bare:
                self.twice[bare] = once
                bare = visible(once)
        if _MARKUP.search(bare):
            plain = without_markup(bare)
            if plain != bare:
                self.markup = self.markup or bare
                bare = plain
        return bare


def clean_grid(grid: Grid) -> None:
    """Clean all texts of the grid in place; what a reader should know becomes a notice."""
    cleaner = _Cleaner()
    for number, column in enumerate(grid.columns):
        if isinstance(column, list):
            changes = _changes(cleaner, {cell for cell in column if isinstance(cell, str)})
            if changes:
                grid.columns[number] = [
                    changes.get(cell, cell) if isinstance(cell, str) else cell for cell in column
                ]
        elif isinstance(column, pa.Array | pa.ChunkedArray):
            grid.columns[number] = _cleaned_array(cleaner, column)
    if cleaner.twice:
        before, after = next(iter(cleaner.twice.items()))
        grid.notices.append(
            f"Umlaute waren doppelt kodiert (aus „{_short(after)}“ war „{_short(before)}“ "
            "geworden); sie sind zurückgeführt."
        )
    if cleaner.markup:
        grid.notices.append(
            f"Texte enthielten HTML wie „{_short(cleaner.markup)}“; übernommen wird nur, was zu "
            "lesen ist."
        )


def _cleaned_array(cleaner: _Cleaner, column: Any) -> Any:
    if isinstance(column, pa.ChunkedArray):
        chunks = [_cleaned_array(cleaner, chunk) for chunk in column.chunks]
        if all(new is old for new, old in zip(chunks, column.chunks, strict=True)):
            return column
        return pa.chunked_array(chunks, column.type)
    if isinstance(column, pa.DictionaryArray):
        texts = _cleaned_array(cleaner, column.dictionary)
        if texts is column.dictionary:
            return column
        # Two texts may have become one; encoding anew keeps each distinct text once.
        encoded = pc.cast(pa.DictionaryArray.from_arrays(column.indices, texts), pa.string())
        return encoded.dictionary_encode().cast(column.type)
    if not pa.types.is_string(column.type) or not _is_marked(column):
        return column
    changes = _changes(cleaner, {t for t in pc.unique(column).to_pylist() if t})
    if not changes:
        return column
    return pa.array([changes.get(t, t) if t else t for t in column.to_pylist()], pa.string())


def _is_marked(column: pa.Array) -> bool:
    """Whether the bytes of the column hold anything that may need cleaning."""
    texts = column.buffers()[2] if len(column) else None
    if texts is None:
        return False
    data = bytes(memoryview(texts))
    return any(mark in data for mark in _MARKS)


def _changes(cleaner: _Cleaner, texts: Iterable[str]) -> dict[str, str]:
    return {text: bare for text in texts if (bare := cleaner.text(text)) != text}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:37] + "…"
