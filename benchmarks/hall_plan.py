"""A plan with one running workshop, as large as a benchmark needs it."""

from __future__ import annotations

from pathlib import Path

from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.nouns.cluster import Cluster
from strategy.nouns.municipality import Municipality
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase

CODE = "HALLE7"
GROUPS = ("Bürgerinnen und Bürger", "Wirtschaft", "Vereine", "Schulen", "Verwaltung")
CLUSTERS = 12


def build_hall(plan: Path) -> Path:
    """Make ``plan``: a workshop in which cards are written, with groups and named clusters."""
    store = Store.create(plan)
    with store.write("Koordination", "Werkstatt vorbereitet") as tx:
        save_(tx, Municipality(title="Musterstadt", plan_year=2027))
        workshop = save_(
            tx,
            Workshop(
                title="Zukunftswerkstatt im Saal",
                status=WorkshopStatus.RUNNING,
                code=CODE,
                activity=Activity.CARDS,
                cards_per_person=5,
                points_per_person=5,
            ),
        )
        phase = save_(
            tx,
            WorkshopPhase(
                workshop_id=workshop.id,
                title="Phantasie",
                kind="Phantasie",
                position=1,
                question="Es wäre schön, wenn …",
            ),
        )
        save_(tx, workshop.replace(phase_id=phase.id))
        for title in GROUPS:
            save_(tx, ParticipantGroup(workshop_id=workshop.id, title=title, invited=200))
        for number in range(1, CLUSTERS + 1):
            save_(tx, Cluster(workshop_id=workshop.id, title=f"Thema {number}"))
    store.close()
    return plan


def open_points(tx: Transaction) -> None:
    """The facilitator closes the cards and opens the points."""
    found = tx.value("SELECT id FROM workshop WHERE code = ?", [CODE])
    save_(tx, get_(tx, Workshop, found).replace(activity=Activity.POINTS))
