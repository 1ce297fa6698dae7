"""Step 2: posts of the Stellenplan and synergies, which the council asks for."""

from collections.abc import Callable

import streamlit as st

from strategy.figures.money.posts import post_rows, posts_by_unit
from strategy.figures.money.staff_gaps import staff_gaps
from strategy.kernel import german
from strategy.kernel.listing import has_any
from strategy.nouns.post import Post
from strategy.nouns.synergy import Synergy
from ui.charts.chart_block import show_chart
from ui.charts.posts import posts_chart, posts_summary
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.tables.drill import show_drill
from ui.tables.format import date_column, fte_column, text_column, year_column

POSTS = Register(
    Post,
    columns=[
        "title",
        "organisation_id",
        "grade",
        "fte",
        "filled_fte",
        "vacant_reason",
        "vacant_since",
        "new_in_year",
    ],
    # There is no field for a person on purpose: posts need none (data minimisation, Art. 5 DSGVO).
    filters=["organisation_id", "vacant_reason", "new_in_year"],
    order="organisation_id, title",
    empty="Hier stehen die Stellen, die für die Digitalisierung gebraucht werden: wie viel davon "
    "besetzt ist und warum nicht alles. Namen gehören nicht hierher.",
)
SYNERGIES = Register(
    Synergy,
    columns=[
        "title",
        "organisation_id",
        "kind",
        "year",
        "recurrence",
        "amount_cents",
        "fte",
        "status",
    ],
    filters=["organisation_id", "kind", "year", "status"],
    order="year, title",
    empty="Hier stehen die Synergien: was durch Digitalisierung an Sach- oder Personalkosten frei "
    "wird, wo und ab wann.",
)


def show_vacancies() -> None:
    """How many posts are filled, by unit, and each vacant one with its reason."""
    with session.read() as db:
        units = posts_by_unit(db, session.municipality().plan_year or 0)
        rows = post_rows(db)
    show_chart(
        posts_chart(units),
        posts_summary(units),
        units,
        {
            "label": text_column("Einheit"),
            "fte": fte_column("Stellen (VZÄ)"),
            "filled_fte": fte_column("besetzt (VZÄ)"),
            "vacant_fte": fte_column("unbesetzt (VZÄ)"),
            "new_fte": fte_column("neu im Planjahr (VZÄ)"),
            "reasons": text_column("Gründe"),
        },
        key="stellen_bild",
        title="Besetzte und unbesetzte Stellen",
    )
    st.header("Unbesetzte Stellen")
    # Unknown staffing belongs in the list of what to clear up, not among the filled posts.
    vacant = rows[rows["vacant_fte"].isna() | (rows["vacant_fte"] > 0)]
    if vacant.empty:
        st.success("Alle erfassten Stellen sind besetzt.", icon=":material/check_circle:")
        return
    # Where it is unknown whether a post is vacant at all, a reason cannot be missing yet.
    without = int((vacant["vacant_reason"].isna() & vacant["vacant_fte"].notna()).sum())
    if without:
        words = "einer Stelle fehlt" if without == 1 else f"{german.number(without)} Stellen fehlt"
        st.info(f"Bei {words} der Grund.", icon=":material/info:")
    show_drill(
        vacant,
        {
            "title": text_column("Stelle"),
            "amt": text_column("Einheit"),
            "vacant_fte": fte_column("unbesetzt (VZÄ)"),
            "vacant_reason": text_column("Grund"),
            "vacant_since": date_column("seit"),
            "grade": text_column("Gruppe"),
        },
        key="stellen_offen",
        label="Unbesetzte Stellen",
        ids="id",
        prompt="Stelle öffnen",
    )


def show_need() -> None:
    """What measures need in staff against posts that exist and are filled."""
    with session.read() as db:
        gaps = staff_gaps(db)
    if gaps.empty:
        st.info(
            "Keine Maßnahme des Plans braucht Stellenanteile; sie stehen im Kostenblatt unter "
            "„Personal in VZÄ“.",
            icon=":material/info:",
        )
        return
    short = gaps[gaps["gap_fte"] > 0]
    worst = short.groupby("year")["gap_fte"].sum()
    if len(worst):
        st.markdown(
            f"Die größte Lücke ist {worst.idxmax()}: {german.fte(worst.max())} VZÄ mehr, als es in "
            "den betroffenen Ämtern Stellen dieser Gruppe gibt."
        )
    show_drill(
        gaps,
        {
            "amt": text_column("Einheit"),
            "grade": text_column("Gruppe"),
            "year": year_column(),
            "needed_fte": fte_column("gebraucht (VZÄ)"),
            "post_fte": fte_column("Stellen (VZÄ)"),
            "filled_fte": fte_column("besetzt (VZÄ)"),
            "gap_fte": fte_column("fehlt an Stellen (VZÄ)"),
            "unfilled_fte": fte_column("fehlt an Besetzung (VZÄ)"),
        },
        key="stellen_bedarf",
        label="Bedarf der Maßnahmen gegen Stellen",
        ids="amt_id",
        prompt="Einheit öffnen",
    )
    st.caption(
        "Gezählt sind die Stellen, die der Plan kennt, ab dem Jahr, in dem sie neu sind; sie haben "
        "meist auch andere Arbeit."
    )


st.title("Stellen und Synergien")
st.markdown("Welche Stellen die Digitalisierung braucht, welche fehlen, und was sie frei macht.")
if show_object(POSTS) or show_object(SYNERGIES):
    session.end_page()
with session.read() as db:
    nothing = not has_any(db, Post)
VIEWS: dict[str, Callable[[], object]] = {
    "Unbesetzt": show_vacancies,
    "Stellen": lambda: show_list(POSTS),
    "Bedarf der Maßnahmen": show_need,
    "Synergien": lambda: show_list(SYNERGIES),
}
if nothing:
    # Taken out and not emptied: without posts the picture would say that all of them are filled.
    del VIEWS["Unbesetzt"]
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Erfassen Sie je Stelle, wie viel davon es gibt und wie viel besetzt ist; die Differenz "
        "ist unbesetzt. „Neu im Stellenplan“ nennt das Haushaltsjahr, in dem eine Stelle "
        "hinzukommt. Synergien tragen Sie je Jahr und Art ein; die Antworten dazu stehen unter "
        "„Fragen der Politik“."
    )
for tab, show in zip(
    st.tabs(list(VIEWS), key="stellen_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
