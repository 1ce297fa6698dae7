"""Gremien: the committee view for a projector, one message per slide."""

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st

from strategy.analysis.slides import Picture, Slide, slides
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.kernel.store.history import list_actions
from strategy.nouns.visibility import Audience
from strategy.relations.audience import answer_for, withholds
from ui.charts.slide import LOOK, slide_chart, slide_rows
from ui.charts.style import PLOTLY_DE, for_dark
from ui.frame.places import object_link
from ui.objects.fields import options_of
from ui.run import session
from ui.run.plain_text import plain

# Slide → page with the rows behind its numbers.
ROWS = {
    "kosten": "step_2_ist_analysis/costs.py",
    "kostenarten": "step_2_ist_analysis/costs.py",
    "teuerste": "step_2_ist_analysis/costs.py",
    "projekte": "step_2_ist_analysis/projects.py",
    "leistungen": "step_2_ist_analysis/services.py",
    "werkstatt": "step_3_future_workshop/clusters.py",
    "massnahmen": "step_4_life_domains/measures.py",
    "strategie": "step_5_final_strategy/budget_view.py",
    "entscheidungen": "council/papers.py",
    "tagesordnung": "council/bodies.py",
}

# What the pages behind the slides list.
BEHIND = ("measure", "cost_line", "project", "application", "card", "cluster", "funding")


def turn_to(number: int) -> None:
    """Callback: show another slide."""
    # In the address, so that a reload in the meeting comes back to the same slide.
    st.query_params["folie"] = str(number)


def written_slides(store: Store, version: str, public_only: bool) -> bytes:
    """The slides that are shown, as a file; made when the button is pressed."""
    # Only then, because the library takes half a second to load.
    from strategy.documents.slides_file import write_slides

    audience = Audience.PUBLIC if public_only else Audience.ADMINISTRATION
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        path = Path(folder) / "Ausschuss.pptx"
        write_slides(store, path, version, audience=audience, today=date.today())
        return path.read_bytes()


def put_first() -> None:
    """Callback: the agenda and the papers of a body before those of others."""
    chosen = st.session_state.get("gremium")
    st.query_params.pop("gremium", None)
    if chosen:
        st.query_params["gremium"] = chosen
    st.query_params["folie"] = "1"


def show_picture(slide: Slide, printing: bool = False) -> None:
    """The one chart of the slide, or its table."""
    figure = slide_chart(slide)
    if figure is None:
        rows = slide.frame.head(6).to_dict("records")
        if slide.key == "tagesordnung":
            # Body and day are the title's; the words of the items need the room.
            items = [{"Tagesordnung": plain(row["title"])} for row in rows]
            st.table(items, border="horizontal", hide_index=True, alt=slide.title)
            return
        st.table(
            [
                {
                    "Vorlage": plain(row["title"]),
                    "Gremium": plain(row["body"]),
                    "Sitzung am": "offen"
                    if german.is_unknown(row["held_on"])
                    else german.day(row["held_on"]),
                }
                for row in rows
            ],
            border="horizontal",
            hide_index=True,
            alt=slide.title,
        )
        return
    dark = st.context.theme.type == "dark"
    with st.container(key=f"folie_bild_{slide.key}" if printing else "folie_bild"):
        st.plotly_chart(
            for_dark(figure) if dark else figure,
            key=f"folie_{slide.key}",
            # Nobody can use plotly's buttons from the back row.
            config={**PLOTLY_DE, "displayModeBar": False},
            alt=slide.title,
            width="stretch",
            # A sheet of paper has a height, a screen is filled by the look.
            height=560 if printing else "stretch",
        )
    # On a phone in the hall there is no room for bars beside type of this size; the look shows
    # the same figures as a table there and hides the picture.
    with st.container(key=f"folie_zahlen_{slide.key}" if printing else "folie_zahlen"):
        st.table(slide_rows(slide), border="horizontal", hide_index=True, alt=slide.title)


# The switch stands below the slide; before it is drawn for the first time only the URL knows it.
asked = st.query_params.get("nichtoeffentlich") == "true"
public_only = not st.session_state.get("nichtoeffentlich", asked)
with session.read() as db:
    last = list_actions(db, limit=1)
    bodies = options_of(db, "body")
# By its id in the address: bound as the switch is, the address would hold the name of the body.
body = st.query_params.get("gremium")
body = body if body in bodies else None
asked_for = (slides, date.today(), public_only, body)
shown = (
    session.recall(answer_for, session.store(), session.version(), Audience.PUBLIC, *asked_for)
    if public_only
    else session.recall(*asked_for)
)
if not shown:
    st.title("Ausschussansicht")
    st.markdown("Für den Beamer: eine Aussage je Folie, groß genug für die letzte Reihe.")
    st.info(
        "Die Folien entstehen von selbst, sobald Kosten, Projekte, Leistungen, Werkstatt oder "
        "Maßnahmen erfasst sind. Beginnen Sie mit den Anwendungen.",
        icon=":material/info:",
    )
    st.page_link("step_2_ist_analysis/applications.py", label="Zu den Anwendungen")
    session.end_page()

wanted = st.query_params.get("folie", "1")
# The number comes from the address, and slides vanish with their data.
number = min(max(int(wanted) if wanted.isdecimal() else 1, 1), len(shown))
slide = shown[number - 1]

# No sidebar, type from 24 px.
st.html(LOOK)
as_of = german.day(last[0].at.date()) if last else german.UNKNOWN


def show_slide(one: Slide, printing: bool = False) -> None:
    """The message, its picture, and where the figures are from."""
    (st.header if printing else st.title)(plain(one.title))
    if one.note:
        st.markdown(plain(one.note))
    show_picture(one, printing)
    source = f"Quelle: {one.source}. Stand {as_of}."
    if one.picture is Picture.PAPERS and len(one.frame) > 6:
        source += f" Gezeigt sind 6 von {len(one.frame)} Einträgen."
    st.markdown(plain(f"{session.municipality().title}. {source}"))


if st.query_params.get("druck") == "alle":
    # One below the other, each on a sheet of its own; the browser prints or makes the PDF.
    st.title("Alle Folien")
    with st.container(key="folie_steuerung"):
        st.markdown("Drucken Sie mit Strg+P, auch als PDF; jede Folie bekommt ihr Blatt.")
        st.page_link("council/dashboard.py", label="Zurück zu den Folien", icon=":material/close:")
    for one in shown:
        with st.container(key=f"folie_blatt_{one.key}"):
            show_slide(one, printing=True)
    session.end_page()

with st.container(key="folie", gap="xsmall"):
    show_slide(slide)
# Not shown (slide.css): what Pos1, Ende and the digits press (web/static/keys.js).
with st.container(key="folie_sprung"):
    for place in range(1, len(shown) + 1):
        st.button(f"Folie {place}", key=f"folie_zu_{place}", on_click=turn_to, args=(place,))

with st.container(key="folie_steuerung", horizontal=True, vertical_alignment="center"):
    st.button(
        "Vorige",
        key="vorige",
        icon=":material/arrow_back:",
        on_click=turn_to,
        args=(number - 1,),
        disabled=number == 1,
    )
    st.button(
        "Nächste",
        key="naechste",
        icon=":material/arrow_forward:",
        type="secondary" if number == len(shown) else "primary",
        on_click=turn_to,
        args=(number + 1,),
        disabled=number == len(shown),
    )
    st.markdown(f"Folie {number} von {len(shown)}", width="content")
    if not public_only and slide.key == "entscheidungen" and session.editable():
        # In public only the slide is shown: a paper's page has motions and remarks on it.
        object_link(str(slide.frame["paper_id"].iloc[0]), "Abstimmung erfassen")
    if not public_only:
        st.page_link(ROWS[slide.key], label="Zu den Zahlen", icon=":material/table:")
    elif slide.key == "entscheidungen":
        st.page_link(
            ROWS[slide.key],
            label="Zu den Zahlen",
            icon=":material/table:",
            # The page knows no audience; this way it shows what the slide shows.
            query_params={"vorlagen_access": "öffentlich"},
        )
    elif slide.key != "tagesordnung" and not session.recall(
        answer_for, session.store(), session.version(), Audience.PUBLIC, withholds, BEHIND
    ):
        # Only where the page behind the slide holds nothing that is not public.
        st.page_link(ROWS[slide.key], label="Zu den Zahlen", icon=":material/table:")
    # The button calls back outside the run of the page, where the session cannot be asked.
    of_store, of_version = session.store(), session.version()
    st.download_button(
        "PowerPoint",
        lambda: written_slides(of_store, of_version, public_only),
        "Ausschuss.pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        key="folien_datei",
        icon=":material/slideshow:",
        on_click="ignore",
        help="Alle Folien mit Diagrammen, die sich weiterbearbeiten lassen.",
    )
    st.toggle("Nichtöffentliches", key="nichtoeffentlich", bind="query-params")
    st.page_link(
        "council/dashboard.py",
        label="Alle drucken",
        icon=":material/print:",
        query_params={
            "druck": "alle",
            **({} if public_only else {"nichtoeffentlich": "true"}),
            **({"gremium": body} if body else {}),
        },
    )
    st.page_link("start.py", label="Beenden", icon=":material/close:")
with st.container(key="folie_nummern", horizontal=True, vertical_alignment="center"):
    st.selectbox(
        "Gremium zuerst",
        list(bodies),
        index=list(bodies).index(body) if body else None,
        format_func=lambda one: bodies.get(one, one),
        placeholder="Gremium zuerst …",
        key="gremium",
        on_change=put_first,
        label_visibility="collapsed",
        width=260,
    )
    st.caption(
        "Tasten: Pfeile, Bild auf und ab, Leertaste, Pos1, Ende, 1 bis 9; B schwarz, "
        "F Vollbild, T Redezeit",
        width="content",
    )
