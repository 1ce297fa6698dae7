"""From a recommendation to what follows from it: figures it rests on, goals and measures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.catalogue import find_figures
from strategy.figures.figure import Figure
from strategy.figures.profile import plan_year
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.evidence import Evidence
from strategy.nouns.goal import Goal, GoalLevel
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure, Origin
from strategy.nouns.recommendation import Recommendation
from strategy.relations.links import link, links_of

_GROUNDS = (str(LinkKind.RESTS_ON), str(LinkKind.ORIGIN))
# The figures a recommendation usually rests on; {year} is the plan year.
_USUAL = (
    "kosten_plan_{year}_gesamt",
    "kosten_plan_{year}_sach",
    "kosten_plan_{year}_personal",
    "massnahmen_{year}_gesamt",
    "massnahmen_{year}_laufend",
    "massnahmen_{year}_stellen",
    "anwendungen_anzahl",
    "anwendungen_vollstaendig",
    "projekte_anzahl",
    "projekte_laufend",
    "leistungen_anzahl",
    "leistungen_online",
    "leistungen_onlinequote",
    "aemter_befragt",
    "daten_euro_veraltet",
    "daten_euro_ohne_person",
    "massnahmen_anzahl",
    "foerderung_gesamt",
    "foerderung_eigenanteil",
    "kennzahlen_auf_kurs",
    "beschluesse_offen",
)


def usual_figures(db: Cursor) -> list[Figure]:
    """The figures offered as evidence, with their values today."""
    year = plan_year(db)
    # Without a plan year the figures of a year have no name.
    wanted = [name.format(year=year) for name in _USUAL if year or "{year}" not in name]
    return find_figures(db, wanted)


def add_evidence(tx: Transaction, recommendation_id: str, figure_id: str, today: date) -> Evidence:
    """Let a recommendation rest on a figure, with the value it has now.

    Raises Refused where the plan has no such figure or the recommendation rests on it already.
    """
    standing = find(
        tx, Evidence, "recommendation_id = ? AND figure = ?", [recommendation_id, figure_id]
    )
    if standing:
        raise Refused(
            f"Die Empfehlung stützt sich schon auf „{standing[0].title}“; löschen Sie den alten "
            "Beleg, wenn der heutige Wert gelten soll."
        )
    figures = find_figures(tx, [figure_id])
    if not figures:
        raise Refused(
            f"Die Kennzahl „{figure_id}“ gibt es in diesem Plan nicht; wählen Sie eine andere."
        )
    return save_(
        tx,
        Evidence(
            recommendation_id=recommendation_id,
            figure=figure_id,
            title=figures[0].label,
            # As text: it must read for ever as it did then, whatever the figure's unit becomes.
            shown=_plain(figures[0].text),
            noted_on=today,
        ),
    )


def evidence_table(db: Cursor, recommendation_id: str) -> pd.DataFrame:
    """The figures a recommendation rests on, then and now: id, title, shown (the value then),
    noted_on, now (the value today; "nicht mehr vorhanden" where the plan lost the figure),
    changed."""
    items = find(db, Evidence, "recommendation_id = ?", [recommendation_id])
    today = {
        figure.id: _plain(figure.text)
        for figure in find_figures(db, [item.figure or "" for item in items])
    }
    rows: list[dict[str, Any]] = [
        {
            "id": item.id,
            "title": item.title or item.figure,
            "shown": item.shown,
            "noted_on": item.noted_on,
            "now": today.get(item.figure or "", "nicht mehr vorhanden"),
        }
        for item in items
    ]
    for row in rows:
        # Compared as people read it: a difference below the shown digits is none.
        row["changed"] = row["shown"] is not None and row["shown"] != row["now"]
    return pd.DataFrame(rows, columns=["id", "title", "shown", "noted_on", "now", "changed"])


def measure_from(
    tx: Transaction, recommendation_id: str, title: str | None = None, **values: Any
) -> Measure:
    """Make a measure of a recommendation, linked "entstanden aus".

    Raises Refused where a measure of this title already came from it.
    """
    source = get_(tx, Recommendation, recommendation_id)
    title = (title or source.title or "").strip()
    # A second press of the button, or two people at once, would make twins.
    _refuse_second(tx, source, title, Measure)
    made = save_(tx, Measure(title=title, body=source.body, origin=Origin.ADMINISTRATION, **values))
    link(tx, made.id, LinkKind.ORIGIN, source.id)
    return made


def goal_from(
    tx: Transaction,
    recommendation_id: str,
    title: str | None = None,
    level: str = GoalLevel.STRATEGIC,
    parent_id: str | None = None,
) -> Goal:
    """Make a goal of a recommendation, linked "entstanden aus".

    Raises Refused where a goal of this title already came from it.
    """
    source = get_(tx, Recommendation, recommendation_id)
    title = (title or source.title or "").strip()
    _refuse_second(tx, source, title, Goal)
    made = save_(tx, Goal(title=title, body=source.body, level=level, parent_id=parent_id))
    link(tx, made.id, LinkKind.ORIGIN, source.id)
    return made


def _refuse_second(tx: Transaction, source: Recommendation, title: str, noun: type[Record]) -> None:
    standing = tx.one(
        f"SELECT o.id FROM {noun.TABLE} o JOIN link l ON l.from_id = o.id "
        "WHERE l.to_id = ? AND l.kind = ? AND o.title = ?",
        [source.id, str(LinkKind.ORIGIN), title],
    )
    if standing:
        raise Refused(
            f"Aus {source.id} ist „{title}“ schon als {standing['id']} entstanden; öffnen Sie "
            "diesen Eintrag oder geben Sie einen anderen Titel an."
        )


def grounds_and_consequences(
    db: Cursor, recommendation_id: str
) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    """Two parts of the links of a recommendation, as rows of ``links_of``: what it rests on, and
    the goals and measures it leads to."""
    links = links_of(db, recommendation_id).to_dict("records")
    grounds = [row for row in links if row["direction"] == "out" and row["kind"] in _GROUNDS]
    follows = tuple(f"{noun.PREFIX}-" for noun in (Goal, Measure))
    # By prefix and in both directions: goals that it serves belong here as well.
    return grounds, [row for row in links if row["other_id"].startswith(follows)]


def _plain(text: str) -> str:
    """A figure as it is kept and compared: with ordinary blanks."""
    return text.replace(german.NBSP, " ")
