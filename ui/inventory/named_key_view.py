"""What belongs to a named distribution key: its units, and the applications it is applied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from strategy.acts.named_key import KeyPart, Keys, apply_key, differing, save_parts
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store import Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.distribution_key import DistributionKey, KeyBasis
from strategy.nouns.distribution_key_share import DistributionKeyShare
from ui.frame.places import object_link
from ui.inventory.unit_fields import UnitFields
from ui.objects.fields import options_of, parsed, typed
from ui.run import session
from ui.run.plain_text import plain

_FIELD = {KeyBasis.OWN: "share", KeyBasis.USERS: "users"}
_WORDS = {
    KeyBasis.OWN: f"Welches Amt welchen Anteil trägt; zusammen 100{german.NBSP}%.",
    KeyBasis.USERS: "Wie viele Nutzende jedes Amt hat, zum Beispiel Arbeitsplätze. Ohne Ämter gilt "
    "bei jeder Anwendung die Zahl ihrer eigenen Nutzenden je Amt.",
    KeyBasis.FTE: "Aufgeteilt wird nach den Stellen (VZÄ) unter „Organisation“. Ohne Ämter gelten "
    "bei jeder Anwendung die Ämter, die sie nutzen.",
}


def show_named_key(key: DistributionKey) -> None:
    """Below the form of a key: units with their shares, then the applications."""
    _show_parts(key)
    _show_applications(key)


def _show_parts(key: DistributionKey) -> None:
    with session.read() as db:
        rows = find(db, DistributionKeyShare, equal(distribution_key_id=key.id))
        names = options_of(db, "organisation_unit")
        try:
            shares: Mapping[str, object] = Keys(db).shares(key.id, {})
        except Refused:
            shares = {}  # said where the key is applied; an unfinished key is no fault here
    basis = KeyBasis(key.basis or KeyBasis.OWN)
    st.header("Ämter und Anteile")
    st.caption(_WORDS[basis])
    standing = {str(row.organisation_id): row for row in rows}
    # The newest version in the keys: after somebody's save the fields are fresh ones with what
    # stands.
    prefix = f"parts:{key.id}:{basis}:{max((row.version for row in rows), default=0)}:"
    fields = UnitFields(names, prefix, f"parts:{key.id}:{basis}:")
    chosen = fields.choose("Ämter", standing)
    if basis in _FIELD:
        spec = DistributionKeyShare.spec(_FIELD[basis])
        fields.ask(
            spec.label,
            chosen,
            lambda unit: typed(spec, getattr(standing.get(unit), spec.name, None)),
            "z. B. 12,5 %" if basis == KeyBasis.OWN else "z. B. 40",
        )
    if shares and basis != KeyBasis.OWN:
        told = [f"{plain(names.get(u, u))} {german.percent(s)}" for u, s in shares.items()]
        st.caption(f"Ergibt heute: {', '.join(told)}.")
    if session.editable():
        st.button(
            "Ämter und Anteile speichern",
            key=f"{prefix}save",
            icon=":material/save:",
            on_click=_save,
            args=(key, basis, prefix, chosen),
        )


def _save(key: DistributionKey, basis: KeyBasis, prefix: str, chosen: Sequence[str]) -> None:
    try:
        parts = {unit: _entered(basis, f"{prefix}{unit}") for unit in chosen}
    except Refused as error:
        session.say("error", f"Verteilschlüssel noch nicht gespeichert: {error}")
        return
    session.write(
        f"Anteile des Verteilschlüssels „{plain(key.name)}“ geändert",
        lambda tx: save_parts(tx, key.id, parts),
        f"Gespeichert: Anteile von „{plain(key.name)}“.",
    )


def _entered(basis: KeyBasis, key: str) -> KeyPart:
    if basis not in _FIELD:
        return KeyPart()
    spec = DistributionKeyShare.spec(_FIELD[basis])
    return KeyPart(**{spec.name: parsed(spec, st.session_state.get(key) or "")})


def _show_applications(key: DistributionKey) -> None:
    with session.read() as db:
        names = options_of(db, "application")
        applied = [one.id for one in find(db, Application, equal(distribution_key_id=key.id))]
        others = differing(db, key.id)
        split = {
            str(use.application_id) for use in find(db, ApplicationUse) if use.share is not None
        }
    st.header("Anwendungen mit diesem Schlüssel")
    if not applied:
        st.caption("Noch bei keiner Anwendung; wählen Sie unten, wo er gelten soll.")
    for application_id in applied[:50]:
        object_link(application_id, names[application_id])
    if applied[50:]:
        st.caption(f"… und {len(applied) - 50} weitere.")
    if others:
        st.warning(
            f"Bei {german.counted(len(others), 'Anwendung', 'Anwendungen')} stehen andere Anteile, "
            "als der Schlüssel heute ergibt; wenden Sie ihn dort neu an, wenn er gelten soll.",
            icon=":material/warning:",
        )
    if not session.editable():
        return
    choice = f"apply:{key.id}"
    # Ids that are gone since would make the choice unreadable.
    st.session_state[choice] = [a for a in st.session_state.get(choice, []) if a in names]
    st.multiselect(
        "Anwendungen auswählen",
        list(names),
        key=choice,
        format_func=lambda item: names.get(item, item),
        placeholder="auswählen …",
        help="Die Kostenanteile der gewählten Anwendungen werden durch die des Schlüssels ersetzt.",
    )
    chosen: list[str] = st.session_state[choice]
    with st.container(horizontal=True):
        free = [one for one in names if one not in split]
        for word, ids in (
            (f"Alle ohne Anteile ({len(free)})", free),
            (f"Alle mit anderen Anteilen ({len(others)})", others),
        ):
            if ids:
                st.button(word, key=f"{choice}:{word[:12]}", on_click=_choose, args=(choice, ids))
        st.button(
            f"Auf {german.counted(len(chosen), 'Anwendung', 'Anwendungen')} anwenden"
            if chosen
            else "Anwenden",
            key=f"{choice}:go",
            type="primary",
            icon=":material/pie_chart:",
            disabled=not chosen,
            on_click=_apply,
            args=(key, choice),
        )


def _choose(choice: str, ids: Sequence[str]) -> None:
    st.session_state[choice] = list(ids)


def _apply(key: DistributionKey, choice: str) -> None:
    ids: list[str] = st.session_state[choice]
    count = german.counted(len(ids), "Anwendung", "Anwendungen")

    def work(tx: Transaction) -> bool:
        apply_key(tx, key.id, ids)
        return True

    # One action for all of them, so that one undo takes the key back everywhere.
    if session.write(
        f"Verteilschlüssel „{plain(key.name)}“ auf {count} angewendet",
        work,
        f"Angewendet: „{plain(key.name)}“ auf {count}.",
    ):
        st.session_state[choice] = []


def show_applied_key(application: Application) -> None:
    """On the page of an application: which named key made its shares, and one to apply."""
    with session.read() as db:
        names = options_of(db, "distribution_key")
        differs = bool(
            application.distribution_key_id
            and application.id in differing(db, application.distribution_key_id)
        )
    if not names:
        return
    current = application.distribution_key_id
    if current in names:
        object_link(current, f"Angewendet: {names[current]}")
        if differs:
            st.caption("Die Anteile unten weichen von dem ab, was der Schlüssel heute ergibt.")
    if not session.editable():
        return
    first, second = st.columns([3, 1], vertical_alignment="bottom")
    field = f"named_key:{application.id}"
    ids = list(names)
    first.selectbox(
        "Benannter Verteilschlüssel",
        ids,
        ids.index(current) if current in names else None,
        key=field,
        format_func=lambda item: names.get(item, item),
        placeholder="auswählen …",
    )
    second.button(
        "Anwenden",
        key=f"{field}:go",
        disabled=st.session_state.get(field) is None,
        on_click=_apply_here,
        args=(application, field),
    )


def _apply_here(application: Application, field: str) -> None:
    key_id = st.session_state[field]
    title = plain(application.name)
    session.write(
        f"Verteilschlüssel auf „{title}“ angewendet",
        lambda tx: apply_key(tx, key_id, [application.id]),
        f"Gespeichert: Verteilschlüssel von „{title}“.",
    )
