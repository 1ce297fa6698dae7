"""From facts to a recommendation, from a recommendation to goals and measures, the link kept."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.acts.recommending import (
    add_evidence,
    evidence_table,
    goal_from,
    grounds_and_consequences,
    measure_from,
    usual_figures,
)
from strategy.figures.plan.recommendations import recommendation_table
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import Application, Evidence, Goal, Measure, Recommendation
from strategy.relations.links import links_of, trace

TODAY = date(2026, 11, 22)


@pytest.fixture
def recommendation(plan: Store) -> Recommendation:
    with plan.write("Anna") as tx:
        save_(tx, Application(title="E-Akte"))
        return save_(
            tx,
            Recommendation(
                title="Verträge bündeln", kind="strukturell", body="Sie liegen in achtzehn Ämtern."
            ),
        )


def test_a_measure_and_a_goal_come_from_it_and_keep_the_link(
    plan: Store, recommendation: Recommendation
) -> None:
    with plan.write("Anna", "Maßnahme") as tx:
        measure = measure_from(tx, recommendation.id)
        goal = goal_from(tx, recommendation.id, "Ein Verzeichnis für alle")
    assert (measure.title, measure.body) == ("Verträge bündeln", recommendation.body)
    assert (goal.title, goal.level) == ("Ein Verzeichnis für alle", "strategisches Ziel")
    with plan.read() as db:
        grounds, led = grounds_and_consequences(db, recommendation.id)
        assert grounds == []
        assert {row["other_id"] for row in led} == {measure.id, goal.id}
        assert {row["kind"] for row in led} == {"entstanden aus"}
        row = recommendation_table(db).iloc[0]
        assert (row.goals, row.measures) == (1, 1)
        assert recommendation.id in set(trace(db, measure.id)["other_id"])
    undo(plan, "Anna")
    with plan.read() as db:
        assert not find(db, Measure) and not find(db, Goal)
        assert links_of(db, recommendation.id).empty


def test_the_same_measure_is_not_made_twice(plan: Store, recommendation: Recommendation) -> None:
    with plan.write("Anna") as tx:
        measure_from(tx, recommendation.id)
    with plan.write("Anna") as tx, pytest.raises(Refused, match="schon als M-0001 entstanden"):
        measure_from(tx, recommendation.id)
    with plan.write("Anna") as tx:
        assert measure_from(tx, recommendation.id, "Fristen überwachen").id == "M-0002"


def test_a_figure_is_kept_as_it_was_and_a_change_shows(
    plan: Store, recommendation: Recommendation
) -> None:
    with plan.write("Anna") as tx:
        add_evidence(tx, recommendation.id, "anwendungen_anzahl", TODAY)
    with plan.read() as db:
        (row,) = evidence_table(db, recommendation.id).to_dict("records")
    assert (row["shown"], row["now"], row["changed"]) == ("1", "1", False)
    with plan.write("Anna") as tx:
        save_(tx, Application(title="Kasse"))
        with pytest.raises(Refused, match="stützt sich schon auf"):
            add_evidence(tx, recommendation.id, "anwendungen_anzahl", TODAY)
        with pytest.raises(Refused, match="gibt es in diesem Plan nicht"):
            add_evidence(tx, recommendation.id, "ausgedacht", TODAY)
    with plan.read() as db:
        (row,) = evidence_table(db, recommendation.id).to_dict("records")
        assert recommendation_table(db).iloc[0].numbers == 1
    assert (row["shown"], row["now"], row["changed"]) == ("1", "2", True)
    with plan.write("Anna") as tx:
        delete_(tx, Recommendation, recommendation.id)
        assert not find(tx, Evidence)


def test_the_figures_offered_exist_in_the_plan(plan: Store) -> None:
    with plan.read() as db:
        offered = {figure.id for figure in usual_figures(db)}
    assert {"anwendungen_anzahl", "daten_euro_veraltet"} <= offered
