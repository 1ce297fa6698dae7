"""Which columns of a budget look like money, and what heading and arithmetic say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from strategy.intake.comparing.fates import Fates
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.computed_columns import computed_columns
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import MoneyHeading, read_heading

LEFT_OUT = {
    "commitment": "Verpflichtungsermächtigungen sind keine Beträge des Jahres",
    "difference": "aus anderen Spalten berechnet (Veränderung)",
    "share": "ein Anteil oder Kennwert, kein Betrag",
    "balance": "Saldo aus Erträgen und Aufwendungen, die gebucht werden",
    "sum": "Summe anderer Spalten",
}
_COUNTED = re.compile(
    r"stelle|vzä|vze|anzahl|zahl\b|einwohner|fälle|menge|kennzahl|quote|stunden|nummer|\bnr\b|schüler"
    r"|plätze|fläche|index|prozent|%|personen|kinder|nutzer",
    re.IGNORECASE,
)
_SIDE = re.compile(r"(?:^|[\s(/-])(soll|haben|[sh])\)?$", re.IGNORECASE)
_INCOME, _EXPENSE = ("Ertrag", "Einzahlung"), ("Aufwand", "Auszahlung")


@dataclass
class MoneyColumn:
    """A column that looks like money and what its heading says."""

    column: FoundColumn
    said: MoneyHeading
    year: int | None
    plan_type: str | None
    line_kind: str | None
    given: bool = False

    @property
    def header(self) -> str:
        return self.column.header

    @property
    def label(self) -> str:
        """The words of the heading beside year and plan type, stable from year to year."""
        words = re.sub(r"(?:19|20)\d\d", " ", self.header) if self.said.rest else ""
        return " ".join(words.split())


def money_columns_of(
    table: Table, assignment: Assignment, mapping: Mapping, fates: Fates
) -> list[MoneyColumn]:
    """All columns of money that no other field takes; computed ones by their words are left out."""
    chosen = assignment.fields.get("amount_cents")
    taken = {h for name, h in assignment.fields.items() if name != "amount_cents"}
    money = []
    sides = {found[1][0].lower() for h in table.headers if (found := _SIDE.search(h))}
    # One of them alone is no side: "Soll" beside "Ist" is the plan.
    pair = sides == {"s", "h"}
    for column in table.detected.columns:
        key = same_header(column.header)
        if column.header in taken:
            continue
        said = _posting_side(column.header, pair) or read_heading(column.header)
        numeric = column.role in ("amount", "number") or column.year is not None
        if mapping.columns.get(key, "") is None or (
            key in mapping.year_columns and mapping.year_columns[key] is None
        ):
            fates.leave_out(column.header, "so vorgegeben")
            continue
        given = mapping.year_columns.get(key)
        if given:
            money.append(
                MoneyColumn(column, said, given[0], given[1], given[2] or said.line_kind, True)
            )
            continue
        computed = said.purpose in ("commitment", "difference", "share")
        if numeric and column.header != chosen and computed:
            fates.leave_out(column.header, LEFT_OUT[said.purpose])
            continue
        # A number under a year is money until the heading says what else it counts.
        counted = column.role == "number" and said.years and not _COUNTED.search(column.header)
        if column.role != "amount" and column.year is None and not counted:
            continue
        if said.purpose == "balance" and said.line_kind is None:
            money.append(MoneyColumn(column, said, said.year, said.plan_type, "Saldo"))
            continue
        year = column.year or (said.year if not said.rest or said.line_kind else None)
        money.append(
            MoneyColumn(column, said, year, column.plan_type or said.plan_type, said.line_kind)
        )
    _settle_results(table, money)
    return money


def _posting_side(header: str, pair: bool) -> MoneyHeading | None:
    """Beside "Haben", "Soll" is the side of expenses and no plan; so are "Betrag S" and "H"."""
    found = _SIDE.search(header) if pair else None
    if found is None:
        return None
    return MoneyHeading(line_kind="Aufwand" if found[1].lower().startswith("s") else "Ertrag")


def _settle_results(table: Table, money: list[MoneyColumn]) -> None:
    """ "Ergebnis 2026" beside Erträge and Aufwendungen of 2026 is their difference, no plan type.

    Where the two say their own plan type, arithmetic decides; a column of its own may be meant.
    """
    for one in money:
        if one.given or one.line_kind or one.plan_type != "Ergebnis" or one.said.rest:
            continue
        # Income and expense of another year say nothing about this result.
        beside = [o for o in money if o.line_kind and o.year == one.year and o is not one]
        plain = [o for o in beside if o.plan_type is None]
        series = [(o.header, o.line_kind, o.plan_type) for o in beside]
        if not _both_sides(plain) and not (
            _both_sides(beside) and computed_columns(table, series, [one.header])
        ):
            continue
        one.line_kind, one.plan_type = "Saldo", None
        one.said = replace(one.said, purpose="balance", plan_type=None)


def _both_sides(columns: list[MoneyColumn]) -> bool:
    kinds = {one.line_kind for one in columns}
    return bool(kinds & set(_INCOME)) and bool(kinds & set(_EXPENSE))
