"""Write a proposal as a scenario: whole measures moved, the others laid into the pool of ideas."""

from __future__ import annotations

from strategy.acts.moving import move_measure
from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import Version, create_scenario, delete_scenario
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.optimising.proposal import Proposal


def save_proposal(store: Store, actor: str, base: str, proposal: Proposal, title: str) -> Version:
    """A new scenario of ``base`` that carries the proposal out, in one action.

    Raises Refused where there is no plan, where the name is taken, or where a measure cannot be
    moved; then no scenario is left.
    """
    choice = proposal.solution.choice
    if choice is None:
        raise Refused("Es gibt keinen Plan, der sich speichern ließe; ändern Sie die Obergrenzen.")
    known = proposal.question.problem.by_id
    version = create_scenario(store, actor, title, base, "Vorschlag des Optimierers")
    why = {item.id: item.why for item in proposal.out}
    try:
        with store.write(actor, "Vorschlag des Optimierers übernommen", version.name) as tx:
            for name, start in choice.items():
                if start != known[name].planned:
                    move_measure(tx, name, start - known[name].planned)
            for name, reason in why.items():
                measure = get_(tx, Measure, name)
                said = f"Nicht im Vorschlag des Optimierers: {reason}"
                text = said if not measure.reason else f"{measure.reason}\n{said}"
                save_(tx, measure.replace(status=MeasureStatus.POOL, reason=text))
    except BaseException:
        delete_scenario(store, actor, version.name)
        raise
    return version
