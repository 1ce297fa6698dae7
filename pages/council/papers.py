"""Gremien: papers with their consultation sequence and votes."""

from typing import Any

import streamlit as st

from strategy.figures.plan.council import paper_table
from strategy.figures.plan.paper_chain import plain_reference
from strategy.kernel import german
from strategy.nouns.consultation import Consultation
from strategy.nouns.motion import Motion
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.paper import Paper
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.nouns.paper_proposer import PaperProposer
from strategy.nouns.paper_signature import PaperSignature
from strategy.nouns.postponement import Postponement
from ui.council.case_file import show_case
from ui.council.motion_view import show_motion
from ui.frame.filters import filter_frame
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import date_column, number_column, text_column
from ui.tables.rows import rows_of

own = session.municipality()
# A municipality counts either who was there or who abstained.
unused = "abstentions" if own.vote_columns == VoteColumns.WITH_PRESENT else "present"
STATIONS = Register(
    Consultation,
    columns=["position", "body_id", "held_on", "agenda_item", "public", "role", "outcome"],
    first=["body_id", "position", "role", "meeting_id", "held_on", "postponed_from"],
    without=["paper_id", unused],
    parent_field="paper_id",
    order="position",
    children=[
        Register(
            Postponement,
            columns=["former_day", "reason"],
            without=["meeting_id"],
            parent_field="consultation_id",
            order="former_day",
            empty="Diese Beratung wurde nicht verlegt.",
        )
    ],
    empty="Noch keine Beratungsfolge. Legen Sie die Beratungen in der Reihenfolge der Gremien an.",
)
PROPOSERS = Register(
    PaperProposer,
    columns=["title", "kind", "law", "position"],
    without=["paper_id"],
    parent_field="paper_id",
    order="position, id",
    empty="Noch keine einreichende Seite erfasst. Reichen mehrere Fraktionen ein, legen Sie jede "
    "an.",
)
SIGNATURES = Register(
    PaperSignature,
    columns=["function", "full_name", "side", "in_original", "signed_on", "position"],
    without=["paper_id"],
    parent_field="paper_id",
    order="position, id",
    empty="Noch keine Unterschrift erfasst.",
)
ATTACHMENTS = Register(
    PaperAttachment,
    columns=["title", "found_at", "dated", "public"],
    without=["paper_id"],
    parent_field="paper_id",
    order="position, id",
    empty="Keine Anlage erfasst.",
)
MOTIONS = Register(
    Motion,
    columns=["title", "proposer", "reference", "status", "decided_on"],
    # Stand and votes follow from the entry of the vote, which also applies what is adopted.
    without=["paper_id", "status", "body_id", "decided_on", "yes", "no", "abstentions", "present"],
    parent_field="paper_id",
    order="dated, id",
    empty="Kein Änderungsantrag eingebracht.",
)
PAPERS = Register(
    Paper,
    columns=["title", "reference", "paper_type", "dated", "status", "public"],
    # Each Land and town has its own words (Vorlage, Drucksache); they come from the municipality.
    defaults={"paper_type": own.paper_type_list[0] if own.paper_type_list else None},
    children=[STATIONS, MOTIONS, PROPOSERS, SIGNATURES, ATTACHMENTS],
    empty="Hier stehen die Vorlagen, Anträge und Anfragen mit ihrer Beratungsfolge: welches "
    "Gremium wann berät und wie es abgestimmt hat. Beginnen Sie mit der Vorlage, mit der die "
    "Strategie beschlossen werden soll.",
)
COLUMNS = {
    "title": text_column("Betreff", width=280),
    "status": text_column("Stand"),
    "next": text_column("Nächste Beratung", width=230),
    "access": text_column("Öffentlichkeit"),
    "reference": text_column("Nummer"),
    "paper_type": text_column("Art"),
    "dated": date_column("Datum"),
    "stations": number_column("Stationen"),
    "done": number_column("davon mit Ergebnis"),
    "id": text_column("Kennung"),
}


def spellings(row: Any) -> str:
    """The number in every way of writing it, so that "222/21" finds "222-21"."""
    known = [word for word in (row.reference, row.also_written) if not german.is_unknown(word)]
    return " ".join(
        f"{word} {word.replace('/', '-')} {word.replace('-', '/')} {plain_reference(word)}"
        for word in known
    )


def next_words(row: Any) -> str:
    """Where and when a paper is discussed next."""
    if german.is_unknown(row.next_body):
        # No next body: all was dealt with, or nothing was ever planned.
        return "alles beraten" if row.stations else "keine Beratung vorgesehen"
    day = "Tag offen" if german.is_unknown(row.next_on) else german.day(row.next_on)
    return f"{day}: {row.next_body}"


st.title("Vorlagen und Beratungsfolge")
st.markdown("Was den Gremien vorliegt, wo es beraten wird und wie abgestimmt wurde.")
# A motion shows what it would do, so it is looked for before the plain rows of a paper.
if show_object(MOTIONS, first=show_motion) or show_object(PAPERS, first=show_case):
    session.end_page()
with session.read() as db:
    table = paper_table(db)
if table.empty:
    show_list(PAPERS)
    session.end_page()

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Eine Vorlage hat mehrere Beratungen: Anhörung, Vorberatung, Entscheidung. Ihre "
        "Abstimmung tragen Sie auf der Seite der Vorlage einmal ein; Stand der Vorlage, Beschluss "
        "und Maßnahmen folgen daraus. Tragen Sie 0 oder / ein, wenn niemand so gestimmt hat; ein "
        "leeres Feld heißt nicht erfasst. Wird eine Sitzung verlegt oder fällt sie aus, ändern Sie "
        "das an der Sitzung; ihre Beratungen gehen mit, und jeder frühere Tag bleibt "
        "durchgestrichen stehen."
    )
table["id"] = table["paper_id"]
table["next"] = [next_words(row) for row in rows_of(table)]
table["written"] = [spellings(row) for row in rows_of(table)]
table["access"] = [
    # Unknown stays empty: neither of the two words may be guessed.
    {True: "öffentlich", False: "nichtöffentlich"}.get(value)
    for value in table["public"]
]
found = filter_frame(
    table,
    key="vorlagen",
    search=["id", "title", "written", "next_body"],
    choices={"access": "Öffentlichkeit", "status": "Stand", "paper_type": "Art der Vorlage"},
    search_label="Vorlagen durchsuchen",
)
st.caption(f"{len(found)} von {len(table)} Vorlagen.")
show_rows(found, COLUMNS, key="papers", label="Liste: Vorlagen")
actions = st.columns([1, 1, 2])
with actions[0]:
    new_button(PAPERS)
with actions[1]:
    excel_button(lambda: found, COLUMNS, "Vorlagen", key="papers")
