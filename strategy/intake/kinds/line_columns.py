"""Which columns of a list of costs or rates hold amounts and posts, of which year and basis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import Ambiguous, Reading, YearMissing
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import is_amount_header, same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import cost_word, read_heading, years_above
from strategy.intake.recognising.written_amount import times_a_year
from strategy.kernel.written import choice_written
from strategy.nouns.cost_line import Basis, CostType

_ACTUAL = ("Ist", "Ergebnis")
_POSTS = re.compile(r"vzä|vze|\bvk\b|\bfte\b|stellen|vollzeit", re.IGNORECASE)
# A part of a year in a heading: the columns of one year are added up.
_PART = re.compile(
    r"\bq[1-4]\b|\b[1-4]\.?\s?(?:quartal|qu\.)|\b[12]\.?\s?(?:halbjahr|hj)\b"
    r"|\b(?:jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\b",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnetto\b|ohne (?:mwst|ust|mehrwert|umsatz)|\bexkl", re.IGNORECASE)
_GROSS = re.compile(r"\bbrutto\b|(?:inkl|mit|einschl)\.? (?:mwst|ust|mehrwert|umsatz)", re.I)


@dataclass(frozen=True)
class LineColumn:
    """What makes one line of every row: the columns of its amount, added up, and of its posts.

    ``year`` is None where every row says its own, ``basis`` and ``cost_type`` where the heading
    does not say them.
    """

    headers: tuple[str, ...] = ()
    year: int | None = None
    basis: str | None = None
    fte: str = ""
    cost_type: str | None = None


def has_line_columns(table: Table, assignment: Assignment) -> bool:
    """Whether the headings name amounts or posts of years, as an inventory may have beside."""
    return bool(table.detected.year_columns) or any(
        read_heading(header).year is not None and _POSTS.search(header)
        for header in assignment.unused
    )


def line_columns(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    fates: Fates,
    notices: list[str],
    owned: bool = False,
) -> list[LineColumn]:
    """Year columns, or the one column of amounts beside a column of years.

    Raises YearMissing where nothing says the year, Ambiguous where two columns say the same.
    """
    words = kind.values.get("cost_type", {})
    groups: dict[tuple[int, str | None, str | None], list[FoundColumn]] = {}
    for column in table.detected.year_columns:
        key = (column.year or 0, _basis(column), _cost_type(kind, column.header, words))
        groups.setdefault(key, []).append(column)
    found = [
        LineColumn(_headers(table, same, fates, notices), year, basis, "", cost_type)
        for (year, basis, cost_type), same in groups.items()
    ]
    found = _with_posts(table, kind, assignment, found, fates, owned)
    if not found:
        found = [_one_column(table, kind, assignment, mapping, notices)]
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


def _basis(column: FoundColumn) -> str | None:
    if column.plan_type is None:
        return None
    return str(Basis.ACTUAL if column.plan_type in _ACTUAL else Basis.PLAN)


def _cost_type(kind: ImportKind, header: str, words: object) -> str | None:
    """The cost type a heading names: "Wartung 2026"."""
    if kind.name != "costs" or not (word := cost_word(header)):
        return None
    choices = [str(one) for one in CostType]
    written = choice_written(word, choices, dict(words) if isinstance(words, dict) else {})
    return str(written.value) if written and written.value else None


def _headers(
    table: Table, same: list[FoundColumn], fates: Fates, notices: list[str]
) -> tuple[str, ...]:
    """The columns of one year and basis: one, parts of the year, or net and gross."""
    if len(same) == 1:
        return (same[0].header,)
    gross = [c for c in same if _GROSS.search(c.header)]
    if len(gross) == 1 and all(_NET.search(c.header) for c in same if c is not gross[0]):
        for column in same:
            if column is not gross[0]:
                fates.leave_out(column.header, f"netto; gebucht wird „{gross[0].header}“")
        return (gross[0].header,)
    if all(_PART.search(c.header) for c in same):
        notices.append(
            f"{len(same)} Spalten des Jahres {same[0].year} wurden zusammengezählt: "
            + ", ".join(f"„{c.header}“" for c in same[:4])
            + (" …" if same[4:] else "")
            + "."
        )
        return tuple(c.header for c in same)
    shown = " und ".join(f"„{c.header}“" for c in same)
    raise Ambiguous(
        f"Die Spalten {shown} in „{table.detected.file}“ nennen Beträge desselben Jahres; bitte "
        f"legen Sie fest, ob „{same[-1].header}“ übernommen wird.",
        column=same[-1].header,
        key="year_columns",
        readings=(
            Reading(f"{same[0].year} Plan", f"Plan {same[0].year}"),
            Reading(f"{same[0].year} Ist", f"Ist {same[0].year}"),
            Reading("", "nicht übernehmen"),
        ),
        hint="In der Zuordnung (--mapping) zum Beispiel: "
        f'{{"year_columns": {{"{same[-1].header}": null}}}}.',
    )


def _with_posts(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    found: list[LineColumn],
    fates: Fates,
    owned: bool,
) -> list[LineColumn]:
    """Posts per year ("VZÄ 2026") beside the amounts of the same year, or alone.

    In an inventory (``owned``) "Kosten 2026" is what the application costs, not its staff; there
    and beside another kind of cost, posts are a line of their own.
    """
    if kind.name != "costs":
        return found
    for header in list(assignment.unused):
        said = read_heading(header)
        if said.year is None or not _POSTS.search(header):
            continue
        assignment.unused.remove(header)
        fates.book(header, f"VZÄ {said.year}")
        basis = None
        if said.plan_type:
            basis = str(Basis.ACTUAL if said.plan_type in _ACTUAL else Basis.PLAN)
        place = next(
            (
                i
                for i, one in enumerate(found)
                if one.year == said.year
                and one.basis == basis
                and not one.fte
                and one.cost_type in ((None, str(CostType.PERSONNEL))[owned:])
            ),
            None,
        )
        if place is None:
            found.append(LineColumn((), said.year, basis, header))
        else:
            found[place] = replace(found[place], fte=header)
    return found


def _one_column(
    table: Table, kind: ImportKind, assignment: Assignment, mapping: Mapping, notices: list[str]
) -> LineColumn:
    year = None if "year" in assignment.fields else mapping.year
    if "year" not in assignment.fields and year is None:
        years = {y: line for line in table.detected.preamble for y in years_above(line)}
        if len(years) != 1:
            raise YearMissing(
                f"„{table.detected.file}“ nennt kein Jahr; bitte geben Sie es an. Sonst hilft eine "
                "Spalte „Jahr“ oder je Jahr eine Spalte wie „Kosten 2027“.",
                key="year",
                hint='In der Zuordnung (--mapping) zum Beispiel: {"year": 2027}.',
            )
        year, line = next(iter(years.items()))
        notices.append(f"Das Jahr ist {year}, wie über der Tabelle steht: „{line}“.")
    header = assignment.fields.get(kind.amount, "")
    if not header:
        # "Betrag in T€" is no word of a list, but says clearly enough what it is.
        told = {same_header(h) for h in mapping.columns}
        header = next(
            (h for h in assignment.unused if is_amount_header(h) and same_header(h) not in told), ""
        )
        if header:
            assignment.unused.remove(header)
            assignment.fields[kind.amount] = header
    return LineColumn((header,) if header else (), year)
