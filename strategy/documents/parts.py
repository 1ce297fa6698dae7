"""A document as a list of parts: a heading with paragraphs and tables of texts.

What a document says is gathered apart from how it is set, so that Word of our own and the
template of a municipality say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from strategy.documents.sheet_of_paper import PageWriter
from strategy.kernel import german


@dataclass(frozen=True)
class TextGrid:
    """A table whose first ``words`` columns hold words, the others numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    about: str
    words: int = 1
    total: bool = False


@dataclass(frozen=True)
class DocumentPart:
    """``key`` is the name by which a template calls the part."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    grids: tuple[TextGrid, ...] = ()

    @property
    def text(self) -> str:
        """The part without its heading as plain lines; a row of a table is one of them."""
        lines = list(self.paragraphs)
        for grid in self.grids:
            for row in grid.rows:
                cells = zip(grid.header, row, strict=True)
                # A template asks for words; a cell without its heading would say nothing there.
                lines.append("; ".join(f"{name}: {value}" for name, value in cells if value))
        return "\n".join(lines)


def grid(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    shares: Sequence[float],
    about: str,
    *,
    words: int = 1,
    total: bool = False,
) -> TextGrid:
    """A table of any sequences of texts."""
    found = tuple(tuple(row) for row in rows)
    return TextGrid(tuple(header), found, tuple(shares), about, words, total)


def set_parts(paper: PageWriter, parts: Sequence[DocumentPart], level: int = 2) -> None:
    """Write parts one below the other."""
    for part in parts:
        if part.heading:
            paper.heading(part.heading, level)
        for text in part.paragraphs:
            paper.text(text)
        for one in part.grids:
            # Several tables below one heading have to say each what it is.
            if len(part.grids) > 1:
                paper.caption(one.about)
            set_grid(paper, one)


def set_grid(paper: PageWriter, one: TextGrid) -> None:
    """Write one table."""
    paper.table(
        one.header,
        one.rows,
        right=[index >= one.words for index in range(len(one.header))],
        shares=one.shares,
        about=one.about,
        total=one.total,
    )


def paragraphs_of(text: str | None) -> tuple[str, ...]:
    """The paragraphs of a text that somebody typed."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def word(value: Any, empty: str = german.UNKNOWN) -> str:
    """A value of a field as a document writes it."""
    if german.is_unknown(value) or value == "":
        return empty
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return german.day(value)
    return str(value)
