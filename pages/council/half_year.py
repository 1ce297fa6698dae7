"""Gremien: the half-yearly report of a version, and reports that are saved to be made again."""

import streamlit as st

from strategy.kernel.store.database import DRAFT
from strategy.nouns.report_definition import ReportDefinition
from ui.objects.register import Register, show_list, show_object
from ui.reports.audience_choice import choose_audience
from ui.reports.half_year_view import show_half_year
from ui.run import session

REPORTS = Register(
    ReportDefinition,
    columns=["title", "audience", "organisation_id", "domain_id", "status", "sections"],
    empty="Hier stehen gespeicherte Berichte: einmal festgelegt, mit einem Klick wieder erstellt. "
    "Legen Sie den an, den Ihr Ausschuss zweimal im Jahr bekommt.",
)


def show_saved(definition: ReportDefinition) -> None:
    """A saved report as it stands today."""
    show_half_year(definition, f"saved_{definition.id}")


st.title("Halbjahresbericht")
st.markdown(
    "Plan und Stand bei Zeit, Ergebnissen und Geld, was sich geändert hat, was gefährdet ist, "
    "Kennzahlen, offene Zusagen und Anträge."
)
if show_object(REPORTS, first=show_saved):
    session.end_page()
now, saved = st.tabs(
    ["Bericht", "Gespeicherte Berichte"], key="halbjahr_sicht", bind="query-params"
)
if saved.open:
    with saved:
        show_list(REPORTS)
if now.open:
    with now:
        versions = {one.name: one for one in session.versions()}
        names = list(versions)
        editions = [name for name in names if versions[name].kind == "edition"]
        left, right = st.columns(2)
        with left:
            chosen = st.selectbox(
                "Fassung des Berichts",
                names,
                key="halbjahr_fassung",
                index=names.index(session.version()) if session.version() in names else 0,
                format_func=lambda name: versions[name].title,
                help="Ein Bericht für ein Gremium sollte aus einer festgeschriebenen Fassung "
                "kommen; nur sie ändert sich nicht mehr.",
            )
        with right:
            since = st.selectbox(
                "Verglichen mit",
                editions,
                index=None,
                key="halbjahr_seit",
                format_func=lambda name: versions[name].title,
                placeholder="der zuletzt festgeschriebenen Fassung",
            )
        show_half_year(
            ReportDefinition(
                title="Halbjahresbericht",
                audience=choose_audience("halbjahr_zielgruppe"),
                edition=chosen or DRAFT,
                since=since,
            ),
            "now",
        )
