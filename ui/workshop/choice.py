"""Which workshop a page shows: chosen once, kept in the address."""

from __future__ import annotations

import streamlit as st

from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.workshop.desk import workshops_by_cards
from ui.run import session

_DESK_ORDER: list[str] = [WorkshopStatus.RUNNING, WorkshopStatus.PLANNED, WorkshopStatus.DONE]


def choose_workshop(key: str, *, running_first: bool = False) -> Workshop | None:
    """The workshop looked at; None, with a way to create one, where there is none yet.

    ``key`` is the address parameter, its own on every page.  Without a choice the workshop with
    the most cards is shown, or with ``running_first`` one that runs just now, else one that is
    still to come; of several the newest.
    """
    workshops = _workshops()
    if not workshops:
        st.info(
            "Karten, Themen und Punkte gehören zu einer Werkstatt; legen Sie zuerst eine an.",
            icon=":material/info:",
        )
        st.page_link(
            "step_3_future_workshop/workshops.py",
            label="Zu den Werkstätten",
            icon=":material/groups:",
        )
        return None
    if running_first:
        # Two sorts: the second keeps the order of the first where states are equal.
        workshops.sort(key=lambda item: item.id, reverse=True)
        workshops.sort(key=lambda item: _DESK_ORDER.index(item.status or WorkshopStatus.PLANNED))
    titles = {item.id: str(item.title) for item in workshops}
    chosen = st.selectbox(
        "Werkstatt",
        list(titles),
        key=key,
        bind="query-params",
        format_func=lambda one: titles.get(one, one),
    )
    # A link may name a workshop that was deleted since.
    return next((item for item in workshops if item.id == chosen), workshops[0])


def chosen_workshop_id(key: str) -> str | None:
    """The id of the workshop that ``choose_workshop`` would show, without drawing anything."""
    workshops = _workshops()
    # The address holds the word of a choice, the state its value.
    wanted = st.query_params.get(key), st.session_state.get(key)
    chosen = [item.id for item in workshops if item.title == wanted[0] or item.id == wanted[1]]
    return next(iter([*chosen, *(item.id for item in workshops)]), None)


def _workshops() -> list[Workshop]:
    with session.read() as db:
        return workshops_by_cards(db)
