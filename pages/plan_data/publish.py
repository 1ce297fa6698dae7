"""Data: what the public, the council and other programs may read on this server."""

from datetime import date, timedelta

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find
from strategy.kernel.store.database import DRAFT
from strategy.nouns.guest_link import GuestLink
from strategy.nouns.publication import Publication
from strategy.publishing.releases import (
    make_link,
    oparl_is_open,
    open_oparl,
    release,
    releases,
    withdraw,
    withdraw_link,
)
from ui.objects.register import Register, show_object
from ui.run import kept_text, session
from ui.run.plain_text import plain

RELEASES = Register(Publication, columns=["edition", "released_at", "withdrawn", "note"])
LINKS = Register(GuestLink, columns=["title", "edition", "valid_until", "withdrawn"])
FRESH = "fresh_guest_link"
# Long enough for two readings, short enough that nobody forgets an open link.
DAYS = 28


def publish() -> None:
    """Callback: show the chosen edition to the public."""
    chosen = st.session_state.get("publish_edition")
    note = (st.session_state.get("publish_note") or "").strip()
    try:
        release(session.store(), session.actor(), str(chosen), note)
    except StrategyError as error:
        session.say("error", str(error))
        return
    kept_text.forget("publish_note")
    say_done("Die Fassung ist veröffentlicht.")


def take_back(publication_id: str) -> None:
    """Callback: withdraw the release that is shown."""
    withdraw(session.store(), session.actor(), publication_id)
    say_done("Die Veröffentlichung ist zurückgezogen.")


def say_done(text: str) -> None:
    """What was done; the button beside it undoes in the version that is looked at."""
    session.say("success", text, undoable=session.version() == DRAFT)


def invite() -> None:
    """Callback: make a link for the council; its address is shown once."""
    title = (st.session_state.get("link_title") or "").strip()
    chosen = str(st.session_state.get("link_edition"))
    try:
        until = german.parse_date(st.session_state.get("link_until") or "")
        if until is None or until < date.today():
            session.say("error", "Geben Sie einen künftigen Tag an, bis zu dem der Link gilt.")
            return
        token = make_link(session.store(), session.actor(), title, chosen, until)
    except StrategyError as error:
        session.say("error", str(error))
        return
    kept_text.forget("link_title", "link_until")
    st.session_state[FRESH] = token
    say_done("Der Leselink ist angelegt; seine Adresse steht unten und wird nur jetzt gezeigt.")


def end_link(link_id: str) -> None:
    """Callback: withdraw a link."""
    withdraw_link(session.store(), session.actor(), link_id)
    say_done("Der Leselink ist zurückgezogen; er führt ab sofort nirgends mehr hin.")


def switch() -> None:
    """Callback: open or close the interface for other programs."""
    try:
        open_oparl(session.store(), session.actor(), bool(st.session_state.get("oparl_open")))
    except StrategyError as error:
        session.say("error", str(error))
    else:
        say_done("Die OParl-Schnittstelle ist umgestellt.")


st.title("Veröffentlichen")
st.markdown(
    "Was die Öffentlichkeit, die Vertretung und andere Programme auf diesem Server lesen können; "
    "gezeigt wird immer genau eine festgeschriebene Fassung."
)
if show_object(RELEASES) or show_object(LINKS):
    session.end_page()
editions = {one.name: one.title for one in session.versions() if one.kind == "edition"}
with session.store().read() as db:
    # From the draft, whatever version is looked at: what is public is one fact of the plan.
    shown = releases(db)
    links = find(db, GuestLink, "withdrawn IS NOT TRUE", order="-valid_until, id")
    is_open = oparl_is_open(db)
may_write = session.who().may_write
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Schreiben Sie unter „Fassungen“ eine Fassung fest und veröffentlichen Sie sie hier; bis "
        "dahin zeigt die öffentliche Seite nichts. Sie lässt alles weg, was nicht öffentlich ist, "
        "auch aus Summen. Impressum, Datenschutzhinweise und Erklärung zur Barrierefreiheit tragen "
        "Sie unter „Kommune“ ein. Mit einem Leselink liest die Vertretung eine Fassung schon "
        "vorher, auch nichtöffentliche Teile, die für sie bestimmt sind."
    )

st.header("Öffentliche Seite")
if shown:
    last = shown[-1]
    st.markdown(
        f"Veröffentlicht ist **{plain(last.edition.title)}** seit "
        f"{german.moment(last.publication.released_at)}."
    )
    with st.container(horizontal=True):
        st.link_button("Seite ansehen", "/strategie", icon=":material/open_in_new:")
        if may_write:
            st.button(
                "Zurückziehen",
                icon=":material/undo:",
                on_click=take_back,
                args=(last.publication.id,),
                help="Danach ist wieder die Fassung davor zu sehen, oder nichts.",
            )
    if len(shown) > 1:
        before = ", ".join(
            f"{plain(one.edition.title)} ({german.moment(one.publication.released_at)})"
            for one in shown[:-1]
        )
        st.caption(f"Davor veröffentlicht: {before}.")
else:
    st.info("Noch ist nichts veröffentlicht; die Seite zeigt nichts.", icon=":material/info:")
if not editions:
    st.markdown("Es gibt noch keine festgeschriebene Fassung.")
    st.page_link("plan_data/versions.py", label="Zu den Fassungen")
elif may_write:
    st.selectbox(
        "Fassung", list(editions), key="publish_edition", format_func=lambda name: editions[name]
    )
    kept_text.text_input("Was ist neu? (freiwillig)", key="publish_note", autocomplete="off")
    st.button("Veröffentlichen", type="primary", icon=":material/public:", on_click=publish)

st.header("Leselinks für die Vertretung")
if token := st.session_state.pop(FRESH, ""):
    st.markdown("Diese Adresse kopieren und weitergeben; sie wird nicht noch einmal gezeigt:")
    st.code(
        f"{str(st.context.url).split('/', 3)[0]}//{st.context.headers.get('host', '')}"
        f"/strategie/einsicht/{token}",
        language=None,
        wrap_lines=True,
    )
for one in links:
    text, action = st.columns([3, 1])
    over = one.valid_until is not None and one.valid_until < date.today()
    text.markdown(
        f"**{plain(one.title or '')}**: {plain(editions.get(one.edition or '', german.UNKNOWN))}, "
        f"{'abgelaufen am' if over else 'gültig bis'} {german.day(one.valid_until)}"
    )
    if may_write:
        action.button("Zurückziehen", key=f"end_{one.id}", on_click=end_link, args=(one.id,))
if not links:
    st.markdown("Zurzeit gibt es keinen Leselink.")
if editions and may_write:
    kept_text.text_input("Für wen, zum Beispiel Hauptausschuss", key="link_title")
    st.selectbox(
        "Fassung zum Lesen",
        list(editions),
        key="link_edition",
        format_func=lambda name: editions[name],
    )
    kept_text.text_input(
        f"Gültig bis, zum Beispiel {german.day(date.today() + timedelta(days=DAYS))}",
        key="link_until",
    )
    st.button("Leselink anlegen", icon=":material/link:", on_click=invite)

st.header("Schnittstelle für andere Programme")
st.markdown(
    "OParl 1.1 gibt Gremien, Sitzungen und Vorlagen der veröffentlichten Fassung weiter, nur den "
    "öffentlichen Teil. Einschalten kann sie die Administration."
)
if session.who().may_administer:
    st.toggle("OParl-Schnittstelle offen", value=is_open, key="oparl_open", on_change=switch)
else:
    st.markdown("Sie ist offen." if is_open else "Sie ist geschlossen.")
if is_open and shown:
    st.link_button("Schnittstelle ansehen", "/oparl/v1/system", icon=":material/open_in_new:")
