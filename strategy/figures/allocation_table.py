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

from strategy.figures.allocation import INVENTORY, allocated
from strategy.store import Cursor, Transaction

_Key = tuple[str, int | None, tuple[str, ...], bool, date | None]
_KEPT: WeakKeyDictionary[Cursor, dict[_Key, str]] = WeakKeyDictionary()


def kept_allocation(
    db: Cursor,
    basis: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    depreciation: bool = False,
    today: date | None = None,
) -> tuple[str, list[Any]]:
    """``WITH …`` that defines ``allocated`` as in ``allocation.allocated``, and its parameters."""
    with_, params = allocated(basis, year, objects, depreciation, today)
    if isinstance(db, Transaction):
        return with_, params
    tables = _KEPT.setdefault(db, {})
    key = (str(basis), year, tuple(objects), depreciation, today)
    if key not in tables:
        # A temporary table belongs to this cursor alone and goes with it.
        name = f"allocated_{len(tables)}"
        db.run(f"CREATE TEMP TABLE {name} AS {with_} SELECT * FROM allocated", params)
        tables[key] = name
    return f"WITH allocated AS (FROM temp.{tables[key]})", []
