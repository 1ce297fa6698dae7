"""The rows of a Kostenblatt as texts: what is typed, filled in, copied and pasted from Excel.

Everything here works on texts, so that an unclear cell stays as it was typed until somebody has put
it right; what the texts mean is said by ``cost_sheet.read_draft``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.kernel.written import choice_written, year_written
from strategy.kernel.written_field import kind_written
from strategy.nouns.cost_line import BudgetKind, CostType, Recurrence

# Personnel is typed in two ways: as a share of a post, whose cost follows, or as an amount.
POST = "Personal in VZÄ"
MONEY_TYPES = tuple(str(item) for item in CostType)
TYPES = (POST, *MONEY_TYPES)

# The columns before the years, with their German headings.
FIELDS = {
    "cost_type": "Kostenart",
    "recurrence": "Häufigkeit",
    "budget_kind": "Haushaltsart",
    "grade": "Gruppe",
    "title": "Bezeichnung",
    "useful_life": "Nutzungsdauer",
}
_HEADINGS = {
    "kostenart": "cost_type",
    "art": "cost_type",
    "häufigkeit": "recurrence",
    "einmalig/laufend": "recurrence",
    "haushaltsart": "budget_kind",
    "konsumtiv/investiv": "budget_kind",
    "gruppe": "grade",
    "entgeltgruppe": "grade",
    "bezeichnung": "title",
    "titel": "title",
    "zweck": "title",
    "nutzungsdauer": "useful_life",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: row counted from 1, heading of the column, why."""

    row: int
    column: str
    why: str

    @property
    def sentence(self) -> str:
        """Where and what, in one sentence."""
        return f"Zeile {self.row}, {self.column}: {self.why}"


@dataclass(frozen=True)
class DraftRow:
    """A row as it is typed; ``number`` is its number in the sheet, None for a new one."""

    cost_type: str = ""
    recurrence: str = str(Recurrence.RUNNING)
    budget_kind: str = str(BudgetKind.CONSUMPTIVE)
    grade: str = ""
    title: str = ""
    useful_life: str = ""
    cells: Mapping[int, str] = field(default_factory=dict)
    number: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into a new row; the choices that stand there do not count."""
        typed = (self.cost_type, self.grade, self.title, self.useful_life, *self.cells.values())
        return self.number is None and not any(text.strip() for text in typed)

    @property
    def name(self) -> str:
        """How the row is called in a list of choices."""
        parts = [self.cost_type or "ohne Kostenart", self.recurrence, self.budget_kind, self.grade]
        return ", ".join(part for part in [*parts, self.title] if part)


def cell_value(text: str, by_post: bool) -> int | Decimal | None:
    """Cents, or a share of a post; None is unknown.  Raises Refused where it is not clear."""
    value: int | Decimal | None = kind_written(Kind.FTE if by_post else Kind.MONEY, text).value
    return value


def steady(row: DraftRow, first: int, last: int) -> DraftRow:
    """The value of ``first`` in every year up to ``last`` ("gleich bleibend bis")."""
    _check_span(row, first, last)
    text = row.cells[first]
    return replace(row, cells={**row.cells, **dict.fromkeys(range(first, last + 1), text)})


def rising(row: DraftRow, first: int, last: int, percent: Decimal) -> DraftRow:
    """The amount of ``first``, more by so many per cent every year up to ``last``.

    Each year is worked out from the first one and rounded once, half up, so that no rounding
    travels along.
    """
    _check_span(row, first, last)
    if row.cost_type == POST:
        raise Refused(
            "Stellenanteile steigen nicht um Prozente; ihre Kosten folgen aus dem "
            "Personalkostensatz des Jahres."
        )
    start = cell_value(row.cells[first], by_post=False)
    if start is None:
        raise Refused(f"Der Betrag für {first} ist unbekannt; tragen Sie ihn zuerst ein.")
    cells = dict(row.cells)
    for year in range(first + 1, last + 1):
        factor = (1 + percent / 100) ** (year - first)
        cents = int((start * factor).quantize(Decimal(1), ROUND_HALF_UP))
        cells[year] = german.money(cents).split(german.NBSP)[0]
    return replace(row, cells=cells)


def _check_span(row: DraftRow, first: int, last: int) -> None:
    if last <= first:
        raise Refused(f"Das letzte Jahr ({last}) liegt nicht nach dem ersten ({first}).")
    if not row.cells.get(first, "").strip():
        raise Refused(f"In {first} steht in dieser Zeile nichts; tragen Sie dort den Betrag ein.")


def from_year_before(rows: Sequence[DraftRow], year: int) -> list[DraftRow]:
    """Every running row takes the value of the year before where ``year`` is still empty.

    One-off cost is not copied: it would be planned twice.
    """
    return [
        replace(row, cells={**row.cells, year: row.cells[year - 1]})
        if row.recurrence != Recurrence.ONE_OFF
        and row.cells.get(year - 1, "").strip()
        and not row.cells.get(year, "").strip()
        else row
        for row in rows
    ]


def pasted(text: str, years: Sequence[int]) -> list[DraftRow]:
    """Rows copied out of a spreadsheet: with a line of headings ("Kostenart", "2027", …), or
    without one as Kostenart and then the years from the first one on.

    Raises Refused where a column belongs to nothing, before anything is taken over.
    """
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refused("Es ist nichts zum Einfügen da; kopieren Sie zuerst Zeilen in Excel.")
    heads = [_heading(cell, years) for cell in lines[0]]
    if any(isinstance(head, int) for head in heads):
        for cell, head in zip(lines[0], heads, strict=True):
            if head is None and cell.strip():
                raise Refused(
                    f"Die Spalte „{cell.strip()}“ ist weder ein Jahr des Planungszeitraums noch "
                    f"eine Spalte des Kostenblatts; möglich sind {', '.join(FIELDS.values())} und "
                    f"{years[0]} bis {years[-1]}."
                )
        lines = lines[1:]
    else:
        heads = ["cost_type", *years]
    return [_pasted_row(line, heads, number) for number, line in enumerate(lines, start=1)]


def _heading(cell: str, years: Sequence[int]) -> str | int | None:
    year = year_written(cell)
    if year is not None:
        return int(year.value) if year.value in years else None
    return _HEADINGS.get(cell.strip().casefold())


def _pasted_row(line: Sequence[str], heads: Sequence[str | int | None], number: int) -> DraftRow:
    values: dict[str, Any] = {}
    cells: dict[int, str] = {}
    for number, text in enumerate(line):
        head = heads[number] if number < len(heads) else None
        if head is None:
            if text.strip():
                raise Refused(
                    f"Zeile {number} hat mehr Spalten als Jahre: „{text.strip()}“ gehört zu keiner."
                )
        elif isinstance(head, int):
            cells[head] = text.strip()
        elif text.strip():
            values[head] = text.strip()
    for name, choices in (
        ("cost_type", TYPES),
        ("recurrence", list(Recurrence)),
        ("budget_kind", list(BudgetKind)),
    ):
        # "Wartung u. Pflege" is one of the list; anything else stays as it is and is said.
        if name in values and (meant := choice_written(values[name], choices)) is not None:
            values[name] = str(meant.value)
    return DraftRow(**values, cells=cells)
