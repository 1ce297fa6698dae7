"""Which columns of a list of costs or rates hold amounts and posts, of which year and basis."""

from __future__ import annotations

import re
from dataclasses import replace

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.kinds.amounts_beside import NO_AMOUNT, sums_of
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.yearless_columns import (
    LineColumn,
    added_up,
    has_yearless,
    posts_year,
    yearless_columns,
)
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.table import Table
from strategy.intake.recognising.amount_words import amount_words, is_no_cost
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.cost_types import near_cost_type
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import names_part_of_year, read_heading
from strategy.intake.recognising.natures import Nature, nature_of
from strategy.kernel.written_amount import times_a_year
from strategy.nouns.cost_line import Basis, CostType

_ACTUAL = ("Ist", "Ergebnis")
_POSTS = re.compile(r"vzä|vze|\bvk\b|\bfte\b|stellen|vollzeit", re.IGNORECASE)
# In an inventory: the staff that looks after an application.
_YEARLESS_POSTS = re.compile(
    r"(?:(?:vzä|vze|vk|fte|stellenanteile?|personalaufwand|betreuungsaufwand)"
    r"(?:\s*\(?(?:in\s)?(?:vzä|vze|betreuung|administration|it)\)?)?)",
    re.IGNORECASE,
)
# Year, Plan or Ist, kind of cost, and what else the heading says of the lines.
_Group = tuple[int, str | None, str | None, Nature]
_PAY_ONLY = re.compile(r"brutto|gehalt|vergütung|besoldung|entgelt|bezüge", re.IGNORECASE)
_PAID_IN_ALL = re.compile(
    r"arbeitgeber|\bag\b|ag-|gesamt|personal(?:kosten|aufwand)|vollkosten|summe|\bsatz\b",
    re.IGNORECASE,
)


def line_columns(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    fates: Fates,
    notices: list[str],
    owner: str = "",
    plan_year: int | None = None,
) -> list[LineColumn]:
    """Year columns, or the columns of amounts beside a column of years.

    ``owner`` is the field for what the rows are, where they are the objects of the costs; then a
    cost "per year" without one is that of the ``plan_year``.

    Raises YearMissing where nothing says the year, Ambiguous where two columns say the same.
    """
    groups: dict[_Group, list[FoundColumn]] = {}
    prices: list[str] = []
    for column in table.detected.year_columns:
        if kind.name == "costs" and is_no_cost(column.header):
            # "Fördermittel 2026" booked as a cost would turn its sign.
            fates.leave_out(column.header, "keine Kosten, sondern Mittel oder Einnahmen")
            continue
        if reason := NO_AMOUNT.get(read_heading(column.header).purpose):
            fates.leave_out(column.header, reason)
            continue
        told = same_header(column.header) in mapping.year_columns
        if kind.name == "costs" and amount_words(column.header).price and not told:
            prices.append(column.header)
            continue
        key = (column.year or 0, _basis(column), *_type_and_nature(kind, column.header))
        groups.setdefault(key, []).append(column)
    _settle_prices(table, prices, bool(groups), owner, fates)
    for key in list(groups):
        # "Kosten 2026" is a plan as well; beside "Plan 2026" it would be counted twice.
        plan = (key[0], str(Basis.PLAN), *key[2:])
        if key[1] is None and plan in groups:
            groups[plan] = [*groups.pop(key), *groups[plan]]
    _without_totals(table, groups, fates)
    found = [
        LineColumn(_headers(table, kind, same, fates, notices), year, basis, "", cost_type, "", how)
        for (year, basis, cost_type, how), same in groups.items()
    ]
    dated = bool(found)
    year = posts_year(table, mapping, plan_year) if owner == "application_id" else None
    found = _with_posts(table, kind, assignment, found, fates, bool(owner), year)
    if owner or not found:
        found += yearless_columns(
            table, kind, assignment, mapping, fates, notices, owner, plan_year, dated
        )
    if dated and not owner and (rest := assignment.fields.pop(kind.amount, "")):
        # "Summe" beside "2026 | 2027" is the field of no year.
        reason = sums_of(
            table,
            [(c.header, None, None) for c in (*table.detected.year_columns, table.found(rest))],
            [rest],
        ).get(rest, "nennt kein Jahr; gebucht werden die Spalten mit Jahr")
        fates.leave_out(rest, reason)
    for one in found:
        for header in one.headers:
            what = " ".join(str(x) for x in (one.basis, one.year or "Jahr je Zeile") if x)
            fates.book(header, ", ".join(filter(None, ["Betrag", what, one.cost_type])))
            if (times := times_a_year(header) or 1) > 1:
                notices.append(
                    f"Spalte „{header}“ nennt Beträge, die {times}-mal im Jahr anfallen; sie "
                    f"wurden mit {times} vervielfacht."
                )
    return found


def _settle_prices(table: Table, prices: list[str], others: bool, owner: str, fates: Fates) -> None:
    """ "Kosten je Nutzer 2026": no amount of the year; noted, left out beside one, or asked."""
    if owner:
        return  # Open columns of years go into the note of the object.
    if prices and not others:
        raise _question(
            f"Spalte „{prices[0]}“ in „{table.detected.file}“ nennt den Preis eines Stücks; bitte "
            "legen Sie fest, ob es der Betrag des Jahres ist.",
            table.found(prices[0]),
        )
    for header in prices:
        fates.leave_out(header, "Preis eines Stücks")


def _type_and_nature(kind: ImportKind, header: str) -> tuple[str | None, Nature]:
    """The kind of cost that a heading names, "Wartung 2026", and what else it says of the lines."""
    return (near_cost_type(header), nature_of(header)) if kind.name == "costs" else (None, ())


def _basis(column: FoundColumn) -> str | None:
    if column.plan_type is None:
        return None
    return str(Basis.ACTUAL if column.plan_type in _ACTUAL else Basis.PLAN)


def _without_totals(table: Table, groups: dict[_Group, list[FoundColumn]], fates: Fates) -> None:
    """Leave out "Summe 2026" where it adds up the other columns of that year."""
    columns = [column for same in groups.values() for column in same]
    series = [(c.header, None, (c.year, c.plan_type)) for c in columns]
    totals = [c.header for c in columns if amount_words(c.header).total]
    found = sums_of(table, series, totals)
    for key, same in list(groups.items()):
        groups[key] = [column for column in same if column.header not in found]
        if not groups[key]:
            del groups[key]
    for header, reason in found.items():
        fates.leave_out(header, reason)


def _whole_rate(same: list[FoundColumn]) -> FoundColumn | None:
    """Of "Brutto 2027 | Arbeitgeberkosten gesamt 2027" the one that holds the other.

    "Brutto" over a rate is pay before tax, without what the employer adds to it.
    """
    pay = [c for c in same if _PAY_ONLY.search(c.header) and not _PAID_IN_ALL.search(c.header)]
    whole = [c for c in same if c not in pay and _PAID_IN_ALL.search(c.header)]
    return whole[0] if len(whole) == 1 and len(pay) + 1 == len(same) else None


def _headers(
    table: Table, kind: ImportKind, same: list[FoundColumn], fates: Fates, notices: list[str]
) -> tuple[str, ...]:
    """The columns of one year and basis: one, parts of the year, or net and gross."""
    if len(same) == 1:
        return (same[0].header,)
    if kind.name == "rates" and (whole := _whole_rate(same)) is not None:
        for column in same:
            if column is not whole:
                fates.leave_out(column.header, f"Jahresbrutto; gebucht wird „{whole.header}“")
        return (whole.header,)
    gross = [c for c in same if amount_words(c.header).gross]
    rest = [c for c in same if c not in gross]
    if len(gross) == 1 and all(
        amount_words(c.header).net or amount_words(c.header).tax for c in rest
    ):
        for column in rest:
            word = "Umsatzsteuer" if amount_words(column.header).tax else "netto"
            fates.leave_out(column.header, f"{word}; gebucht wird „{gross[0].header}“")
        return (gross[0].header,)
    if all(names_part_of_year(c.header) for c in same):
        parts = tuple(c.header for c in same)
        notices.append(added_up(parts, f" des Jahres {same[0].year}"))
        return parts
    shown = " und ".join(f"„{c.header}“" for c in same)
    raise _question(
        f"Die Spalten {shown} in „{table.detected.file}“ nennen Beträge desselben Jahres; bitte "
        f"legen Sie fest, ob „{same[-1].header}“ übernommen wird.",
        same[-1],
    )


def _question(sentence: str, column: FoundColumn) -> Ambiguous:
    """Whether a column of a year is booked, and as what."""
    return Ambiguous(
        sentence,
        column=column.header,
        key="year_columns",
        readings=(
            Reading(f"{column.year} Plan", f"Plan {column.year}"),
            Reading(f"{column.year} Ist", f"Ist {column.year}"),
            Reading("", "nicht übernehmen"),
        ),
        hint="In der Zuordnung (--mapping) zum Beispiel: "
        f'{{"year_columns": {{"{column.header}": null}}}}.',
    )


def _with_posts(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    found: list[LineColumn],
    fates: Fates,
    owned: bool,
    current: int | None,
) -> list[LineColumn]:
    """Posts per year ("VZÄ 2026") beside the amounts of the same year, or alone.

    In an inventory (``owned``) "Kosten 2026" is what the application costs, not its staff; there
    and beside another kind of cost, posts are a line of their own; without a year they are those
    of the ``current`` one.
    """
    if kind.name != "costs":
        return found
    for header in list(assignment.unused):
        said = read_heading(header)
        year = said.year or (current if _YEARLESS_POSTS.fullmatch(header.strip()) else None)
        if year is None or not _POSTS.search(header):
            continue
        assignment.unused.remove(header)
        fates.book(header, f"VZÄ {year}")
        basis = None
        if said.plan_type:
            basis = str(Basis.ACTUAL if said.plan_type in _ACTUAL else Basis.PLAN)
        place = next(
            (
                i
                for i, one in enumerate(found)
                if one.year == year
                and one.basis == basis
                and not one.fte
                and one.cost_type in ((None, str(CostType.PERSONNEL))[owned:])
            ),
            None,
        )
        if place is None:
            found.append(LineColumn((), year, basis, header))
        else:
            found[place] = replace(found[place], fte=header)
    return found


def has_line_columns(table: Table, kind: ImportKind, assignment: Assignment) -> bool:
    """Whether the headings name amounts or posts of years, as an inventory may have beside."""
    return (
        bool(table.detected.year_columns)
        or has_yearless(table, assignment, kind.costs_of)
        or any(
            (read_heading(header).year is not None and _POSTS.search(header))
            or (kind.costs_of == "application_id" and _YEARLESS_POSTS.fullmatch(header.strip()))
            for header in assignment.unused
        )
    )
