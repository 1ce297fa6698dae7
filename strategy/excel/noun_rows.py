"""The rows of any noun as a query with one column per declared field."""

from __future__ import annotations

from collections.abc import Collection

from strategy.excel.column import SHOW_OF_KIND, SheetColumn, Show
from strategy.kernel.record import Record
from strategy.kernel.records import noun_of


def noun_rows(
    noun: type[Record],
    skip: Collection[str] = (),
    extra: Collection[tuple[SheetColumn, str]] = (),
    where: str = "",
    order: str = "t.id",
) -> tuple[list[SheetColumn], str]:
    """Columns and query for people: references read as the name of what they point to.

    ``extra`` are further columns with the SQL that yields them; the noun's table is ``t`` there.
    """
    columns = [SheetColumn("Nr.", Show.CODE, "id", width=11)]
    selected = ["t.id AS id"]
    joins: list[str] = []
    for spec in noun.specs():
        if spec.name in skip or spec.hidden:
            continue
        show = SHOW_OF_KIND[spec.kind]
        if spec.ref and spec.ref != "*":
            other, alias = noun_of(spec.ref), f"r{len(joins)}"
            joins.append(f"LEFT JOIN {other.TABLE} {alias} ON {alias}.id = t.{spec.name}")
            selected.append(f"CAST({alias}.{other.NAME} AS TEXT) AS {spec.name}")
            columns.append(SheetColumn(spec.label, Show.TEXT, spec.name, width=24))
            continue
        selected.append(f"t.{spec.name} AS {spec.name}")
        width = 40 if spec.name == noun.NAME else 0
        columns.append(SheetColumn(spec.label, show, spec.name, width=width))
    for column, sql in extra:
        columns.append(column)
        selected.append(f"{sql} AS {column.source}")
    condition = f" WHERE {where}" if where else ""
    return columns, (
        f"SELECT {', '.join(selected)} FROM {noun.TABLE} t {' '.join(joins)}{condition} "
        f"ORDER BY {order}"
    )


def whole_noun(noun: type[Record]) -> tuple[list[SheetColumn], str]:
    """Columns and query for the whole export: every field as it is stored, ids and row version.

    Behind every reference stands the name of what it points to, so that people can read it.
    """
    columns = [
        SheetColumn("Nr.", Show.CODE, "id", width=11),
        SheetColumn("Zeilenversion", Show.INTEGER, "version", width=14),
    ]
    selected = ["t.id AS id", "t.version AS version"]
    joins: list[str] = []
    for spec in noun.specs():
        columns.append(SheetColumn(spec.label, SHOW_OF_KIND[spec.kind], spec.name))
        selected.append(f"t.{spec.name} AS {spec.name}")
        if spec.ref and spec.ref != "*":
            other, alias = noun_of(spec.ref), f"r{len(joins)}"
            joins.append(f"LEFT JOIN {other.TABLE} {alias} ON {alias}.id = t.{spec.name}")
            named = f"{spec.name}_name"
            selected.append(f"CAST({alias}.{other.NAME} AS TEXT) AS {named}")
            columns.append(SheetColumn(f"{spec.label} (Name)", Show.TEXT, named))
    return columns, (
        f"SELECT {', '.join(selected)} FROM {noun.TABLE} t {' '.join(joins)} ORDER BY t.id"
    )
