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

from strategy.figures.allocation import INVENTORY, allocated
from strategy.store import Cursor, Transaction
from strategy.store.look import Look

# Which temporary tables a cursor has; they belong to it alone and go with it.
_KEPT: WeakKeyDictionary[Cursor, set[str]] = WeakKeyDictionary()


class KeptAllocation:
    """The relation ``allocated`` for one choice of lines; see ``allocation.allocated``."""

    def __init__(
        self,
        db: Cursor,
        basis: str,
        year: int | None = None,
        objects: Sequence[str] = INVENTORY,
        depreciation: bool = False,
        today: date | None = None,
    ) -> None:
        self._db = db
        self._with, self._params = allocated(basis, year, objects, depreciation, today)
        # A look remembers answers by the text of a query, so a table's name says all it holds.
        choice = (str(basis), year or "all", *objects, depreciation, today or "recorded")
        self._name = "allocated_" + "_".join(str(part) for part in choice).replace("-", "_")

    def frame(self, select: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """The result of ``select``, which reads from ``allocated``."""
        if isinstance(self._db, Transaction):
            return self._db.frame(f"{self._with} {select}", [*self._params, *params])
        sql = f'WITH allocated AS (FROM temp."{self._name}") {select}'
        known = self._db.recall_frame(sql, params) if isinstance(self._db, Look) else None
        if known is not None:
            return known
        self._make()
        return self._db.frame(sql, params)

    def _make(self) -> None:
        tables = _KEPT.setdefault(self._db, set())
        if self._name not in tables:
            self._db.run(
                f'CREATE TEMP TABLE "{self._name}" AS {self._with} SELECT * FROM allocated',
                self._params,
            )
            tables.add(self._name)
