"""Search over everything: screens and acts, and every entry of the version looked at."""

import streamlit as st

from strategy.kernel import german
from strategy.search.finding import SHORTEST, SHOWN_OF_ONE, find_all
from strategy.search.index import search_index
from ui.frame.found import group_html, screens_found, screens_html
from ui.frame.places import PAGE_OF
from ui.frame.sidebar import kept_in_address
from ui.run import session
from ui.run.plain_text import plain

st.title("Suche")
typed = st.text_input(
    "Wonach suchen Sie?",
    key="q",
    bind="query-params",
    type="search",
    autocomplete="off",
    help="Name, Kennung, Nummer, Person, Amt oder ein Wort aus einem Text; mehrere Wörter müssen "
    "alle vorkommen. Auch Seiten und Handlungen werden gefunden: „Maßnahme anlegen“.",
).strip()
if len(typed) < SHORTEST:
    st.markdown(
        "Gesucht wird in allem, was der Plan in dieser Fassung enthält, und in den Seiten der "
        f"Werkbank. Bitte geben Sie mindestens {german.number(SHORTEST)} Zeichen ein."
    )
    session.end_page()

# The table of one noun in the address asks for that noun alone, with all that was found of it.
only = st.query_params.get("nur", "")
index = session.recall(search_index, tuple(PAGE_OF))
kept = kept_in_address()
with session.read() as db:
    found = find_all(db, index, typed, whole=only)
    groups = [group for group in found.groups if only in ("", group.table)]
    screens = [] if only else screens_found(typed, session.editable())
    total = sum(group.total for group in groups)
    if groups or screens:
        entries = german.counted(total, "Eintrag", "Einträge")
        st.caption(f"{entries} zu „{plain(typed)}“.")
    else:
        st.info(
            f"Zu „{plain(typed)}“ findet sich nichts. Versuchen Sie ein einzelnes Wort oder einen "
            "Teil davon, oder eine andere Fassung.",
            icon=":material/search_off:",
        )
    for word, near in found.read_as.items():
        words = ", ".join(f"„{one}“" for one in near)
        st.info(f"„{plain(word)}“ kommt nirgends vor; gezeigt wird {words}.")
    # One element for all: each of its own would cost the browser more than the search the server.
    parts = [screens_html(screens, kept)] if screens else []
    forms = [form for word in typed.split() for form in found.read_as.get(word, (word,))]
    parts += [group_html(db, group, forms, typed, kept) for group in groups]
    st.html(f'<div class="workbench-result">{"".join(parts)}</div>')
    if only and total > SHOWN_OF_ONE:
        st.caption(f"Gezeigt sind die ersten {SHOWN_OF_ONE}; ein weiteres Wort engt ein.")
