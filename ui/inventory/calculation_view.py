"""How a figure was worked out: its steps and, for an asset, what it wears off year by year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from strategy.figures.money.budget_effect import depreciation_schedule
from strategy.figures.money.personnel_steps import Step, line_steps
from strategy.kernel import german
from strategy.nouns.cost_line import BudgetKind, CostLine, CostType
from ui.frame.places import object_link
from ui.run import session
from ui.run.plain_text import plain


def show_steps(steps: Sequence[Step], title: str = "So gerechnet") -> None:
    """A calculation as a table, its last row the result, with links to what it rests on."""
    st.subheader(title)
    st.table(
        {
            "Schritt": [plain(step.label) for step in steps],
            "Rechnung": [plain(step.how) for step in steps],
            "Ergebnis": [german.money(step.cents) for step in steps],
        }
    )
    # A dict drops repeats and keeps the order of the steps.
    sources = dict.fromkeys(step.object_id for step in steps if step.object_id)
    # Reversed, so that the first step of a rate gives it its name.
    names = {step.object_id: step.label for step in reversed(steps)}
    for object_id in sources:
        # No link to the object that is open already.
        if object_id != st.query_params.get("id"):
            object_link(object_id, f"{names[object_id]} ({object_id})")


def show_line_calculation(line: CostLine) -> None:
    """Below the form of a cost line: how its amount comes about, or how it wears off."""
    with session.read() as db:
        steps = line_steps(db, line)
        worn = depreciation_schedule(db, line.id)
    if steps:
        show_steps(steps)
    if len(worn):
        _show_schedule(line, worn)
    # An asset without a schedule has one of two reasons; each needs another answer.
    elif line.budget_kind == BudgetKind.INVESTIVE and line.cost_type != CostType.DEPRECIATION:
        st.info(
            "Die Abschreibung ist unbekannt, weil die Nutzungsdauer fehlt."
            if line.useful_life_years is None
            else "Für dieses Vorhaben oder Verfahren sind eigene Abschreibungen erfasst; sie "
            "gelten anstelle der errechneten.",
            icon=":material/info:",
        )


def _show_schedule(line: CostLine, worn: pd.DataFrame) -> None:
    st.subheader("Abschreibung")
    st.caption(
        f"Im Finanzhaushalt steht die Anschaffung einmal ({line.year}); im Ergebnishaushalt steht "
        f"sie linear verteilt auf {line.useful_life_years} Jahre, das letzte Jahr trägt den Rest. "
        "Beides wird nie addiert."
    )
    st.table(
        {
            "Jahr": [str(year) for year in worn["year"]],
            "Abschreibung": [german.money(value) for value in worn["amount_cents"]],
            "Restwert am Jahresende": [german.money(value) for value in worn["left_cents"]],
        }
    )
