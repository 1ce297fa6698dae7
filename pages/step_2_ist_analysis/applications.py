"""Step 2: the inventory of IT applications."""

from dataclasses import replace
from datetime import date

import streamlit as st

from strategy.excel.table import CellKind
from strategy.figures.inventory.counts import (
    application_completeness,
    contracts_ending,
    incomplete_shares,
    time_quadrants,
)
from strategy.kernel import german
from strategy.kernel.listing import has_any
from strategy.kernel.selection import unknown
from strategy.nouns.application import Application, TimeDecision
from strategy.nouns.application_interface import ApplicationInterface
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.charts.clickable_chart import show_clickable
from ui.charts.inventory import time_chart, time_summary
from ui.inventory.application_view import show_application
from ui.inventory.inventory_views import show_doubles, show_interfaces
from ui.objects.link_fields import LinkField
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import Column, date_column, number_column, percent_column, text_column

APPLICATIONS = Register(
    Application,
    columns=[
        "title",
        "organisation_id",
        "vendor",
        "operation",
        "life_cycle",
        "contract_end",
        "criticality",
        "time_decision",
    ],
    filters=[
        "organisation_id",
        "category",
        "life_cycle",
        "time_decision",
        "criticality",
        "operation",
    ],
    order="title",
    # Applied with the shares it makes, below the form; named alone it would promise shares that
    # nobody worked out.
    without=["distribution_key_id"],
    links=[LinkField("goal", "Dient dem Ziel"), LinkField("life_domain", "Lebensbereich")],
    imports="applications",
    empty="Hier stehen die IT-Anwendungen mit Zuständigkeit, Vertrag und Bewertung. Sie sind die "
    "Grundlage der Kosten und der späteren Entscheidungen. Lesen Sie Ihre Inventarliste unter "
    "„Einlesen“ ein oder legen Sie die wichtigste Anwendung von Hand an.",
    children=[
        # Shares are entered together in the key above, because only together they make 100 %.
        Register(
            ApplicationUse,
            columns=["organisation_id", "share", "users"],
            # Shares are given together, in the distribution key, because they have to make 100 %.
            without=["share"],
            parent_field="application_id",
            order="-share",
            empty="Noch ist nicht gesagt, welche Ämter die Anwendung nutzen und wie viel der "
            "Kosten sie tragen; bis dahin trägt alles die verantwortliche Einheit.",
        ),
        Register(
            CostLine,
            columns=["title", "year", "cost_type", "basis", "amount_cents", "fte"],
            parent_field="application_id",
            # Typed in the Kostenblatt; a line keeps a page of its own.
            listed=False,
            order="-year, cost_type",
            empty="Noch sind keine Kosten erfasst; sie gelten als unbekannt, nicht als Null.",
        ),
        Register(
            ApplicationInterface,
            columns=["title", "target_id", "format", "automatic"],
            parent_field="source_id",
            order="title",
            empty="Noch ist keine Schnittstelle zu einer anderen Anwendung erfasst.",
        ),
    ],
)


def show_fit() -> None:
    """Functional against technical fit; a click leads to the applications of a point."""
    with session.read() as db:
        frame = time_quadrants(db)
    point = show_clickable(time_chart(frame), time_summary(frame), "anwendungen_time")
    columns = {
        "title": text_column("Anwendung"),
        "functional_fit": number_column("Fachliche Eignung"),
        "technical_fit": number_column("Technische Eignung"),
        "time_decision": text_column("Entscheidung"),
        "suggestion": text_column("Nach der Eignung"),
    }
    if point is None:
        st.caption("Ein Klick auf einen Punkt zeigt seine Anwendungen.")
    else:
        decision, technical, functional = point[0], round(point[1]), round(point[2])
        chosen = frame[
            # The chart draws undecided applications under the word "offen"; in the plan they are
            # empty.
            (frame["time_decision"].fillna("offen") == decision)
            & (frame["technical_fit"] == technical)
            & (frame["functional_fit"] == functional)
        ].reset_index(drop=True)
        st.header(f"{decision}: fachlich {functional}, technisch {technical}")
        show_drill(
            chosen,
            columns,
            # Streamlit keeps a chosen row as a position; under one key it would stay on for another
            # point.
            key=f"anwendungen_punkt_{decision}_{technical}_{functional}",
            label="Anwendungen des Punkts",
            ids="id",
            prompt="Anwendung des Punkts öffnen",
        )
    st.markdown("Anwendungen dieser Entscheidung zeigen:")
    for place, item in zip(st.columns(4), TimeDecision, strict=True):
        place.button(
            str(item),
            key=f"time_{item.name}",
            # Only a callback may set the key of an input that was drawn already in this run, as the
            # tabs and the filters of the list are.
            on_click=set_filters,
            width="stretch",
            kwargs={"application_time_decision": str(item), "anwendungen_sicht": "Liste"},
        )
    # pandas calls a missing decision unequal to every suggestion, so undecided ones are in here
    # too.
    other = frame[frame["suggestion"].notna() & (frame["suggestion"] != frame["time_decision"])]
    other = other.reset_index(drop=True)
    st.header("Entscheidung offen oder anders als die Eignung")
    st.caption(
        "Nach der Eignung: in beidem gut (4 oder 5) ausbauen, nur technisch schwach (1 oder 2) "
        "ablösen, in beidem schwach abschalten, sonst dulden. Eine andere Entscheidung kann "
        "richtig sein; sie braucht nur einen Grund."
    )
    if len(other):
        show_drill(
            other,
            columns,
            key="anwendungen_abweichend",
            label="Anwendungen mit offener oder abweichender Entscheidung",
            ids="id",
            prompt="Anwendung mit offener oder abweichender Entscheidung öffnen",
        )
    else:
        st.markdown("Keine.")
    st.header("Alle Anwendungen mit ihrer Eignung")
    show_drill(
        frame,
        columns,
        key="anwendungen_eignung",
        label="Eignung der Anwendungen",
        ids="id",
        prompt="Anwendung öffnen",
    )


def show_contracts() -> None:
    """Contracts that end or have to be given notice soon, with the last day for it."""
    months = st.selectbox(
        "Verträge, die enden oder zu kündigen sind in den nächsten",
        [3, 6, 12, 24, 36],
        2,
        key="anwendungen_monate",
        bind="query-params",
        format_func=lambda n: f"{n} Monaten",
    )
    with session.read() as db:
        frame = contracts_ending(db, date.today(), months)
    if frame.empty:
        st.info(
            "In diesem Zeitraum endet kein bekannter Vertrag, und keiner ist zu kündigen.",
            icon=":material/info:",
        )
        return
    # A contract without a known period of notice is neither soon nor late; it is counted by itself.
    alone = frame["ends_by_itself"].fillna(False).astype(bool)
    frame["notice"] = [
        "endet von selbst"
        if ends
        else "Frist unbekannt"
        if german.is_unknown(day)
        else "zu kündigen"
        for ends, day in zip(alone, frame["last_notice_day"], strict=True)
    ]
    known = frame["days_left"].dropna()
    soon, late = int(((known >= 0) & (known <= 90)).sum()), int((known < 0).sum())
    st.markdown(
        f"{len(frame)} Verträge enden in den nächsten {months} Monaten oder sind dann zu kündigen: "
        f"bei {soon} läuft die Kündigungsfrist in 90 Tagen ab, bei {late} ist sie verstrichen, bei "
        f"{len(frame) - len(known) - alone.sum()} ist die Frist unbekannt."
        + (f" {alone.sum()} enden ohne Kündigung." if alone.any() else "")
    )
    show_drill(
        frame,
        {
            "title": text_column("Anwendung"),
            "notice": text_column("Kündigung"),
            "last_notice_day": replace(date_column("Spätestens kündigen am"), empty="–"),
            # Written in words, but still a number underneath, so that the grid sorts by days.
            "days_left": Column("Verbleibend", _days, CellKind.NUMBER, empty="–"),
            "contract_end": date_column("Vertragsende"),
            "notice_months": number_column("Frist (Monate)"),
            "vendor": text_column("Hersteller"),
            "amt": text_column("Verantwortlich"),
        },
        key=f"anwendungen_vertraege_{months}",
        label="Auslaufende Verträge",
        ids="application_id",
        prompt="Anwendung öffnen",
    )


def _days(value: object) -> str:
    if german.is_unknown(value):
        return german.UNKNOWN
    days = int(str(value))
    return f"{days} Tage" if days >= 0 else f"seit {-days} Tagen verstrichen"


def show_gaps() -> None:
    """What is not known yet about the applications."""
    with session.read() as db:
        frame = application_completeness(db)
        shares = incomplete_shares(db)
    bars = frame.rename(columns={"percent": "value"}).sort_values("value")
    show_chart(
        bar_chart(bars, "ausgefüllt", write=lambda v: german.percent(v, 0)),
        bar_summary(bars, "Am besten bekannt", write=lambda v: german.percent(v, 0)),
        bars,
        {
            "label": text_column("Angabe"),
            "filled": number_column("ausgefüllt"),
            "total": number_column("Anwendungen"),
            "value": percent_column("Anteil", places=0),
        },
        key="anwendungen_luecken",
        title="Vollständigkeit der Anwendungen",
    )
    labels = dict(zip(frame["field"], frame["label"], strict=True))
    missing = st.selectbox(
        "Anwendungen zeigen, bei denen etwas fehlt",
        ["", *labels],
        key="anwendungen_fehlt",
        bind="query-params",
        format_func=lambda name: labels.get(name, "bitte wählen"),
    )
    if missing:
        show_list(APPLICATIONS, unknown(missing))
    if len(shares):
        st.header("Kostenanteile ergeben nicht 100 %")
        show_drill(
            shares,
            {
                "title": text_column("Anwendung"),
                "share": percent_column("Summe der Anteile"),
                "uses": number_column("Nutzungen"),
            },
            key="anwendungen_anteile",
            label="Anwendungen mit falscher Summe der Anteile",
            ids="application_id",
            prompt="Anwendung mit falscher Summe öffnen",
        )


actions = list_title("Anwendungen")
st.markdown("Welche Verfahren und Programme es gibt, wer sie verantwortet und wie gut sie passen.")
if show_object(APPLICATIONS, show_application):
    session.end_page()
with session.read() as db:
    nothing = not has_any(db, Application)
if nothing:
    show_list(APPLICATIONS)
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "In der Liste öffnet eine Zeile die Anwendung mit ihren Nutzungen, Kosten und "
        "Schnittstellen. „Eignung“ stellt fachliche und technische Eignung (1 schlecht bis 5 gut) "
        "gegenüber und zeigt, was ausgebaut, geduldet, abgelöst oder abgeschaltet werden soll. "
        "„Verträge“ nennt den letzten Tag für eine Kündigung, „Doppelungen“ Anwendungen, die "
        "vielleicht dasselbe tun, „Schnittstellen“ wer von wem Daten bekommt."
    )
VIEWS = {
    "Liste": lambda: show_list(APPLICATIONS, actions=actions),
    "Eignung": show_fit,
    "Verträge": show_contracts,
    "Doppelungen": show_doubles,
    "Schnittstellen": show_interfaces,
    "Fehlende Angaben": show_gaps,
}
for tab, show in zip(
    # Bound to the address, tabs tell the server which of them is open; otherwise Streamlit would
    # make the contents of all of them in every run.
    st.tabs(list(VIEWS), key="anwendungen_sicht", bind="query-params"),
    VIEWS.values(),
    strict=True,
):
    if tab.open:
        with tab:
            show()
