"""Step 5: the text of the strategy, chapter by chapter, and as one document."""

import streamlit as st

from strategy.acts.chapters import add_usual_chapters
from strategy.documents.live_figures import filled_texts
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.nouns.chapter import Chapter
from ui.frame.next_step import show_next
from ui.objects.register import Register, show_list, show_object
from ui.reports.strategy_files import show_easy_texts, show_figure_list, show_strategy_files
from ui.run import session
from ui.run.plain_text import plain

CHAPTERS = Register(
    Chapter,
    columns=["title", "position"],
    order="position",
    empty="Hier stehen die Kapitel der Strategie, vom Vorwort bis zur Umsetzung. Legen Sie das "
    "erste an; die Reihenfolge bestimmt eine Zahl.",
)

st.title("Textkapitel")
st.markdown("Der Text der Strategie: warum, wohin, womit und wie es weitergeht.")
if show_object(CHAPTERS):
    session.end_page()
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Öffnen Sie ein Kapitel und schreiben Sie seinen Text; eine Leerzeile trennt Absätze. "
        "Die Vorschau zeigt alle Kapitel als ein Dokument in ihrer Reihenfolge. Eine Zahl aus dem "
        "Plan steht als Platzhalter im Text, zum Beispiel {{kosten_plan_2027}}; so veraltet sie "
        "nicht. „Dahinter aus dem Plan“ setzt Ziele, Maßnahmen oder Kosten hinter den Text."
    )
with session.read() as db:
    chapters = find(db, Chapter, order="position, id")
if chapters:
    # A chapter with a title alone has no text yet; the report says so too.
    written = sum(1 for chapter in chapters if chapter.body)
    st.caption(f"{written} von {len(chapters)} Kapiteln sind geschrieben.")
listing, preview, easy = st.tabs(
    ["Kapitel", "Vorschau als Dokument", "Leichte Sprache"],
    key="kapitel_sicht",
    bind="query-params",
)
if listing.open:
    with listing:
        show_list(CHAPTERS)
        if session.editable():
            st.button(
                "Übliche Kapitel ergänzen",
                icon=":material/playlist_add:",
                key="usual_chapters",
                on_click=session.write,
                args=("Übliche Kapitel ergänzt", add_usual_chapters),
            )
        show_figure_list()
if easy.open:
    with easy:
        show_easy_texts()
if preview.open:
    with preview:
        if not chapters:
            st.info("Noch gibt es kein Kapitel, das sich zeigen ließe.", icon=":material/info:")
        show_strategy_files()
        texts = {chapter.id: chapter.body or "" for chapter in chapters}
        try:
            with session.read() as db:
                texts = filled_texts(db, chapters)
        except Refused as error:
            st.error(plain(str(error)), icon=":material/error:")
        for chapter in chapters:
            st.header(plain(chapter.title))
            if chapter.body:
                # A dollar sign would begin a formula in Markdown.
                st.markdown(texts[chapter.id].replace("$", "\\$"))
            if chapter.holds:
                st.caption(f"Dahinter steht im Dokument: {chapter.holds}.")
            elif not chapter.body:
                st.caption("Dieses Kapitel ist noch nicht geschrieben.")
