"""The points of one measure for every criterion, saved in one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from strategy.acts.planning import set_scores
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.written_field import points_written
from strategy.nouns.criterion import Criterion
from strategy.nouns.scale_level import ScaleLevel
from strategy.nouns.score import Score
from ui.measures.score_grid import choose_judge
from ui.run import kept_text, session
from ui.run.plain_text import plain

_ADDRESS = "massnahme"


def _keep_in_address() -> None:
    st.query_params[_ADDRESS] = st.session_state["bewertung_massnahme"]


def show_score_form(criteria: Sequence[Criterion], measures: Mapping[str, str]) -> None:
    """Choose a measure, type 0 to 10 points per criterion with a reason."""
    # Bound to the address by Streamlit, the choice would carry the whole title there.
    named = st.query_params.get(_ADDRESS, "")
    if named in measures and "bewertung_massnahme" not in st.session_state:
        st.session_state["bewertung_massnahme"] = named
    measure_id = st.selectbox(
        "Maßnahme",
        list(measures),
        key="bewertung_massnahme",
        format_func=lambda one: f"{measures.get(one, '')} ({one})",
        on_change=_keep_in_address,
    )
    if not measure_id:
        return
    judge = choose_judge("bewertung_wer")
    with session.read() as db:
        scores = find(db, Score, equal(measure_id=measure_id))
        levels = find(db, ScaleLevel, order="points, id")
    given = {item.criterion_id: item for item in scores if (item.judge or "") == judge}
    errors: dict[str, str] = st.session_state.get(f"score_errors_{measure_id}", {})
    off = not session.editable("score")
    for criterion in criteria:
        # A change by somebody else gives fresh fields, so that no old value is saved over it.
        standing = given.get(criterion.id)
        version = standing.version if standing else 0
        points, reason = st.columns([1, 2])
        with points:
            kept_text.text_input(
                f"{plain(criterion.title)}: Punkte (0 bis 10)",
                # 0 points are a judgement (a K.o. among them), no points are none yet.
                german.number(standing.points) if standing and standing.points is not None else "",
                key=f"score_{judge}{measure_id}_{criterion.id}_{version}",
                name=f"score_{judge}{measure_id}_{criterion.id}",
                autocomplete="off",
                help=_scale(criterion, levels),
                placeholder="z. B. 7,5",
                disabled=off,
            )
            if criterion.id in errors:
                st.error(errors[criterion.id], icon=":material/error:")
        with reason:
            kept_text.text_input(
                f"Begründung zu „{plain(criterion.title)}“",
                (standing.reason if standing else "") or "",
                key=f"reason_{judge}{measure_id}_{criterion.id}_{version}",
                name=f"reason_{judge}{measure_id}_{criterion.id}",
                autocomplete="off",
                disabled=off,
            )
    st.button(
        "Bewertung speichern",
        icon=":material/save:",
        key="save_scores",
        disabled=off,
        on_click=_save,
        args=(measure_id, measures[measure_id], criteria, given, judge),
    )


def _scale(criterion: Criterion, levels: Sequence[ScaleLevel]) -> str | None:
    """What the criterion asks, and what its points mean."""
    told = [
        f"{german.number(level.points)}: {plain(level.body)}"
        for level in levels
        if level.criterion_id == criterion.id
    ]
    return "  \n".join([*([plain(criterion.body)] if criterion.body else []), *told]) or None


def _save(
    measure_id: str,
    title: str,
    criteria: Sequence[Criterion],
    given: Mapping[str, Score],
    judge: str,
) -> None:
    points: dict[str, Decimal | None] = {}
    reasons: dict[str, str | None] = {}
    errors: dict[str, str] = {}
    for criterion in criteria:
        version = given[criterion.id].version if criterion.id in given else 0
        suffix = f"{judge}{measure_id}_{criterion.id}_{version}"
        try:
            value = points_written(st.session_state[f"score_{suffix}"] or "")
            # The noun's own rule (0 to 10), so that form, import and command refuse alike.
            Score(points=value).validate()
        except Refused as error:
            errors[criterion.id] = str(error)
            continue
        points[criterion.id] = value
        reasons[criterion.id] = (st.session_state[f"reason_{suffix}"] or "").strip() or None
    st.session_state[f"score_errors_{measure_id}"] = errors
    # All or nothing: half a rating would be ranked with the older half.
    if errors:
        session.say("error", "Noch nicht gespeichert; bitte die markierten Felder berichtigen.")
        return
    session.write(
        f"Maßnahme „{title}“ bewertet" + (f" von „{judge}“" if judge else ""),
        lambda tx: set_scores(tx, measure_id, points, reasons, judge),
    )
