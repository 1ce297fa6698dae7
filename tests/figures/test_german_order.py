"""Names stand in German order wherever a figure lists them: Ä beside A, ß as ss."""

from __future__ import annotations

from contextlib import closing

from strategy.figures.comparison import city_values
from strategy.figures.plan.goals import goal_measures
from strategy.figures.workshop.ways import ways
from strategy.kernel.records import save_
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.comparison_city import ComparisonCity
from strategy.nouns.goal import Goal
from strategy.nouns.indicator import Indicator
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.workshop import Workshop
from strategy.workshop.preparing import add_three_phases
from strategy.workshop.wall import read_wall
from tests.fresh_plans import some_plan

MIXED = ("Zoo", "Äpfel", "Straße 10", "Strasse 9", "Birnen")
SORTED = ["Äpfel", "Birnen", "Strasse 9", "Straße 10", "Zoo"]


def test_names_that_tie_otherwise_stand_in_german_order() -> None:
    with closing(some_plan()) as store:
        with store.write("Anna") as tx:
            goal = save_(tx, Goal(title="Oben", level="Leitziel"))
            measure = save_(tx, Measure(title="M"))
            indicator = save_(tx, Indicator(title="Quote", unit="%", goal_id=goal.id))
            room = save_(tx, Workshop(title="W", moderated=False))
            phase = add_three_phases(tx, room.id)[0]
            for title in MIXED:
                below = save_(tx, Goal(title=title, level="strategisches Ziel", parent_id=goal.id))
                save_(tx, Link(from_id=measure.id, kind="dient", to_id=below.id))
                save_(tx, ComparisonCity(title=title))
                cluster = save_(tx, Cluster(workshop_id=room.id, title=title))
                card = Card(workshop_id=room.id, phase_id=phase.id, cluster_id=cluster.id)
                save_(tx, card.replace(body=title, state="angenommen"))
        with store.read() as db:
            assert goal_measures(db, goal.id)["goal"].tolist() == [", ".join(SORTED)]
            cities = city_values(db, indicator.id)
            assert cities[~cities["own"]]["label"].tolist() == SORTED
            assert ways(db, room.id)["cluster"].tolist() == SORTED
            assert [cluster.title for cluster in read_wall(db, room.id).clusters] == SORTED
