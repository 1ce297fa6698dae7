"""The part of the desk that renews itself: who is there, what came in, cards to choose from.

It holds nothing that is typed into, and every card keeps its widget, so that a new card disturbs
nobody who is just choosing or writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.nouns.card import CardState
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.workshop.clusters import list_clusters
from strategy.workshop.desk import VIEWS, count_by_state, desk_cards, sorted_cards
from strategy.workshop.moderation import decide_cards, lay_on_cluster
from strategy.workshop.running import joined
from strategy.workshop.similar import Likeness
from ui.run import session
from ui.run.plain_text import plain
from ui.workshop.desk_control import remaining

SECONDS = 2
SHOWN = 20
_PICK = "pick_"
# The ids of the chosen cards.  The ticks themselves are forgotten by Streamlit as soon as another
# page of the list, another view or a search leaves them out.
_CHOSEN = "desk_chosen"
# How often the program itself has changed the choice.  The boxes are then others: the list that
# renews itself may have sent the ticks as they stood before, and they would count as new ones.
_ROUND = "desk_choice_round"
# What the boxes of the round before stood at when the program changed the choice.
_LEFT = "desk_choice_left"
_CHOSEN_BEFORE = "desk_chosen_before"


def show_numbers(workshop: Workshop, phase_id: str | None) -> None:
    """Who joined and how many cards there are, renewed every two seconds."""
    # Ids and not records: a fragment renews itself with the arguments of the last whole run,
    # however old.
    _numbers(workshop.id, phase_id, session.version())


@st.fragment(run_every=SECONDS)
def _numbers(workshop_id: str, phase_id: str | None, version: str) -> None:
    with session.read() as db:
        workshop = get_(db, Workshop, workshop_id)
        people = joined(db, workshop_id)
        counts = count_by_state(db, workshop_id, phase_id)
    # DuckDB keeps moments as UTC without a zone.
    now = datetime.now(UTC).replace(tzinfo=None)
    left = remaining(workshop, now) if workshop.status == WorkshopStatus.RUNNING else ""
    # Side by side on a phone too, where columns would stand below one another.
    with st.container(horizontal=True, gap="large"):
        for label, value in (
            ("Restzeit", left or "ohne Ende"),
            ("Per Telefon dabei", german.number(sum(item.joined for item in people), 0)),
            ("Karten", german.number(sum(counts.values()), 0)),
            ("Zu sichten", german.number(counts.get(str(CardState.RECEIVED), 0), 0)),
        ):
            st.metric(label, value, width="content")
    told = [
        f"{plain(item.title)} {item.joined}" + (f" von {item.invited}" if item.invited else "")
        for item in people
        if item.joined or item.invited
    ]
    st.caption("Per Telefon dabei je Gruppe: " + (" · ".join(told) if told else "keine Gruppen"))


def show_cards(
    workshop: Workshop, phase_id: str | None, view: str, search: str, from_row: int = 0
) -> None:
    """The cards of a view to choose from, renewed every two seconds while cards may come in."""
    # The run of the whole page knows the choice; only where the list renews itself it may differ.
    st.session_state[_CHOSEN_BEFORE] = chosen_ids()
    live = workshop.status == WorkshopStatus.RUNNING
    # A workshop that is over gets no cards, so its list need not ask every two seconds.
    (_live_cards if live else _cards)(workshop.id, phase_id, view, search, from_row)


def show_turning(place: str) -> None:
    """The buttons to the cards before and after those shown; ``place`` keeps where one is."""
    begin = int(st.session_state.get(place, 0))
    with st.container(horizontal=True):
        st.button(
            "Vorige",
            key="desk_before",
            icon=":material/arrow_back:",
            type="tertiary",
            # As callbacks: they run before the list is drawn, which then begins at the right card.
            on_click=st.session_state.__setitem__,
            args=(place, max(0, begin - SHOWN)),
            disabled=begin == 0,
        )
        st.button(
            "Nächste",
            key="desk_after",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=(place, begin + SHOWN),
            disabled=len(st.session_state.get("desk_shown", [])) < SHOWN,
        )


def chosen_ids() -> list[str]:
    """The chosen cards, also those that another page or view of the list shows, in order."""
    return sorted(st.session_state.get(_CHOSEN, ()))


def choose(card_ids: Iterable[str]) -> None:
    """Callback: choose these cards and no others."""
    wanted, before = set(card_ids), set(chosen_ids())
    if wanted != before:
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.session_state[_LEFT] = before
    st.session_state[_CHOSEN] = wanted


def choose_shown() -> None:
    """Callback: choose all cards of the list as it stands, beside those chosen already."""
    choose([*chosen_ids(), *st.session_state.get("desk_shown", [])])


def _box(card_id: str, rounds_ago: int = 0) -> str:
    return f"{_PICK}{st.session_state.get(_ROUND, 0) - rounds_ago}_{card_id}"


def _tick(card_id: str, box: str) -> None:
    """Callback: what somebody has ticked, also on the list as it stood just before."""
    chosen, ticked = set(chosen_ids()), bool(st.session_state[box])
    wanted = chosen | {card_id} if ticked else chosen - {card_id}
    if box == _box(card_id):
        st.session_state[_CHOSEN] = wanted
    elif box == _box(card_id, 1) and ticked != (card_id in st.session_state[_LEFT]):
        # The old list still stood on the screen when this card was ticked.  Its box is gone, the
        # new one shows the choice.  What the box had said before is no tick; see _ROUND.
        choose(wanted)


def _cards(workshop_id: str, phase_id: str | None, view: str, search: str, from_row: int) -> None:
    with session.read() as db:
        found = desk_cards(db, workshop_id, phase_id, view, search, SHOWN, from_row)
        total, rows = found.total, found.rows
        # Proposals only where cards still wait for a place; comparing costs time.
        near = _resembled(db, workshop_id, rows) if view in VIEWS[:2] else {}
    if not rows:
        st.caption("Hier ist gerade nichts." if total == 0 else "Weiter vorne sind noch Karten.")
        st.session_state["desk_shown"] = []
    else:
        left = total - from_row - len(rows)
        st.caption(
            german.counted(total, "Karte", "Karten")
            + (f", gezeigt werden {len(rows)}; {german.number(left, 0)} folgen" if left > 0 else "")
            + "."
        )
    st.session_state["desk_shown"] = [row["id"] for row in rows]
    for row in rows:
        _show_row(row, view, near.get(row["id"]))
    # A fragment can draw nothing outside itself; only a whole run can.
    if st.session_state[_CHOSEN_BEFORE] != chosen_ids() or session.messages_left():
        # What stands beside the list speaks of the choice; messages stand at the top of the page.
        st.rerun()


_live_cards = st.fragment(_cards, run_every=SECONDS)


def _show_row(row: Mapping[str, Any], view: str, near: tuple[str, str] | None) -> None:
    told = [row["id"].replace("-", "\N{NON-BREAKING HYPHEN}")]
    told += [plain(row["people"])] if row["people"] else []
    told += [f"Thema: {plain(row['cluster'])}"] if row["cluster"] and view != "zu sichten" else []
    told += [f"mit {row['merged_into_id']}"] if row["merged_into_id"] else []
    told += [plain(row["reason"])] if row["reason"] else []
    with st.container(gap="xxsmall"):
        box = _box(row["id"])
        st.checkbox(
            f"{plain(row['body'])} :small[({', '.join(told)})]",
            row["id"] in chosen_ids(),
            key=box,
            on_change=_tick,
            args=(row["id"], box),
        )
        if view != "zu sichten" and near is None:
            return
        with st.container(horizontal=True, gap="small"):
            if view == "zu sichten":
                st.button(
                    f"{row['id']} annehmen",
                    key=f"accept_{row['id']}",
                    icon=":material/check:",
                    type="tertiary",
                    on_click=_accept,
                    args=(row["id"],),
                )
            if near is not None:
                st.button(
                    f"Zum Thema „{plain(near[1])}“",
                    key=f"near_{row['id']}",
                    type="tertiary",
                    icon=":material/subdirectory_arrow_right:",
                    on_click=_lay,
                    args=(row["id"], near[0]),
                    help="Diese Karte ähnelt den Karten dieses Themas.",
                )


def _accept(card_id: str) -> None:
    session.write(
        f"Karte {card_id} angenommen", lambda tx: decide_cards(tx, [card_id], CardState.ACCEPTED)
    )
    choose(set(chosen_ids()) - {card_id})


def _lay(card_id: str, cluster_id: str) -> None:
    session.write(
        f"Karte {card_id} zum Thema gelegt", lambda tx: lay_on_cluster(tx, [card_id], cluster_id)
    )
    choose(set(chosen_ids()) - {card_id})


def _resembled(db: Any, workshop_id: str, rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Card id → id and name of the cluster it resembles."""
    # Tuples, because what is kept is found under its arguments, and lists cannot be hashed.
    clusters = tuple(list_clusters(db, workshop_id).items())
    lying = tuple(
        (row["id"], row["body"], row["cluster_id"]) for row in sorted_cards(db, workshop_id)
    )
    likeness, members, known = _likeness(clusters, lying)
    names = dict(clusters)
    found = {}
    for row in rows:
        if row["id"] not in known:
            known[row["id"]] = likeness.nearest(row["body"], members, without=row["id"])
        near = known[row["id"]]
        if near is not None and near[0] != row["cluster_id"]:
            found[row["id"]] = (near[0], str(names[near[0]]))
    return found


@lru_cache(maxsize=8)
def _likeness(
    clusters: tuple[tuple[str, str], ...], cards: tuple[tuple[str, str, str], ...]
) -> tuple[Likeness, dict[str, list[str]], dict[str, tuple[str, float] | None]]:
    """Comparing is done once for as long as the same cards lie on the same clusters: the cards,
    those of every cluster, and what was found for a card (the list is drawn every two seconds)."""
    members: dict[str, list[str]] = {cluster: [cluster] for cluster, _ in clusters}
    for card_id, _, cluster in cards:
        members.setdefault(cluster, []).append(card_id)
    texts = {card_id: body for card_id, body, _ in cards} | dict(clusters)
    return Likeness(texts), members, {}
