"""The rows of the planning table in groups, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from strategy.kernel import german
from strategy.planning.lines import LineSide, LineVerdict
from strategy.planning.rows import PlanRow

BY_LINE, BY_DOMAIN, BY_DEZERNAT, BY_STAGE = "Linie", "Lebensbereich", "Dezernat", "Stufe"


@dataclass(frozen=True)
class RowGroup:
    """Rows under a heading; ``look`` is "must", "cut" or empty."""

    title: str
    rows: tuple[PlanRow, ...]
    look: str = ""


def grouped(
    rows: Sequence[PlanRow], verdicts: Mapping[str, LineVerdict], by: str, first_year: int
) -> list[RowGroup]:
    """The rows in groups, in rank order within each."""
    if by == BY_LINE:
        return _by_line(rows, verdicts)
    name: Callable[[PlanRow], str] = {
        BY_DOMAIN: lambda row: row.domain,
        BY_DEZERNAT: lambda row: row.dezernat,
        BY_STAGE: lambda row: _stage_of(row, first_year),
    }[by]
    found: dict[str, list[PlanRow]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return [
        RowGroup(
            f"{title} ({german.counted(len(members), 'Maßnahme', 'Maßnahmen')})", tuple(members)
        )
        for title, members in sorted(found.items())
    ]


def _stage_of(row: PlanRow, first_year: int) -> str:
    """The stage in the first year planned, or the next one behind it."""
    staged = sorted(year for year, cell in row.cells.items() if cell.stage and year >= first_year)
    return row.cells[staged[0]].stage if staged else "ohne Stufe"


def _by_line(rows: Sequence[PlanRow], verdicts: Mapping[str, LineVerdict]) -> list[RowGroup]:
    must = [row for row in rows if verdicts[row.id].line == LineSide.MUST]
    plan = [row for row in rows if verdicts[row.id].line in (LineSide.FITS, LineSide.CROSSES)]
    pool = [row for row in rows if verdicts[row.id].line == LineSide.BELOW]
    crossing = sum(verdicts[row.id].line == LineSide.CROSSES for row in plan)
    said = (
        f", davon {crossing} mehr, als die Obergrenzen hergeben"
        if crossing
        else ", alles passt in die Obergrenzen"
    )
    return [
        RowGroup(
            f"Pflichtlinie: {_many(must)}, die sein müssen oder begonnen haben", tuple(must), "must"
        ),
        RowGroup(f"Im Plan: {_many(plan)}{said}", tuple(plan)),
        # Shown without rows as well: something has to be there to drag a measure across.
        RowGroup(f"Schnittlinie: darunter {_many(pool)}, nicht im Plan", tuple(pool), "cut"),
    ]


def _many(rows: Sequence[PlanRow]) -> str:
    return german.counted(len(rows), "Maßnahme", "Maßnahmen")


def facts_words(row: PlanRow) -> str:
    """ "Rang 3 · beschlossen · Beginn 2027"."""
    rank = "ohne Rang" if row.rank is None else f"Rang {row.rank}"
    if row.knocked_out:
        rank = f"ausgeschieden: {row.knocked_out}"
    start = f"Beginn {row.start}" if row.start else "Beginn unbekannt"
    return " · ".join([rank, row.status or "Stand unbekannt", start])


def verdict_words(verdict: LineVerdict, missing: str) -> str:
    """What the line says of a measure; empty where it simply fits."""
    if verdict.line == LineSide.BELOW:
        return missing or "Passt noch in den Plan."
    if verdict.line == LineSide.CROSSES:
        return f"Kreuzt die Linie. {missing}"
    return missing
