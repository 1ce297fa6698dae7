"""Two further looks at cost: the halves of the budget, and the years side by side."""

from __future__ import annotations

from datetime import date

import streamlit as st

from strategy.figures.money.budget_effect import assets_without_life, budget_effect
from strategy.figures.money.cost import cost_years, depreciation_by_year
from strategy.figures.money.year_comparison import KINDS, dissolved_units, side_by_side, unit_years
from strategy.kernel import german
from strategy.nouns.cost_line import Basis
from ui.charts.budget_effect import budget_effect_chart, budget_effect_summary
from ui.charts.chart_block import show_chart
from ui.run import session
from ui.tables.drill import show_drill
from ui.tables.format import money_column, number_column, text_column, year_column


def choose_basis(key: str) -> str:
    """Plan or Ist, in the URL."""
    return st.selectbox(
        "Plan oder Ist",
        [str(item) for item in Basis],
        key=key,
        bind="query-params",
        help="Plan und Ist werden nie addiert.",
    )


def show_budget_effect() -> None:
    """Finanzhaushalt and Ergebnishaushalt year by year."""
    basis = choose_basis("haushaltswirkung_basis")
    with session.read() as db:
        frame = budget_effect(db, basis)
        worn = depreciation_by_year(db, basis)
        open_assets = assets_without_life(db, basis)
        # Depreciation runs on beyond the last payment; those years are named below.
        paid_years = set(cost_years(db, basis))
    if frame.empty:
        st.info(
            "Zu dieser Auswahl gibt es keine Kostenzeilen; ändern Sie Plan oder Ist.",
            icon=":material/info:",
        )
        return
    st.markdown(
        "Eine Anschaffung steht im Finanzhaushalt einmal, wenn sie bezahlt wird, und im "
        "Ergebnishaushalt als Abschreibung über ihre Nutzungsdauer. Es sind zwei Sichten auf "
        "dasselbe Geld: Die beiden Summen werden nie addiert."
    )
    plan_year = session.municipality().plan_year
    show_chart(
        budget_effect_chart(frame, basis == Basis.PLAN),
        budget_effect_summary(frame, plan_year),
        frame,
        {
            "year": year_column(),
            "sach_cents": money_column("Sachkosten konsumtiv"),
            "personal_cents": money_column("Personalkosten konsumtiv"),
            "investment_cents": money_column("Investitionen"),
            "paid_cents": money_column("Finanzhaushalt"),
            "depreciation_cents": money_column("Abschreibungen"),
            "borne_cents": money_column("Ergebnishaushalt"),
            "unsettled_cents": money_column("ohne Haushaltsart"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key="haushaltswirkung",
        title=f"Finanz- und Ergebnishaushalt {basis}",
    )
    st.header("In Zahlen")
    # A plain table besides the grid of the chart, which is a canvas without cells for a screen
    # reader.
    st.table(
        {
            "Jahr": [str(year) for year in frame["year"]],
            "Sachkosten": [german.money(value) for value in frame["sach_cents"]],
            "Personalkosten": [german.money(value) for value in frame["personal_cents"]],
            "Investitionen": [german.money(value) for value in frame["investment_cents"]],
            "Finanzhaushalt": [german.money(value) for value in frame["paid_cents"]],
            "Abschreibungen": [german.money(value) for value in frame["depreciation_cents"]],
            "Ergebnishaushalt": [german.money(value) for value in frame["borne_cents"]],
        }
    )
    computed = int(worn["computed_cents"].fillna(0).sum())
    st.caption(
        "Finanzhaushalt = Sachkosten + Personalkosten + Investitionen; Ergebnishaushalt = "
        "Sachkosten + Personalkosten + Abschreibungen. "
        + (
            f"{german.money(computed)} der Abschreibungen sind aus Anschaffung und Nutzungsdauer "
            "errechnet, linear ab dem Jahr der Anschaffung; wo eigene Abschreibungen erfasst sind, "
            "gelten diese."
            if computed
            else "Alle Abschreibungen sind so erfasst."
        )
    )
    only_worn = [str(year) for year in frame["year"] if int(year) not in paid_years]
    if only_worn:
        st.caption(
            f"Für {', '.join(only_worn)} ist noch keine Kostenzeile erfasst; dort stehen nur die "
            "Abschreibungen früherer Anschaffungen."
        )
    if len(open_assets):
        st.warning(
            "Bei "
            + german.counted(len(open_assets), "investiven Kostenzeile", "investiven Kostenzeilen")
            + " ist die Abschreibung unbekannt, weil die Nutzungsdauer fehlt.",
            icon=":material/warning:",
        )
        show_drill(
            open_assets,
            {
                "object_title": text_column("Anwendung oder Projekt"),
                "year": year_column(),
                "line_title": text_column("Bezeichnung"),
                "amount_cents": money_column("Betrag"),
            },
            key="haushaltswirkung_offen",
            label="Investive Kostenzeilen ohne Nutzungsdauer",
            ids="line_id",
            prompt="Kostenzeile öffnen",
        )


_RECORDED, _TODAY = "wie erfasst", "nach heutiger Gliederung"


def show_years() -> None:
    """The Ämter side by side over the years, as recorded or as they stand today."""
    first, second, third = st.columns(3)
    with first:
        basis = choose_basis("jahresvergleich_basis")
    kind = second.selectbox(
        "Kosten",
        list(KINDS),
        key="jahresvergleich_art",
        bind="query-params",
        format_func=lambda name: name or "Sach- und Personalkosten",
    )
    units = third.selectbox(
        "Einheiten",
        [_RECORDED, _TODAY],
        key="jahresvergleich_einheiten",
        bind="query-params",
        help="Nach heutiger Gliederung zählen Kosten einer aufgelösten Einheit bei ihrer "
        "Nachfolgerin, damit eine Umorganisation keine Reihe abreißen lässt.",
    )
    # The day decides who is dissolved, and so whose cost counts with a successor.
    today = date.today() if units == _TODAY else None
    with session.read() as db:
        frame = unit_years(db, basis, today=today)
        gone = dissolved_units(db, date.today())
    if frame.empty:
        st.info(
            "Zu dieser Auswahl gibt es keine Kostenzeilen; ändern Sie Plan oder Ist.",
            icon=":material/info:",
        )
        return
    wide = side_by_side(frame, kind)
    # The years are the columns whose names are numbers.
    years = [name for name in wide.columns if name.isdigit()]
    word = session.municipality().level_2 or "Amt"
    verb = "ist" if gone == 1 else "sind"
    st.caption(
        (
            f"{german.number(gone)} Einheit{'' if gone == 1 else 'en'} {verb} aufgelöst und "
            + (
                "bei der Nachfolgerin gezählt; die Gesamtsumme bleibt dieselbe. "
                if today
                else "mit eigenen Beträgen geführt; „nach heutiger Gliederung“ zählt sie bei der "
                "Nachfolgerin. "
            )
            if gone
            else ""
        )
        + "Leere Jahre sind unbekannt oder ohne Kostenzeile. Eine Zeile führt zur Einheit."
    )
    show_drill(
        wide,
        {
            "amt": text_column(word, pinned=True),
            **{year: money_column(year) for year in years},
            "change": money_column(f"{years[0]} bis {years[-1]}"),
            "dezernat": text_column(session.municipality().level_1 or "Dezernat"),
        },
        key=f"jahresvergleich_{basis}_{kind}_{units}",
        label="Kosten der Ämter nach Jahren",
        ids="amt_id",
        prompt="Einheit öffnen",
        choose=_open_unit,
    )
    # min_count: a year in which nothing is known has no sum of 0.
    sums = wide[years].sum(min_count=1)
    st.table({"Jahr": years, "Summe": [german.money(sums[year]) for year in years]})


def _open_unit(unit_id: str) -> None:
    # What no unit bears has no page to go to.
    if unit_id:
        st.session_state["_open_unit"] = unit_id


def follow_unit() -> None:
    """Go to the unit that was chosen in the comparison; a callback itself cannot change pages."""
    unit_id = st.session_state.pop("_open_unit", "")
    if unit_id:
        st.switch_page("step_2_ist_analysis/organisation.py", query_params={"id": unit_id})
