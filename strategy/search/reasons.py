"""Where the words of a search stand in an entry whose name does not hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor
from strategy.relations.names import names_of

_ROOM = 90


def reasons(
    db: Cursor, noun: type[Record], ids: Sequence[str], words: Sequence[str]
) -> dict[str, str]:
    """Id → "Anbieter: … Software GmbH …", the first field that holds the first such word."""
    if not ids:
        return {}
    rows = find(db, noun, equal(id=list(ids)))
    specs = [spec for spec in noun.specs() if not spec.hidden]
    refs = [getattr(row, spec.name) for row in rows for spec in specs if spec.kind is Kind.REF]
    names = names_of(db, filter(None, refs))
    return {row.id: said for row in rows if (said := _said(row, specs, names, words))}


def _said(
    row: Record, specs: Sequence[Spec], names: dict[str, str], words: Sequence[str]
) -> str | None:
    for word in words:
        for spec in specs:
            text = _text(getattr(row, spec.name), names)
            if german.holds_words(text, word):
                return f"{spec.label}: {_excerpt(text, word)}"
    return None


def _text(value: object, names: dict[str, str]) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):
        return german.day(value)
    return names.get(str(value), str(value))


def _excerpt(text: str, word: str) -> str:
    """About as much as one line holds, around the word."""
    flat = " ".join(text.split())
    # Folding may change a length ("ß"), so the place is near enough, and no more is needed.
    at = max(german.folded(flat).find(german.folded(word)), 0)
    first = max(at - _ROOM // 3, 0)
    part = flat[first : first + _ROOM]
    return f"{'… ' if first else ''}{part}{' …' if first + _ROOM < len(flat) else ''}"
