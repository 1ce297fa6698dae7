"""Step 4: life domains and goals by year - where money, points and goals do not meet."""

import pandas as pd
import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.figures.profile import horizon
from strategy.kernel import german
from strategy.kernel.listing import names_by_id
from strategy.nouns.goal import Goal, GoalLevel
from strategy.planning.heat import (
    NO_GOAL,
    SUM,
    domain_points,
    goals_above,
    heat_cells,
    heat_table,
    unknown_places,
)
from ui.charts.chart_block import show_chart
from ui.charts.heat import heat_chart, heat_summary
from ui.frame.next_step import show_next
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import money_column, number_column, text_column, year_column
from ui.tables.plain_table import show_table
from ui.tables.result_table import show_result

ANY = "*"

st.title("Lebensbereiche und Ziele")
st.markdown("Wofür steht Geld im Plan, wo wünschen sich viele etwas, und was dient keinem Ziel?")
show_next("4")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Jede Zelle ist der Eigenanteil der Maßnahmen eines Lebensbereichs, die einem Ziel dienen. "
        "Dient eine Maßnahme mehreren Zielen, wird ihr Geld nach dem Gewicht des Beitrags geteilt, "
        "ohne Gewichte zu gleichen Teilen; so ergeben alle Zellen zusammen die Summe des Plans. "
        "Punkte sind die der Themen aus der Zukunftswerkstatt."
    )
cells = session.recall(heat_cells)
with session.read() as db:
    titles = names_by_id(db, Goal)
    years = horizon(db)
if cells.empty:
    st.info(
        "Noch hat keine Maßnahme Kosten; dann zeigt sich hier auch kein Geld.",
        icon=":material/info:",
    )
    session.end_page()
by, when = st.columns(2)
with by:
    level = st.selectbox(
        "Ziele zeigen als", [str(one) for one in GoalLevel], key="waerme_ebene", bind="query-params"
    )
with when:
    year = st.selectbox("Jahr", ["alle", *map(str, years)], key="waerme_jahr", bind="query-params")
above = session.recall(goals_above, level)
cells = cells.assign(goal_id=[above.get(one, one) for one in cells["goal_id"]])
cells["goal"] = [titles.get(one, NO_GOAL) for one in cells["goal_id"]]
# All years of the horizon and no others, as in every sum of the plan by year.
inside = (
    cells[cells["year"].isin(years)]
    if year in (None, "alle")
    else cells[cells["year"] == int(year)]
)
points = session.recall(domain_points)
table, marks = heat_table(inside, points, session.recall(leading_domains))
names = {
    **session.recall(leading_domains),
    **dict(zip(cells["domain_id"], cells["domain"], strict=True)),
}
goals = [str(one) for one in table.columns]
shown = table.rename(index=names, columns={one: titles.get(one, NO_GOAL) for one in goals})
frame = pd.DataFrame(
    {
        "domain": [names[one] for one in table.index],
        "points": [points.get(one, 0) for one in table.index],
        "mark": [marks.get(str(one), "unauffällig") for one in table.index],
        **{one: table[one].to_list() for one in goals},
        SUM: table.sum(axis=1).to_list(),
    }
).astype(dict.fromkeys([*goals, SUM], "Int64"))
for domain_id, column in unknown_places(inside):
    frame.loc[list(table.index).index(domain_id), column] = pd.NA
total = {"domain": "zusammen", "points": int(frame["points"].sum()), "mark": "–"}
sums = {one: int(frame[one].sum()) for one in [*goals, SUM]}
frame = pd.concat([frame, pd.DataFrame([{**total, **sums}])], ignore_index=True)
columns = {
    "domain": text_column("Lebensbereich", width="medium", pinned=True),
    "points": number_column("Punkte"),
    "mark": text_column("Auffällig"),
    **{one: money_column(titles.get(one, NO_GOAL)) for one in goals},
    SUM: money_column("Summe"),
}


def choose_cell() -> None:
    """Callback: show the measures behind the cell that was clicked."""
    points = st.session_state["waerme_chart"]["selection"]["points"]
    if points:
        row, column, *_ = points[0]["customdata"]
        st.session_state["waerme_bereich"] = str(table.index[int(row)])
        st.session_state["waerme_ziel"] = goals[int(column)]


show_chart(
    heat_chart(shown, [names[one] for one in marks]),
    heat_summary(shown),
    frame,
    columns,
    key="waerme",
    title="Lebensbereiche und Ziele",
    on_choose=choose_cell,
)
st.caption("Ein Klick auf eine Zelle zeigt unten ihre Maßnahmen.")
for domain, said in marks.items():
    st.warning(
        plain(f"{names[domain]}: {said} ({german.number(points.get(domain, 0))} Punkte)."),
        icon=":material/priority_high:",
    )
st.header("Summen")
show_table(frame, columns, key="waerme_summen", title="Eigenanteil nach Lebensbereich und Ziel")

st.header("Die Maßnahmen hinter einer Zelle")
left, right = st.columns(2)
with left:
    domain = st.selectbox(
        "Lebensbereich",
        [ANY, *table.index],
        key="waerme_bereich",
        bind="query-params",
        format_func=lambda one: "alle" if one == ANY else names.get(one, one),
    )
with right:
    goal = st.selectbox(
        "Ziel",
        [ANY, *goals],
        key="waerme_ziel",
        bind="query-params",
        format_func=lambda one: "alle" if one == ANY else titles.get(one, NO_GOAL),
    )
rows = inside
if domain not in (None, ANY):
    rows = rows[rows["domain_id"] == domain]
if goal not in (None, ANY):
    rows = rows[rows["goal_id"] == goal]
# Two goals below the same one above it are one row here.
rows = (
    rows.groupby(["measure_id", "title", "domain", "goal", "year"], sort=False, dropna=False)[
        "own_cents"
    ]
    .sum(min_count=1)
    .reset_index()
)
unknown = int(rows["own_cents"].isna().sum())
left_out = f", {german.counted(unknown, 'Zeile', 'Zeilen')} davon ohne Betrag" if unknown else ""
st.caption(
    f"{german.counted(len(rows), 'Zeile', 'Zeilen')}{left_out}, zusammen "
    f"{german.money(rows['own_cents'].sum(min_count=1))}."
)
show_result(
    rows,
    {
        "title": text_column("Maßnahme", width="medium"),
        "domain": text_column("Lebensbereich"),
        "goal": text_column("Ziel"),
        "year": year_column(),
        "own_cents": money_column("Eigenanteil"),
    },
    "measure_id",
    key="waerme_zeilen",
    title="Maßnahmen nach Lebensbereich und Ziel",
)
