"""What a user sets above a list: search, filters, order, columns; all kept in the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel.listing import texts_of
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.selection import EVERY_ROW, Condition, contains_words, reads
from strategy.kernel.store import Cursor
from strategy.nouns.life_domain import LifeDomain
from ui.objects.fields import options_of


def show_filters(noun: type[Record], key: str, filters: Sequence[str], db: Cursor) -> Condition:
    """The search field and one choice per filter, all kept in the URL; which rows they leave."""
    condition = EVERY_ROW
    places = st.columns(min(len(filters) + 1, 4))
    with places[0]:
        wanted = st.text_input(
            f"{noun.PLURAL} durchsuchen",
            key=f"{key}_suche",
            bind="query-params",
            type="search",
            autocomplete="off",
        )
    if wanted:
        # Every word somewhere in the row, in any order, as people search; a list shows a reference
        # by its name, so the name is looked through too.
        shown = {spec.name: noun_of(spec.ref) for spec in noun.specs() if spec.ref}
        condition &= contains_words(noun, wanted, shown)
    for number, name in enumerate(filters, start=1):
        spec = noun.spec(name)
        with places[number % len(places)]:
            chosen = _show_filter(noun, key, spec, db)
        if chosen:
            condition &= reads(name, chosen)
    return condition


def _show_filter(noun: type[Record], key: str, spec: Spec, db: Cursor) -> str:
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
    return (
        st.selectbox(
            spec.label,
            ["", *names],
            key=f"{key}_{spec.name}",
            bind="query-params",
            format_func=lambda value: names.get(value, value) if value else "alle",
        )
        or ""
    )


def _led(db: Cursor, noun: type[Record], name: str, names: dict[str, str]) -> dict[str, str]:
    """Life domains of the leading system, and those of others that the list really holds; all
    systems together would offer "Mobilität" twice."""
    wanted = {*leading_domains(db), *texts_of(db, noun, name)}
    return {one: word for one, word in names.items() if one in wanted}


def show_view(noun: type[Record], key: str, columns: Sequence[str]) -> tuple[list[str], str]:
    """Which columns are shown and by which the list is ordered; returns columns and order.

    The grid's own header menu does the same for those who use a mouse.
    """
    labels = {"id": "Kennung"} | {spec.name: spec.label for spec in noun.specs() if not spec.hidden}
    with st.expander("Ansicht: Spalten und Reihenfolge", icon=":material/view_column:"):
        chosen = st.multiselect(
            "Spalten",
            # Without the id, which every list has as its first column.
            list(labels)[1:],
            list(columns),
            key=f"{key}_spalten",
            bind="query-params",
            format_func=lambda name: labels[name],
            placeholder="Spalten wählen",
        )
        order = st.selectbox(
            "Sortieren nach",
            ["", *labels],
            key=f"{key}_sortiert",
            bind="query-params",
            format_func=lambda name: labels.get(name, "wie vorgegeben"),
        )
        down = st.checkbox("Absteigend", key=f"{key}_absteigend", bind="query-params")
    # A list without any column would show nothing; emptied, the choice means the usual ones.
    return list(chosen) or list(columns), f"-{order}" if order and down else order or ""
