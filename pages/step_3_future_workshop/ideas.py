"""Step 3: the pool of ideas that are kept for later, each with its reason."""

import streamlit as st

from strategy.figures.workshop.ideas import ideas
from strategy.kernel import german
from ui.frame.filters import rows_with_words
from ui.frame.next_step import show_next
from ui.measures.idea_actions import show_idea_actions
from ui.run import session
from ui.tables.format import moment_column, text_column
from ui.tables.result_table import show_result
from ui.tables.rows import rows_of

ALL = "alle"
FILTERS = {
    "workshop": "Werkstatt",
    "phase": "Phase",
    "participants": "Gruppe",
    "domain": "Lebensbereich",
}
NONE = "ohne Angabe"

st.title("Ideenpool")
st.markdown(
    "Was jetzt nicht aufgenommen wird, landet nicht im Papierkorb: Hier bleibt es mit seiner "
    "Begründung, bis seine Zeit kommt."
)
show_next("3")
with session.read() as db:
    pool = ideas(db)
if pool.empty:
    st.info(
        "Noch liegt keine Karte im Ideenpool. Legen Sie auf der Seite Karten eine Idee, die gut "
        "ist, aber jetzt nicht passt, mit einer Begründung hierher.",
        icon=":material/info:",
    )
    st.page_link(
        "step_3_future_workshop/cards.py", label="Zu den Karten", icon=":material/sticky_note_2:"
    )
    session.end_page()

search = st.text_input(
    "Suchen",
    key="ideen_suche",
    bind="query-params",
    autocomplete="off",
    placeholder="ein Wort aus Karte oder Begründung",
)
found = pool
for place, (column, label) in zip(st.columns(len(FILTERS)), FILTERS.items(), strict=True):
    values = pool[column].fillna(NONE)
    with place:
        chosen = st.selectbox(
            label, [ALL, *sorted(set(values))], key=f"ideen_{column}", bind="query-params"
        )
    if chosen and chosen != ALL:
        # The values are those of the whole pool; its labels pick the rows that are still there.
        found = found[values.loc[found.index] == chosen]
found = rows_with_words(found, ["body", "reason"], search or "").reset_index(drop=True)
st.caption(
    f"{german.counted(len(pool), 'Idee', 'Ideen')} im Pool."
    if len(found) == len(pool)
    else f"{german.number(len(found), 0)} von {german.counted(len(pool), 'Idee', 'Ideen')}."
)
if found.empty:
    st.info("Dazu liegt keine Idee im Pool; ändern Sie Suche oder Auswahl.", icon=":material/info:")
    session.end_page()
show_result(
    found,
    {
        "body": text_column("Idee", width="large"),
        "reason": text_column("Warum nicht jetzt", width="large"),
        "workshop": text_column("Werkstatt"),
        "phase": text_column("Phase"),
        "participants": text_column("Gruppe"),
        "cluster": text_column("Thema"),
        "domain": text_column("Lebensbereich"),
        "since": moment_column("Im Pool seit"),
    },
    "card_id",
    key="ideas",
    title="Ideenpool",
)
show_idea_actions({row.card_id: f"{row.card_id} {row.body}" for row in rows_of(found)})
