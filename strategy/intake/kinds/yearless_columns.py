"""Columns of amounts whose heading names no year: that of the row, of the file or of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import YearMissing
from strategy.intake.kinds.amounts_beside import amounts_beside, money_columns
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.amount_words import amount_words, is_no_cost
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.cost_types import near_cost_type
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import names_part_of_year, years_above
from strategy.intake.recognising.natures import Nature, nature_of
from strategy.nouns.cost_line import Basis

_ACTUAL = ("Ist", "Ergebnis")


@dataclass(frozen=True)
class LineColumn:
    """What makes one line of every row: the columns of its amount, added up, and of its posts.

    ``year`` is None where every row says its own, ``basis`` and ``cost_type`` where the heading
    does not say them; the amount is multiplied by the number in the column ``count``.
    """

    headers: tuple[str, ...] = ()
    year: int | None = None
    basis: str | None = None
    fte: str = ""
    cost_type: str | None = None
    count: str = ""
    nature: Nature = ()


def has_yearless(table: Table, assignment: Assignment, owner: str, year: int | None = None) -> bool:
    """Whether a list of objects has such columns that are costs of its rows."""
    return bool(owner and _costs_of_objects(table, assignment, owner, year))


def yearless_columns(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    fates: Fates,
    notices: list[str],
    owner: str,
    plan_year: int | None,
    dated: bool,
) -> list[LineColumn]:
    """The columns of amounts of a list of costs, or those in the rows of the objects (``owner``).

    ``dated`` tells that other columns name their year.  Raises YearMissing where nothing says one.
    """
    told = {same_header(header) for header in mapping.columns}
    first = "" if owner else assignment.fields.get(kind.amount, "")
    if owner:
        by_row = "year" in assignment.fields
        said = plan_year if by_row else mapping.year
        columns = [] if dated else _costs_of_objects(table, assignment, owner, said)
        if not columns or (plan_year or mapping.year) is None:
            return []
    elif first and same_header(first) in told:
        # Whoever says which column it is wants no other one.
        columns = [first]
    else:
        free = [h for h in assignment.unused if same_header(h) not in told]
        open_ones = [h for h in table.headers if h == first or h in free]
        columns = money_columns(table, open_ones, kind.name == "costs")
        columns = columns if first in columns or not first else [first, *columns]
    year = _year(table, assignment, mapping, notices, columns, plan_year if owner else None)
    if not columns and not owner and (parts := _parts_of_year(table, assignment)):
        notices.append(added_up(parts))
        assignment.unused = [header for header in assignment.unused if header not in parts]
        return [LineColumn(parts, year)]
    found = amounts_beside(
        table,
        columns,
        [header for header in assignment.unused if header not in columns],
        first,
        fates,
        notices,
        several=kind.name == "costs" and "cost_type" not in assignment.fields,
        owned=bool(owner),
        sure=first if same_header(first) in told or kind.name != "costs" else "",
    )
    # What was left out is told with its reason, so it is no longer "unknown".
    used = {header for one in found for header in (*one.headers, one.count)} | set(fates.columns)
    assignment.unused = [header for header in assignment.unused if header not in used]
    # Rates and single amounts are one field of the row; several columns are several lines.
    if len(found) == 1 and not owner and found[0].headers:
        assignment.fields[kind.amount] = found[0].headers[0]
    return [
        LineColumn(
            one.headers,
            year,
            (str(Basis.ACTUAL if one.plan_type in _ACTUAL else Basis.PLAN))
            if one.plan_type and kind.name == "costs"
            else None,
            "",
            one.cost_type,
            one.count,
            nature_of(one.headers[0])
            if one.headers and kind.name == "costs" and "recurrence" not in assignment.fields
            else (),
        )
        for one in found
    ] or [LineColumn((), year)]


def added_up(headers: tuple[str, ...], which: str = "") -> str:
    """The German sentence that says which columns were added up."""
    shown = ", ".join(f"„{header}“" for header in headers[:4])
    more = " …" if headers[4:] else ""
    return f"{len(headers)} Spalten{which} wurden zusammengezählt: {shown}{more}."


def _parts_of_year(table: Table, assignment: Assignment) -> tuple[str, ...]:
    """ "Jahr | I. Quartal | II. Quartal": the parts of the year that the row names."""
    parts = [h for h in assignment.unused if names_part_of_year(h, alone=True)]
    roles = {table.found(header).role for header in parts}
    # A date or a name under "Mai" is no amount.
    return tuple(parts) if len(parts) > 1 and roles <= {"amount", "number", "written"} else ()


def _costs_of_objects(
    table: Table, assignment: Assignment, owner: str, year: int | None
) -> list[str]:
    """Columns that tell what the object of a row costs in a year.

    What an application costs is a yearly cost unless it was paid once; the cost of a project or
    measure is that of all its years unless the heading or the mapping says otherwise.
    """
    found = [
        header
        for header in money_columns(table, assignment.unused)
        if ((words := amount_words(header)).cost or words.total or near_cost_type(header))
        and not is_no_cost(header)
        and (words.yearly or year is not None or owner == "application_id")
        and (not words.one_off or year is not None)
    ]
    counted = any(amount_words(header).count for header in assignment.unused)
    if not counted and all(amount_words(header).price for header in found):
        # Prices of one piece are no cost of the year where nobody says how many there are.
        return []
    # A total alone may be one of anything.
    return found if any(amount_words(header).cost for header in found) else []


def posts_year(table: Table, mapping: Mapping, plan_year: int | None) -> int | None:
    """The year of posts in an inventory whose heading names none."""
    years = {y for line in table.detected.preamble for y in years_above(line)}
    return mapping.year or (years.pop() if len(years) == 1 else plan_year)


def _year(
    table: Table,
    assignment: Assignment,
    mapping: Mapping,
    notices: list[str],
    columns: list[str],
    plan_year: int | None,
) -> int | None:
    if "year" in assignment.fields or mapping.year is not None:
        return None if "year" in assignment.fields else mapping.year
    years = {y: line for line in table.detected.preamble for y in years_above(line)}
    if len(years) == 1:
        year, line = next(iter(years.items()))
        notices.append(f"Das Jahr ist {year}, wie über der Tabelle steht: „{line}“.")
        return year
    # A recurring cost without a year is that of now; asking would refuse the whole inventory.
    if plan_year is not None:
        shown = ", ".join(f"„{header}“" for header in columns)
        notices.append(
            f"Kein Jahr nennt {shown}; die Beträge gelten für das Planjahr {plan_year}. Ein "
            'anderes Jahr lässt sich angeben ("year" in der Zuordnung).'
        )
        return plan_year
    raise YearMissing(
        f"„{table.detected.file}“ nennt kein Jahr; bitte geben Sie es an. Sonst hilft eine "
        "Spalte „Jahr“ oder je Jahr eine Spalte wie „Kosten 2027“.",
        key="year",
        hint='In der Zuordnung (--mapping) zum Beispiel: {"year": 2027}.',
    )
