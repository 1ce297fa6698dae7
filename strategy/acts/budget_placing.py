"""Give the cost lines of a measure the Produkt and Konto of their year's place in the budget.

What somebody typed into a line is never overwritten: where it names another place than the
Veranschlagung, that is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel import german
from strategy.kernel.records import find, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cost_line import PLACES_OF_YEAR, Basis, CostLine, CostType


@dataclass(frozen=True)
class LinePlaces:
    """``placed`` are the lines as they would be saved, ``told`` what cannot be placed, in
    sentences."""

    placed: tuple[CostLine, ...]
    told: tuple[str, ...]


def line_places(db: Cursor, measure_id: str) -> LinePlaces:
    """What follows for the planned lines of a measure from its Veranschlagungen."""
    lines = find(
        db,
        CostLine,
        "measure_id = ? AND basis = ? AND cost_type <> ?",
        [measure_id, str(Basis.PLAN), str(CostType.DEPRECIATION)],
    )
    placed: list[CostLine] = []
    told: list[str] = []
    for year in sorted({line.year for line in lines if line.year is not None}):
        places = [
            (row["product"], row["account"]) for row in db.rows(PLACES_OF_YEAR, [measure_id, year])
        ]
        if not places:
            continue
        open_, strange = [], []
        for line in (one for one in lines if one.year == year):
            fitting = [place for place in places if _fits(line, place)]
            if not fitting:
                strange.append(line)
            elif len(fitting) > 1:
                open_.append(line)
            elif (line.product, line.account) != fitting[0]:
                placed.append(line.replace(product=fitting[0][0], account=fitting[0][1]))
        words = ", ".join(f"{product}/{account}" for product, account in places)
        if strange:
            many = german.counted(len(strange), "Kostenzeile nennt", "Kostenzeilen nennen")
            told.append(
                f"{year}: {many} eine andere Haushaltsstelle als die Veranschlagung ({words})."
            )
        if open_:
            many = german.counted(len(open_), "Kostenzeile hat", "Kostenzeilen haben")
            told.append(
                f"{year}: {many} noch kein Konto, und veranschlagt ist an mehreren Stellen "
                f"({words}); tragen Sie das Konto in der Zeile ein."
            )
    return LinePlaces(tuple(placed), tuple(told))


def _fits(line: CostLine, place: tuple[str, str]) -> bool:
    """Whether what a line says of its place is not another one; empty fits everywhere."""
    return line.product in (None, place[0]) and line.account in (None, place[1])


def place_lines(tx: Transaction, measure_id: str) -> int:
    """Save what ``line_places`` places; returns how many lines."""
    placed = line_places(tx, measure_id).placed
    for line in placed:
        save_(tx, line)
    return len(placed)
