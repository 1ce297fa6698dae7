"""A column of texts without stray blanks and without words that say unknown."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.grid import is_text, spread
from strategy.intake.reading.table import Table
from strategy.kernel.written_number import UNKNOWN

_UNKNOWN = pa.array(sorted(UNKNOWN), pa.string())


def trimmed(distinct: pa.Array) -> pa.Array:
    bare = pc.utf8_trim_whitespace(distinct)
    unknown = pc.is_in(pc.utf8_lower(bare), value_set=_UNKNOWN)
    return pc.if_else(unknown, pa.scalar(None, pa.string()), bare)


def cleaned(table: Table, header: str) -> pa.Array:
    """A column as text without blanks around it, null where it says unknown."""
    found = table.found(header)
    column = table.data.column(table.position(header))
    if is_text(column):
        return spread(column, trimmed)
    if found.role in ("number", "amount") and found.scale:
        return pa.array(table.texts(header), pa.string())
    return pc.cast(column, pa.string())
