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
from strategy.kernel.record import Record
from strategy.kernel.records import noun_of
from strategy.kernel.selection import EVERY_ROW, Condition, equal
from strategy.kernel.store import Cursor
from ui.frame.places import open_new
from ui.objects.link_fields import LinkField
from ui.objects.list_controls import Chosen, show_controls, wants_tools
from ui.objects.list_rows import list_columns, show_rows
from ui.objects.object_page import show_new, show_record
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import Column

# A screen shows no more rows than this; the sentence below the table and the Excel file say so.
SHOWN_ROWS = 1000


@dataclass(frozen=True)
class Figures:
    """Columns of a list that are worked out and no fields of its noun; ``read`` gives them with
    the id of the object as index."""

    columns: Mapping[str, Column]
    read: Callable[[Cursor], pd.DataFrame]


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
    # By their names where nothing is said, in German order; what hangs on an object by its id.
    order: str = ""
    # Links that are filled in like fields, and saved with the object.
    links: Sequence[LinkField] = ()
    # False for children that the page of their object shows in its own way.
    listed: bool = True
    # The kind of import that fills the list; where it is empty, a link leads there.
    imports: str = ""
    figures: Figures | None = None

    def __post_init__(self) -> None:
        # A field that was renamed would otherwise come back into the form without a word.
        worked_out = self.figures.columns if self.figures else {}
        for name in (*self.first, *self.without, *self.columns, *self.filters):
            if name not in worked_out:
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


def list_title(title: str) -> AbstractContextManager[Any]:
    """The title of a page that is one list; returns the place beside it for what one does there,
    which ``show_list`` fills."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.title(title, width="content")
        return st.container(horizontal=True, width="content")


def show_list(
    register: Register,
    where: Condition = EVERY_ROW,
    actions: AbstractContextManager[Any] | None = None,
) -> pd.DataFrame:
    """Search, filters, table, Excel and the button for a new entry; returns the rows shown.

    ``where`` restricts the list to what the page's own filters chose; ``actions`` is the place
    beside the title of the page.
    """
    noun = register.noun
    with session.read() as db:
        total = count(db, noun)
        if total == 0:
            _show_empty(register)
            return pd.DataFrame()
        # Above the list, where one looks for them; filled below, once it is known what is shown.
        actions = actions or st.container(horizontal=True)
        worked_out = register.figures.columns if register.figures else {}
        chosen = Chosen(EVERY_ROW, register.columns, "")
        if wants_tools(noun, register.key, total):
            labels = {name: column.label for name, column in worked_out.items()}
            chosen = show_controls(
                noun, register.key, register.filters, register.columns, labels, db
            )
        condition = chosen.condition & where
        # Counted apart from reading: a list is cut at SHOWN_ROWS, and its sentence has to say of
        # how many.
        found = count(db, noun, condition)
        order = chosen.order or register.order or noun.NAME
        shown = replace(register, columns=chosen.columns, order=order)
        frame = _read(db, shown, condition, SHOWN_ROWS)
    columns = list_columns(noun, chosen.columns, worked_out)
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
        columns = list_columns(noun, register.columns)
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
    figures = register.figures.read(db) if register.figures else pd.DataFrame()
    frame = list_(
        db,
        register.noun,
        condition,
        order=register.order or "id",
        # Only what is shown: long texts of hidden columns would travel along for a thousand rows.
        columns=["id", *(name for name in register.columns if name not in figures.columns)],
        limit=limit,
    )
    for name in register.columns:
        if name in figures.columns:
            frame[name] = figures[name].reindex(frame["id"]).to_list()
            continue
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
