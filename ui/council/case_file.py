"""The case file of a paper: its chain, what was asked and what is delivered, its stations."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.analysis.votes import vote_words
from strategy.figures.inventory.units import top_units
from strategy.figures.plan.council import consultations
from strategy.figures.plan.paper_chain import paper_chain
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import list_versions
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.paper import Paper
from ui.council.paper_file import show_paper_file
from ui.council.vote_form import show_vote_form
from ui.frame.places import object_link, open_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.rows import rows_of
from ui.tables.sequence_table import show_sequence


def show_case(paper: Paper) -> None:
    """What one looks for on a paper before changing anything, and the entry of its next vote."""
    _show_edition(paper)
    _show_units(paper)
    show_stations(paper)
    show_vote_form(paper)
    show_chain(paper.id, paper.id)
    _show_asked(paper)
    show_paper_file(paper)


def show_chain(paper_id: str, here: str) -> None:
    """The chain of a paper as a list that leads to each of its parts; ``here`` is where one is."""
    with session.read() as db:
        chain = paper_chain(db, paper_id)
    if len(chain) < 2:
        return
    st.subheader("Von der Anfrage bis zur Umsetzung")
    for row in rows_of(chain):
        # Said by a sign, since a screen reader has no other way to hear what belongs to what.
        step = "" if row.object_id.startswith("VO-") else "↳ "
        words = [row.kind, _number(row), plain(row.title)]
        facts = [
            "" if german.is_unknown(row.dated) else german.day(row.dated),
            row.state or "",
            "" if german.is_unknown(row.follows) else row.follows,
        ]
        told = f"{step}{' '.join(word for word in words if word)}"
        about = plain(", ".join(str(fact) for fact in facts if fact))
        if row.object_id == here:
            st.markdown(f"**{told}** ({about}) :small[(hier)]")
        elif row.object_id[:3] == here[:3]:
            # A link to the page one is on is drawn as chosen, which none of these is.
            st.button(
                f"{told} ({about})",
                key=f"chain_{row.object_id}",
                type="tertiary",
                on_click=open_object,
                args=(row.object_id,),
            )
        else:
            object_link(row.object_id, f"{told} ({about})")


def _number(row: Any) -> str:
    return "" if german.is_unknown(row.reference) else plain(str(row.reference))


def _show_asked(paper: Paper) -> None:
    """What the paper before asked for beside what this one delivers."""
    if paper.predecessor_id is None:
        return
    with session.read() as db:
        earlier = get_(db, Paper, paper.predecessor_id)
    if not (earlier.proposal and paper.proposal):
        return
    with st.expander("Was beantragt war und was diese Vorlage bringt", icon=":material/compare:"):
        left, right = st.columns(2)
        for column, one in ((left, earlier), (right, paper)):
            with column:
                number = f" {one.reference}" if one.reference else ""
                st.markdown(f"**{plain(one.paper_type or 'Vorlage')}{plain(number)}**")
                st.markdown(plain(one.proposal or german.UNKNOWN))


def _show_edition(paper: Paper) -> None:
    """The sealed edition that is an annex, with the hash that stands on its paper."""
    if paper.edition is None:
        if paper.in_force_on is not None:
            st.info(
                f"Die Vorlage setzt die Strategie zum {german.day(paper.in_force_on)} in Kraft; "
                "vor dem Beschluss ist die Fassung dazu festzuschreiben.",
                icon=":material/lock_open:",
            )
            st.page_link(
                "plan_data/versions.py", label="Fassung festschreiben", icon=":material/lock:"
            )
        return
    with session.read() as db:
        known = {version.name: version for version in list_versions(db)}
    edition = known.get(paper.edition)
    if edition is not None:
        force = f", in Kraft ab {german.day(edition.in_force_on)}" if edition.in_force_on else ""
        st.markdown(
            f":material/lock: Anlage: Fassung **{plain(edition.title)}**{force}, Prüfsumme "
            f"`{short_hash(edition.hash or '')}`"
        )


def _show_units(paper: Paper) -> None:
    """A paper of one Dezernat that another one is to carry out is worth a second look."""
    if paper.organisation_id is None or paper.carrier_id is None:
        return
    with session.read() as db:
        tops = top_units(db, [paper.organisation_id, paper.carrier_id])
    first, second = tops.get(paper.organisation_id), tops.get(paper.carrier_id)
    if first and second and first != second:
        st.warning(
            f"Federführend ist {plain(first)}, durchführen soll {plain(second)}; prüfen Sie, ob "
            "beides so gemeint ist.",
            icon=":material/account_tree:",
        )


def show_stations(paper: Paper) -> None:
    """The consultation sequence as on the paper form, and the last vote in words."""
    own = session.municipality()
    with session.read() as db:
        frame = consultations(db, paper.id)
    st.subheader("Beratungsfolge")
    if frame.empty:
        st.caption("Noch ist kein Gremium vorgesehen.")
        return
    show_sequence(frame, own.vote_columns)
    # A station may be dealt with without a vote, as in a hearing or a report.
    voted = frame.dropna(subset=["yes", "no"])
    if not voted.empty:
        last = voted.iloc[-1]
        yes, no, abstentions, present = (
            None if german.is_unknown(last[name]) else int(last[name])
            for name in ("yes", "no", "abstentions", "present")
        )
        words = vote_words(
            yes, no, abstentions, present, own.vote_columns or VoteColumns.WITH_ABSTENTION
        )
        st.markdown(f"Letzte Abstimmung: {plain(last['body'])}, {words}.")
