"""The list of all versions: search, kind, what each costs; a click opens its sheet."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from strategy.figures.plan.version_facts import version_facts
from strategy.kernel import german
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import Version
from ui.frame.filters import rows_with_words
from ui.objects.list_controls import ROWS_FOR_TOOLS
from ui.objects.list_rows import show_rows
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import date_column, moment_column, money_column, number_column, text_column

KINDS = {"draft": "Entwurf", "scenario": "Szenario", "edition": "festgeschrieben"}
OPEN, NEW = "blatt", "neu"

_COLUMNS = {
    "title": text_column("Fassung", width=290),
    "kind": text_column("Art"),
    "own_cents": money_column("Eigenanteil aller Jahre"),
    "delta": money_column("gegenüber dem Entwurf"),
    "note": replace(text_column("Annahme oder Anmerkung", width="large"), empty="–"),
    "measures": number_column("Maßnahmen"),
    "unknown": number_column("unbekannte Beträge", help="Sie sind im Eigenanteil nicht enthalten."),
    # The draft was not made at a moment, it is what goes on.
    "created_at": replace(moment_column("Angelegt am"), empty="laufend"),
    "created_by": replace(text_column("Angelegt von"), empty="–"),
    "paper": replace(text_column("Anlage zu"), empty="–"),
    "in_force_on": replace(date_column("In Kraft ab"), empty="–"),
    "hash": text_column(
        "Prüfsumme",
        help="Steht auch auf dem Deckblatt des Berichts; „python -m strategy verify“ vergleicht",
    ),
}


def open_version(name: str) -> None:
    """Callback: show the sheet of a version."""
    st.query_params.pop(NEW, None)
    st.query_params[OPEN] = name


def open_form(kind: str) -> None:
    """Callback: show the form of a new scenario or edition."""
    st.query_params.pop(OPEN, None)
    st.query_params[NEW] = kind


def close_all() -> None:
    """Callback: back to the list."""
    for name in (OPEN, NEW):
        st.query_params.pop(name, None)


def show_version_list(versions: list[Version], actions: AbstractContextManager[Any]) -> None:
    """Search and filter, table, and the actions in their place beside the title; the address keeps
    what was searched for."""
    wanted, kind = "", ""
    if len(versions) >= ROWS_FOR_TOOLS or {"fassungen_suche", "fassungen_art"} & {*st.query_params}:
        wanted, kind = _tools()
    frame = _frame(versions)
    frame = rows_with_words(frame, ["title", "note"], wanted)
    if kind:
        frame = frame[frame["kind"] == kind]
    frame = frame.reset_index(drop=True)
    many = german.counted(len(versions), "Fassung", "Fassungen")
    st.caption(f"{many}." if len(frame) == len(versions) else f"{len(frame)} von {many}.")
    show_rows(
        frame,
        _COLUMNS,
        open_version,
        key="versions",
        label="Liste der Fassungen",
        ids="name",
        prompt="Fassung öffnen",
    )
    with actions:
        if session.who().may_write:
            _new_buttons()
        excel_button(lambda: frame, _COLUMNS, "Fassungen", key="versions")
        if len(versions) > 1:
            st.page_link(
                "plan_data/compare.py",
                label="Zwei Fassungen vergleichen",
                icon=":material/difference:",
            )


def _tools() -> tuple[str, str]:
    """What is searched for, and the kind that is shown ("" for all), in one line."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            "Fassungen durchsuchen",
            key="fassungen_suche",
            bind="query-params",
            type="search",
            autocomplete="off",
        )
        kind = st.selectbox(
            "Art",
            ["", *KINDS.values()],
            key="fassungen_art",
            bind="query-params",
            format_func=lambda value: value or "alle",
            width=200,
        )
    return wanted or "", kind or ""


def _new_buttons() -> None:
    st.button(
        "Szenario anlegen",
        key="new_scenario",
        type="primary",
        icon=":material/add:",
        on_click=open_form,
        args=("scenario",),
    )
    st.button(
        "Fassung festschreiben",
        key="new_edition",
        icon=":material/lock:",
        on_click=open_form,
        args=("edition",),
    )


def _frame(versions: list[Version]) -> pd.DataFrame:
    facts = {item.name: session.recall_of(item.name, version_facts) for item in versions}
    draft = facts[versions[0].name].own_cents
    rows = []
    for item in versions:
        own = facts[item.name].own_cents
        rows.append(
            {
                "name": item.name,
                "title": item.title,
                "kind": KINDS[item.kind],
                "measures": facts[item.name].measures,
                "own_cents": own,
                "delta": None if own is None or draft is None else own - draft,
                "unknown": facts[item.name].unknown_lines,
                "note": item.note,
                "created_at": item.created_at,
                "created_by": item.created_by,
                "paper": item.paper_id,
                "in_force_on": item.in_force_on,
                "hash": short_hash(item.hash) if item.hash else "entfällt",
            }
        )
    return pd.DataFrame(rows)
