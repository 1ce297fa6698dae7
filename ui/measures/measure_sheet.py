"""The sheet of a measure, to be read first: what it is for, when, what it costs, who does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from strategy.figures.money.own_share import fte_cells, own_share_by_dezernat, own_share_cells
from strategy.figures.money.strategy_cost import cost_of_measures
from strategy.figures.plan.domains import domains_of_measure
from strategy.figures.plan.measure_light import measure_light
from strategy.figures.plan.measures import funding_table, measure_table, needed_by
from strategy.figures.profile import sealed_on
from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.selection import equal
from strategy.nouns.cost_line import Basis
from strategy.nouns.dependency import Dependency
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.planning.lines import broken_dependencies
from strategy.planning.rows import read_plan_table
from ui.charts.cost_by_year import show_cost_by_year
from ui.cost_sheet.editor import show_cost_sheet
from ui.measures.budget_view import show_budget, show_freed
from ui.measures.goal_weights import show_goal_weights
from ui.measures.moving_form import show_moving
from ui.measures.own_share_view import show_grants, show_own_share, show_own_share_by_dezernat
from ui.measures.sheet_file import show_sheet_file
from ui.objects.fields import options_of
from ui.objects.link_fields import LinkField
from ui.objects.register import Register
from ui.objects.trace_view import show_trace
from ui.run import session
from ui.run.plain_text import plain
from ui.sheets.groups import SheetGroup, show_groups
from ui.sheets.head import show_head
from ui.tables.format import fte_column, text_column, year_column
from ui.tables.result_table import show_result

# A shape and a word beside the colour, as for projects.
LIGHTS = {
    "rot": "■ rot",
    "gelb": "▲ gelb",
    "grün": "● grün",
    "unbekannt": "◌ unbekannt",
    "beendet": "○ beendet",
}
GOALS = LinkField("goal", "Dient dem Ziel")


def show_sheet(measure: Measure, children: Sequence[Register]) -> None:
    """Head and groups; ``children`` are the registers of what hangs on a measure."""
    below = {child.noun.TABLE: child for child in children}
    _show_head(measure)
    show_sheet_file(measure)
    show_groups(
        measure,
        [
            SheetGroup(
                "Grunddaten",
                [
                    "title",
                    "key",
                    "domain_id",
                    "body",
                    "challenge",
                    "target_group",
                    "organisation_id",
                    "sponsor",
                    "partners",
                    "operator",
                    "status",
                    "priority",
                    "mandatory",
                ],
                more=_show_domains,
            ),
            SheetGroup(
                "Wirkung",
                ["effect", "benefit", "effort"],
                [GOALS],
                [below["indicator"], below["score"]],
                more=show_goal_weights,
            ),
            SheetGroup(
                "Zeit",
                ["starts_on", "ends_on", "progress"],
                children=[below["plan_entry"], below["milestone"], below["dependency"]],
                more=_show_time,
            ),
            SheetGroup(
                "Geld",
                ["market"],
                children=[below["funding"], below["budget_share"], below["replacement"]],
                more=_show_money,
            ),
            SheetGroup("Personal", more=_show_staff),
            SheetGroup("Risiken", children=[below["risk"]]),
            SheetGroup("Herkunft", ["origin", "driver", "reason", "note"], more=_show_way),
        ],
    )


def _show_head(measure: Measure) -> None:
    with session.read() as db:
        # The table of all measures, for one row: there is no second way to work out these sums.
        table = measure_table(db)
        units = names_by_id(db, OrganisationUnit)
        light, reasons = measure_light(db, measure, sealed_on(db) or date.today())
    sums = table[table["measure_id"] == measure.id].iloc[0]
    begin, end = measure.starts_on, measure.ends_on
    ends = dict.fromkeys(str(day.year) for day in (begin, end) if day is not None)
    years = " bis ".join(ends)
    show_head(
        {
            "Stand": measure.status or german.UNKNOWN,
            "Kosten (Plan)": german.money_short(sums["cost_cents"]),
            "Eigenanteil": german.money_short(sums["own_cents"]),
            "Zeitraum": years or german.UNKNOWN,
            "Federführung": units.get(measure.organisation_id or "") or german.UNKNOWN,
            "Ampel": LIGHTS[light],
        }
    )
    if reasons:
        st.caption(f"Ampel: {plain(reasons)}.")


def _show_domains(measure: Measure) -> None:
    with session.read() as db:
        domains = domains_of_measure(db, measure.id)
    # The leading one stands among the facts already.
    if len(domains) > 1:
        words = [f"{row.domain} ({row.system}, {row.how})" for row in domains.itertuples()]
        st.caption(f"Lebensbereiche in allen Gliederungen: {plain('; '.join(words))}.")


def _show_time(measure: Measure) -> None:
    show_moving(measure)
    with session.read() as db:
        others = needed_by(db, measure.id)
        own = find(db, Dependency, equal(measure_id=measure.id))
    if own or len(others):
        _show_broken(measure)
    if others.empty:
        return
    # The other end of a dependency: who moves or drops this measure has to see it here too.
    st.markdown("**Wer auf diese Maßnahme baut**")
    show_result(
        others,
        {
            "kind": text_column("Art"),
            "title": text_column("Maßnahme"),
            "status": text_column("Stand"),
        },
        "measure_id",
        key="needed_by",
        title=f"Abhängig von {measure.id}",
    )


def _show_broken(measure: Measure) -> None:
    """What the plan breaks is made here too, by a status or a year; so it is said here as well."""
    table = session.recall(read_plan_table)
    broken = broken_dependencies(table)
    for name, one, _, other in table.dependencies:
        if name in broken and measure.id in (one, other):
            st.warning(plain(f"Verletzte Abhängigkeit: {broken[name]}"), icon=":material/link_off:")


def _show_money(measure: Measure) -> None:
    with session.read() as db:
        costs = cost_of_measures(db, [measure.id])
        cells = own_share_cells(db, [measure.id])
        shares = own_share_by_dezernat(db, measure.id)
        grants = funding_table(db)
        table = measure_table(db)
    if costs.empty:
        st.caption("Die Kosten sind unbekannt; tragen Sie sie in das Kostenblatt ein.")
    else:
        _show_sums(table[table["measure_id"] == measure.id].iloc[0])
        show_cost_by_year(costs, key="measure_cost", title="Kosten der Maßnahme nach Jahren")
        show_own_share(measure, cells)
        show_own_share_by_dezernat(shares)
    show_cost_sheet(measure, [Basis.PLAN, Basis.ACTUAL])
    show_grants(grants[grants["object_id"] == measure.id].reset_index(drop=True), cells)
    show_budget(measure)
    show_freed(measure)


def _show_sums(sums: pd.Series) -> None:
    names = {
        "einmalig": "one_off_cents",
        "laufend": "running_cents",
        "Fördermittel": "grant_cents",
        "Eigenanteil": "own_cents",
    }
    for place, (label, name) in zip(st.columns(4), names.items(), strict=True):
        with place:
            # Unknown is a word and no 0: without a grant's amount nobody knows the own share.
            st.metric(label, german.money_short(sums[name]), border=True)


def _show_staff(measure: Measure) -> None:
    with session.read() as db:
        frame = fte_cells(db, [measure.id])
        units = options_of(db, OrganisationUnit.TABLE)
    if frame.empty:
        st.caption(
            "Keine Stellenanteile geplant; im Kostenblatt gibt es dafür die Kostenart "
            "„Personal in VZÄ“."
        )
        return
    frame["fte"] = frame["fte_e4"] / 10_000
    frame["unit"] = [units.get(str(one), german.UNKNOWN) for one in frame["unit_id"]]
    show_result(
        frame,
        {"unit": text_column("Einheit"), "year": year_column(), "fte": fte_column("VZÄ")},
        "unit_id",
        key="measure_staff",
        title=f"Stellenanteile von {measure.id}",
    )


def _show_way(measure: Measure) -> None:
    # Its cost stands above, line by line; in the trace it would only repeat that.
    show_trace(measure.id, without="Kosten von")
