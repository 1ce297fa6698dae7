"""German numbers in tables, whatever language the browser speaks.

Streamlit's own number formats follow the browser: an English one shows 1,234.57 for 1.234,57.  So
every value is written on the server and sent as the display text of a Styler, while the value
itself stays what it is; the grid shows the German text and still sorts by the number or the date.
Unknown values say so in words; the grid sorts them where 0 would stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from strategy.excel.table import CellKind, write_table
from strategy.kernel import german
from ui.run.sent_table import sent_table

_NUMBERS = {CellKind.MONEY, CellKind.PERCENT, CellKind.FTE, CellKind.NUMBER, CellKind.YEAR}
Width = Literal["small", "medium", "large"] | int | None
# pandas refuses to write more cells than this by default.
pd.options.styler.render.max_elements = max(pd.options.styler.render.max_elements, 2_000_000)


@dataclass(frozen=True)
class Column:
    """One column of a table: its German header, how a value is written, and what it holds."""

    label: str
    write: Callable[[Any], str]
    kind: CellKind
    help: str | None = None
    width: Width = None
    pinned: bool = False
    # What an empty cell says, where its field means something by being empty.
    empty: str = german.UNKNOWN

    def said(self, value: Any) -> str:
        """A value as the cell shows it."""
        return self.empty if german.is_unknown(value) or value == "" else self.write(value)

    @property
    def right(self) -> bool:
        """Whether values stand on the right, as numbers do."""
        return self.kind in _NUMBERS


def money_column(label: str, help: str | None = None, width: Width = None) -> Column:
    """Cents as "1.234,56 €"."""
    return Column(label, german.money, CellKind.MONEY, help, width)


def percent_column(
    label: str, help: str | None = None, width: Width = None, places: int | None = None
) -> Column:
    """Percentage points as "12,5 %"."""
    return Column(label, lambda value: german.percent(value, places), CellKind.PERCENT, help, width)


def fte_column(label: str, help: str | None = None, width: Width = None) -> Column:
    """Full-time equivalents as "0,75"; the header names the unit (VZÄ)."""
    return Column(label, german.fte, CellKind.FTE, help, width)


def number_column(
    label: str, help: str | None = None, width: Width = None, places: int | None = None
) -> Column:
    """Numbers as "1.234,5"."""
    return Column(label, lambda value: german.number(value, places), CellKind.NUMBER, help, width)


def year_column(label: str = "Jahr", help: str | None = None, width: Width = "small") -> Column:
    """Years as "2026", without a thousands dot."""
    return Column(label, _year, CellKind.YEAR, help, width)


def date_column(label: str, help: str | None = None, width: Width = None) -> Column:
    """Dates as "09.03.2026"."""
    return Column(label, german.day, CellKind.DAY, help, width)


def moment_column(label: str, help: str | None = None, width: Width = None) -> Column:
    """UTC timestamps as "09.03.2026, 14:30 Uhr" in local time."""
    return Column(label, german.moment, CellKind.MOMENT, help, width)


def text_column(
    label: str, help: str | None = None, width: Width = None, pinned: bool = False
) -> Column:
    """Texts; an empty one counts as unknown."""
    return Column(label, _text, CellKind.TEXT, help, width, pinned)


def yes_no_column(label: str, help: str | None = None, width: Width = None) -> Column:
    """Truth values as "ja" and "nein"."""
    return Column(label, _yes_no, CellKind.YES_NO, help, width)


def grid(frame: pd.DataFrame, columns: Mapping[str, Column]) -> dict[str, Any]:
    """The arguments for ``st.dataframe(**grid(frame, columns), key=…, on_select=…)``.

    Shows the named columns in the order of ``columns``.  The row order stays, so a selected row
    number points into ``frame``.
    """
    return {
        "data": sent_table(german_frame, frame, columns),
        "column_config": column_config(columns),
        "hide_index": True,
        "placeholder": _placeholder(frame, columns),
    }


def _placeholder(frame: pd.DataFrame, columns: Mapping[str, Column]) -> str:
    """The word for what is missing: that of the numbers and days, which are to stay sortable."""
    typed = {
        column.empty
        for name, column in columns.items()
        if column.kind not in (CellKind.TEXT, CellKind.YES_NO) and frame[name].isna().any()
    }
    return typed.pop() if len(typed) == 1 else german.UNKNOWN


def german_frame(frame: pd.DataFrame, columns: Mapping[str, Column]) -> Styler:
    """The named columns of ``frame``, in the order of ``columns``, written in German."""
    values = _sortable(frame[list(columns)])
    shown = values.copy()
    placeholder = _placeholder(frame, columns)
    for name, column in columns.items():
        if column.write is _yes_no:
            # The grid draws truth values as boxes, which look as if they could be ticked.
            shown[name] = [_yes_no(value) for value in values[name]]
        elif column.empty != placeholder and values[name].isna().any():
            # The grid draws its one placeholder over all that is missing, whatever the Styler says.
            shown[name] = [column.said(value) for value in values[name]]
    styler = Styler(shown)
    # Streamlit reads two things from a Styler: the frame, and a display text per cell, which it
    # writes one by one into the frame's own texts.  Both take many times as long as writing the
    # German texts at once; so the Styler lays out nothing, and the frame turned into text is the
    # German one, written once.  Replaced on these objects alone, because Streamlit takes no
    # subclass for a Styler; a test compares what it sends for both.
    texts = _texts(values, list(columns.values()))
    as_type = shown.astype

    def astype(kind: Any, *args: Any, **named: Any) -> pd.DataFrame:
        return texts if kind is str else as_type(kind, *args, **named)

    styler._compute = lambda: styler  # type: ignore[attr-defined]
    styler._translate = lambda *_, **__: {}  # type: ignore[attr-defined]
    # Set past pandas, which would take it for a new column.
    object.__setattr__(shown, "astype", astype)
    return styler


def _texts(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The German text of every cell."""
    # As plain objects: pandas hands out its own texts one by one, which takes as long as writing.
    return pd.DataFrame(
        {
            name: [column.said(value) for value in frame.iloc[:, index].to_numpy(object).tolist()]
            for index, (name, column) in enumerate(zip(frame.columns, columns, strict=True))
        },
        index=frame.index,
        columns=frame.columns,
        dtype=object,
    )


def column_config(columns: Mapping[str, Column]) -> dict[str, Any]:
    """Headers, help, width and alignment of ``columns`` for ``st.dataframe``."""
    return {
        name: st.column_config.Column(
            column.label,
            help=column.help,
            width=column.width,
            pinned=column.pinned or None,
            alignment="right" if column.right else "left",
        )
        for name, column in columns.items()
    }


def excel_table(frame: pd.DataFrame, columns: Mapping[str, Column], title: str) -> bytes:
    """The same table as an Excel file, with real numbers and dates under the German headers."""
    named = frame[list(columns)].rename(columns={n: c.label for n, c in columns.items()})
    return write_table(
        named,
        title,
        {column.label: column.kind for column in columns.values()},
        {column.label: column.empty for column in columns.values()},
    )


def _sortable(frame: pd.DataFrame) -> pd.DataFrame:
    """Object columns of whole numbers become nullable integers, so that the grid can sort them."""
    shown = frame.copy()
    for name in shown.columns:
        if shown[name].dtype == object:
            known = shown[name].dropna()
            if len(known) and all(type(value) is int for value in known):
                shown[name] = shown[name].astype("Int64")
    return shown


def _year(value: Any) -> str:
    return german.UNKNOWN if german.is_unknown(value) else str(int(value))


def _text(value: Any) -> str:
    return german.UNKNOWN if german.is_unknown(value) or value == "" else str(value)


def _yes_no(value: Any) -> str:
    return german.UNKNOWN if german.is_unknown(value) else ("ja" if value else "nein")
