"""A step is declared done, or open again, on the overview."""

from __future__ import annotations

from datetime import date

import streamlit as st

from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.records import delete_, save_
from strategy.kernel.selection import equal
from strategy.nouns.step_done import PlanStep, StepDone
from ui.run import session


def show_declaring(number: int) -> None:
    """State and button of the step with this number, for those who may edit."""
    step = list(PlanStep)[number - 1]
    with session.read() as db:
        declared = find(db, StepDone, equal(step=str(step)))
    if declared:
        st.markdown(f":material/check_circle: Abgeschlossen am {german.day(declared[0].done_on)}")
    if not session.editable():
        return
    if declared:
        st.button(
            "Wieder öffnen",
            icon=":material/undo:",
            key=f"reopen_{number}",
            help=f"Schritt {step} ist noch nicht abgeschlossen",
            on_click=_reopen,
            args=(declared[0],),
        )
    else:
        st.button(
            "Als abgeschlossen erklären",
            icon=":material/check:",
            key=f"declare_{number}",
            help=f"Schritt {step} ist abgeschlossen",
            on_click=_declare,
            args=(step,),
        )


def _declare(step: PlanStep) -> None:
    done = StepDone(step=str(step), done_on=date.today())
    session.write(f"Schritt „{step}“ abgeschlossen", lambda tx: save_(tx, done))


def _reopen(done: StepDone) -> None:
    session.write(
        f"Schritt „{done.step}“ wieder geöffnet", lambda tx: delete_(tx, StepDone, done.id)
    )
