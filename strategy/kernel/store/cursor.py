"""One thin cursor: ``run``, ``one``, ``rows``, ``value``, ``frame``; parameters are ``?``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from strategy.kernel.store.trouble import translated

# Texts as Python has them: what people look at is small, and with Arrow's texts each step on such a
# table takes longer than the work itself.
pd.set_option("mode.string_storage", "python")
# Rows that DuckDB keeps together on disk and hands over as one piece.
_PIECE = 122_880
# Integers stay integers where some are unknown; pandas would otherwise turn cents into floats.
_NULLABLE = {
    pa.int64(): pd.Int64Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


class Cursor:
    """A DuckDB cursor for one use by one thread, set to one version of the plan."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, version: str) -> None:
        self._raw = raw
        self.version = version

    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Execute a statement and forget its result."""
        with translated():
            self._raw.execute(sql, list(params) or None)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows as dicts of column name to Python value (dates, Decimals, ints, None)."""
        with translated():
            result = self._raw.execute(sql, list(params) or None)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def one(self, sql: str, params: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row, or None."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        with translated():
            row = self._raw.execute(sql, list(params) or None).fetchone()
            # Rows left unread would make the next frame() on this cursor fail.
            self._raw.complete()
        return row[0] if row else None

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """The result as a DataFrame: nullable Int64 for integers, float for decimals, str."""
        with translated():
            table = self._raw.sql(sql, params=list(params) or None).to_arrow_table()
        for index, column in enumerate(table.schema):
            if pa.types.is_decimal(column.type):
                # Sums over int64 come back as DECIMAL(38,0); cents must stay integers.
                kind = pa.int64() if column.type.scale == 0 else pa.float64()
                table = table.set_column(index, column.name, table.column(index).cast(kind))
        frame: pd.DataFrame = table.to_pandas(types_mapper=_NULLABLE.get)
        return frame

    def arrow(self, sql: str, params: Sequence[Any] = ()) -> pa.Table:
        """The result as an Arrow table with exact types, compact enough for half a million rows."""
        with translated():
            return self._raw.sql(sql, params=list(params) or None).to_arrow_table()

    def arrow_batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The result in pieces, for what is too large to lie in memory at once.

        Until the last piece is taken nothing else may be asked of this cursor.
        """
        with translated():
            yield from self._raw.sql(sql).to_arrow_reader(_PIECE)

    def has_rows(self, sql: str, params: Sequence[Any] = ()) -> bool:
        """Whether the query yields at least one row."""
        with translated():
            found = self._raw.execute(sql, list(params) or None).fetchone() is not None
            self._raw.complete()
        return found

    def register(self, name: str, table: pa.Table | pd.DataFrame) -> None:
        """Make an Arrow table or DataFrame readable in SQL under ``name`` (this cursor only)."""
        with translated():
            self._raw.register(name, table)

    def unregister(self, name: str) -> None:
        """Take a registered table away again."""
        with translated():
            self._raw.unregister(name)

    def close(self) -> None:
        """Give the cursor back; an open transaction is rolled back."""
        self._raw.close()
