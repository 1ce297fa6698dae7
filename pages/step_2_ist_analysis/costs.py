"""Step 2: what applications and projects cost, from the sum down to the single line."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from strategy.figures.money.cost import cost_by_year, cost_tree, cost_years, unknown_costs
from strategy.figures.money.cost_drill import cost_groups, cost_lines_behind, cost_ratios
from strategy.kernel import german
from strategy.kernel.listing import find, has_any
from strategy.nouns.cost_line import Basis, CostLine, CostType
from strategy.nouns.organisation_unit import OrganisationUnit
from ui.charts import cost_by_year_chart, cost_by_year_summary, cost_treemap, cost_treemap_summary
from ui.charts.chart_block import show_chart
from ui.inventory.calculation_view import show_line_calculation
from ui.inventory.cost_views import follow_unit, show_budget_effect, show_years
from ui.objects.fields import options_of
from ui.objects.register import SHOWN_ROWS, Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import money_column, number_column, text_column, year_column, yes_no_column

COST_LINES = Register(
    CostLine,
    columns=[
        "title",
        "application_id",
        "project_id",
        "measure_id",
        "year",
        "cost_type",
        "basis",
        "amount_cents",
        "recurrence",
    ],
    filters=["year", "basis", "cost_type", "recurrence", "financing"],
    order="-year, -amount_cents",
    imports="costs",
    empty="Hier stehen die Kostenzeilen: ein Betrag je Anwendung oder Projekt, Jahr und Kostenart. "
    "Beginnen Sie mit der teuersten Anwendung, oder lesen Sie unter „Einlesen“ eine Liste ein. "
    "Ein unbekannter Betrag bleibt leer, er ist keine Null.",
)
NOBODY = "ohne"  # stands in a filter for what no unit bears
VIEWS = {"dezernat": 0, "amt": 1, "object": 2, "cost_type": 3}

st.title("Kosten")
st.markdown(
    "Was Anwendungen und Projekte kosten, wer es trägt und woraus sich die Summe ergibt. Maßnahmen "
    "sind darin nicht enthalten; sie stehen unter „Kosten der Strategie“, auch nach "
    f"{plain(session.municipality().level_1 or 'Dezernat')}."
)
# A callback cannot switch pages: it leaves the unit in the session, and the next run goes there
# before anything is drawn.
follow_unit()
if show_object(COST_LINES, show_line_calculation):
    session.end_page()

words = session.municipality()
level_names = [words.level_1 or "Dezernat", words.level_2 or "Amt"]
names = dict(zip(VIEWS, [*level_names, "Anwendung oder Projekt", "Kostenart"], strict=True))
overview, halves, years_tab, lines = st.tabs(
    ["Auswertung", "Finanz- und Ergebnishaushalt", "Jahre im Vergleich", "Kostenzeilen pflegen"],
    key="kosten_sicht",
    bind="query-params",
)
# These three tabs come first and end the page, so that the queries of the evaluation are not asked
# where it is not looked at.
for tab, show in (
    (halves, show_budget_effect),
    (years_tab, show_years),
    (lines, lambda: show_list(COST_LINES)),
):
    if tab.open:
        with tab:
            show()
        session.end_page()


def show_filters() -> tuple[str, int | None, str, dict[str, Any]]:
    """Basis, year, grouping and what the sum is narrowed to; all of it stands in the URL."""
    with session.read() as db:
        # Years of both bases: changing from Plan to Ist keeps the year instead of jumping to
        # another.
        years = sorted({*cost_years(db, "Plan"), *cost_years(db, "Ist")})
        units = options_of(db, "organisation_unit")
        levels = {unit.id: unit.level or 0 for unit in find(db, OrganisationUnit)}
        # Ids carry the noun in their prefix, so applications and projects can share one list.
        objects = {**options_of(db, "application"), **options_of(db, "project")}
    first, second, third = st.columns(3)
    basis = first.selectbox(
        "Plan oder Ist",
        [str(item) for item in Basis],
        key="kosten_basis",
        bind="query-params",
        help="Plan und Ist werden nie addiert.",
    )
    chosen = words.plan_year if words.plan_year in years else (years[-1] if years else None)
    year = second.selectbox(
        "Jahr",
        [*years, "alle"],
        years.index(chosen) if chosen else 0,
        key="kosten_jahr",
        bind="query-params",
        format_func=str,
    )
    by = third.selectbox(
        "Aufteilen nach",
        list(VIEWS),
        key="kosten_nach",
        bind="query-params",
        format_func=names.__getitem__,
    )
    choices = {
        "dezernat": {item: units[item] for item in units if levels[item] == 1},
        # Level 1 as well: a cost may be borne by a Dezernat itself, and then it counts as its own
        # Amt.
        "amt": {item: units[item] for item in units if levels[item] <= 2},
        "object_id": objects,
        # Depreciation is in no sum of this page (the purchase is counted already), so choosing it
        # would always show nothing.
        "cost_type": {str(t): str(t) for t in CostType if t != CostType.DEPRECIATION},
    }
    wanted: dict[str, Any] = {}
    labels = dict(zip(choices, names.values(), strict=True))
    for place, (name, known) in zip(st.columns(4), choices.items(), strict=True):
        # What nobody bears must be reachable as well, or the parts would not make up the whole.
        extra = [NOBODY] if name in ("dezernat", "amt") else []
        value = place.selectbox(
            f"Nur {plain(labels[name])}",
            ["", *known, *extra],
            key=f"kosten_{name}",
            bind="query-params",
            format_func=partial(_choice_word, known),
        )
        # The query takes None for "do not narrow" and an empty text for "borne by no unit".
        wanted[name] = None if not value else ("" if value == NOBODY else value)
    return basis, year if isinstance(year, int) else None, by, wanted


def _choice_word(known: Mapping[str, str], value: str) -> str:
    return "ohne Zuordnung" if value == NOBODY else known.get(value, "alle")


def narrow(value: str) -> None:
    """Callback: look into one row of the table and go one step deeper."""
    field = {"object": "object_id"}.get(by, by)
    deeper = {"dezernat": "amt", "amt": "object", "object": "cost_type", "cost_type": by}[by]
    # An empty key is the row "ohne Zuordnung"; an empty filter would mean all.
    set_filters(**{f"kosten_{field}": value or NOBODY, "kosten_nach": deeper})


def show_all() -> None:
    """Callback: back to the whole sum."""
    set_filters(
        kosten_dezernat="",
        kosten_amt="",
        kosten_object_id="",
        kosten_cost_type="",
        kosten_nach="dezernat",
    )


with overview:
    with session.read() as db:
        nothing = not has_any(db, CostLine)
    if nothing:
        show_list(COST_LINES)
        session.end_page()
    with st.expander("So geht es", icon=":material/help:"):
        st.markdown(
            "Wählen Sie eine Zeile der Tabelle, um in sie hineinzusehen: vom Dezernat zum Amt, zur "
            "Anwendung und zur Kostenart. Darunter stehen immer die Kostenzeilen, aus denen sich "
            "die gezeigte Summe ergibt. Kosten geteilter Anwendungen verteilen sich nach den "
            "Kostenanteilen der Ämter. Abschreibungen zählen nicht mit, weil die Anschaffung schon "
            "gezählt ist; sie stehen unter „Finanz- und Ergebnishaushalt“."
        )
    basis, year, by, wanted = show_filters()
    # Not plain truth: "" narrows to what nobody bears.
    narrowed = any(value is not None for value in wanted.values())
    with session.read() as db:
        # Not added up from the groups: a line that several Ämter share counts once among the lines
        # here, and once with each of them there.
        total = cost_groups(db, basis, "total", year, **wanted)
        groups = cost_groups(db, basis, by, year, **wanted)
        behind = cost_lines_behind(db, basis, year, limit=SHOWN_ROWS, **wanted)
        unknown = unknown_costs(db, basis, year)
        tree = cost_tree(db, basis, year)
        by_year = cost_by_year(db, basis)
    # Kept under the state of the plan and shared by all sessions, see Look.recall.
    ratios = session.recall(cost_ratios, basis, year)
    period = f"{year}" if year else "aller Jahre"
    st.header(f"Kosten {period} ({basis})")
    # No line at all gives no row; every figure is then unknown and not 0.
    row: Mapping[Any, Any] = dict(total.iloc[0]) if len(total) else {}
    cells = st.columns(4)
    for cell, (label, name) in zip(
        cells,
        [
            ("Gesamt", "amount_cents"),
            ("Sachkosten", "sach_cents"),
            ("Personalkosten", "personal_cents"),
        ],
        strict=False,
    ):
        cell.metric(label, german.money_short(row.get(name)), help=german.money(row.get(name)))
    cells[3].metric("Kostenzeilen ohne Betrag", german.number(row.get("unknown_lines", 0)))
    if narrowed:
        st.button("Wieder alle Kosten zeigen", on_click=show_all, icon=":material/arrow_back:")
    else:
        st.markdown(unknown.sentence)
        st.table(
            {
                "Kosten": list(ratios["label"]),
                "Gesamt": [german.money(value) for value in ratios["amount_cents"]],
                "je Einwohner/in": [german.money(v) for v in ratios["per_inhabitant"].round()],
                "je Bildschirmarbeitsplatz": [
                    german.money(v) for v in ratios["per_workplace"].round()
                ],
            }
        )
        st.caption("Gerechnet mit den bekannten Beträgen und den Angaben unter „Kommune“.")

    money = {
        "sach_cents": money_column("Sachkosten"),
        "personal_cents": money_column("Personalkosten"),
        "amount_cents": money_column("Gesamt"),
        "lines": number_column("Kostenzeilen"),
        "unknown_lines": number_column("ohne Betrag"),
    }
    st.subheader(f"Nach {plain(names[by])}")
    if groups.empty:
        st.info(
            "Zu dieser Auswahl gibt es keine Kostenzeilen; ändern Sie Jahr, Plan oder Ist.",
            icon=":material/info:",
        )
    else:
        show_drill(
            groups,
            {"label": text_column(names[by]), **money},
            narrow,
            # A chosen row is kept by its place; another selection of the sum needs a table of its
            # own, or the same place of new rows would count as chosen.
            key=f"kosten_{by}_{hash(tuple(wanted.items()))}",
            label=f"Kosten nach {names[by]}",
            ids="key",
            prompt="In eine Zeile hineinsehen",
        )
    # The tree and the years show the whole city; beside a narrowed sum they would not add up to it.
    if not narrowed and len(tree):
        show_chart(
            # How many lines are unknown is said above; an area per unit would count them again.
            cost_treemap(tree),
            # An area of unknown size cannot be the largest.
            cost_treemap_summary(tree.dropna(subset=["amount_cents"])),
            tree,
            {
                "dezernat": text_column(level_names[0]),
                "amt": text_column(level_names[1]),
                "object_title": text_column("Anwendung oder Projekt"),
                "amount_cents": money_column("Kosten"),
                "unknown_lines": number_column("Zeilen ohne Betrag"),
            },
            key="kosten_baum",
            title=f"Kosten {period} {basis}",
        )
        st.subheader("Über die Jahre")
        show_chart(
            cost_by_year_chart(by_year.assign(basis=basis)),
            cost_by_year_summary(by_year),
            by_year,
            {
                "year": year_column(),
                "kind": text_column("Art"),
                "amount_cents": money_column("Kosten"),
                "unknown_lines": number_column("Zeilen ohne Betrag"),
            },
            key="kosten_jahre",
            title=f"Kosten nach Jahren {basis}",
        )
    st.subheader("Kostenzeilen dahinter")
    count = int(row.get("lines", 0))
    st.caption(
        f"{german.counted(count, 'Kostenzeile ergibt', 'Kostenzeilen ergeben')} "
        f"{german.money(row.get('amount_cents'))}; "
        "eine Zeile, die sich mehrere Ämter teilen, steht bei jedem mit dessen Anteil."
        + (
            f" Gezeigt werden die {german.number(SHOWN_ROWS)} größten Anteile."
            if len(behind) == SHOWN_ROWS
            else ""
        )
    )
    if len(behind):
        show_drill(
            behind,
            {
                "object_title": text_column("Anwendung oder Projekt"),
                "amount_cents": money_column("Betrag"),
                "cost_type": text_column("Kostenart"),
                "unit": text_column("trägt"),
                "year": year_column(),
                "line_title": text_column("Bezeichnung"),
                "recurrence": text_column("Häufigkeit"),
                "budget_kind": text_column("Haushaltsart"),
                "financing": text_column("Finanzierung laut Zeile"),
                # An amount from posts and rates changes when a rate does, though nobody touches the
                # line.
                "computed": yes_no_column("aus VZÄ berechnet"),
            },
            key=f"kosten_zeilen_{hash((basis, year, *wanted.items()))}",
            label="Kostenzeilen",
            ids="line_id",
            prompt="Kostenzeile öffnen",
        )
