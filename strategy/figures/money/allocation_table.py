"""The allocated cost lines kept for as long as a cursor lives, so that a page works them out once.

Planning the query takes longer than running it on an ordinary plan, and a page asks for the same
lines half a dozen times.  A reading cursor looks at one unchanging state of the plan, so what was
worked out once stays true until it is closed; a transaction may write in between and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from strategy.figures.inventory.units import UNITS
from strategy.figures.money.allocation import INVENTORY, NAMED, allocated, borne_parts
from strategy.figures.money.lines import NAMES
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.store.look import Look

# Which temporary tables a cursor has; they belong to it alone and go with it.
_KEPT: WeakKeyDictionary[Cursor, set[str]] = WeakKeyDictionary()
# Few and short columns: names are joined when they are asked for, the rest of a line as well.
_PARTS = (
    "line_row, object_id, object_kind, bearing_id, year, kind, cost_type, amount_cents, computed"
)
_LINE = (
    "l.id AS line_id, l.title AS line_title, l.recurrence, l.budget_kind, l.basis, l.financing, "
    "l.fte,"
)


class KeptAllocation:
    """The relation ``allocated`` for one choice of lines; see ``allocation.allocated``."""

    def __init__(
        self,
        db: Cursor,
        basis: str,
        year: int | None = None,
        objects: Sequence[str] = INVENTORY,
        today: date | None = None,
    ) -> None:
        self._db = db
        self._asked = (basis, year, objects, False, today)
        # A look remembers answers by the text of a query, so a table's name says all it holds.
        choice = (str(basis), year or "all", *objects, today or "recorded")
        self._name = "cost_parts_" + "_".join(str(part) for part in choice).replace("-", "_")

    def frame(
        self, select: str, params: Sequence[Any] = (), *, details: bool = False
    ) -> pd.DataFrame:
        """The result of ``select``, which reads from ``allocated``; with ``details`` also what only
        the line itself knows: line_id, line_title, recurrence, budget_kind, basis, financing, fte.
        """
        # A transaction changes what it reads; a table kept from before its own write would be
        # wrong.
        if isinstance(self._db, Transaction):
            with_, values = allocated(*self._asked)
            return self._db.frame(f"{with_} {select}", [*values, *params])
        named = NAMED.format(
            line=_LINE if details else "",
            join="JOIN cost_line l ON l.rowid = b.line_row" if details else "",
            borne=f'temp."{self._name}"',
            units="temp.cost_units",
            names="temp.cost_names",
        )
        sql = f"WITH allocated AS ({named}) {select}"
        # Asked before the tables are made: where the answer is remembered, none of them is needed.
        known = self._db.recall_frame(sql, params) if isinstance(self._db, Look) else None
        if known is not None:
            return known
        parts, values = borne_parts(*self._asked)
        self._keep(self._name, f"{parts} SELECT {_PARTS} FROM borne", values)
        self._keep("cost_units", f"{UNITS} SELECT * FROM units")
        self._keep("cost_names", f"{NAMES} SELECT * FROM names")
        return self._db.frame(sql, params)

    def _keep(self, name: str, select: str, params: Sequence[Any] = ()) -> None:
        tables = _KEPT.setdefault(self._db, set())
        # A temporary table belongs to its cursor alone, so no other session meets it.
        if name not in tables:
            self._db.run(f'CREATE TEMP TABLE "{name}" AS WITH RECURSIVE {select}', params)
            tables.add(name)
