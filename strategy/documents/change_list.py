"""The Lesungsvergleich in Word: what a second reading makes of a first one, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from strategy.differences.comparing import Cell, Difference, MeasureChange, added_up
from strategy.differences.redline import redline
from strategy.differences.told import (
    CHANGE_WORDS,
    counted_amounts,
    deletions,
    field_words,
    fte_text,
    left_out_sentence,
)
from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.figures.profile import municipality
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import Version
from strategy.nouns.measure import Measure

_SIZE = 9.0
# Beside the redline of texts: what each kind of change says of a measure.
_LISTS = (
    ("added", "Neue Maßnahmen"),
    ("dropped", "Entfallende Maßnahmen"),
    ("moved", "Verschobene Maßnahmen"),
    ("recosted", "Maßnahmen mit anderen Kosten"),
    ("restaffed", "Maßnahmen mit anderen Stellen"),
    ("reranked", "Maßnahmen mit anderem Rang"),
)


def write_change_list(store: Store, path: Path | str, found: Difference) -> Path:
    """Write the list to ``path``; raises NotWritten, and then ``path`` is as it was before."""
    target = Path(path)
    with store.read(found.second.name) as db, replacing(target) as partial:
        town = municipality(db)
        name = town.title if town and town.title else "Digitalisierungsplan"
        level = (town.level_1 if town else None) or "Dezernat"
        _set(found, name, level).save(partial)
    return target


def _set(found: Difference, town: str, level: str) -> PageWriter:
    title = f"Änderungsliste: von „{found.first.title}“ zu „{found.second.title}“"
    paper = PageWriter(title, town, size=_SIZE, margin_cm=1.8)
    paper.heading(title, 1)
    paper.text(
        f"{town}. {_named(found.first)}; {_named(found.second)}. Durchgestrichen ist, was "
        "entfällt, unterstrichen, was neu ist.",
        muted=True,
    )
    if not found.rows:
        paper.text("Die beiden Fassungen sagen dasselbe.")
        return paper
    _summary(paper, found)
    for kind, heading in _LISTS:
        items = [item for item in found.measures if kind in item.change and _told_as(item, kind)]
        _measures(paper, heading, kind, items)
    _texts(paper, found)
    for heading, cells in (("Kosten", found.money), ("Eigenanteil", found.own_money)):
        _money(paper, found, f"{heading} nach {level}, Jahr und Haushaltsart", cells, level)
    _posts(paper, found)
    _gone(paper, found)
    paper.footer(f"{town}, {title}")
    return paper


def _named(version: Version) -> str:
    """A version with what proves it: an edition by its printed hash."""
    if version.hash is None:
        return f"„{version.title}“ ist nicht festgeschrieben"
    return f"„{version.title}“ hat die Prüfsumme {short_hash(version.hash)}"


def _summary(paper: PageWriter, found: Difference) -> None:
    counts = [
        f"{word} {sum(kind in item.change for item in found.measures)}"
        for kind, word in CHANGE_WORDS.items()
        if any(kind in item.change for item in found.measures)
    ]
    if counts:
        many = german.counted(len(found.measures), "Maßnahme ist", "Maßnahmen sind")
        paper.text(f"{many} anders ({', '.join(counts)}).", bold=True)
    rows = [
        [name, *_amounts(cell)]
        for name, cell in (("Kosten", found.cost), ("Eigenanteil", found.own_share))
    ]
    _table(paper, ["Alle Jahre", "vorher", "nachher", "Δ"], rows, [3, 2, 2, 2], "Summen")
    if missing := left_out_sentence(found):
        paper.text(missing)


def _amounts(cell: Cell) -> list[str]:
    return [german.money(cell.before), german.money(cell.after), _delta(cell.moved)]


def _delta(moved: int | None) -> str:
    if moved is None:
        return german.UNKNOWN
    return f"+{german.money(moved)}" if moved > 0 else german.money(moved)


def _measures(paper: PageWriter, heading: str, kind: str, items: Sequence[MeasureChange]) -> None:
    if not items:
        return
    paper.heading(f"{heading} ({len(items)})", 2)
    rows = []
    for item in items:
        before, after = counted_amounts(item, lambda money: money.own)
        moved = None if before is None or after is None else after - before
        rows.append(
            [
                item.id,
                item.title,
                _years(item, kind),
                german.money(before),
                german.money(after),
                _delta(moved),
            ]
        )
    _table(
        paper,
        ["Nr.", "Maßnahme", "Beginn", "Eigenanteil vorher", "nachher", "Δ"],
        rows,
        [1.2, 4.4, 1.7, 2.2, 2.2, 2.2],
        heading,
        words=3,
    )


def _told_as(item: MeasureChange, kind: str) -> bool:
    """Whether a list tells of a measure: one that comes or goes is told by that alone."""
    return kind in ("added", "dropped") or not {"added", "dropped"} & set(item.change)


def _years(item: MeasureChange, kind: str) -> str:
    years = [
        "–" if state is None or state.start_year is None else str(state.start_year)
        for state in (item.before, item.after)
    ]
    # Both years where it moved, else the one that holds.
    return " → ".join(years) if kind == "moved" else years[0 if item.after is None else 1]


def _texts(paper: PageWriter, found: Difference) -> None:
    items = [item for item in found.measures if item.texts]
    if not items:
        return
    paper.heading(f"Geänderte Texte und Angaben ({len(items)})", 2)
    for item in items:
        paper.heading(f"{item.id} {item.title}", 3)
        for name, old, new in item.texts:
            # An empty field is no word that goes or comes.
            before, after = (
                "" if german.is_unknown(value) else field_words(name, value, found.titles)
                for value in (old, new)
            )
            paper.redline(Measure.spec(name).label, redline(before, after))


def _money(
    paper: PageWriter, found: Difference, heading: str, cells: Sequence[Cell], level: str
) -> None:
    if not cells:
        return
    paper.heading(heading, 2)
    rows = [
        [
            found.titles.get(cell.key[0], "ohne Zuordnung"),
            str(cell.key[1]),
            str(cell.key[2]),
            *_amounts(cell),
        ]
        for cell in cells
    ]
    rows.append(["Summe der Änderungen", "", "", *_amounts(added_up(cells))])
    _table(
        paper,
        [level, "Jahr", "Haushaltsart", "vorher", "nachher", "Δ"],
        rows,
        [5, 0.9, 1.9, 2, 2, 2],
        heading,
        words=3,
        total=True,
    )


def _posts(paper: PageWriter, found: Difference) -> None:
    if not found.posts:
        return
    paper.heading("Stellen (VZÄ)", 2)
    rows = [
        [
            found.titles.get(cell.key[0], "ohne Zuordnung"),
            str(cell.key[1]),
            *(
                german.UNKNOWN if value is None else fte_text(value).replace(".", ",")
                for value in (cell.before, cell.after)
            ),
        ]
        for cell in found.posts
    ]
    _table(paper, ["Einheit", "Jahr", "vorher", "nachher"], rows, [5, 1, 2, 2], "Stellen", words=2)


def _gone(paper: PageWriter, found: Difference) -> None:
    gone = deletions(found)
    if not gone:
        return
    paper.heading(f"Sonstige entfallene Einträge ({len(gone)})", 2)
    rows = [[one.id, one.noun, one.name] for one in gone]
    _table(
        paper, ["Nr.", "Art", "Bezeichnung"], rows, [1.4, 2.4, 7], "Entfallene Einträge", words=3
    )


def _table(
    paper: PageWriter,
    header: list[str],
    rows: list[list[str]],
    shares: list[float],
    about: str,
    *,
    words: int = 1,
    total: bool = False,
) -> None:
    """A table whose first ``words`` columns hold words, the others numbers."""
    paper.table(
        header,
        rows,
        right=tuple(index >= words for index in range(len(header))),
        shares=shares,
        about=about,
        total=total,
    )
