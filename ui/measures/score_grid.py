"""Measure × criterion as one grid: the points of one judge for all measures, saved at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from strategy.acts.planning import set_score_grid
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.written_field import points_written
from strategy.nouns.criterion import Criterion
from strategy.nouns.score import Score
from strategy.planning.weighing import judges
from ui.run import kept_text, session
from ui.run.plain_text import plain

ADMINISTRATION = "Verwaltung (gemeinsam)"
Points = dict[tuple[str, str], Decimal | None]


def choose_judge(key: str) -> str:
    """Who scores: one of those who did, or a new name; empty for the administration."""
    chosen = st.selectbox(
        "Wer bewertet?",
        [ADMINISTRATION, *session.recall(judges)],
        key=key,
        accept_new_options=True,
        help="Zum Beispiel eine Fraktion; einen neuen Namen tippen Sie ein. In der Rangfolge zählt "
        "der Mittelwert aller, die bewertet haben.",
    )
    return "" if chosen in (None, ADMINISTRATION) else str(chosen).strip()


def show_score_grid(criteria: Sequence[Criterion], measures: Mapping[str, str]) -> None:
    """Type points like in Excel; a wrong cell says what and where, and nothing else is lost."""
    judge = choose_judge("raster_wer")
    with session.read() as db:
        scores = [item for item in find(db, Score, order="id") if (item.judge or "") == judge]
    standing: Points = {}
    for item in scores:
        # Of two scores the older one stays, as in the ranking.
        standing.setdefault((str(item.measure_id), str(item.criterion_id)), item.points)
    ids = list(measures)
    said = {
        f"{one}/{item.id}": _text(standing.get((one, item.id))) for one in ids for item in criteria
    }
    restored = _restored(judge, said)
    frame = pd.DataFrame(
        {
            "Maßnahme": [measures[one] for one in ids],
            **{
                item.id: [restored.get(f"{one}/{item.id}", said[f"{one}/{item.id}"]) for one in ids]
                for item in criteria
            },
        }
    )
    # Another key after every save: the grid must not lay old edits over the new state.
    key = f"raster_{judge}_{st.session_state.get('raster_stand', 0)}"
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(frame), 560),
        disabled=["Maßnahme"] if session.editable("score") else True,
        column_config={
            "Maßnahme": st.column_config.TextColumn("Maßnahme", pinned=True, width="medium"),
            # Text and no numbers: Streamlit's own number cells misread a German comma.
            **{
                item.id: st.column_config.TextColumn(str(item.title), help=item.body)
                for item in criteria
            },
        },
    )
    if session.editable("score"):
        _keep(judge, key, ids, said, restored)
    for sentence in st.session_state.get("raster_fehler", []):
        st.error(plain(sentence), icon=":material/error:")
    st.button(
        "Punkte speichern",
        icon=":material/save:",
        key="raster_speichern",
        disabled=not session.editable("score"),
        on_click=_save,
        args=(
            key,
            judge,
            ids,
            dict(measures),
            {item.id: str(item.title) for item in criteria},
            restored,
        ),
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else german.number(value)


def _restored(judge: str, said: Mapping[str, str]) -> dict[str, str]:
    """What was typed in an earlier window and not saved, by "measure/criterion"; the same for as
    long as this window has the grid open, for its edits are a difference to it."""
    place = f"raster_alt_{session.version()}_{judge}_{st.session_state.get('raster_stand', 0)}"
    if place not in st.session_state:
        kept = kept_text.kept_at(f"raster_{judge}")
        # A cell that somebody has saved since keeps what was saved.
        st.session_state[place] = {
            cell: item["entered"] for cell, item in kept.items() if said.get(cell) == item["was"]
        }
    found: dict[str, str] = st.session_state[place]
    if found:
        st.info(
            "Wiederhergestellt, noch nicht gespeichert: Ihre Eingaben im Raster.",
            icon=":material/edit_note:",
        )
    return found


def _keep(
    judge: str, key: str, ids: list[str], said: Mapping[str, str], restored: Mapping[str, str]
) -> None:
    typed = {**restored, **_edited(key, ids)}
    name = f"raster_{judge}"
    draft = {
        cell: {"entered": text, "was": said[cell]}
        for cell, text in typed.items()
        if cell in said and text != said[cell]
    }
    # A window in which nothing was typed leaves alone what another one has kept.
    if (typed or st.session_state.get(f"{name}_mine")) and draft != kept_text.kept_at(name):
        kept_text.keep_at(name, draft)
    st.session_state[f"{name}_mine"] = bool(draft)


def _edited(key: str, ids: list[str]) -> dict[str, str]:
    edited = (st.session_state.get(key) or {}).get("edited_rows", {})
    return {
        f"{ids[int(row)]}/{name}": str(text or "")
        for row, cells in edited.items()
        for name, text in cells.items()
    }


def _save(
    key: str,
    judge: str,
    ids: list[str],
    titles: dict[str, str],
    names: dict[str, str],
    restored: Mapping[str, str],
) -> None:
    edited: dict[int, dict[str, str]] = {}
    for cell, text in {**restored, **_edited(key, ids)}.items():
        measure, _, criterion = cell.partition("/")
        edited.setdefault(ids.index(measure), {})[criterion] = text
    given, errors = read_grid(edited, ids, titles, names)
    st.session_state["raster_fehler"] = errors
    # All or nothing: half a judgement would be ranked with the older half.
    if errors:
        session.say("error", "Noch nicht gespeichert; bitte die genannten Zellen berichtigen.")
        return
    who = judge or ADMINISTRATION
    if (
        session.write(
            f"Punkte von „{who}“ für {german.counted(len(given), 'Maßnahme', 'Maßnahmen')}",
            lambda tx: set_score_grid(tx, judge, given),
        )
        is not None
    ):
        st.session_state["raster_stand"] = st.session_state.get("raster_stand", 0) + 1


def read_grid(
    edited: Mapping[Any, Mapping[str, Any]],
    ids: Sequence[str],
    titles: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[dict[str, dict[str, Decimal | None]], list[str]]:
    """The cells that were typed into, read strictly; and a sentence per cell that is wrong."""
    given: dict[str, dict[str, Decimal | None]] = {}
    errors = []
    for place, cells in edited.items():
        measure = ids[int(place)]
        for criterion, typed in cells.items():
            try:
                value = points_written(str(typed or ""))
                Score(points=value).validate()
            except Refused as error:
                errors.append(f"{titles[measure]}, {names[criterion]}: {error}")
                continue
            given.setdefault(measure, {})[criterion] = value
    return given, errors
