"""Step 2: the inventory of IT applications."""

from datetime import date
from typing import Any

import streamlit as st

from strategy import german
from strategy.excel.table import Kind
from strategy.figures.inventory import (
    application_completeness,
    contracts_ending,
    incomplete_shares,
    redundancy_candidates,
    share_total,
    time_quadrants,
)
from strategy.nouns.application import Application, TimeDecision
from strategy.nouns.application_interface import ApplicationInterface
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from ui import session
from ui.chart_block import show_chart
from ui.charts import bar_chart, bar_summary
from ui.charts.inventory import time_chart, time_summary
from ui.drill import set_filters, show_drill
from ui.format import Column, date_column, number_column, percent_column, text_column
from ui.places import object_link
from ui.register import Register, show_list, show_object

APPLICATIONS = Register(
    Application,
    columns=["title", "organisation_id", "vendor", "operation", "life_cycle", "contract_end",
             "criticality", "time_decision"],
    filters=["organisation_id", "category", "life_cycle", "time_decision", "criticality",
             "operation"],
    order="title",
    empty="Hier stehen die IT-Anwendungen mit Zuständigkeit, Vertrag und Bewertung. Sie sind die "
    "Grundlage der Kosten und der späteren Entscheidungen. Lesen Sie Ihre Inventarliste unter "
    "„Einlesen“ ein oder legen Sie die wichtigste Anwendung von Hand an.",
    children=[
        Register(ApplicationUse, columns=["organisation_id", "share", "users"],
                 parent_field="application_id", order="share DESC NULLS LAST",
                 empty="Noch ist nicht gesagt, welche Ämter die Anwendung nutzen und wie viel der "
                 "Kosten sie tragen; bis dahin trägt alles die verantwortliche Einheit."),
        Register(CostLine, columns=["title", "year", "cost_type", "basis", "amount_cents"],
                 parent_field="application_id", order="year DESC, cost_type",
                 empty="Noch sind keine Kosten erfasst; sie gelten als unbekannt, nicht als Null."),
        Register(ApplicationInterface, columns=["title", "target_id", "format", "automatic"],
                 parent_field="source_id", order="title",
                 empty="Noch ist keine Schnittstelle zu einer anderen Anwendung erfasst."),
    ],
)


def show_details(application: Any) -> None:
    """The sum of the cost shares, and the interfaces that lead here."""
    with session.read() as db:
        total = share_total(db, application.id)
        incoming = db.rows(
            "SELECT i.title, i.source_id, a.title AS source FROM application_interface i "
            "JOIN application a ON a.id = i.source_id WHERE i.target_id = ? ORDER BY a.title",
            [application.id],
        )
    if total is not None and total != 100:
        st.warning(
            f"Die Kostenanteile ergeben {german.percent(total)} statt 100{german.NBSP}%; "
            + ("den Rest trägt die verantwortliche Einheit. Ergänzen Sie die Nutzungen unten."
               if total < 100 else
               "die Kosten werden im Verhältnis der Anteile verteilt. Berichtigen Sie sie unten."),
            icon=":material/warning:",
        )
    elif total is not None:
        st.caption(f"Die Kostenanteile der nutzenden Ämter ergeben 100{german.NBSP}%.")
    if incoming:
        st.header("Daten kommen von")
        for row in incoming:
            object_link(row["source_id"], f"{row['source']}: {row['title']}")


def show_fit() -> None:
    """Functional against technical fit, and the way to the applications of each decision."""
    with session.read() as db:
        frame = time_quadrants(db)
    show_chart(
        time_chart(frame), time_summary(frame), frame,
        {"title": text_column("Anwendung"), "functional_fit": number_column("Fachliche Eignung"),
         "technical_fit": number_column("Technische Eignung"),
         "time_decision": text_column("Entscheidung")},
        key="anwendungen_time", title="Eignung der Anwendungen",
    )
    st.markdown("Anwendungen dieser Entscheidung zeigen:")
    for place, item in zip(st.columns(4), TimeDecision, strict=True):
        place.button(str(item), key=f"time_{item.name}", on_click=set_filters, width="stretch",
                     kwargs={"application_time_decision": str(item), "anwendungen_sicht": "Liste"})


def show_contracts() -> None:
    """Contracts that end soon, with the last day to give notice."""
    months = st.selectbox(
        "Vertragsende in den nächsten", [3, 6, 12, 24, 36], 2, key="anwendungen_monate",
        bind="query-params", format_func=lambda n: f"{n} Monaten",
    )
    with session.read() as db:
        frame = contracts_ending(db, date.today(), months)
    if frame.empty:
        st.info("In diesem Zeitraum endet kein bekannter Vertrag.", icon=":material/info:")
        return
    known = frame["days_left"].dropna()
    soon, late = int(((known >= 0) & (known <= 90)).sum()), int((known < 0).sum())
    st.markdown(
        f"{len(frame)} Verträge enden in den nächsten {months} Monaten: bei {soon} läuft die "
        f"Kündigungsfrist in 90 Tagen ab, bei {late} ist sie verstrichen, bei "
        f"{len(frame) - len(known)} ist die Frist unbekannt."
    )
    show_drill(
        frame,
        {"title": text_column("Anwendung"),
         "last_notice_day": date_column("Spätestens kündigen am"),
         "days_left": Column("Verbleibend", _days, Kind.NUMBER),
         "contract_end": date_column("Vertragsende"),
         "notice_months": number_column("Frist (Monate)"), "vendor": text_column("Hersteller"),
         "amt": text_column("Verantwortlich")},
        key=f"anwendungen_vertraege_{months}", label="Auslaufende Verträge", ids="application_id",
        prompt="Anwendung öffnen",
    )


def _days(value: object) -> str:
    if german.is_unknown(value):
        return german.UNKNOWN
    days = int(str(value))
    return f"{days} Tage" if days >= 0 else f"seit {-days} Tagen verstrichen"


def show_doubles() -> None:
    """Categories with several applications in different units."""
    with session.read() as db:
        frame = redundancy_candidates(db)
    st.markdown(
        "Mehrere Anwendungen derselben Kategorie in verschiedenen Ämtern: Kandidaten für eine "
        "gemeinsame Lösung, noch kein Urteil. Eine Zeile führt zu ihren Anwendungen."
    )
    if frame.empty:
        st.info("Zurzeit gibt es keine; vielleicht fehlt noch die Kategorie bei Anwendungen.",
                icon=":material/info:")
        return
    show_drill(
        frame,
        {"category": text_column("Kategorie"), "applications": number_column("Anwendungen"),
         "units": number_column("Ämter"), "vendors": number_column("Hersteller"),
         "titles": text_column("Welche", width="large")},
        lambda category: set_filters(application_category=category, anwendungen_sicht="Liste"),
        key="anwendungen_doppelt", label="Mögliche Doppelungen", ids="category",
        prompt="Anwendungen einer Kategorie zeigen",
    )


def show_gaps() -> None:
    """What is not known yet about the applications."""
    with session.read() as db:
        frame = application_completeness(db)
        shares = incomplete_shares(db)
    bars = frame.rename(columns={"percent": "value"}).sort_values("value")
    show_chart(
        bar_chart(bars, "ausgefüllt", write=lambda v: german.percent(v, 0)),
        bar_summary(bars, "Am besten bekannt", write=lambda v: german.percent(v, 0)), bars,
        {"label": text_column("Angabe"), "filled": number_column("ausgefüllt"),
         "total": number_column("Anwendungen"), "value": percent_column("Anteil", places=0)},
        key="anwendungen_luecken", title="Vollständigkeit der Anwendungen",
    )
    labels = dict(zip(frame["field"], frame["label"], strict=True))
    missing = st.selectbox("Anwendungen zeigen, bei denen etwas fehlt", ["", *labels],
                           key="anwendungen_fehlt", bind="query-params",
                           format_func=lambda name: labels.get(name, "bitte wählen"))
    if missing:
        show_list(APPLICATIONS, f"{missing} IS NULL")
    if len(shares):
        st.header("Kostenanteile ergeben nicht 100 %")
        show_drill(
            shares,
            {"title": text_column("Anwendung"), "share": percent_column("Summe der Anteile"),
             "uses": number_column("Nutzungen")},
            key="anwendungen_anteile", label="Anwendungen mit falscher Summe der Anteile",
            ids="application_id", prompt="Anwendung mit falscher Summe öffnen",
        )


st.title("Anwendungen")
st.markdown("Welche Verfahren und Programme es gibt, wer sie verantwortet und wie gut sie passen.")
if show_object(APPLICATIONS, show_details):
    st.stop()
with session.read() as db:
    nothing = not db.has_rows("SELECT 1 FROM application")
if nothing:
    show_list(APPLICATIONS)
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "In der Liste öffnet eine Zeile die Anwendung mit ihren Nutzungen, Kosten und "
        "Schnittstellen. „Eignung“ stellt fachliche und technische Eignung (1 schlecht bis 5 gut) "
        "gegenüber und zeigt, was ausgebaut, geduldet, abgelöst oder abgeschaltet werden soll. "
        "„Verträge“ nennt den letzten Tag für eine Kündigung."
    )
VIEWS = {"Liste": lambda: show_list(APPLICATIONS), "Eignung": show_fit, "Verträge": show_contracts,
         "Doppelungen": show_doubles, "Fehlende Angaben": show_gaps}
for tab, show in zip(
    st.tabs(list(VIEWS), key="anwendungen_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
