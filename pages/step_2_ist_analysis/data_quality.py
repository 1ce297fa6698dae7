"""Step 2: how complete, how fresh and whose the entries are; confirm them."""

from datetime import date
from typing import Any

import streamlit as st

from strategy.figures.inventory.quality import FRESH, euro_quality, quality_by_amt, quality_records
from strategy.figures.profile import sealed_on
from strategy.kernel import german
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import forward_elsewhere
from ui.objects.confirm import confirm_now
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import date_column, money_column, number_column, percent_column, text_column
from ui.tables.rows import rows_of

NOBODY = "ohne"

# The sign differs by shape and not by colour: WCAG 1.4.1, and many print in black.
SIGNS = {"frisch": "● frisch", "veraltet": "◑ veraltet", "nie bestätigt": "○ nie bestätigt"}


def show_city(table: Any) -> None:
    """Stale euros as a picture, and every Amt with its figures."""
    st.header("Nicht bestätigte Beträge nach Amt")
    bars = table.rename(columns={"amt": "label"}).copy()
    bars["value"] = bars["stale_cents"]
    # An Amt whose amounts are all unknown has no share of euros; a bar of length 0 would look
    # fresh.
    bars = bars[bars["amount_cents"].notna()].sort_values("value", ascending=False).head(12)
    if len(bars):
        show_chart(
            bar_chart(bars, write=german.money_short),
            bar_summary(
                bars, "Die meisten Euro ohne frische Bestätigung hat", write=german.money_short
            ),
            bars,
            {
                "label": text_column("Amt"),
                "amount_cents": money_column("Betrag im Planjahr"),
                "stale_cents": money_column("davon nicht frisch bestätigt"),
                "ownerless_cents": money_column("davon ohne Ansprechperson"),
            },
            key="qualitaet_bild",
            title="Nicht bestätigte Beträge nach Amt",
        )
    st.header("Alle Ämter")
    st.caption("Eine Zeile führt zu den Einträgen des Amts; dort bestätigen Sie sie.")
    table = table.copy()
    # The empty choice of the box means all Ämter, so entries without an Amt need a word of their
    # own.
    table["key"] = table["amt_id"].fillna(NOBODY)
    show_drill(
        table,
        {
            "amt": text_column("Amt"),
            "records": number_column("Einträge"),
            "percent": percent_column("Vollständig", places=0),
            "fresh": number_column("frisch"),
            "stale": number_column("veraltet"),
            "never": number_column("nie bestätigt"),
            "ownerless": number_column("ohne Ansprechperson"),
            "stale_cents": money_column("Euro nicht frisch"),
            "ownerless_cents": money_column("Euro ohne Ansprechperson"),
        },
        lambda key: set_filters(qualitaet_amt=key),
        key="qualitaet_aemter",
        label="Datenqualität nach Ämtern",
        ids="key",
        prompt="Einträge eines Amts zeigen",
    )


def show_amt(amt: str, name: str) -> None:
    """The entries of one Amt with what is missing, and the buttons to confirm them."""
    with session.read() as db:
        # The query takes "" for entries without an Amt and None for all.
        rows = quality_records(db, today, amt="" if amt == NOBODY else amt)
    st.header(plain(name))
    if rows.empty:
        st.info(
            "Dieses Amt hat keine Anwendung, kein laufendes Projekt und keine Leistung.",
            icon=":material/info:",
        )
        return
    due = rows[rows["state"] != FRESH]
    owner = int(rows["owner_id"].isna().sum())
    st.markdown(
        f"{german.number(len(rows))} Einträge, davon {german.number(len(due))} nicht frisch "
        f"bestätigt und {german.number(owner)} ohne Ansprechperson."
    )
    if session.editable():
        st.button(
            f"Alle {german.number(len(rows))} Einträge bestätigen",
            type="primary",
            icon=":material/done_all:",
            key="qualitaet_alle",
            on_click=confirm_now,
            # The ids that are shown, not "all of this Amt": what came in since then was not looked
            # at by whoever confirms.
            args=([str(item) for item in rows["id"]], name),
            help="Eine Handlung, die sich als Ganzes rückgängig machen lässt.",
        )
    rows["word"] = rows["state"].map(SIGNS)
    rows["missing"] = [missing or "–" for missing in rows["missing"]]
    show_drill(
        rows,
        {
            "title": text_column("Eintrag"),
            "noun": text_column("Was"),
            "word": text_column("Bestätigung"),
            "confirmed_on": date_column("am"),
            "missing": text_column("Es fehlt"),
            "percent": percent_column("Vollständig", places=0),
            "owner": text_column("Ansprechperson"),
        },
        key=f"qualitaet_liste_{amt}",
        label=f"Einträge: {name}",
        ids="id",
        prompt="Eintrag öffnen",
    )
    if session.editable():
        # Two Ämter may name an application alike; the id makes each choice one of its kind.
        names = {str(row.id): f"{row.title} ({row.id})" for row in rows_of(due)}
        chosen = st.multiselect(
            "Nur einzelne bestätigen",
            list(names),
            format_func=lambda item: names.get(item, item),
            key=f"qualitaet_einzeln_{amt}",
            placeholder="auswählen …",
        )
        st.button(
            "Ausgewählte bestätigen",
            key="qualitaet_ausgewaehlt",
            icon=":material/check:",
            on_click=confirm_now,
            args=(chosen, name),
            disabled=not chosen,
        )


st.title("Datenqualität")
st.markdown(
    "Wie vollständig und wie frisch die Angaben sind, wer für sie einsteht, und wie viele Euro auf "
    "Angaben beruhen, die niemand bestätigt hat."
)
forward_elsewhere("step_2_ist_analysis/data_quality.py")
with session.read() as db:
    # In a sealed edition nothing ages: it shows what was fresh on the day of sealing, for ever.
    today = sealed_on(db) or date.today()
table = session.recall(quality_by_amt, today)
euros = session.recall(euro_quality, today)
if table.empty:
    st.info(
        "Hier steht, welche Angaben bestätigt sind und wo etwas fehlt. Erfassen Sie zuerst "
        "Anwendungen, Projekte oder Leistungen.",
        icon=":material/info:",
    )
    st.page_link(
        "step_2_ist_analysis/applications.py", label="Zu „Anwendungen“", icon=":material/apps:"
    )
    session.end_page()
total, fresh = int(table["records"].sum()), int(table["fresh"].sum())
cells = st.columns(4)
# Weighted by entries: a plain mean of the Ämter would let a small one count like a large one.
share = (table["percent"].astype(float) * table["records"]).sum() / total if total else None
cells[0].metric("Vollständig ausgefüllt", german.percent(share, 0))
cells[1].metric("Frisch bestätigt", f"{german.number(fresh)} von {german.number(total)}")
cells[2].metric(
    "Euro nicht frisch bestätigt",
    german.percent(euros.stale_percent, 1),
    help=german.money(euros.stale_cents),
)
cells[3].metric(
    "Euro ohne Ansprechperson",
    german.percent(euros.ownerless_percent, 1),
    help=german.money(euros.ownerless_cents),
)
st.caption(plain(euros.sentence))
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        f"Eine Bestätigung gilt {euros.months} Monate; die Frist ändern Sie unter „Kommune“. "
        "Bestätigen Sie einen Eintrag auf seiner Seite oder hier alle eines Amts auf einmal. "
        "Kosten gelten mit ihrer Anwendung oder ihrem Projekt als bestätigt. Abgelöste "
        "Anwendungen und beendete Projekte zählen nicht mit. Der Bericht und die Antworten an "
        "die Politik nennen beide Anteile."
    )
names = {
    str(row.amt_id) if isinstance(row.amt_id, str) else NOBODY: row.amt for row in rows_of(table)
}
amt = st.selectbox(
    "Amt",
    ["", *names],
    key="qualitaet_amt",
    bind="query-params",
    format_func=lambda item: names.get(item, "alle Ämter"),
)
if amt:
    show_amt(amt, names[amt])
else:
    show_city(table)
