"""Must line and cut line: what stands in the plan, what still fits, and what the others would take.

The rows are walked in rank order.  What must be done counts first; a measure of the plan that fits
beside all that came before it stands above the line, one that breaks a cap crosses it and takes
nothing of the caps, so that a smaller one behind it may still fit.  Measures of the pool stand
below; for them, too, it is told what is missing beside what fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from strategy.figures.plan.limit_words import amount_words, joined, key_words
from strategy.figures.plan.limits import FTE, OWN_SHARE, STARTS, CapKey
from strategy.planning.rows import PlanRow, PlanTable, rank_order


class LineSide(StrEnum):
    """Where a measure stands."""

    MUST = "Pflicht"
    FITS = "über der Linie"
    CROSSES = "kreuzt die Linie"
    BELOW = "unter der Linie"


ORDER = tuple(LineSide)


@dataclass(frozen=True)
class LineVerdict:
    """``needs`` are the amounts by which caps are too small for the measure."""

    line: LineSide
    needs: tuple[tuple[CapKey, int], ...] = ()


@dataclass(frozen=True)
class Meter:
    """What the plan uses of one cap in one year; ``limit`` is None where nothing is capped."""

    key: CapKey
    used: int
    limit: int | None

    @property
    def over(self) -> int:
        """By how much the cap is broken; 0 where it is kept or there is none."""
        return 0 if self.limit is None else max(self.used - self.limit, 0)

    @property
    def state(self) -> str:
        """ "über", "knapp" (less than a twentieth is left), "frei" or "ohne Obergrenze"."""
        if self.limit is None:
            return "ohne Obergrenze"
        if self.over:
            return "über"
        return "knapp" if (self.limit - self.used) * 20 < self.limit else "frei"

    @property
    def words(self) -> str:
        """ "frei 12.000,00 €", "über um 3.000,00 €" or "ohne Obergrenze"."""
        if self.limit is None:
            return "ohne Obergrenze"
        if self.over:
            return f"über um {amount_words(self.key.kind, self.over)}"
        return f"frei {amount_words(self.key.kind, self.limit - self.used)}"


def judge(table: PlanTable) -> dict[str, LineVerdict]:
    """Where every measure of the table stands."""
    used: dict[CapKey, int] = {}
    found: dict[str, LineVerdict] = {}
    caps = table.limits.caps
    for row in sorted(table.rows, key=lambda row: (not row.must, rank_order(row))):
        if not row.must:
            continue
        _add(used, row)
        found[row.id] = LineVerdict(LineSide.MUST, _missing(caps, used, None, row))
    waiting = [row for row in table.rows if not row.must]
    for row in sorted(waiting, key=rank_order):
        if row.in_plan:
            needs = _missing(caps, used, row, row)
            found[row.id] = LineVerdict(LineSide.CROSSES if needs else LineSide.FITS, needs)
            if not needs:
                _add(used, row)
    for row in waiting:
        if not row.in_plan:
            found[row.id] = LineVerdict(LineSide.BELOW, _missing(caps, used, row, row))
    return found


def _add(used: dict[CapKey, int], row: PlanRow) -> None:
    for key, amount in row.use.items():
        used[key] = used.get(key, 0) + amount


def _missing(
    caps: Mapping[CapKey, int], used: Mapping[CapKey, int], more: PlanRow | None, row: PlanRow
) -> tuple[tuple[CapKey, int], ...]:
    """The caps a row takes part in that are broken once ``more`` is added."""
    found = []
    for key, amount in row.use.items():
        if amount > 0 and key in caps:
            total = used.get(key, 0) + (amount if more is not None else 0)
            if total > caps[key]:
                found.append((key, total - caps[key]))
    return tuple(sorted(found))


def needs_words(verdict: LineVerdict, names: Mapping[str, str]) -> str:
    """ "Es fehlt: 12.000,00 € (Eigenanteil 2028) und 1 Beginn (Beginne 2027)."; empty if none."""
    if not verdict.needs:
        return ""
    told = [
        f"{amount_words(key.kind, amount)} ({key_words(key, names)})"
        for key, amount in verdict.needs
    ]
    return f"Es fehlt: {joined(told)}."


def meters(table: PlanTable) -> list[Meter]:
    """One meter per kind, unit and year: the three sides of money and the posts of all measures,
    and every cap of a unit; used is what all measures of the plan take together."""
    used: dict[CapKey, int] = {}
    for row in table.rows:
        # All of the plan counts, also what crosses the line: the meter says what is planned.
        if row.in_plan or row.must:
            _add(used, row)
    return [
        Meter(key, used.get(key, 0), table.limits.caps.get(key))
        for kind, unit in meter_kinds(table)
        for year in table.years
        for key in [CapKey(kind, year, unit)]
    ]


def meter_kinds(table: PlanTable) -> list[tuple[str, str]]:
    """The rows of the meters in order: kind and unit."""
    whole = [(kind, "") for kind in (OWN_SHARE, "konsumtiv", "investiv", FTE)]
    capped = {(key.kind, key.unit) for key in table.limits.caps if key.year in table.years}
    order = [OWN_SHARE, "konsumtiv", "investiv", FTE, STARTS]
    rest = sorted(capped - set(whole), key=lambda item: (order.index(item[0]), item[1]))
    return [*whole, *rest]


def broken_dependencies(table: PlanTable) -> dict[str, str]:
    """Dependencies that the plan breaks: id to a German sentence that names both measures."""
    rows = table.by_id
    found = {}
    for name, measure, kind, other in table.dependencies:
        a, b = rows.get(measure), rows.get(other)
        if a is None or not (a.in_plan or a.must):
            continue
        inside = b is not None and (b.in_plan or b.must)
        title = b.title if b is not None else other
        # What has begun asks for nothing any more.
        if kind in ("setzt voraus", "folgt auf") and not inside and not a.begun:
            verb, tail = _NEEDS[kind]
            found[name] = f"„{a.title}“ {verb} „{title}“{tail}; die steht nicht im Plan."
        elif kind == "schließt aus" and inside:
            found[name] = f"„{a.title}“ schließt „{title}“ aus; beide stehen im Plan."
        elif (
            kind == "folgt auf"
            and b is not None
            and not a.begun
            and a.start is not None
            and b.start is not None
            and a.start <= b.start
        ):
            found[name] = (
                f"„{a.title}“ ({a.start}) folgt auf „{title}“, das erst {b.start} beginnt; "
                f"frühestens {b.start + 1} ist möglich."
            )
    return found


_NEEDS = {"setzt voraus": ("setzt", " voraus"), "folgt auf": ("folgt auf", "")}
