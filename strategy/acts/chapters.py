"""The usual chapters of a strategy in one action."""

from __future__ import annotations

from strategy.kernel.records import find, save_
from strategy.kernel.store import Transaction
from strategy.nouns.chapter import Chapter, ChapterContent

# The order in which published strategies of German towns are read.
USUAL = (
    ("Vorwort", None),
    ("Einleitung und Auftrag", None),
    ("Ausgangslage und Herausforderungen", None),
    ("Wie die Strategie entstanden ist", None),
    ("Was wir unter Digitalisierung verstehen", None),
    ("Leitbild und Ziele", ChapterContent.GOALS),
    ("Lebensbereiche und Maßnahmen", ChapterContent.DOMAINS),
    ("Technik und Sicherheit", None),
    ("Organisation und Zusammenarbeit", None),
    ("Finanz- und Zeitplan", ChapterContent.MONEY),
    ("Umsetzung und Erfolgskontrolle", ChapterContent.CONTROL),
    ("Quellen", None),
)


def add_usual_chapters(tx: Transaction) -> int:
    """Add the chapters that are missing by title, behind those there are; how many it were."""
    standing = find(tx, Chapter)
    titles = {(one.title or "").casefold() for one in standing}
    placed = {one.holds for one in standing}
    last = max((one.position or 0 for one in standing), default=0)
    missing = [(title, holds) for title, holds in USUAL if title.casefold() not in titles]
    for number, (title, holds) in enumerate(missing, start=1):
        # What another chapter shows already would stand twice in the document.
        shown = None if holds in placed else holds
        save_(tx, Chapter(title=title, position=last + number, holds=shown))
    return len(missing)
