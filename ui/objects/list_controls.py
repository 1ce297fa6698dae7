"""What a user sets above a list: search, filters, order, columns; all kept in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel.listing import texts_of
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.selection import EVERY_ROW, Condition, contains_words, reads
from strategy.kernel.store import Cursor
from strategy.nouns.life_domain import LifeDomain
from ui.objects.fields import options_of
from ui.run.plain_text import plain

# Below this many rows one sees all of them at once; tools would take more room than the list.
ROWS_FOR_TOOLS = 8


@dataclass(frozen=True)
class Chosen:
    """What a user set above a list: the rows it leaves, columns, and order ("" as given)."""

    condition: Condition
    columns: Sequence[str]
    order: str


def show_controls(
    noun: type[Record],
    key: str,
    filters: Sequence[str],
    columns: Sequence[str],
    more: Mapping[str, str],
    db: Cursor,
) -> Chosen:
    """One line: search, filters and view folded behind a button each, what is set in words with
    one press to clear it.

    ``more`` are columns that are no fields of the noun, name → label.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"werkzeug_{key}"):
        wanted = st.text_input(
            f"{noun.PLURAL} durchsuchen",
            key=f"{key}_suche",
            bind="query-params",
            type="search",
            autocomplete="off",
        )
        set_words: dict[str, str] = {}
        condition = _search(noun, wanted) if wanted else EVERY_ROW
        if filters:
            # Folded, but drawn in every run: what is not drawn is forgotten by Streamlit.
            with st.popover("Filter", icon=":material/filter_list:", key=f"{key}_filter"):
                for name in filters:
                    chosen, word = _show_filter(noun, key, noun.spec(name), db)
                    if chosen:
                        condition &= reads(name, chosen)
                        set_words[noun.spec(name).label] = word
        with st.popover("Ansicht", icon=":material/view_column:", key=f"{key}_ansicht"):
            names, order = _show_view(noun, key, columns, more)
    if wanted or set_words:
        _show_set(key, filters, set_words)
    return Chosen(condition, names, order)


def wants_tools(noun: type[Record], key: str, total: int) -> bool:
    """Whether a list is long enough for tools, or the address asks for something all the same."""
    asked = any(name.startswith(f"{key}_") for name in st.query_params)
    return total >= ROWS_FOR_TOOLS or asked


def _show_set(key: str, filters: Sequence[str], set_words: Mapping[str, str]) -> None:
    """The filters that are set, in words, and the button that takes all of them back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = "; ".join(f"{label}: {word}" for label, word in set_words.items())
        if words:
            st.caption(plain(f"Gefiltert nach {words}."), width="content")
        st.button(
            "Suche und Filter aufheben",
            key=f"{key}_aufheben",
            icon=":material/filter_list_off:",
            type="tertiary",
            on_click=_clear,
            args=([f"{key}_suche", *(f"{key}_{name}" for name in filters)],),
        )


def _clear(names: Sequence[str]) -> None:
    # Set and not removed: a bound input whose state is gone reads the old address once more.
    for name in names:
        st.session_state[name] = ""


def _search(noun: type[Record], wanted: str) -> Condition:
    # Every word somewhere in the row, in any order, as people search; a list shows a reference by
    # its name, so the name is looked through too.
    shown = {spec.name: noun_of(spec.ref) for spec in noun.specs() if spec.ref}
    return contains_words(noun, wanted, shown)


def _show_filter(noun: type[Record], key: str, spec: Spec, db: Cursor) -> tuple[str, str]:
    """One filter; what is chosen ("" for nothing) and the word it is shown by."""
    if spec.choices is not None:
        names = {str(item): str(item) for item in spec.choices}
    elif spec.ref:
        names = options_of(db, spec.ref)
        if spec.ref == LifeDomain.TABLE:
            names = _led(db, noun, spec.name, names)
    elif spec.kind is Kind.FLAG:
        # As texts: an unchosen box gives "", and False would be taken for that.
        names = {"true": "ja", "false": "nein"}
    else:
        names = {text: text for text in texts_of(db, noun, spec.name)}
    chosen = (
        st.selectbox(
            spec.label,
            ["", *names],
            key=f"{key}_{spec.name}",
            bind="query-params",
            format_func=lambda value: names.get(value, value) if value else "alle",
        )
        or ""
    )
    return chosen, names.get(chosen, chosen)


def _led(db: Cursor, noun: type[Record], name: str, names: dict[str, str]) -> dict[str, str]:
    """Life domains of the leading system, and those of others that the list really holds; all
    systems together would offer "Mobilität" twice."""
    wanted = {*leading_domains(db), *texts_of(db, noun, name)}
    return {one: word for one, word in names.items() if one in wanted}


def _show_view(
    noun: type[Record], key: str, columns: Sequence[str], more: Mapping[str, str]
) -> tuple[list[str], str]:
    """Which columns are shown and by which the list is ordered; returns columns and order.

    The grid's own header menu does the same for those who use a mouse.
    """
    fields = {spec.name: spec.label for spec in noun.specs() if not spec.hidden}
    labels = {**fields, **more}
    chosen = st.multiselect(
        "Spalten",
        list(labels),
        list(columns),
        key=f"{key}_spalten",
        bind="query-params",
        format_func=lambda name: labels[name],
        placeholder="Spalten wählen",
    )
    # Only fields: what is worked out for a list has no order in the plan.
    sortable = {"id": "Kennung", **fields}
    order = st.selectbox(
        "Sortieren nach",
        ["", *sortable],
        key=f"{key}_sortiert",
        bind="query-params",
        format_func=lambda name: sortable.get(name, "wie vorgegeben"),
    )
    down = st.checkbox("Absteigend", key=f"{key}_absteigend", bind="query-params")
    # A list without any column would show nothing; emptied, the choice means the usual ones.
    return list(chosen) or list(columns), f"-{order}" if order and down else order or ""
