"""Looks at the whole inventory: the map of interfaces and what may be double."""

from __future__ import annotations

import streamlit as st

from strategy.figures.inventory.interfaces import (
    interface_counts,
    interface_table,
    leaving_with_interfaces,
)
from strategy.figures.inventory.redundancy import applications_of_group, redundancy_groups
from strategy.kernel import german
from ui.charts.chart_block import show_chart
from ui.charts.network import interface_map, interface_summary
from ui.objects.fields import option_word
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import show_drill
from ui.tables.format import money_column, number_column, text_column, yes_no_column
from ui.tables.rows import rows_of


def show_interfaces() -> None:
    """The dependency map, what hangs on whom, and what breaks when an application goes."""
    with session.read() as db:
        everything = interface_table(db)
        counts = interface_counts(db)
        breaking = leaving_with_interfaces(db)
    if everything.empty:
        st.info(
            "Hier entsteht die Karte der Schnittstellen. Tragen Sie bei einer Anwendung ein, an "
            "welche andere sie Daten gibt.",
            icon=":material/info:",
        )
        return
    names = {row.id: option_word(row.id, row.title) for row in rows_of(counts)}
    middle = st.selectbox(
        "Nur diese Anwendung und ihre Nachbarn",
        ["", *names],
        key="schnittstellen_mitte",
        bind="query-params",
        format_func=lambda item: names.get(item, "alle"),
    )
    frame = everything
    if middle:
        # Its neighbours only, and not what hangs on them: the map of a whole town cannot be read.
        near = (everything["source_id"] == middle) | (everything["target_id"] == middle)
        frame = everything[near]
    show_chart(
        interface_map(frame, middle),
        interface_summary(frame),
        frame,
        {
            "source": text_column("Von"),
            "target": text_column("Nach"),
            "title": text_column("Schnittstelle"),
            "format": text_column("Format"),
            "automatic": yes_no_column("Automatisch"),
        },
        key=f"schnittstellen_{middle}",
        title="Schnittstellen",
    )
    if len(breaking):
        st.header("Zu ersetzen, wenn Anwendungen gehen")
        st.caption(
            "Diese Schnittstellen führen zu Anwendungen, die abgelöst oder abgeschaltet werden; "
            "die andere Seite bleibt und braucht einen Ersatz."
        )
        show_drill(
            breaking,
            {
                "leaving": text_column("geht"),
                "staying": text_column("bleibt"),
                "title": text_column("Schnittstelle"),
            },
            key="schnittstellen_brechen",
            label="Schnittstellen zu Anwendungen, die gehen",
            ids="id",
            prompt="Schnittstelle öffnen",
        )
    st.header("Woran am meisten hängt")
    show_drill(
        counts,
        {
            "title": text_column("Anwendung"),
            "together": number_column("Schnittstellen"),
            "gives": number_column("gibt Daten"),
            "takes": number_column("bekommt Daten"),
            "time_decision": text_column("Entscheidung"),
        },
        key="schnittstellen_zahl",
        label="Anwendungen nach Schnittstellen",
        ids="id",
        prompt="Anwendung öffnen",
    )


def show_doubles() -> None:
    """Groups of applications that may do the same, with what they cost."""
    # Without a plan year every cost is unknown, which is what the columns then say.
    year = session.municipality().plan_year or 0
    with session.read() as db:
        frame = redundancy_groups(db, "Plan", year)
    st.markdown(
        "Anwendungen verschiedener Ämter mit gleicher Kategorie, gleichem Zweck oder ähnlichem "
        "Namen: Kandidaten für eine gemeinsame Lösung, noch kein Urteil. Die Beträge sind die "
        f"bekannten Kosten {year} (Plan)."
    )
    reasons = list(dict.fromkeys(frame["reason"]))
    reason = st.selectbox(
        "Woran erkannt",
        ["", *reasons],
        key="doppelungen_grund",
        bind="query-params",
        format_func=lambda item: item or "alle",
    )
    shown = frame[frame["reason"] == reason].reset_index(drop=True) if reason else frame
    if shown.empty:
        st.info(
            "Zurzeit gibt es keine; vielleicht fehlen noch Kategorie oder Zweck.",
            icon=":material/info:",
        )
        return
    dearest = shown.dropna(subset=["amount_cents"])
    if len(dearest):
        first = dearest.iloc[0]
        st.markdown(
            f"{len(shown)} Gruppen; am meisten kostet „{plain(first['label'])}“: "
            f"{first['applications']} Anwendungen in {first['units']} Ämtern, zusammen "
            f"{german.money_short(first['amount_cents'])}."
        )
    # The group itself is the key by which the table below is asked for.
    shown = shown.assign(key=[f"{r.reason}: {r.label}" for r in rows_of(shown)])
    show_drill(
        shown,
        {
            "label": text_column("Gruppe"),
            "reason": text_column("Woran erkannt"),
            "applications": number_column("Anwendungen"),
            "units": number_column("Ämter"),
            "amount_cents": money_column("Kosten"),
            "rest_cents": money_column(
                "ohne die teuerste", "Kosten aller Anwendungen der Gruppe außer der teuersten."
            ),
            "unknown": number_column("ohne Betrag"),
            "titles": text_column("Welche", width="large"),
        },
        # In the session and not in the address: a group is found anew each time and has no id.
        lambda key: st.session_state.__setitem__("doppelungen_gruppe", key),
        key=f"anwendungen_doppelt_{reason}",
        label="Mögliche Doppelungen",
        ids="key",
        prompt="Anwendungen einer Gruppe zeigen",
    )
    wanted = st.session_state.get("doppelungen_gruppe")
    # The group chosen before may be gone, or left out by the filter.
    found = shown[shown["key"] == wanted]
    if len(found):
        _show_group(found.iloc[0]["ids"], str(wanted), year)


def _show_group(ids: list[str], title: str, year: int) -> None:
    with session.read() as db:
        frame = applications_of_group(db, ids, "Plan", year)
    st.header(plain(title))
    show_drill(
        frame,
        {
            "title": text_column("Anwendung"),
            "amt": text_column("Verantwortlich"),
            "amount_cents": money_column(f"Kosten {year}"),
            "vendor": text_column("Hersteller"),
            "users": number_column("Nutzende"),
            "time_decision": text_column("Entscheidung"),
        },
        # A chosen row is kept by its place; in another group that place is another application.
        key=f"anwendungen_gruppe_{hash(tuple(ids))}",
        label="Anwendungen der Gruppe",
        ids="id",
        prompt="Anwendung öffnen",
    )
