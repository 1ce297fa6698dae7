"""Step 2: the services of the administration, online and by maturity."""

from typing import Any

import streamlit as st

from strategy.figures.inventory.services import (
    maturity_by_topic,
    reuse_by_status,
    service_totals,
    services_by_situation,
    services_by_topic,
)
from strategy.intake.comparing.preview import Preview
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.listing import has_any
from strategy.nouns.service import Service
from ui.charts import bar_chart, bar_summary, radar_chart, radar_summary
from ui.charts.chart_block import show_chart
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.run.uploads import on_disk
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import number_column, percent_column, text_column

SERVICES = Register(
    Service,
    columns=[
        "title",
        "topic",
        "organisation_id",
        "online",
        "online_year",
        "maturity_actual",
        "maturity_target",
        "efa",
        "cases_digital",
        "cases_analogue",
    ],
    filters=["topic", "situation", "organisation_id", "online", "efa", "own", "addressee"],
    order="topic, title",
    imports="services",
    empty="Hier stehen die Leistungen der Verwaltung für Bürgerinnen und Bürger, Unternehmen und "
    "das eigene Haus: ob sie online verfügbar sind und wie reif sie sind. Lesen Sie Ihre Liste "
    "unter „Einlesen“ ein oder beginnen Sie mit den Leistungen mit den meisten Fällen.",
)


def show_overview() -> None:
    """Quote, maturity and cases, by Themenfeld."""
    with session.read() as db:
        totals = service_totals(db)
        topics = services_by_topic(db)
        maturity = maturity_by_topic(db)
        situations = services_by_situation(db)
        reuse = reuse_by_status(db)
    cells = st.columns(4)
    cells[0].metric("Leistungen", german.number(totals.services))
    cells[1].metric("Online verfügbar", german.percent(totals.online_quote, 0))
    cells[2].metric(
        "Fälle digital",
        german.percent(totals.digital_share, 0),
        help=f"{german.number(totals.cases_digital)} digital, "
        f"{german.number(totals.cases_analogue)} analog im Jahr",
    )
    # "ohne Lage" gathers what was not assigned; it is no Lage to be counted.
    known = situations[situations["situation"] != "ohne Lage"]
    cells[3].metric("Themenfelder und Lagen", f"{len(topics)} und {len(known)}")
    st.markdown(
        f"{totals.online} Leistungen sind online verfügbar, {totals.offline} nicht, bei "
        f"{totals.online_unknown} ist es unbekannt; der Reifegrad ist bei "
        f"{totals.maturity_unknown} unbekannt."
    )
    if totals.catalogue:
        more = german.counted(
            totals.catalogue, "weitere Leistung steht", "weitere Leistungen stehen"
        )
        st.caption(
            f"{more} nur im Katalog und nicht in diesen Zahlen. Eine Leistung zählt mit, sobald "
            "etwas zu ihr eingetragen ist, zum Beispiel die zuständige Einheit."
        )
    if not totals.services:
        return
    st.header("Online verfügbar nach Themenfeld")
    bars = topics.rename(columns={"topic": "label", "online_quote": "value"})
    show_chart(
        bar_chart(bars, write=lambda v: german.percent(v, 0)),
        bar_summary(
            bars,
            "Den höchsten Anteil online verfügbarer Leistungen hat",
            write=lambda v: german.percent(v, 0),
        ),
        bars,
        {
            "label": text_column("Themenfeld"),
            "services": number_column("Leistungen"),
            "online": number_column("online"),
            "offline": number_column("nicht online"),
            "online_unknown": number_column("unbekannt"),
            "value": percent_column("Anteil online", places=0),
        },
        key="leistungen_online",
        title="Leistungen online",
    )
    st.header("Reifegrad nach Themenfeld")
    show_chart(
        # The OZG model ends at 4; a model with other levels has its own radar under "Reifegrad".
        radar_chart(maturity, 4),
        radar_summary(maturity),
        maturity,
        {
            "label": text_column("Themenfeld"),
            "ist": number_column("IST (Mittel)", places=1),
            "soll": number_column("SOLL (Mittel)", places=1),
            "services": number_column("Leistungen"),
        },
        key="leistungen_reife",
        title="Reifegrad nach Themenfeld",
    )
    st.header("Themenfelder")
    st.caption("Eine Zeile führt zu den Leistungen des Themenfelds.")
    show_drill(
        topics,
        {
            "topic": text_column("Themenfeld"),
            "services": number_column("Leistungen"),
            "online_quote": percent_column("Anteil online", places=0),
            "maturity_actual": number_column("Reifegrad IST", places=1),
            "maturity_target": number_column("Reifegrad SOLL", places=1),
            "cases_digital": number_column("Fälle digital"),
            "cases_analogue": number_column("Fälle analog"),
            "digital_share": percent_column("Anteil digital", places=0),
        },
        lambda topic: set_filters(
            service_topic="" if topic == "ohne Themenfeld" else topic, leistungen_sicht="Liste"
        ),
        key="leistungen_themen",
        label="Themenfelder",
        ids="topic",
        prompt="Leistungen eines Themenfelds zeigen",
    )
    st.header("Lagen")
    # The same Lage may stand under two Themenfelder, so its name alone does not tell a row.
    situations["row"] = range(len(situations))
    show_drill(
        situations,
        {
            "situation": text_column("Lage"),
            "topic": text_column("Themenfeld"),
            "services": number_column("Leistungen"),
            "online_quote": percent_column("Anteil online", places=0),
            "digital_share": percent_column("Fälle digital", places=0),
        },
        lambda row: _to_situation(situations.iloc[int(row)]),
        key="leistungen_lagen",
        label="Lagen",
        ids="row",
        prompt="Leistungen einer Lage zeigen",
    )
    st.header("Nachnutzung (Einer für Alle)")
    bars = reuse.rename(columns={"efa": "label", "services": "value"})
    show_chart(
        bar_chart(bars),
        bar_summary(bars, "Die meisten Leistungen"),
        bars,
        {
            "label": text_column("Stand der Nachnutzung"),
            "value": number_column("Leistungen"),
            "online": number_column("davon online"),
            "cases_digital": number_column("Fälle digital im Jahr"),
        },
        key="leistungen_efa",
        title="Nachnutzung nach Stand",
    )


def _to_situation(row: Any) -> None:
    set_filters(
        # The words for "none" are the query's own; as a filter they would find nothing.
        service_topic="" if row.topic == "ohne Themenfeld" else row.topic,
        service_situation="" if row.situation == "ohne Lage" else row.situation,
        leistungen_sicht="Liste",
    )


def show_catalogue() -> None:
    """Read in a catalogue of services, for example that of the OZG."""
    st.markdown(
        "Lesen Sie einen Leistungskatalog ein, zum Beispiel den OZG-Katalog: eine Zeile je "
        "Leistung, mit den Spalten „Leistung“, „Leistungsschlüssel“, „Themenfeld“ und „Lage“. Was "
        "schon im Plan steht, wird am Schlüssel erkannt und behält Ihre Angaben."
    )
    if not session.editable():
        st.info(session.why_closed(), icon=":material/lock:")
        return
    upload = st.file_uploader(
        "Datei mit dem Katalog",
        ["xlsx", "xls", "ods", "csv"],
        max_upload_size=50,
        key="leistungen_datei",
    )
    if upload is None:
        return
    try:
        with on_disk(upload) as path, st.spinner("Der Katalog wird gelesen …"):
            preview = preview_import(session.store(), "services", path, version=session.version())
    except StrategyError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.markdown(
        f"{german.number(preview.read)} Leistungen gelesen: {german.number(preview.added)} neu, "
        f"{german.number(preview.changed)} geändert, {german.number(preview.unchanged)} "
        f"unverändert, {german.number(len(preview.rejected_rows))} abgelehnt."
    )
    # Ten are enough to see what is wrong with a file.
    for cell in preview.rejected[:10]:
        st.markdown(plain(f"Zeile {cell.row}: {cell.reason}"))
    # Nothing is taken over in part from here: what to do with refused rows is decided row by row in
    # the import.
    if preview.rejected:
        st.info(
            "Abgelehnte Zeilen lassen sich unter „Einlesen“ weglassen oder berichtigen.",
            icon=":material/info:",
        )
        return
    st.button(
        "Katalog übernehmen",
        type="primary",
        key="leistungen_uebernehmen",
        icon=":material/check:",
        on_click=_take_catalogue,
        args=(preview,),
        disabled=not (preview.added or preview.changed),
    )


def _take_catalogue(preview: Preview) -> None:
    try:
        # What was previewed is applied; if the plan has changed since, the store refuses instead of
        # overwriting.
        done = apply_import(session.store(), preview, session.actor())
    except StrategyError as error:
        session.say("error", str(error))
        return
    session.say(
        "success",
        f"Katalog übernommen: {german.number(done.added)} Leistungen neu, "
        f"{german.number(done.changed)} geändert.",
        True,
    )


actions = list_title("Leistungen")
st.markdown("Welche Leistungen die Verwaltung anbietet, was davon online geht und wie reif es ist.")
if show_object(SERVICES):
    session.end_page()
with session.read() as db:
    nothing = not has_any(db, Service)
if nothing:
    show_list(SERVICES)
    st.header("Katalog einlesen")
    show_catalogue()
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Der Anteil online bezieht sich nur auf Leistungen, bei denen bekannt ist, ob es sie "
        "online gibt. Der Reifegrad reicht von 0 (nicht online) bis 4 (vollständig online); "
        "einzeln begründet wird er unter „Reifegrad“."
    )
VIEWS = {
    "Überblick": show_overview,
    "Liste": lambda: show_list(SERVICES, actions=actions),
    "Katalog einlesen": show_catalogue,
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="leistungen_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
