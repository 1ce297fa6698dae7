"""What belongs to one application beside its form: key, notice day, services, interfaces."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from strategy.figures.inventory.counts import last_notice_day
from strategy.figures.inventory.interfaces import interface_table, services_of
from strategy.figures.money.cost_drill import cost_of_object
from strategy.kernel import german
from strategy.nouns.application import Application
from strategy.nouns.cost_line import Basis
from ui.charts.network import interface_map
from ui.charts.style import PLOTLY_DE, for_dark
from ui.cost_sheet.editor import show_cost_sheet
from ui.frame.places import object_link
from ui.inventory.distribution_key_form import show_distribution_key
from ui.run import session
from ui.tables.rows import rows_of


def show_application(application: Application) -> None:
    """Everything below the form of an application."""
    with session.read() as db:
        notice = last_notice_day(db, application.id)
        services = services_of(db, application.id)
        interfaces = interface_table(db, application.id)
        costs = cost_of_object(db, application.id)
    _show_notice(application, notice)
    _show_cost(costs)
    show_cost_sheet(application, [Basis.PLAN, Basis.ACTUAL])
    show_distribution_key(application)
    st.header("Unterstützte Leistungen")
    if services.empty:
        st.caption(
            "Noch ist keine Leistung mit dieser Anwendung verbunden; tragen Sie sie bei der "
            "Leistung ein oder verknüpfen Sie sie oben."
        )
    for row in rows_of(services):
        object_link(row.id, f"{row.title} ({row.id})")
    # What it gives stands below as its own rows; what it takes belongs to the other application.
    incoming = interfaces[interfaces["target_id"] == application.id]
    if len(incoming):
        st.header("Daten kommen von")
        for row in rows_of(incoming):
            object_link(row.source_id, f"{row.source}: {row.title}")
    # One single interface needs no map.
    if len(interfaces) > 1:
        figure = interface_map(interfaces, application.id)
        dark = st.context.theme.type == "dark"
        st.header("Was an dieser Anwendung hängt")
        st.plotly_chart(
            for_dark(figure) if dark else figure,
            key="anwendung_karte",
            config=PLOTLY_DE,
            width="stretch",
            alt=f"{len(interfaces)} Schnittstellen von {application.title}; sie stehen auch in den "
            "Listen darunter und darüber.",
        )


def _show_cost(costs: pd.DataFrame) -> None:
    st.header("Kosten nach Jahren")
    if costs.empty:
        st.caption("Noch sind keine Kosten erfasst; sie gelten als unbekannt, nicht als Null.")
        return
    st.table(
        {
            "Jahr": [f"{row.year} ({row.basis})" for row in rows_of(costs)],
            "Sachkosten": [german.money(value) for value in costs["sach_cents"]],
            "Personalkosten": [german.money(value) for value in costs["personal_cents"]],
            "Gesamt": [german.money(value) for value in costs["amount_cents"]],
        }
    )
    unknown = int(costs["unknown_lines"].sum())
    st.caption(
        "Personalkosten ohne eingetragenen Betrag sind aus Stellenanteil und Personalkostensatz "
        "berechnet; jede Kostenzeile zeigt ihre Rechnung. Plan und Ist werden nie addiert."
        + (f" {unknown} Kostenzeilen sind ohne Betrag." if unknown else "")
    )


def _show_notice(application: Application, notice: date | None) -> None:
    if application.contract_end is None:
        return
    end = german.day(application.contract_end)
    if application.ends_by_itself and application.contract_end >= date.today():
        st.info(
            f"Der Vertrag endet am {end}, ohne dass jemand kündigt; soll er weiterlaufen, ist er "
            "vorher zu verlängern.",
            icon=":material/event:",
        )
        return
    if notice is None and application.contract_end >= date.today():
        st.info(
            f"Der Vertrag endet am {end}. Wann spätestens zu kündigen ist, lässt sich ohne "
            "Kündigungsfrist nicht sagen.",
            icon=":material/event:",
        )
        return
    # After the end a period of notice does not matter any more.
    if notice is None or application.contract_end < date.today():
        st.warning(
            f"Der Vertrag ist am {end} ausgelaufen; tragen Sie ein, wie es weitergeht.",
            icon=":material/event_busy:",
        )
        return
    left = (notice - date.today()).days
    words = f"Der Vertrag endet am {end}; letzter Tag für die Kündigung: {german.day(notice)}"
    if left < 0:
        st.warning(f"{words} (seit {-left} Tagen verstrichen).", icon=":material/event_busy:")
    elif left <= 90:
        st.warning(f"{words} (noch {left} Tage).", icon=":material/event_upcoming:")
    else:
        st.info(f"{words} (noch {left} Tage).", icon=":material/event:")
