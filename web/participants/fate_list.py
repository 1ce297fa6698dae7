"""``/werkstatt/<id>/schicksale``: what became of all cards of a workshop, to print and to hang up.

Reachable like the workbench itself, not for participants: it names every card with its code.  What
was declined may hurt somebody's dignity; it hangs there without its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from strategy.figures.profile import municipality
from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.fates import declined_cards, fates
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import get_
from strategy.kernel.store.database import DRAFT
from strategy.nouns.workshop import Workshop
from strategy.plans import opened as opened_plans
from strategy.workshop.running import phases_of
from ui.tables.rows import rows_of
from web.front.rendering import render
from web.front.sentence import sentence_page
from web.projector.screens import address_of_phones, plan_named

NO_PHASE = "ohne Phase"


@dataclass(frozen=True)
class FateList:
    """All cards of a workshop by phase, and how many met each fate."""

    workshop: Workshop
    municipality: str
    phases: list[tuple[str, list[dict[str, Any]]]]
    states: list[tuple[str, int]]

    @property
    def total(self) -> int:
        """All cards."""
        return sum(count for _, count in self.states)


def routes() -> list[BaseRoute]:
    """The one address."""
    return [Route("/werkstatt/{workshop_id}/schicksale", page)]


def page(request: Request) -> Response:
    """The list; ``plan`` and ``fassung`` in the query choose as they do in the workbench."""
    plan = request.query_params.get("plan", "")
    version = request.query_params.get("fassung", DRAFT)
    try:
        found = read_list(request.path_params["workshop_id"], plan, version)
    except StrategyError as error:
        return sentence_page(request, "Das gibt es hier nicht", str(error), 404)
    phones = address_of_phones(request)
    return render(
        request,
        "fate_list.html",
        list=found,
        day=german.day(found.workshop.held_on),
        # An address that means another machine on every phone is worse than none.
        where="" if phones.trouble else f"{phones.shown}/karte",
    )


def read_list(workshop_id: str, plan: str = "", version: str = DRAFT) -> FateList:
    """Raises NotFound where plan, version or workshop are not there."""
    with opened_plans.open_store(plan_named(plan)).read(version) as db:
        workshop = get_(db, Workshop, workshop_id)
        order = [str(phase.title) for phase in phases_of(db, workshop_id)]
        table, counts = fates(db, workshop_id), cards_by_state(db, workshop_id)
        declined = declined_cards(db)
        town = municipality(db)
    cards: list[dict[str, Any]] = [
        {
            **{str(name): value for name, value in row.items()},
            "phase": NO_PHASE if german.is_unknown(row["phase"]) else row["phase"],
            "body": None if row["card_id"] in declined else row["body"],
        }
        for row in table.to_dict("records")
    ]
    # Two phases may have the same title; then their cards stand together, which nobody minds.
    order_of = {title: number for number, title in reversed(list(enumerate(order)))}
    cards.sort(key=lambda row: (order_of.get(row["phase"], len(order_of)), row["code"] or "~"))
    phases = [
        (title, list(rows)) for title, rows in groupby(cards, key=lambda row: str(row["phase"]))
    ]
    states = [(row.state, int(row.cards)) for row in rows_of(counts) if row.cards]
    return FateList(workshop, (town.title if town else None) or "", phases, states)
