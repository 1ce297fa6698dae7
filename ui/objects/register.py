"""The list of any noun and the page of one object: search, filter, sort, open, create, Excel.

A page declares a ``Register`` per noun and calls ``show_object`` first (it draws the object that
the URL names, if it is one of this noun) and ``show_list`` where no object is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel import german
from strategy.kernel.listing import count, list_, names_by_id
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.selection import EVERY_ROW, Condition, equal
from strategy.kernel.store import Cursor
from ui.frame.places import open_new, open_object
from ui.objects.link_fields import LinkField
from ui.objects.list_controls import show_filters, show_view
from ui.objects.object_page import show_new, show_record
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import (
    Column,
    date_column,
    fte_column,
    grid,
    moment_column,
    money_column,
    number_column,
    percent_column,
    text_column,
    year_column,
    yes_no_column,
)

# A screen shows no more rows than this; the sentence below the table and the Excel file say so.
SHOWN_ROWS = 1000


@dataclass(frozen=True)
class Register:
    """How one noun appears on a page.

    ``columns`` are shown in the list, ``filters`` are fields with choices or references,
    ``children`` are registers of nouns that belong to an object by their ``parent_field``,
    ``defaults`` fill a new form, ``order`` is as in ``selection.order_sql``.

    The form has every field of the noun, those of ``first`` before the others; only what
    ``without`` names is left out, so that a new field appears in every form.
    """

    noun: type[Record]
    columns: Sequence[str]
    filters: Sequence[str] = ()
    first: Sequence[str] = ()
    without: Sequence[str] = ()
    children: Sequence[Register] = ()
    parent_field: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    empty: str = ""
    order: str = "id"
    # Links that are filled in like fields, and saved with the object.
    links: Sequence[LinkField] = ()
    # False for children that the page of their object shows in its own way.
    listed: bool = True
    # The kind of import that fills the list; where it is empty, a link leads there.
    imports: str = ""

    def __post_init__(self) -> None:
        # A field that was renamed would otherwise come back into the form without a word.
        for name in (*self.first, *self.without, *self.columns, *self.filters):
            self.noun.spec(name)

    @property
    def fields(self) -> list[str]:
        """The fields of the form in order."""
        rest = [spec.name for spec in self.noun.specs() if not spec.hidden]
        shown = [*self.first, *(name for name in rest if name not in self.first)]
        return [name for name in shown if name not in self.without]

    @property
    def key(self) -> str:
        """The prefix of widget keys and URL parameters."""
        return self.noun.TABLE


def show_object(
    register: Register,
    extra: Callable[[Any], None] | None = None,
    *,
    first: Callable[[Any], None] | None = None,
    sheet: Callable[[Any], None] | None = None,
    nested: bool = False,
) -> bool:
    """Draw the object or the new form that the URL names; False where it is none of this noun.

    ``extra`` draws more below the form (charts, own actions), ``first`` what stands above it,
    ``sheet`` a sheet to read in place of form and children; all get the record.
    """
    # Children first: the id of a cost line is in the address of the page of its application.
    for child in register.children:
        if show_object(child, nested=True):
            return True
    wanted = st.query_params.get("id", "")
    if wanted.rpartition("-")[0] == register.noun.PREFIX:
        shown = show_record(
            register.noun,
            wanted,
            register.fields,
            register.parent_field,
            first,
            register.links,
            sheet,
        )
        if shown is not None:
            if extra is not None:
                extra(shown)
            for child in register.children if sheet is None else ():
                if child.listed:
                    show_children(child, shown.id)
        return True
    if st.query_params.get("neu") == register.noun.TABLE:
        parent_id = st.query_params.get("bei") if register.parent_field else None
        # The parent from the address wins over the page's defaults.
        known = {register.parent_field: parent_id} if parent_id else {}
        show_new(
            register.noun(**{**register.defaults, **known}),
            register.fields,
            parent_field=register.parent_field,
            links=register.links,
        )
        return True
    return False


def show_list(register: Register, where: Condition = EVERY_ROW) -> pd.DataFrame:
    """Search, filters, table, Excel and the button for a new entry; returns the rows shown.

    ``where`` restricts the list to what the page's own filters chose.
    """
    noun = register.noun
    with session.read() as db:
        total = count(db, noun)
        if total == 0:
            _show_empty(register)
            return pd.DataFrame()
        # Above the list, where one looks for them; filled below, once it is known what is shown.
        actions = st.container(horizontal=True)
        condition = show_filters(noun, register.key, register.filters, db) & where
        # Counted apart from reading: a list is cut at SHOWN_ROWS, and its sentence has to say of
        # how many.
        found = count(db, noun, condition)
        names, order = show_view(noun, register.key, register.columns)
        shown = replace(register, columns=names, order=order or register.order)
        frame = _read(db, shown, condition, SHOWN_ROWS)
    columns = list_columns(noun, ["id", *names])
    st.caption(_count_sentence(noun, len(frame), found, total))
    show_rows(frame, columns, key=f"{register.key}_table", label=f"Liste: {noun.PLURAL}")
    with actions:
        new_button(register)
        # The Excel file is made after the page has ended, where the session cannot be asked any
        # more.
        reader = session.reader()
        excel_button(
            lambda: _whole(reader, shown, condition), columns, noun.PLURAL, key=register.key
        )
    return frame


def show_children(register: Register, parent_id: str) -> None:
    """The rows that belong to an object, below its form."""
    noun = register.noun
    st.subheader(noun.PLURAL)
    with session.read() as db:
        frame = _read(db, register, equal(**{register.parent_field: parent_id}), SHOWN_ROWS)
    if frame.empty:
        st.caption(register.empty or f"Noch keine {noun.PLURAL} erfasst.")
    else:
        columns = list_columns(noun, ["id", *register.columns])
        show_rows(frame, columns, key=f"{register.key}_{parent_id}", label=noun.PLURAL)
    new_button(register, parent_id)


def new_button(register: Register, parent_id: str = "", *, primary: bool = True) -> None:
    """The button that opens the form of a new entry; a page has one ``primary`` button."""
    st.button(
        f"{register.noun.SINGULAR} anlegen",
        key=f"new_{register.key}_{parent_id}",
        # Below an object the main action is to save that object.
        type="primary" if primary and not parent_id else "secondary",
        icon=":material/add:",
        on_click=open_new,
        args=(register.noun.TABLE, parent_id),
        disabled=not session.editable(),
    )


def show_rows(frame: pd.DataFrame, columns: Mapping[str, Column], *, key: str, label: str) -> None:
    """A table whose rows open their object, by selection or by the list below it."""
    ids = [str(value) for value in frame["id"]]
    st.dataframe(
        **grid(frame, columns),
        key=f"{key}_grid",
        alt=label,
        on_select=lambda: _open_selected(f"{key}_grid", ids),
        selection_mode="single-row",
        height=min(38 + 35 * max(len(frame), 1), 480),
    )
    # The grid is a canvas that a screen reader cannot operate; this list does the same.
    names = [name for name in columns if name != "id"]
    labels = dict(zip(ids, _first_words(frame, names), strict=True))
    st.selectbox(
        "Eintrag öffnen",
        ids,
        index=None,
        key=f"{key}_open",
        placeholder="auswählen …",
        format_func=lambda item: f"{labels.get(item, '')} ({item})",
        on_change=lambda: _open_chosen(f"{key}_open"),
    )


def _first_words(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    values = frame[names[0]].tolist() if names else [""] * len(frame)
    return ["" if german.is_unknown(value) else str(value)[:80] for value in values]


def _open_selected(key: str, ids: Sequence[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    # A second click on a row takes the choice back, and the callback comes with an empty list.
    if rows:
        open_object(ids[rows[0]])


def _open_chosen(key: str) -> None:
    if st.session_state.get(key):
        open_object(st.session_state[key])


def list_columns(noun: type[Record], names: Sequence[str]) -> dict[str, Column]:
    """The columns of a list, written by the kind of their field."""
    columns: dict[str, Column] = {}
    for name in names:
        if name == "id":
            columns[name] = text_column("Kennung", width="small")
        else:
            columns[name] = column_of(noun.spec(name))
    return columns


def column_of(spec: Spec) -> Column:
    """How a field is written in a table."""
    return replace(_column_of_kind(spec), empty=spec.empty_word)


def _column_of_kind(spec: Spec) -> Column:
    match spec.kind:
        case Kind.MONEY:
            return money_column(spec.label, spec.help or None)
        case Kind.PERCENT:
            return percent_column(spec.label, spec.help or None)
        case Kind.FTE:
            return fte_column(spec.label, spec.help or None)
        case Kind.NUMBER | Kind.INTEGER:
            return number_column(spec.label, spec.help or None)
        case Kind.YEAR:
            return year_column(spec.label)
        case Kind.DAY:
            return date_column(spec.label)
        case Kind.MOMENT:
            return moment_column(spec.label)
        case Kind.FLAG:
            return yes_no_column(spec.label, spec.help or None)
        case _:
            return text_column(spec.label, spec.help or None)


def _show_empty(register: Register) -> None:
    noun = register.noun
    st.info(
        register.empty or f"Hier stehen die {noun.PLURAL}. Noch ist nichts erfasst.",
        icon=":material/info:",
    )
    new_button(register)
    if register.imports and session.editable():
        st.page_link(
            "plan_data/import_files.py",
            label=f"{noun.PLURAL} aus einer Datei einlesen",
            icon=":material/upload_file:",
            # By its label: the address holds the word of a choice and not its value.
            query_params={"import_kind": KINDS[register.imports].label},
        )


def _read(db: Cursor, register: Register, condition: Condition, limit: int) -> pd.DataFrame:
    frame = list_(
        db,
        register.noun,
        condition,
        order=register.order,
        # Only what is shown: long texts of hidden columns would travel along for a thousand rows.
        columns=["id", *register.columns],
        limit=limit,
    )
    for name in register.columns:
        spec = register.noun.spec(name)
        # "*" may refer to any noun; there is no one table to take its names from.
        if spec.ref and spec.ref != "*":
            frame[name] = frame[name].map(names_by_id(db, noun_of(spec.ref)))
    return frame


def _whole(
    reader: Callable[[], AbstractContextManager[Cursor]], register: Register, condition: Condition
) -> pd.DataFrame:
    with reader() as db:
        # Excel has 1,048,576 rows per sheet.
        return _read(db, register, condition, 1_000_000)


def _count_sentence(noun: type[Record], shown: int, found: int, total: int) -> str:
    if shown < found:
        return (
            f"Gezeigt werden die ersten {german.number(shown, 0)} von {german.number(found, 0)} "
            f"gefundenen {noun.PLURAL}; die Excel-Datei enthält alle gefundenen."
        )
    if found < total:
        many = german.counted(total, noun.SINGULAR, noun.PLURAL)
        return f"{german.number(found, 0)} von {many}."
    return f"{german.counted(total, noun.SINGULAR, noun.PLURAL)}."
