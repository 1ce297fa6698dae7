"""What became of every card of a workshop: counts that add up, the list, the page to print."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.fates import fates
from strategy.kernel import german
from strategy.kernel.store.database import DRAFT
from strategy.nouns.workshop import Workshop
from strategy.workshop.afterwards import give_codes
from strategy.workshop.codes import shown_code
from ui.run import session
from ui.tables.format import text_column
from ui.tables.result_table import show_result
from ui.tables.rows import rows_of


def show_fates(workshop: Workshop) -> None:
    """The tab of a workshop's results."""
    with session.read() as db:
        table, counts = fates(db, workshop.id), cards_by_state(db, workshop.id)
    st.header("Was wurde aus den Karten?")
    if table.empty:
        st.info("In dieser Werkstatt gibt es noch keine Karten.", icon=":material/info:")
        return
    # Two counts by different ways: the page promises that no card is missing, and this is the
    # proof.
    total, summed = len(table), int(counts["cards"].sum())
    st.markdown(
        " · ".join(
            f"{row.state}: **{german.number(int(row.cards), 0)}**"
            for row in rows_of(counts)
            if row.cards
        )
    )
    st.caption(
        f"Zusammen {german.counted(summed, 'Karte', 'Karten')}"
        + (
            "; jede Karte hat genau einen Stand, und keine fehlt."
            if summed == total
            else f" statt {german.number(total, 0)}; bitte prüfen Sie den Plan."
        )
    )
    bare = int(table["code"].isna().sum())
    if bare:
        st.warning(
            f"{german.counted(bare, 'Karte hat', 'Karten haben')} keinen Code; wer sie schrieb, "
            "kann ihr Schicksal nicht nachsehen.",
            icon=":material/warning:",
        )
        st.button(
            "Fehlende Codes vergeben",
            key=f"give_codes_{workshop.id}",
            icon=":material/tag:",
            on_click=_give,
            args=(workshop,),
            disabled=not session.editable(),
        )
    # na_action, because map would hand a missing code to the function as NaN.
    table["code"] = table["code"].map(shown_code, na_action="ignore")
    st.link_button(
        "Liste zum Drucken und Aushängen", print_address(workshop.id), icon=":material/print:"
    )
    show_result(
        table,
        {
            "body": text_column("Karte", width="large"),
            "code": text_column("Kartencode"),
            "phase": text_column("Phase"),
            "cluster": text_column("Thema"),
            "state": text_column("Stand"),
            "sentence": text_column("Was daraus wurde"),
            "measure_id": text_column("Maßnahme"),
            "reason": text_column("Begründung"),
        },
        "card_id",
        key="fates",
        title="Schicksale der Karten",
    )


def print_address(workshop_id: str) -> str:
    """Where the list is printed from, for the plan and the version that are looked at."""
    query = {}
    # The plain address means the first plan and its draft; only what differs is named.
    if session.plan_path() != session.list_plans()[0]:
        query["plan"] = session.plan_path().stem
    if session.version() != DRAFT:
        query["fassung"] = session.version()
    return f"/werkstatt/{workshop_id}/schicksale" + (f"?{urlencode(query)}" if query else "")


def _give(workshop: Workshop) -> None:
    session.write(
        f"Fehlende Kartencodes für „{workshop.title}“ vergeben",
        lambda tx: give_codes(tx, workshop.id),
    )
