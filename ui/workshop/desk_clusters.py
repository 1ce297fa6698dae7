"""Clusters on the desk: their names, how much lies on them, and cards that say nearly the same."""

from __future__ import annotations

import streamlit as st

from strategy.figures.workshop.cards import cluster_ranking
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.selection import equal
from strategy.kernel.store import Transaction
from strategy.nouns.card import CardState
from strategy.nouns.cluster import Cluster
from strategy.workshop.desk import cluster_of_name, has_points, undecided_cards
from strategy.workshop.moderation import decide_cards, lay_on_cluster
from strategy.workshop.similar import Likeness
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.tables.format import number_column, text_column
from ui.tables.result_table import show_result

_MOST_GROUPS = 8


def show_clusters(workshop_id: str) -> None:
    """All clusters with cards and points, and one of them to be renamed or removed."""
    with session.read() as db:
        ranking = cluster_ranking(db, workshop_id)
        known = find(db, Cluster, equal(workshop_id=workshop_id))
        # By name, since this list is searched; the table above is in the order of points.
        clusters = {
            one.id: one for one in sorted(known, key=lambda one: german.listed(str(one.title)))
        }
    if not clusters:
        st.info(
            "Noch kein Thema: Wählen Sie unter „Karten sichten“ Karten aus und geben Sie ihrem "
            "neuen Thema einen Namen.",
            icon=":material/info:",
        )
        return
    show_result(
        ranking,
        {
            "cluster": text_column("Thema", width="large"),
            "cards": number_column("Karten"),
            "points": number_column("Punkte"),
        },
        "cluster_id",
        key="desk_clusters",
        title="Themen der Werkstatt",
    )
    chosen = st.selectbox(
        "Thema umbenennen",
        list(clusters),
        key="desk_rename_which",
        format_func=lambda one: str(clusters[one].title) if one in clusters else one,
    )
    cluster = clusters.get(str(chosen))
    if cluster is None:
        return
    # Over another version the field is another one and begins with what stands.
    key = f"desk_rename_{cluster.id}_{cluster.version}"
    kept_text.text_input(
        "Neuer Name",
        str(cluster.title),
        key=key,
        name=f"desk_rename_{cluster.id}",
        autocomplete="off",
    )
    with st.container(horizontal=True):
        st.button("Umbenennen", key="desk_rename", on_click=_rename, args=(cluster, key))
        st.button(
            "Thema auflösen",
            key="desk_dissolve",
            on_click=_dissolve,
            args=(cluster,),
            help="Die Karten bleiben und liegen wieder ohne Thema.",
        )


def show_proposals(workshop_id: str, phase_id: str | None) -> None:
    """Groups of cards that use the same words, each to be merged or laid together."""
    with session.read() as db:
        rows = undecided_cards(db, workshop_id, phase_id)
    cards = {row["id"]: row for row in rows}
    with st.spinner("Karten werden verglichen …"):
        groups = Likeness({key: row["body"] for key, row in cards.items()}).groups()
    # Cards that lie together already need no proposal.
    groups = [
        group for group in groups if len({cards[one]["cluster_id"] or one for one in group}) > 1
    ]
    st.caption(
        f"{german.counted(len(cards), 'Karte', 'Karten')} verglichen. Gefunden werden gleiche und "
        "ähnliche Wörter, nicht gleiche Gedanken in anderen Worten; entscheiden müssen Sie."
    )
    if not groups:
        st.info("Gerade ähneln sich keine Karten.", icon=":material/info:")
    for group in groups[:_MOST_GROUPS]:
        with st.container(border=True):
            st.markdown(
                "\n".join(f"- {plain(cards[one]['body'])} :small[({one})]" for one in group)
            )
            # Where one of them lies in a Thema already, the others join it instead of making a
            # second one.
            cluster = next(
                (cards[one]["cluster_id"] for one in group if cards[one]["cluster_id"]), ""
            )
            name = f"desk_group_name_{group[0]}"
            if not cluster:
                kept_text.text_input(
                    f"Name des gemeinsamen Themas von {group[0]}", key=name, autocomplete="off"
                )
            with st.container(horizontal=True):
                st.button(
                    f"Zusammenlegen, {group[0]} bleibt stehen",
                    key=f"desk_merge_{group[0]}",
                    icon=":material/join:",
                    on_click=_merge,
                    args=(group,),
                )
                st.button(
                    "Zum gemeinsamen Thema legen",
                    key=f"desk_together_{group[0]}",
                    icon=":material/layers:",
                    on_click=_together,
                    args=(group, cluster, name),
                )
    if len(groups) > _MOST_GROUPS:
        more = german.counted(len(groups) - _MOST_GROUPS, "weitere Gruppe", "weitere Gruppen")
        st.caption(f"Danach: {more}.")


def _rename(cluster: Cluster, key: str) -> None:
    title = " ".join((st.session_state.get(key) or "").split())

    def work(tx: Transaction) -> Cluster:
        # Asked inside the transaction: two desks may choose the same name in one moment.
        twin = cluster_of_name(tx, cluster, title)
        if twin is not None:
            raise Refused(
                f"Ein Thema „{twin.title}“ gibt es schon; wählen Sie einen anderen Namen."
            )
        return save_(tx, cluster.replace(title=title))

    session.write(f"Thema „{cluster.title}“ in „{title}“ umbenannt", work)


def _dissolve(cluster: Cluster) -> None:
    def work(tx: Transaction) -> bool:
        # People gave their points to this name; without it nobody could say what they wanted.
        if has_points(tx, cluster.id):
            raise Refused(
                f"Das Thema „{cluster.title}“ hat schon Punkte bekommen und wird deshalb nicht "
                "aufgelöst."
            )
        delete_(tx, Cluster, get_(tx, Cluster, cluster.id).id)
        return True

    session.write(f"Thema „{cluster.title}“ aufgelöst", work)


def _merge(group: list[str]) -> None:
    session.write(
        f"{len(group)} Karten zusammengelegt, {group[0]} bleibt stehen",
        lambda tx: decide_cards(tx, group[1:], CardState.MERGED, merged_into_id=group[0]),
    )


def _together(group: list[str], cluster: str, name: str) -> None:
    title = st.session_state.get(name) or ""
    session.write(
        f"{len(group)} Karten zu einem Thema gelegt",
        lambda tx: lay_on_cluster(tx, group, cluster or None, title),
    )
