"""Step 1: strengths, weaknesses, opportunities and threats as four lists."""

import streamlit as st

from strategy.kernel.records import find
from strategy.nouns.swot_entry import SwotEntry, SwotKind
from ui.frame.places import open_new, open_object
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain

# Kind → heading, sign and the question that fills the list.
LISTS = {
    SwotKind.STRENGTH: ("Stärken", ":material/thumb_up:", "Was können wir gut?"),
    SwotKind.WEAKNESS: ("Schwächen", ":material/thumb_down:", "Was hindert uns?"),
    SwotKind.OPPORTUNITY: ("Chancen", ":material/trending_up:", "Was kommt uns entgegen?"),
    SwotKind.THREAT: ("Risiken", ":material/warning:", "Was kann uns treffen?"),
}
ENTRIES = Register(
    SwotEntry,
    columns=["title", "kind", "weight", "source"],
    filters=["kind"],
    # From the address, because the form is opened by a change of it and survives a reload so.
    defaults={"kind": st.query_params.get("liste")},
    empty="Hier stehen Stärken und Schwächen der eigenen Verwaltung sowie Chancen und Risiken von "
    "außen. Aus ihnen folgen die Ziele. Beginnen Sie mit drei Stärken, auf die Sie bauen können.",
    order="kind, -weight",
)


def add_to(kind: str) -> None:
    """Callback: open the form with the list already chosen."""
    st.query_params["liste"] = kind
    open_new(SwotEntry.TABLE)


st.title("Stärken und Schwächen")
st.markdown("Wo die Kommune steht: vier Listen, die wichtigste Aussage jeweils oben.")
if show_object(ENTRIES):
    session.end_page()
# Back on the page the list is no longer chosen, or the next new entry would begin in it.
st.query_params.pop("liste", None)

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Stärken und Schwächen liegen in der eigenen Hand, Chancen und Risiken kommen von außen. "
        "Formulieren Sie ganze Aussagen mit Beleg und geben Sie ein Gewicht von 1 (gering) bis 5 "
        "(entscheidend)."
    )
with session.read() as db:
    entries = find(db, SwotEntry, order="-weight, id")

for pair in ((SwotKind.STRENGTH, SwotKind.WEAKNESS), (SwotKind.OPPORTUNITY, SwotKind.THREAT)):
    # Row by row and not four columns: on a phone columns stack in the order in which they are made.
    for kind, place in zip(pair, st.columns(2), strict=True):
        heading, icon, question = LISTS[kind]
        chosen = [entry for entry in entries if entry.kind == kind]
        with place, st.container(border=True, height="stretch"):
            st.header(f"{icon} {heading} ({len(chosen)})")
            st.caption(question)
            for entry in chosen:
                # Unknown is not the lowest weight.
                weight = "ohne Gewicht" if entry.weight is None else f"Gewicht {entry.weight}"
                with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                    st.markdown(f"{plain(entry.title)} ({weight})")
                    st.button(
                        entry.id,
                        key=f"open_{entry.id}",
                        type="tertiary",
                        width="content",
                        on_click=open_object,
                        args=(entry.id,),
                        help="Eintrag öffnen",
                    )
            st.button(
                f"{kind} ergänzen",
                key=f"add_{kind.name}",
                icon=":material/add:",
                on_click=add_to,
                args=(str(kind),),
                disabled=not session.editable(),
            )

st.header("Alle Einträge")
show_list(ENTRIES)
