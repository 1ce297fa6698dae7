"""The rows of a table that a query gave, for loops in pages and charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """Each row as a named tuple, its columns as attributes.

    The types of pandas allow any scalar in any cell (text, bytes, complex numbers, …), so that
    not even ``day(row.ends_on)`` would pass.  Which type a column has is known to the query alone.
    """
    return frame.itertuples()
