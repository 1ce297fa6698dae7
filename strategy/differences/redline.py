"""What differs between two texts, word by word, as a printed list of changes shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Mark(StrEnum):
    """How a piece of a redline is set: plain, struck through, underlined."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    GAP = "gap"  # stands in neither text


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands in both texts, in the old one or in the new one."""

    mark: Mark
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order; those that are not new make up ``old``, those not gone ``new``.

    Words are compared whole: half a word struck through cannot be read aloud.
    """
    before, after = _words(old), _words(new)
    pieces: list[Piece] = []
    # autojunk would take frequent words of a long text for noise and show more as changed.
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece(Mark.GONE, "".join(before[a:b])))
        if d > c:
            pieces.append(Piece(Mark.NEW, "".join(after[c:d])))
    return tuple(_apart(pieces))


def _apart(pieces: list[Piece]) -> Iterator[Piece]:
    """A blank between a word that goes and the one in its place, as both stand on the paper."""
    for number, piece in enumerate(pieces):
        yield piece
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        touching = after is not None and not piece.text[-1:].isspace()
        if touching and piece.mark is Mark.GONE and after and after.mark is Mark.NEW:
            yield Piece(Mark.GAP, " ")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)
