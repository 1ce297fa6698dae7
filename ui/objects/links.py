"""The links of an object: what it leads to, what leads to it, a new one."""

from __future__ import annotations

import streamlit as st

from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.kernel.records import all_nouns, delete_
from strategy.kernel.store import Transaction
from strategy.nouns.link import Link, LinkKind
from strategy.relations.link_kinds import usual_kind
from strategy.relations.links import link, links_of
from ui.frame.places import object_link
from ui.objects.fields import options_of
from ui.run import session
from ui.tables.rows import rows_of

# What a link usually leads to; the rest can be chosen too.
_TARGETS = (
    "goal",
    "measure",
    "application",
    "project",
    "service",
    "card",
    "cluster",
    "life_domain",
    "finding",
    "recommendation",
    "budget_line",
    "paper",
    "resolution",
    "indicator",
)


def show_links(record: Record) -> None:
    """List the links of ``record`` with kind, date and author, and offer to add one."""
    with session.read() as db:
        frame = links_of(db, record.id)
    with st.expander(f"Verknüpfungen ({len(frame)})", icon=":material/link:"):
        if frame.empty:
            st.caption("Noch mit nichts verknüpft.")
        for row in rows_of(frame):
            text, remove = st.columns([5, 1])
            with text:
                arrow = "→" if row.direction == "out" else "←"
                object_link(
                    str(row.other_id),
                    f"{arrow} {row.kind}: {row.noun} {row.other_id} {row.other_name}",
                )
                st.caption(f"{row.linked_by}, {german.moment(row.linked_at)}")
            with remove:
                if session.editable():
                    st.button(
                        "Lösen",
                        key=f"unlink_{row.id}",
                        on_click=_unlink,
                        args=(str(row.id),),
                        help="Diese Verknüpfung entfernen",
                    )
        if session.editable():
            _show_new(record)


def _show_new(record: Record) -> None:
    nouns = {noun.TABLE: noun for noun in all_nouns()}
    # Links and origins are not things that one links to.
    order = [*_TARGETS, *sorted(set(nouns) - set(_TARGETS) - {"link", "provenance"})]
    key = f"link_{record.id}"
    table, target, kind = st.columns(3)
    with table:
        chosen = st.selectbox(
            "Womit", order, key=f"{key}_table", format_func=lambda name: nouns[name].SINGULAR
        )
    with target:
        with session.read() as db:
            options = options_of(db, chosen)
        st.selectbox(
            "Eintrag",
            [item for item in options if item != record.id],
            index=None,
            key=f"{key}_target",
            format_func=lambda item: options.get(item, item),
            placeholder="auswählen …",
        )
    kinds = [str(item) for item in LinkKind]
    with kind:
        st.selectbox(
            "Art der Verknüpfung",
            kinds,
            kinds.index(str(usual_kind(record.TABLE, chosen))),
            # Under a key of its own per noun, so that the usual kind is chosen anew.
            key=f"{key}_kind_{chosen}",
            help="Folgt aus dem, was verknüpft wird; nur selten ist eine andere gemeint.",
        )
    st.button("Verknüpfen", key=f"{key}_save", on_click=_link, args=(record.id, key, chosen))


def _link(from_id: str, key: str, table: str) -> None:
    kind, to_id = st.session_state[f"{key}_kind_{table}"], st.session_state.get(f"{key}_target")
    if not to_id:
        session.say("error", "Wählen Sie den Eintrag, mit dem verknüpft werden soll.")
        return
    session.write(
        f"{from_id} {kind} {to_id}",
        lambda tx: link(tx, from_id, kind, to_id),
        f"Verknüpft: {from_id} {kind} {to_id}.",
    )


def _unlink(link_id: str) -> None:
    def work(tx: Transaction) -> None:
        delete_(tx, Link, link_id)

    session.write("Verknüpfung gelöst", work)
