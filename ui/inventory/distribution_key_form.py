"""Who uses an application and bears which share of its cost: one form, saved as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from strategy.acts.distribution_key import WHOLE, save_key, split_by
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store import Transaction
from strategy.kernel.written_field import percent_written
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from ui.inventory.named_key_view import show_applied_key
from ui.inventory.unit_fields import UnitFields
from ui.objects.fields import options_of
from ui.run import session
from ui.run.plain_text import plain


def show_distribution_key(application: Application) -> None:
    """The shares of all using units with their sum; saving is refused unless they make 100 %."""
    with session.read() as db:
        uses = find(db, ApplicationUse, equal(application_id=application.id))
        names = options_of(db, "organisation_unit")
    st.header("Verteilschlüssel")
    st.caption(
        "Welche Ämter die Anwendung nutzen und welchen Anteil der Kosten sie tragen; zusammen "
        f"100{german.NBSP}%. Ohne Anteile trägt die verantwortliche Einheit alles."
    )
    shares = {str(use.organisation_id): use.share for use in uses}
    show_applied_key(application)
    users = {str(use.organisation_id): use.users for use in uses}
    # The newest version in the keys: after somebody's save the fields are fresh ones with what
    # stands.
    prefix = f"key:{application.id}:{max((use.version for use in uses), default=0)}:"
    fields = UnitFields(names, prefix, f"key:{application.id}:")
    chosen = fields.choose("Nutzende Ämter", shares)
    fields.ask(
        "Kostenanteil",
        chosen,
        lambda unit: "" if (share := shares.get(unit)) is None else german.percent(share),
        "z. B. 12,5 %",
        lambda unit: None if users.get(unit) is None else f"{users[unit]} Nutzende",
    )
    if chosen:
        _show_sum(prefix, chosen)
    if not session.editable():
        return
    with st.container(horizontal=True):
        st.button(
            "Verteilschlüssel speichern",
            key=f"{prefix}save",
            icon=":material/save:",
            on_click=_save,
            args=(application, prefix, chosen),
        )
        if chosen:
            st.button(
                "Gleichmäßig verteilen",
                key=f"{prefix}even",
                on_click=_fill,
                # Split with the largest remainder: three equal parts are
                # 33.34, 33.33 and 33.33 %.
                args=(prefix, split_by(dict.fromkeys(chosen, 1))),
            )
        weights = {unit: users.get(unit) or 0 for unit in chosen}
        # One unknown number of users would make its unit bear nothing.
        if chosen and all(users.get(unit) is not None for unit in chosen) and sum(weights.values()):
            st.button(
                "Nach Nutzenden verteilen",
                key=f"{prefix}users",
                on_click=_fill,
                args=(prefix, split_by(weights)),
            )


def _show_sum(prefix: str, chosen: Sequence[str]) -> None:
    try:
        shares = _entered(prefix, chosen)
    except Refused:
        return  # what cannot be read is said when it is saved
    known = [share for share in shares.values() if share is not None]
    total = sum(known, Decimal(0))
    if not known:
        st.caption("Noch sind keine Anteile eingetragen.")
    # A unit without a share beside others that make 100 % would bear nothing; that is asked about.
    elif total == WHOLE and len(known) == len(shares):
        st.caption(f"Die Kostenanteile der nutzenden Ämter ergeben 100{german.NBSP}%.")
    else:
        rest = (
            ""
            if total == WHOLE
            else (
                f" Es fehlen {german.percent(WHOLE - total)}."
                if total < WHOLE
                else f" Es sind {german.percent(total - WHOLE)} zu viel."
            )
        )
        empty = len(shares) - len(known)
        st.warning(
            f"Die Kostenanteile ergeben {german.percent(total)} statt 100{german.NBSP}%.{rest}"
            + (f" Bei {empty} fehlt der Anteil." if empty else ""),
            icon=":material/warning:",
        )


def _entered(prefix: str, chosen: Sequence[str]) -> dict[str, Decimal | None]:
    return {unit: percent_written(st.session_state.get(f"{prefix}{unit}") or "") for unit in chosen}


def _fill(prefix: str, shares: Mapping[str, Decimal]) -> None:
    for unit, share in shares.items():
        st.session_state[f"{prefix}{unit}"] = german.percent(share)


def _save(application: Application, prefix: str, chosen: Sequence[str]) -> None:
    try:
        shares = _entered(prefix, chosen)
    except Refused as error:
        session.say("error", f"Verteilschlüssel noch nicht gespeichert: {error}")
        return

    def work(tx: Transaction) -> list[ApplicationUse]:
        # As a whole: share by share every step would leave a sum that is not 100 %.
        return save_key(tx, application.id, shares)

    title = plain(application.title or application.id)
    session.write(
        f"Verteilschlüssel von „{title}“ geändert",
        work,
        f"Gespeichert: Verteilschlüssel von „{title}“.",
    )
