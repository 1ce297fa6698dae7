"""Columns of amounts without a year that stand beside each other: which of them is booked.

"Anzahl | Einzelpreis | Gesamtpreis" and "Netto | MwSt | Brutto" are one amount, "Plan | Ist" are
two, "Lizenzen | Wartung" are two kinds of cost.  The words say what they can, arithmetic the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any, NoReturn

import numpy as np

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.kinds.cells import amount_texts, notation_of
from strategy.intake.reading.table import Table
from strategy.intake.recognising.amount_words import (
    AmountWords,
    amount_words,
    counts_things,
    is_money_heading,
)
from strategy.intake.recognising.cost_types import near_cost_type
from strategy.intake.recognising.money_heading import read_heading
from strategy.intake.recognising.natures import Nature, nature_of
from strategy.intake.recognising.words_for_amounts import names_no_amount
from strategy.kernel.errors import Refused
from strategy.kernel.written import count_written, with_rest
from strategy.kernel.written_amount import looks_like_amount
from strategy.kernel.written_number import is_unknown

# Arithmetic shows itself in the first rows; a long list need not be added up for it.
_LOOKED_AT = 5_000
_FORMER = re.compile(r"(?<![a-zäöüß])(?:alt|bisher|bisherige|vorjahr|früher)(?![a-zäöüß])", re.I)
NO_AMOUNT = {
    "difference": "aus anderen Spalten berechnet (Veränderung)",
    "balance": "Saldo, kein Betrag",
    "share": "ein Anteil oder Kennwert, kein Betrag",
    "commitment": "Verpflichtungsermächtigungen sind keine Beträge des Jahres",
}


@dataclass(frozen=True)
class Beside:
    """One amount of every row: its columns, added up, times the number in the column ``count``."""

    headers: tuple[str, ...]
    plan_type: str | None = None
    cost_type: str | None = None
    count: str = ""


@dataclass
class _Columns:
    """The columns that are still open, and what was said of the others."""

    table: Table
    fates: Fates
    notices: list[str]
    left: list[str]
    counts: list[str]
    words: dict[str, AmountWords] = field(default_factory=dict)
    cents: dict[str, Any] = field(default_factory=dict)
    owned: bool = False
    sure: str = ""

    def drop(self, header: str, reason: str) -> None:
        self.left.remove(header)
        self.fates.leave_out(header, reason)

    def having(self, part: str) -> list[str]:
        return [header for header in self.left if getattr(self.words[header], part)]


def money_columns(table: Table, headers: Sequence[str], costs: bool = False) -> list[str]:
    """Those of the ``headers`` that announce money and hold it in at least half of their cells.

    In a list of ``costs`` a kind of cost alone ("Lizenz") does so too; elsewhere only beside the
    total that it adds up to, since it may count licences as well.
    """
    found = _announced(table, headers, costs)
    totals = [header for header in found if amount_words(header).total]
    if totals and not costs:
        parts = [h for h in _announced(table, headers, True) if h not in totals]
        if sums_of(table, [(h, None, None) for h in (*parts, totals[0])], totals[:1]):
            return [header for header in headers if header in {*found, *parts}]
    return found


def _announced(table: Table, headers: Sequence[str], costs: bool) -> list[str]:
    found = []
    for header in headers:
        column = table.found(header)
        typed = costs and near_cost_type(header) and not counts_things(header)
        # A column of several years is the amount of none of them.
        if column.year is not None or len(read_heading(header).years) > 1:
            continue
        if not is_money_heading(header) and not typed:
            continue
        # "siehe Anlage" and "n. b." stand where an amount belongs and are none themselves.
        texts = [
            text
            for text in amount_texts(table, header)[:_LOOKED_AT]
            if text and not is_unknown(text) and not names_no_amount(text, header)
        ]
        amounts = sum(looks_like_amount(text) for text in texts)
        if column.role in ("amount", "written", "number") and amounts and amounts * 2 >= len(texts):
            found.append(header)
    # "Lizenzen | Lizenzkosten": beside the cost of it, the word alone counts.
    paid = {near_cost_type(header) for header in found if is_money_heading(header)}
    return [h for h in found if is_money_heading(h) or near_cost_type(h) not in paid]


def sums_of(
    table: Table, series: Sequence[tuple[str, str | None, Any]], totals: Sequence[str]
) -> dict[str, str]:
    """Of the headers ``totals`` those that add up the others of their group, with the reason.

    ``series`` has header, kind and group, as ``computed_columns`` has them for whole columns.
    """
    groups = {header: group for header, _, group in series}
    found = {}
    for total in totals:
        parts = [h for h in groups if groups[h] == groups[total] and h not in totals]
        if len(parts) < 2:
            continue
        added = sum(_cents(table, header) for header in parts)
        if np.array_equal(added, _cents(table, total)):
            found[total] = "Summe der Spalten " + ", ".join(f"„{one}“" for one in parts)
    return found


def amounts_beside(
    table: Table,
    headers: Sequence[str],
    others: Sequence[str],
    first: str,
    fates: Fates,
    notices: list[str],
    several: bool,
    owned: bool = False,
    sure: str = "",
) -> list[Beside]:
    """What is booked of the money columns ``headers``; ``first`` is the one that a word assigned.

    ``owned`` tells that the rows are the objects of the costs, ``sure`` is a column of which
    somebody said that it holds the amount.  ``others`` may hold the number of pieces.  With
    ``several``, columns of different kinds of cost are lines of their own.
    """
    counts = [h for h in others if amount_words(h).count and _counts(table, h)]
    open_ones = _Columns(table, fates, notices, list(headers), counts)
    for header in headers:
        open_ones.words[header] = amount_words(header)
    for header in [*headers, *counts] if len(headers) + len(counts) > 1 else ():
        open_ones.cents[header] = _cents(table, header)
    # Tax first: "USt 19 %" looks like a share, and a net amount plus tax is its own total.
    taxed = _without_tax(open_ones)
    for header in list(open_ones.left):
        if reason := NO_AMOUNT.get(read_heading(header).purpose):
            open_ones.drop(header, reason)
    open_ones.owned, open_ones.sure = owned, sure
    count = _without_prices(open_ones)
    found = _by_plan_type(open_ones)
    if several and not found:
        found = _by_nature(open_ones) or _by_cost_type(open_ones, count)
    if not found and open_ones.left:
        chosen = _chosen(open_ones, first)
        found = [Beside((chosen, *taxed), amount_words(chosen).plan_type, None, count)]
    for header in list(open_ones.left):
        if all(header not in one.headers for one in found):
            which = ", ".join(f"„{one.headers[0]}“" for one in found)
            open_ones.drop(header, f"weitere Spalte mit Beträgen; gebucht wird {which}")
    return found


def ask_about_price(table: Table, header: str) -> NoReturn:
    """Ask what a price of one is worth where nothing says how many there are."""
    raise Ambiguous(
        f"Spalte „{header}“ in „{table.detected.file}“ nennt den Preis eines Stücks, und keine "
        "Spalte nennt die Anzahl; bitte legen Sie fest, ob es der Betrag des Jahres ist.",
        column=header,
        key="columns",
        readings=(Reading("amount_cents", "Betrag des Jahres"), Reading("", "nicht übernehmen")),
        hint="In der Zuordnung (--mapping) zum Beispiel: "
        f'{{"columns": {{"{header}": "amount_cents"}}}}.',
    )


def _counts(table: Table, header: str) -> bool:
    """Whether most cells are numbers of pieces, "ca. 30" among them."""
    texts = [text for text in table.texts(header) if text and not is_unknown(text)]
    return sum(with_rest(text, count_written) is not None for text in texts) * 2 > len(texts)


def _cents(table: Table, header: str) -> Any:
    """Cents of every row, unknown as 0; a number of pieces counts in hundredths as well."""
    notation = notation_of(table, header)
    numbers = []
    # Zero for the unreadable: it only makes the arithmetic fail, and then the words decide.
    for text in amount_texts(table, header)[:_LOOKED_AT]:
        try:
            numbers.append((notation.read(text, exact=False).cents or 0) if text else 0)
        except Refused:
            numbers.append(0)
    return np.array(numbers, dtype=np.int64)


def _without_tax(columns: _Columns) -> tuple[str, ...]:
    """Leave out net and tax beside gross; returns columns of tax to be added to a net amount.

    A town pays the tax and gets none of it back, so the gross amount is its cost.
    """
    taxes, gross, net = columns.having("tax"), columns.having("gross"), columns.having("net")
    cents = columns.cents
    if taxes and not gross:
        # "Preis | MwSt | Zahlbetrag": no word says gross, but only one sum comes out.
        plain = [h for h in columns.left if h not in taxes]
        for less, more in permutations(plain, 2):
            if cents[less].any() and np.array_equal(cents[less] + cents[taxes[0]], cents[more]):
                gross, net = [more], [less]
                break
    if gross:
        for header in [*net, *taxes]:
            if header in columns.left:
                word = "Umsatzsteuer" if header in taxes else "netto"
                columns.drop(header, f"{word}; gebucht wird „{gross[0]}“")
        if len(net) == 1 and len(taxes) == 1 and _is_amount_of_tax(cents[taxes[0]], cents[net[0]]):
            _check(columns, cents[net[0]] + cents[taxes[0]], gross[0], f"{net[0]} + {taxes[0]}")
        return ()
    for header in taxes:
        columns.drop(header, "Umsatzsteuer")
    if len(taxes) == 1 and len(net) == 1 and _is_amount_of_tax(cents[taxes[0]], cents[net[0]]):
        columns.notices.append(
            f"Die Spalten „{net[0]}“ und „{taxes[0]}“ wurden zum Bruttobetrag zusammengezählt."
        )
        columns.fates.book(taxes[0], f"zum Betrag „{net[0]}“ gezählt")
        return (taxes[0],)
    if net:
        columns.notices.append(
            f"Die Beträge der Spalte „{net[0]}“ sind netto; die Umsatzsteuer ist nicht enthalten."
        )
    return ()


def _is_amount_of_tax(tax: Any, net: Any) -> bool:
    """19 under "MwSt" may be a rate; as an amount it is between 5 and 20 per cent of every net."""
    known = net != 0
    if not known.any():
        return False
    share = tax[known] / net[known]
    return bool(np.all((share == 0) | ((share > 0.04) & (share < 0.21)))) and bool(tax.any())


def _without_prices(columns: _Columns) -> str:
    """Leave out the price of one beside the total; alone, it is multiplied by the number of pieces.

    Returns the column of that number.
    """
    cents, prices = columns.cents, columns.having("price")
    for count in columns.counts:
        # "Preis" alone may be that of all pieces; the product tells which of two it is.
        for less, more in permutations(columns.left, 2):
            product = cents[count] * cents[less] // 100
            told = cents[less].any() and (cents[count] != 100).any()
            if told and np.array_equal(product, cents[more]):
                prices = [less]
    if not prices:
        return ""
    totals = [h for h in columns.left if h not in prices and not amount_words(h).price]
    if totals:
        total = next((h for h in totals if columns.words[h].total), totals[0])
        for header in prices:
            columns.drop(header, f"Preis eines Stücks; gebucht wird „{total}“")
        if len(columns.counts) == 1 and len(prices) == 1:
            product = cents[columns.counts[0]] * cents[prices[0]] // 100
            _check(columns, product, total, f"{columns.counts[0]} × {prices[0]}")
        return ""
    if len(columns.counts) == 1:
        columns.fates.book(columns.counts[0], f"mal „{prices[0]}“")
        columns.notices.append(
            f"Der Betrag ist „{columns.counts[0]}“ mal „{prices[0]}“; einen Gesamtbetrag nennt die "
            "Datei nicht."
        )
        return columns.counts[0]
    if columns.owned:
        # In a list of objects it stays readable in the note; booked, 12,50 € would be the year.
        columns.left = [header for header in columns.left if header not in prices]
    elif prices[0] != columns.sure:
        ask_about_price(columns.table, prices[0])
    return ""


def _check(columns: _Columns, computed: Any, header: str, how: str, booked: str = "") -> None:
    """Say in which rows the arithmetic does not come out; what is written is booked."""
    own = columns.cents[header]
    # A cent of rounding is no mistake.
    wrong = np.flatnonzero((np.abs(computed - own) > 1) & (own != 0) & (computed != 0))
    if len(wrong):
        rows = ", ".join(str(columns.table.rows[place]) for place in wrong[:5])
        columns.notices.append(
            f"In Zeile {rows}{' …' if len(wrong) > 5 else ''} ergibt {how} nicht „{header}“; "
            f"gebucht {f'werden {booked}' if booked else f'wird „{header}“'}."
        )


def _by_plan_type(columns: _Columns) -> list[Beside]:
    """Plan and Ist in two columns are two amounts."""
    typed: dict[str, str] = {}
    for header in columns.left:
        if kind := columns.words[header].plan_type:
            typed.setdefault("Ist" if kind in ("Ist", "Ergebnis") else "Plan", header)
    if len(typed) < 2:
        return []
    return [Beside((header,), kind) for kind, header in typed.items()]


def _by_nature(columns: _Columns) -> list[Beside]:
    """ "Kosten einmalig | Kosten laufend | Summe": two lines of a row, and their sum."""
    typed: dict[tuple[Nature, str | None], str] = {}
    for header in columns.left:
        if nature := nature_of(header):
            typed.setdefault((nature, near_cost_type(header)), header)
    if len({nature for nature, _ in typed}) < 2:
        return []
    parts = list(typed.values())
    added = sum(columns.cents[header] for header in parts)
    for header in [h for h in columns.left if h not in parts]:
        if columns.words[header].total or np.array_equal(added, columns.cents[header]):
            columns.drop(header, "Summe der Spalten " + ", ".join(f"„{one}“" for one in parts))
    return [Beside((header,), None, kind) for (_, kind), header in typed.items()]


def _by_cost_type(columns: _Columns, count: str) -> list[Beside]:
    """ "Lizenzkosten | Wartungskosten | Gesamtkosten": two kinds of cost, and their sum."""
    typed: dict[str, str] = {}
    for header in columns.left:
        if kind := near_cost_type(header):
            typed.setdefault(kind, header)
    parts = list(typed.values())
    # Whatever names no kind is a total or the rest, never a third kind.
    plain = [header for header in columns.left if header not in parts]
    if not parts:
        return []
    # The number of pieces belongs to the one column that is a price.
    found = [
        Beside((header,), None, kind, count if columns.words[header].price else "")
        for kind, header in typed.items()
    ]
    added = sum(columns.cents[header] for header in parts) if plain else 0
    for header in list(plain):
        if columns.words[header].total or np.array_equal(added, columns.cents[header]):
            columns.drop(header, "Summe der Spalten " + ", ".join(f"„{one}“" for one in parts))
            _check(columns, added, header, " + ".join(parts), "die einzelnen Spalten")
            plain.remove(header)
    if plain:
        found.append(Beside((plain[0],)))
    return found


def _chosen(columns: _Columns, first: str) -> str:
    """The one to book: the assigned one, a total, or the newer of "Kosten alt | Kosten neu"."""
    if first in columns.left:
        return first
    newer = [h for h in columns.left if not _FORMER.search(h)]
    return next(iter(columns.having("total") or newer or columns.left))
