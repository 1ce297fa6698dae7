"""The tables of a comparison of two versions, as frames of German words and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from strategy.differences.comparing import Cell, Difference, MeasureChange
from strategy.differences.told import change_words, counted_amounts
from strategy.kernel import german
from strategy.nouns.measure import Measure
from ui.tables.format import Column, fte_column, money_column, text_column, year_column

MEASURES: dict[str, Column] = {
    "title": text_column("Maßnahme", width="medium"),
    "own_delta": money_column("Unterschied"),
    "start": text_column("Beginn"),
    "change": text_column("Was ist anders", width=300),
    "own_before": money_column("Eigenanteil vorher"),
    "own_after": money_column("Eigenanteil nachher"),
}


def measures_frame(changes: Sequence[MeasureChange]) -> pd.DataFrame:
    """One row per measure that differs; amounts are 0 on a side on which it is not in the plan,
    and None where no amount is known."""
    rows = []
    for item in changes:
        before, after = counted_amounts(item, lambda money: money.own)
        rows.append(
            {
                "id": item.id,
                "title": item.title,
                "change": change_words(item),
                "start": _start(item),
                "own_before": before,
                "own_after": after,
                "own_delta": None if before is None or after is None else after - before,
            }
        )
    return _whole(pd.DataFrame(rows, columns=["id", *MEASURES]), "own_before", "own_after")


def _whole(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """With integers that hold gaps; plain columns would turn cents into floats."""
    deltas = [name for name in ("own_delta", "delta") if name in frame]
    return frame.astype(dict.fromkeys([*names, *deltas], "Int64"))


def _start(item: MeasureChange) -> str:
    """The year it begins, or both years where they differ; "–" where nobody set one."""
    years = [
        str(state.start_year) if state is not None and state.start_year else "–"
        for state in (item.before, item.after)
    ]
    return years[0] if years[0] == years[1] else " → ".join(years)


TEXTS = {
    "title": text_column("Maßnahme", width=180),
    "field": text_column("Angabe", width=110),
    "before": text_column("vorher", width=210),
    "after": text_column("nachher", width=300),
}


def texts_frame(changes: Iterable[MeasureChange], titles: dict[str, str]) -> pd.DataFrame:
    """Every field that changed: id, title, field, before, after."""
    rows = [
        {
            "id": item.id,
            "title": item.title,
            "field": Measure.spec(name).label,
            "before": _told(old, titles),
            "after": _told(new, titles),
        }
        for item in changes
        for name, old, new in item.texts
    ]
    return pd.DataFrame(rows, columns=["id", *TEXTS])


def _told(value: Any, titles: dict[str, str]) -> str:
    if german.is_unknown(value):
        return german.UNKNOWN
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return titles.get(str(value), str(value))


def money_columns(level: str) -> dict[str, Column]:
    """Columns of ``money_frame``."""
    return {
        # The difference before what it comes from: on a phone three columns are in sight.
        "dezernat": text_column(level, width=140),
        "year": year_column(),
        "delta": money_column("Unterschied"),
        "kind": text_column("Haushaltsart"),
        "before": money_column("vorher"),
        "after": money_column("nachher"),
        "left_out": text_column("Zeilen ohne Betrag"),
    }


def money_frame(found: Difference, cells: Sequence[Cell]) -> pd.DataFrame:
    """Per Dezernat, year and Haushaltsart that differs; ``key`` is the place in ``cells``."""
    frame = pd.DataFrame(
        [
            {
                "key": place,
                "dezernat": found.titles.get(cell.key[0], "ohne Zuordnung"),
                "year": cell.key[1],
                "kind": cell.key[2],
                **_sides(cell),
                "left_out": _left_out(cell),
            }
            for place, cell in enumerate(cells)
        ],
        columns=["key", *money_columns("")],
    )
    return _whole(frame, "before", "after")


def _left_out(cell: Cell) -> str:
    if not cell.before_left_out and not cell.after_left_out:
        return "keine"
    return _change(cell.before_left_out, cell.after_left_out)


def _change(before: int | None, after: int | None) -> str:
    # An arrow between two equal numbers looks like a change.
    return str(before) if before == after else f"{before} → {after}"


POSTS = {
    "unit": text_column("Organisationseinheit", width=140),
    "year": year_column(),
    "delta": fte_column("Unterschied (VZÄ)", width=110),
    "before": fte_column("vorher (VZÄ)"),
    "after": fte_column("nachher (VZÄ)"),
}


def posts_frame(found: Difference) -> pd.DataFrame:
    """Per unit and year that differs, in posts."""
    return pd.DataFrame(
        [
            {
                "key": place,
                "unit": found.titles.get(cell.key[0], "ohne Zuordnung"),
                "year": cell.key[1],
                **_sides(cell, 10_000),
            }
            for place, cell in enumerate(found.posts)
        ],
        columns=["key", *POSTS],
    )


GROUPS = {
    "name": text_column("Ziel oder Lebensbereich", width=160),
    "delta": money_column("Unterschied"),
    "measures": text_column("Maßnahmen"),
    "before": money_column("Eigenanteil vorher"),
    "after": money_column("Eigenanteil nachher"),
}


def groups_frame(found: Difference, cells: Sequence[Cell]) -> pd.DataFrame:
    """Goals or life domains that gain or lose: ``key`` is the id."""
    names = list(dict.fromkeys(cell.key[0] for cell in cells))
    by_key = {cell.key: cell for cell in cells}
    rows = []
    for name in names:
        count = by_key[name, "measures"]
        rows.append(
            {
                "key": name,
                "name": found.titles.get(name, "ohne Zuordnung"),
                "measures": _change(count.before, count.after),
                **_sides(by_key[name, "own_cents"]),
            }
        )
    return _whole(pd.DataFrame(rows, columns=["key", *GROUPS]), "before", "after")


def behind_frame(found: Difference, cells: Sequence[Cell], scale: int = 1) -> pd.DataFrame:
    """The measures behind a cell: id, title, before, after, delta."""
    titles = {item.id: item.title for item in found.measures}
    frame = pd.DataFrame(
        [{"id": c.key[0], "title": titles[c.key[0]], **_sides(c, scale)} for c in cells],
        columns=["id", "title", "before", "after", "delta"],
    )
    return _whole(frame, "before", "after") if scale == 1 else frame


def _sides(cell: Cell, scale: int = 1) -> dict[str, Any]:
    sides = {"before": cell.before, "after": cell.after, "delta": cell.moved}
    if scale == 1:
        return sides
    return {name: None if value is None else value / scale for name, value in sides.items()}
