"""Step 5: what the strategy costs, by year, kind, life domain and Dezernat."""

import streamlit as st

from strategy.figures.money.budget_places import commitments
from strategy.figures.money.strategy_cost import (
    cost_without_amount,
    strategy_by_dezernat,
    strategy_by_domain,
    strategy_by_year,
    strategy_rows,
)
from strategy.figures.plan.measures import funding_table
from strategy.figures.profile import horizon
from strategy.kernel import german
from ui.charts import bar_chart, bar_summary, parts_by_year_chart, parts_by_year_summary
from ui.charts.chart_block import show_chart
from ui.charts.style import BLUE, GREEN, ORANGE, PERSONAL, SACH
from ui.frame.next_step import show_next
from ui.measures.plan_budget_view import show_plan_budget
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import (
    fte_column,
    money_column,
    number_column,
    percent_column,
    text_column,
    year_column,
)
from ui.tables.result_table import show_result

# Four ways to cut the same sum; the two halves of each are the whole where nothing is unknown.
PARTS = {
    "einmalig und laufend": {
        "one_off_cents": ("einmalig", BLUE),
        "running_cents": ("laufend", GREEN),
    },
    "konsumtiv und investiv": {
        "consumptive_cents": ("konsumtiv", BLUE),
        "investive_cents": ("investiv", ORANGE),
    },
    "Sach- und Personalkosten": {
        "sach_cents": ("Sachkosten", SACH),
        "personal_cents": ("Personalkosten", PERSONAL),
    },
    "Eigenanteil und Förderung": {
        "own_cents": ("Eigenanteil", BLUE),
        "granted_cents": ("Förderung", GREEN),
    },
}
ALL = "alle Jahre"
ANY = "alle"

st.title("Kosten der Strategie")
st.markdown(
    "Was die Maßnahmen zusammen kosten, wann das Geld gebraucht wird und wer es trägt; Ideenpool "
    "und verworfene Maßnahmen zählen nicht mit."
)
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Alle Beträge kommen aus den Kostenzeilen der Maßnahmen (Plan). Abschreibungen werden "
        "nicht mitgezählt, weil die Investition schon darin steht. Förderung und Eigenanteil "
        "folgen aus den Förderungen der Maßnahmen, nach ihren Kosten auf die Jahre verteilt; "
        "„Finanzierung laut Zeile“ ist ein Vermerk und wird nicht gerechnet. Unten stehen die "
        "Kostenzeilen hinter jeder Zahl; eine Zeile führt zu ihrem Eintrag."
    )
with session.read() as db:
    years = horizon(db)
    by_year = strategy_by_year(db)
    silent = cost_without_amount(db)
    grants = funding_table(db)
    ahead = commitments(db)
# Grants of projects belong to the IST analysis, and those of measures that are not in the plan to
# no sum of this page.
grants = grants[grants["in_plan"]].reset_index(drop=True)
if by_year.empty:
    st.info(
        "Noch hat keine Maßnahme Kosten. Öffnen Sie eine Maßnahme und legen Sie je Jahr und "
        "Kostenart eine Kostenzeile an.",
        icon=":material/info:",
    )
    st.page_link(
        "step_4_life_domains/measures.py", label="Zu den Maßnahmen", icon=":material/task:"
    )
    session.end_page()
# Shown and said: money beyond the horizon is missing in the staging, but not in the sum.
outside = by_year[~by_year["year"].isin(years)] if years else by_year.head(0)
if len(outside):
    st.caption(
        "Außerhalb des Planungszeitraums liegen Kosten der Jahre "
        + ", ".join(str(year) for year in outside["year"])
        + "; sie stehen mit in der Tabelle."
    )
if len(silent):
    st.warning(
        f"Die Summen sind nicht vollständig: {len(silent)} "
        f"{'Maßnahme hat' if len(silent) == 1 else 'Maßnahmen haben'} unbekannte Kosten.",
        icon=":material/warning:",
    )

if len(ahead):
    st.header("Verpflichtungsermächtigungen")
    st.markdown(
        "Investitionen späterer Jahre, die schon der Haushalt des Planjahrs ermächtigen muss, weil "
        "die Maßnahme bis dahin begonnen hat."
    )
    show_result(
        ahead,
        {
            "title": text_column("Maßnahme"),
            "year": year_column("fällig"),
            "amount_cents": money_column("Betrag"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        "measure_id",
        key="commitments",
        title="Verpflichtungsermächtigungen",
    )

st.header("Kosten nach Jahren")
split = st.selectbox("Aufgeteilt in", list(PARTS), key="kosten_teilung", bind="query-params")
show_chart(
    parts_by_year_chart(by_year, PARTS[split]),
    parts_by_year_summary(by_year, PARTS[split]),
    by_year,
    {
        "year": year_column(),
        "amount_cents": money_column("Kosten"),
        "one_off_cents": money_column("einmalig"),
        "running_cents": money_column("laufend"),
        "consumptive_cents": money_column("konsumtiv"),
        "investive_cents": money_column("investiv"),
        "sach_cents": money_column("Sachkosten"),
        "personal_cents": money_column("Personalkosten"),
        "granted_cents": money_column("Förderung"),
        "own_cents": money_column("Eigenanteil"),
        "fte": fte_column("Stellen (VZÄ)"),
        "unknown_lines": number_column("Zeilen ohne Betrag"),
    },
    key="strategy_years",
    title="Kosten der Strategie nach Jahren",
)
for number, row in enumerate(by_year.tail(6).itertuples()):
    if number % 3 == 0:
        tiles = st.columns(3)
    with tiles[number % 3]:
        st.metric(
            f"Kosten {row.year}",
            german.money_short(row.amount_cents),
            f"{german.fte(row.fte)} Stellen",
            # Streamlit's second line is a change, green or red; here it is only another figure.
            delta_color="off",
            delta_arrow="off",
            border=True,
        )

st.header("Wo das Geld gebraucht wird")
wanted = st.selectbox(
    "Jahr", [ALL, *(str(year) for year in by_year["year"])], key="kosten_jahr", bind="query-params"
)
year = None if wanted in (None, ALL) else int(wanted)
with session.read() as db:
    domains = strategy_by_domain(db, year=year)
    # Domains of the leading system come without measures too; a bar of length 0 says nothing.
    domains = domains[domains["measures"] > 0].sort_values(
        "amount_cents", ascending=False, na_position="last", kind="stable"
    )
    units = strategy_by_dezernat(db, year=year)
bars = domains.rename(columns={"domain": "label", "amount_cents": "value"})
show_chart(
    bar_chart(bars, write=german.money_short),
    bar_summary(bars, "Der teuerste Lebensbereich", german.money_short),
    domains,
    {
        "domain": text_column("Lebensbereich"),
        "measures": number_column("Maßnahmen"),
        "amount_cents": money_column("Kosten"),
        "unknown_lines": number_column("Zeilen ohne Betrag"),
        "silent": number_column("Maßnahmen ohne Betrag"),
    },
    key="strategy_domains",
    title="Kosten der Strategie nach Lebensbereich",
)
bars = units.rename(columns={"dezernat": "label", "amount_cents": "value"})
level = session.municipality().level_1 or "Dezernat"
show_chart(
    bar_chart(bars, write=german.money_short),
    bar_summary(bars, f"Die höchsten Kosten nach {level}", german.money_short),
    units,
    {
        "dezernat": text_column(level),
        "sach_cents": money_column("Sachkosten"),
        "personal_cents": money_column("Personalkosten"),
        "amount_cents": money_column("Kosten"),
        "unknown_lines": number_column("Zeilen ohne Betrag"),
    },
    key="strategy_units",
    title=f"Kosten der Strategie nach {level}",
)

show_plan_budget()
if len(grants):
    st.header("Förderung")
    show_result(
        grants,
        {
            "title": text_column("Programm"),
            "object_title": text_column("Maßnahme"),
            "rate": percent_column("Förderquote"),
            "eligible_cents": money_column("Förderfähige Kosten"),
            "grant_cents": money_column("Förderung"),
            "own_cents": money_column("Eigenanteil"),
        },
        "id",
        key="strategy_grants",
        title="Förderung der Maßnahmen",
    )
if len(silent):
    st.header("Maßnahmen mit unbekannten Kosten")
    show_result(
        silent,
        {"title": text_column("Maßnahme"), "unknown_lines": number_column("Zeilen ohne Betrag")},
        "measure_id",
        key="silent",
        title="Maßnahmen mit unbekannten Kosten",
    )

st.header("Die Kostenzeilen dahinter")
left, right = st.columns(2)
with left:
    # "" stands for what belongs to no domain, as the query below has it.
    names = dict(zip(domains["domain_id"].fillna(""), domains["domain"], strict=True))
    domain = st.selectbox(
        "Lebensbereich",
        [ANY, *names],
        key="kosten_bereich",
        bind="query-params",
        format_func=lambda one: names.get(one, one),
    )
with right:
    offices = dict(zip(units["dezernat_id"].fillna(""), units["dezernat"], strict=True))
    office = st.selectbox(
        plain(level),
        [ANY, *offices],
        key="kosten_dezernat",
        bind="query-params",
        format_func=lambda one: offices.get(one, one),
    )
with session.read() as db:
    rows = strategy_rows(
        db,
        year=year,
        domain_id=None if domain == ANY else domain,
        dezernat_id=None if office == ANY else office,
    )
# pandas adds unknown amounts up to 0, which would be a claim.
known = int(rows["amount_cents"].sum()) if rows["amount_cents"].notna().any() else None
st.caption(
    f"{german.number(len(rows), 0)} Zeilen ({wanted or ALL}), zusammen {german.money(known)}."
)
show_result(
    rows,
    {
        "object_title": text_column("Maßnahme"),
        "line_title": text_column("Bezeichnung"),
        "year": year_column(),
        "cost_type": text_column("Kostenart"),
        "recurrence": text_column("Häufigkeit"),
        "budget_kind": text_column("Haushaltsart"),
        "amount_cents": money_column("Betrag"),
        "financing": text_column("Finanzierung laut Zeile"),
        "unit": text_column("getragen von"),
    },
    "line_id",
    key="strategy_lines",
    title="Kostenzeilen der Strategie",
)
