"""What can be imported; ``import_kind.py`` says what a kind is."""

from __future__ import annotations

from strategy.intake.kinds.import_kind import ImportKind as ImportKind
from strategy.intake.kinds.key_kind import KEYS
from strategy.intake.kinds.money_kinds import BUDGET, COSTS, RATES
from strategy.intake.kinds.object_kinds import APPLICATIONS, PROJECTS
from strategy.intake.kinds.service_kinds import MEASURES, ORGANISATION, SERVICES
from strategy.intake.kinds.workshop_kinds import CARDS, POINTS

KINDS: dict[str, ImportKind] = {
    kind.name: kind
    for kind in (
        BUDGET,
        APPLICATIONS,
        PROJECTS,
        SERVICES,
        MEASURES,
        ORGANISATION,
        KEYS,
        COSTS,
        RATES,
        CARDS,
        POINTS,
    )
}
