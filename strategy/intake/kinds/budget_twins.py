"""Budget rows that nothing distinguishes: refused, or added up where the user says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from strategy.intake.comparing.preview import Rejected
from strategy.intake.recognising.mapping import Mapping
from strategy.kernel import german
from strategy.kernel.store import Cursor

if TYPE_CHECKING:
    from strategy.intake.kinds.budget_rows import BudgetRows

ADD_UP = "Gleiche Buchungen lassen sich zusammenzählen"


def settle_twins(db: Cursor, found: BudgetRows, mapping: Mapping) -> None:
    """Refuse all but the first of equal rows, however many, or add them up into one line."""
    keys = "line_key"
    if found.amounts[0].year is None or found.amounts[0].plan_type is None:
        keys += ", year_0, plan_type_0"
    db.register("incoming_base", found.base)
    try:
        # As many different hashes as rows prove that all keys differ; only then is it this quick.
        if db.value("SELECT count(*) FROM incoming_base WHERE has_amount") == db.value(
            f"SELECT count(DISTINCT hash({keys})) FROM incoming_base WHERE has_amount"
        ):
            return
        twins = db.rows(
            "SELECT row, first, title FROM (SELECT row, title, min(row) OVER (PARTITION BY "
            f"{keys}, subtotal) AS first FROM incoming_base WHERE has_amount) WHERE row <> first "
            "ORDER BY row"
        )
        if not twins:
            return
        if mapping.equal_rows == "add":
            _add_up(db, found, keys, len(twins))
            return
    finally:
        db.unregister("incoming_base")
    for twin in twins:
        found.rejected.append(
            Rejected(
                twin["row"],
                "",
                str(twin["title"] or ""),
                f"Zeile {twin['row']} ist durch nichts von Zeile {twin['first']} zu unterscheiden. "
                f'{ADD_UP} (Zuordnung: {{"equal_rows": "add"}}).',
            )
        )


def _add_up(db: Cursor, found: BudgetRows, keys: str, more: int) -> None:
    """One row per key with the sums; an unknown amount adds nothing and is told by its count."""
    numbers = range(len(found.amounts))
    sums = {f"amount_{number}" for number in numbers}
    same = [name for name in found.base.column_names if name not in {*sums, "row", "has_amount"}]
    grouped = {part.strip() for part in keys.split(",")} | {"subtotal"}
    columns = [
        f"CAST(sum({name}) AS BIGINT) AS {name}"
        if name in sums
        else name
        if name in grouped
        else "min(row) AS row"
        if name == "row"
        else "bool_or(has_amount) AS has_amount"
        if name == "has_amount"
        else f"first({name} ORDER BY row) AS {name}"
        for name in found.base.column_names
    ]
    assert same
    lost = sum(
        int(
            pc.sum(pc.and_(found.base.column("has_amount"), pc.is_null(found.base[name]))).as_py()
            or 0
        )
        for name in sums
    )
    base = db.arrow(
        f"SELECT {', '.join(columns)} FROM incoming_base WHERE has_amount "
        f"GROUP BY {', '.join(sorted(grouped))} ORDER BY row"
    )
    rows = int(pc.sum(found.base.column("has_amount")).as_py() or 0)
    found.without_amount = 0
    found.base = base
    found.added_up = more
    found.notices.append(
        f"{german.number(rows, 0)} Buchungen wurden zu {german.number(base.num_rows, 0)} "
        f"Haushaltszeilen zusammengezählt: {german.number(more, 0)} Zeilen gleichen einer anderen "
        "in allen Merkmalen."
        + (f" {german.number(lost, 0)} unbekannte Beträge zählen nicht mit." if lost else "")
    )
