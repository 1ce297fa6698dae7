"""The overview: where the plan stands, what it costs, what is next, what has changed."""

from datetime import date

import streamlit as st

from strategy.analysis.overview import key_numbers, lead_sentence, since_last_meeting, stations
from strategy.analysis.steps import step_states
from strategy.figures.catalogue import find_figures
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.council import due_items
from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.planning.heat import domain_points
from strategy.plans.demo import demo_town
from ui.council.due_words import due_words
from ui.frame.places import place_about
from ui.frame.sidebar import kept_in_address
from ui.overview.blocks import Tile, list_html, numbers_html, stations_html, tiles_html
from ui.overview.declare import show_declaring
from ui.overview.first_hour import begins, show_beginning
from ui.overview.page_file import page_button
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.rows import rows_of

LEADING, COORDINATING = "Leitung", "Koordination"
# What fits beside the history without scrolling.
SHOWN = 3

town = session.municipality()
today, year, kept = date.today(), town.plan_year, kept_in_address()


def next_items(db: Cursor) -> list[tuple[str, str, str]]:
    """What is due first, the overdue on top: id, what, when."""
    due = due_items(db, today)
    return [
        (row.object_id, f"{row.kind}: {row.title}", due_words(row.days))
        for row in rows_of(due.head(SHOWN))
    ]


def domain_tiles(db: Cursor) -> list[Tile]:
    """The life domains of the leading system with measures, money of all years and points."""
    points = domain_points(db)
    return [
        Tile(
            row.domain_id,
            row.domain,
            (
                german.counted(int(row.measures), "Maßnahme", "Maßnahmen"),
                # A domain without a measure costs nothing that anybody could know.
                german.money_short(row.amount_cents) if row.measures else "noch ohne Geld",
                german.counted(points.get(row.domain_id, 0), "Punkt", "Punkte"),
            ),
        )
        for row in rows_of(strategy_by_domain(db))
        if not german.is_unknown(row.domain_id)
    ]


def show_step_details() -> None:
    """For the coordinator: what of each step is there, what is missing, what is next."""
    st.header("Die Schritte im Einzelnen")
    for number, state in enumerate(session.recall(step_states), start=1):
        # The council's work runs beside the five steps and has no number.
        title = f"{number} {state.title}" if number <= 5 else state.title
        with st.container(border=True):
            left, right = st.columns([3, 2])
            with left:
                st.subheader(title)
                if state.done:
                    st.markdown("Vorhanden: " + "; ".join(state.done))
                if state.missing:
                    st.markdown("Noch offen: " + "; ".join(state.missing))
            with right:
                if state.next_action:
                    st.markdown(f"Nächster Schritt: {state.next_action}")
                place = place_about(state.about)
                st.page_link(place.script, label=f"Zu „{place.title}“", icon=place.icon)
                if number <= 5:
                    show_declaring(number)


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(f"Digitalstrategie {plain(town.title)}", width="content")
    st.space("stretch")
    page_button()
    st.page_link("council/dashboard.py", label="Vorführen", icon=":material/present_to_all:")
if town.title == demo_town():
    # Nobody should take the figures of the demo for those of a town.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{plain(town.title)} ist erfunden, zum Ausprobieren.", width="content")
        st.page_link(
            "plan_data/new_plan.py", label="Eigene Kommune anlegen", icon=":material/add_home:"
        )
if begins() and session.editable():
    st.markdown(
        "Der Plan ist noch leer. In fünf Schritten führt er von den Zielen zur beschlossenen, "
        "bezahlten und gestuften Strategie; am schnellsten geht es mit dem, was es schon gibt."
    )
    show_beginning()
    session.end_page()
with session.read() as db:
    lead, line = lead_sentence(db, today), stations(db)
    due, since, tiles = next_items(db), since_last_meeting(db, today, 3), domain_tiles(db)
# By their ids, so that the overview shows the very figures of the report.
figures = session.recall(find_figures, (f"kosten_plan_{year}_gesamt", f"massnahmen_{year}_gesamt"))
numbers = session.recall(key_numbers, year, tuple(figures))
st.markdown(plain(lead))
st.html(stations_html(line, kept))
if numbers:
    st.html(numbers_html(numbers, kept))
left, right = st.columns(2)
with left:
    st.header("Als Nächstes")
    if due:
        st.html(list_html(due, kept, "Als Nächstes"))
    else:
        st.caption("Zurzeit ist keine Frist offen.")
    st.page_link("council/deadlines.py", label="Alle Fristen", icon=":material/alarm:")
with right:
    if since is None:
        st.header("Zuletzt geändert")
        st.caption("Noch hat keine Sitzung stattgefunden, seit der sich etwas geändert haben kann.")
    else:
        st.header("Seit der letzten Sitzung")
        changes = german.counted(since.changes, "Änderung", "Änderungen")
        st.caption(
            plain(
                f"{since.body}, {german.day(since.held_on)}: seither {changes} in dieser Fassung."
            )
        )
        st.html(
            list_html(
                [
                    (entry.object_id or "", entry.sentence, german.moment(entry.at))
                    for entry in since.entries
                ],
                kept,
                "Seit der letzten Sitzung",
            )
        )
    st.page_link("plan_data/history.py", label="Zum Verlauf", icon=":material/history:")
if tiles:
    st.header("Lebensbereiche")
    st.html(tiles_html(tiles, kept))
view = st.segmented_control(
    "Ansicht",
    [LEADING, COORDINATING],
    default=COORDINATING if session.editable() else LEADING,
    key="ansicht",
    bind="query-params",
    help="Die Koordination sieht zusätzlich, was in jedem Schritt fehlt.",
)
if view == COORDINATING:
    show_step_details()
