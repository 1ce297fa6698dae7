"""Where the other screens of a workshop are found: projector, room kit, the phones' page."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.workshop.codes import shown_code
from strategy.workshop.running import give_code
from ui.run import session
from ui.run.plain_text import plain
from ui.workshop.phone_address import PhoneAddress, phone_address


def show_screens(workshop: Workshop) -> None:
    """Links to projector and room kit, the address for phones; without a code the way to one."""
    if not workshop.code:
        st.button(
            "Zugangscode vergeben",
            icon=":material/qr_code_2:",
            key=f"code_{workshop.id}",
            on_click=_give_code,
            args=(workshop,),
            disabled=not session.editable(),
            help="Mit dem Code machen Teilnehmende per Telefon mit.",
        )
        return
    with st.container(horizontal=True):
        st.link_button(
            "Leinwand öffnen",
            screen_address(workshop, "leinwand"),
            icon=":material/present_to_all:",
        )
        st.link_button(
            "Raummappe drucken", screen_address(workshop, "mappe"), icon=":material/print:"
        )
    # The code of an ended workshop admits nobody; projector and room kit are still of use.
    if workshop.status == WorkshopStatus.DONE:
        return
    address = here()
    if address.trouble:
        st.markdown(f":orange[:material/wifi_off: {plain(address.trouble)}]")
    st.markdown(
        f":material/smartphone: Telefone: **{plain(address.shown)}/mitmachen**, Code "
        f"**{shown_code(workshop.code)}**"
    )


def screen_address(workshop: Workshop, screen: str, **query: str) -> str:
    """The address of a screen of a workshop of this session's plan."""
    query["plan"] = session.plan_path().stem
    return f"/werkstatt/{workshop.id}/{screen}?{urlencode(query)}"


def here() -> PhoneAddress:
    """The phones' address, seen from whoever looks at this page."""
    # The address in the browser of whoever looks: behind a proxy the server does not know its own
    # name.
    url = urlsplit(st.context.url or "")
    return phone_address(url.scheme or "http", url.netloc or "localhost")


def _give_code(workshop: Workshop) -> None:
    session.write(
        f"Zugangscode für „{workshop.title}“ vergeben", lambda tx: give_code(tx, workshop.id)
    )
