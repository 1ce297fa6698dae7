"""The page of an Amt or Dezernat: everything about it, to read, each row leading to its entry."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from strategy.figures.inventory.organisation import predecessors
from strategy.figures.plan.unit_page import (
    UNIT_PARTS,
    UnitPart,
    unit_budget,
    unit_costs,
    unit_entries,
)
from strategy.kernel import german
from strategy.kernel.listing import names_by_id
from strategy.nouns.organisation_unit import OrganisationUnit
from ui.frame.places import object_link
from ui.objects.fields import option_word
from ui.run import session
from ui.run.plain_text import plain
from ui.sheets.groups import SheetGroup, show_groups
from ui.sheets.head import show_head
from ui.tables.format import money_column, number_column, text_column, year_column
from ui.tables.plain_table import show_table
from ui.tables.result_table import show_result
from ui.tables.rows import rows_of

# Told in the head: one asks an Amt for these first.
_HEAD = ("applications", "projects", "measures", "deadlines")
# So many names are told in the line under which the rest is folded.
_TOLD = 4


def show_unit_sheet(unit: OrganisationUnit, show_below: Callable[[OrganisationUnit], None]) -> None:
    """Head, facts, money and all that the unit has; ``show_below`` draws the units under it."""
    with session.read() as db:
        entries = {part.key: unit_entries(db, unit.id, part) for part in UNIT_PARTS}
        costs, budget = unit_costs(db, unit.id), unit_budget(db, unit.id)
    _show_head(unit, entries, costs)
    show_groups(
        unit,
        [
            SheetGroup(
                "Grunddaten",
                [
                    *("title", "short", "number", "level", "parent_id", "head_function"),
                    *("staff_fte", "valid_from", "valid_to", "successor_id", "note"),
                ],
                more=_show_succession,
            )
        ],
    )
    missing = []
    if costs.empty:
        missing.append("Kosten")
    else:
        _show_costs(unit, costs)
    if budget.empty:
        missing.append("Haushaltszeilen")
    else:
        _show_budget(unit, budget)
    st.subheader("Was dazu gehört")
    for part in UNIT_PARTS:
        if entries[part.key].empty:
            missing.append(part.title)
        else:
            _show_part(unit, part, entries[part.key])
    if missing:
        # One line for all: a heading over nothing would make a page of headings.
        st.caption(f"Hier noch nichts: {', '.join(missing)}.")
    show_below(unit)


def _show_head(
    unit: OrganisationUnit, entries: dict[str, pd.DataFrame], costs: pd.DataFrame
) -> None:
    year = session.municipality().plan_year
    now = costs.loc[costs["year"] == year, "plan_cents"]
    known = not now.empty and not german.is_unknown(now.iloc[0])
    facts = {
        "Stellen (VZÄ)": german.fte(unit.staff_fte),
        f"Kosten {year} (Plan)": german.money_short(int(now.iloc[0]) if known else None),
    }
    for part in UNIT_PARTS:
        if part.key in _HEAD:
            # An application that several units below use stands in several rows.
            count = entries[part.key]["object_id"].nunique()
            facts[part.title] = german.number(count, 0)
    show_head(facts)


def _show_succession(unit: OrganisationUnit) -> None:
    with session.read() as db:
        before = predecessors(db, unit.id)
        names = names_by_id(db, OrganisationUnit)
    if unit.successor_id:
        object_link(
            unit.successor_id, f"Nachfolgerin: {names.get(unit.successor_id)} ({unit.successor_id})"
        )
    for row in rows_of(before):
        object_link(
            row.id, f"Vorgängerin: {row.title} ({row.id}), gültig bis {german.day(row.valid_to)}"
        )
    if len(before):
        st.caption(
            "Kosten der Vorgängerinnen zählen unter „Kosten“, „Jahre im Vergleich“ nach heutiger "
            "Gliederung bei dieser Einheit, hier bei der Einheit, für die sie erfasst wurden."
        )


def _show_costs(unit: OrganisationUnit, costs: pd.DataFrame) -> None:
    st.subheader("Kosten nach Jahren")
    st.caption(
        "Was die Einheit und alle darunter tragen; geteilte Anwendungen mit ihrem Anteil. Plan, "
        "Ist und Maßnahmen sind drei Zahlen und werden nicht zusammengezählt."
    )
    show_table(
        costs,
        {
            "year": year_column(),
            "sach_cents": money_column("Sachkosten (Plan)"),
            "personal_cents": money_column("Personalkosten (Plan)"),
            "plan_cents": money_column("Kosten (Plan)"),
            "actual_cents": money_column("Kosten (Ist)"),
            "measure_cents": money_column("Maßnahmen (Plan)"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key="unit_costs",
        title=f"Kosten von {unit.id} nach Jahren",
    )
    # Only the two upper levels can be chosen there; what is deeper counts with its Amt.
    if unit.level in (1, 2):
        st.page_link(
            "step_2_ist_analysis/costs.py",
            label="Zu den Kostenzeilen dieser Einheit",
            icon=":material/euro:",
            query_params={
                f"kosten_{'dezernat' if unit.level == 1 else 'amt'}": option_word(
                    unit.id, unit.title
                ),
                "kosten_jahr": "alle",
            },
        )


def _show_budget(unit: OrganisationUnit, budget: pd.DataFrame) -> None:
    st.subheader("Haushalt")
    show_table(
        budget,
        {
            "year": year_column(),
            "plan_type": text_column("Planart"),
            "income_cents": money_column("Erträge"),
            "expense_cents": money_column("Aufwendungen"),
            "lines": number_column("Haushaltszeilen"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key="unit_budget",
        title=f"Haushalt von {unit.id}",
    )


def _show_part(unit: OrganisationUnit, part: UnitPart, entries: pd.DataFrame) -> None:
    # An application that several units below use stands in several rows.
    once = entries.drop_duplicates("object_id")
    told = ", ".join(plain(title) for title in once["title"][:_TOLD])
    more = ", …" if len(once) > _TOLD else ""
    folded = st.expander(
        f"{part.title} ({german.number(len(once), 0)}): {told}{more}",
        key=f"unit_{unit.id}_{part.key}",
        on_change="rerun",
    )
    # What is folded is not drawn: a Dezernat has a dozen tables.
    if not folded.open:
        return
    columns = {"title": text_column("Bezeichnung", width=380), "state": text_column(part.state)}
    # The name of the one unit in every row says nothing.
    if (entries["unit"] != unit.title).any():
        columns["unit"] = text_column("Einheit")
    with folded:
        show_result(
            entries,
            columns,
            "object_id",
            key=f"unit_{part.key}",
            title=f"{part.title} von {unit.id}",
        )
