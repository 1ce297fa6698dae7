"""Step 5: the planning table - what first, in which year, within which money and staff."""

from contextlib import AbstractContextManager

import streamlit as st

from strategy.documents.planning_print import planning_page
from strategy.excel.planning import planning_book
from strategy.figures.profile import plan_year
from strategy.planning.draft import with_draft
from strategy.planning.groups import BY_DEZERNAT, BY_DOMAIN, BY_LINE, BY_STAGE, grouped
from strategy.planning.lines import broken_dependencies, judge, meters
from strategy.planning.rows import read_plan_table
from strategy.planning.shown import ShownPlan
from ui.charts.chart_block import EXCEL_TYPE
from ui.frame.next_step import show_next
from ui.planning import draft_state
from ui.planning.component import sent, show_table
from ui.planning.draft_view import show_draft, show_one_form
from ui.planning.many_form import show_many_form
from ui.planning.optimise_view import show_optimiser
from ui.planning.roll_up_view import show_roll_up
from ui.planning.row_filter import chosen_rows
from ui.planning.table_data import browser_data, saved_rows
from ui.run import session
from ui.run.plain_text import plain


def open_measure() -> None:
    """Callback: remember which measure was clicked; the page is left in the run that follows."""
    st.session_state["planung_geh"] = sent(draft_state.TABLE, "opened")


def unfolded(title: str, icon: str, key: str) -> AbstractContextManager[object] | None:
    """A part that is made only where somebody has unfolded it; None while it is closed."""
    part = st.expander(title, icon=f":material/{icon}:", key=key, on_change="rerun")
    return part if part.open else None


target = st.session_state.pop("planung_geh", None)
if target is not None:
    st.switch_page("step_4_life_domains/measures.py", query_params={"id": str(target)})

st.title("Planungstabelle")
st.markdown("Was zuerst, in welchem Jahr, und reichen Geld und Stellen dafür?")
show_next("5")
saved = session.recall(read_plan_table)
first = session.recall(plan_year)
if not saved.rows:
    st.info(
        "Es gibt noch keine Maßnahmen, die sich planen ließen; legen Sie zuerst welche an.",
        icon=":material/info:",
    )
    st.page_link(
        "step_4_life_domains/measures.py", label="Zu den Maßnahmen", icon=":material/task:"
    )
    session.end_page()
if first is None or not saved.years:
    st.info(
        "Das Planjahr fehlt noch; tragen Sie es bei den Angaben zur Kommune ein.",
        icon=":material/info:",
    )
    st.page_link("plan_data/settings.py", label="Zur Kommune", icon=":material/settings:")
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Oben steht je Jahr, wie viel der Obergrenzen der Plan braucht, darunter die Maßnahmen in "
        "ihrer Rangfolge. Ziehen Sie eine Zeile nach links oder rechts in ein anderes Jahr, nach "
        "unten über die Schnittlinie aus dem Plan heraus oder nach oben hinein. Mit der Tastatur: "
        "am Griff ⠿ ändern die Pfeile nach links und rechts das Jahr, die nach oben und unten "
        "wechseln die Zeile, die Eingabetaste wechselt die Seite der Schnittlinie. Gespeichert "
        "wird erst mit „Änderungen speichern“; Kosten, Stufen, Meilensteine und Förderungen "
        "ziehen mit um. Ein Stern heißt: ein Teil der Kosten ist unbekannt."
    )
if saved.warning:
    st.warning(plain(saved.warning), icon=":material/warning:")

by_word, past = st.columns([3, 1], vertical_alignment="bottom")
with by_word:
    by = st.segmented_control(
        "Gruppieren nach",
        [BY_LINE, BY_DOMAIN, BY_DEZERNAT, BY_STAGE],
        default=BY_LINE,
        key="planung_gruppe",
        bind="query-params",
        required=True,
    )
with past:
    before = st.toggle("Frühere Jahre", key="planung_frueher", bind="query-params")
years = [year for year in saved.years if before or year >= first]
draft = draft_state.draft()
table = with_draft(saved, draft)
kept = {} if session.version() == "main" else {"fassung": session.version()}
known = session.recall(saved_rows, tuple(years), tuple(kept.items()))
verdicts = judge(table) if draft else {name: one.verdict for name, one in known.items()}
rows = chosen_rows(table, verdicts)
groups = grouped(rows, verdicts, by or BY_LINE, first)
st.caption(f"{len(rows)} von {len(table.rows)} Maßnahmen, verworfene nicht mitgezählt.")
show_table(
    browser_data(
        table,
        groups,
        verdicts,
        meters(table),
        draft,
        years=years,
        closed=not session.editable(),
        ack=draft_state.ack(),
        kept=kept,
        saved=known,
    ),
    key=draft_state.TABLE,
    on_moved=draft_state.take_moved,
    on_opened=open_measure,
)
show_draft(saved)
for sentence in broken_dependencies(table).values():
    st.warning(plain(f"Verletzte Abhängigkeit: {sentence}"), icon=":material/link_off:")
with st.container(horizontal=True):
    for script, word in (
        ("limits.py", "Obergrenzen und Regeln"),
        ("priorities.py", "Kriterien und Punkte"),
        ("staging.py", "Stufen und Zeitplan"),
        ("budget_view.py", "Kosten der Strategie"),
    ):
        st.page_link(f"step_5_final_strategy/{script}", label=word, icon=":material/arrow_forward:")

with st.expander("Eine Maßnahme verschieben, ohne Maus", icon=":material/edit_calendar:"):
    show_one_form(saved)
if session.editable() and (
    part := unfolded("Mehrere Maßnahmen ändern", "checklist", "planung_viele_offen")
):
    with part:
        show_many_form(saved, [row.id for row in rows])
if part := unfolded("Plan vorschlagen lassen", "auto_awesome", "planung_optimierer_offen"):
    with part:
        if draft:
            st.caption("Gerechnet wird mit dem gespeicherten Stand.")
        show_optimiser(saved)
if part := unfolded("Summen nach Dezernat, Jahr und Art", "functions", "planung_summen_offen"):
    with part:
        if draft:
            st.caption("Gezeigt wird der gespeicherte Stand.")
        show_roll_up(years)

title = next(item.title for item in session.versions() if item.name == session.version())
shown = ShownPlan(
    table,
    groups,
    years,
    f"Planungstabelle {session.municipality().title}",
    f"Fassung „{title}“, gruppiert nach {by}, {len(rows)} von {len(table.rows)} Maßnahmen"
    + (f"; {len(draft)} noch nicht gespeicherte Änderungen sind enthalten." if draft else "."),
)
with st.container(horizontal=True):
    st.download_button(
        "Als Excel",
        data=lambda: planning_book(shown),
        file_name="Planungstabelle.xlsx",
        mime=EXCEL_TYPE,
        icon=":material/download:",
        on_click="ignore",
        key="planung_excel",
    )
    st.download_button(
        "Druckansicht (A3)",
        data=lambda: planning_page(shown),
        file_name="Planungstabelle.html",
        mime="text/html",
        icon=":material/print:",
        on_click="ignore",
        key="planung_druck",
        help="Öffnen Sie die Datei im Browser und drucken Sie sie quer auf A3.",
    )
