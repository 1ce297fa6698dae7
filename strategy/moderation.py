"""What the facilitator of a workshop does in one action: phases, decisions, heaps, points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from strategy.errors import Refused
from strategy.links import link
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure, Origin
from strategy.nouns.point import Point
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase
from strategy.records import delete_, find, get_, save_
from strategy.store import Transaction

_QUESTIONS = {
    PhaseKind.CRITIQUE: "Was ärgert Sie heute, wenn Sie mit der Kommune zu tun haben?",
    PhaseKind.FANTASY: "Es wäre schön, wenn …",
    PhaseKind.REALISATION: "Was fangen wir an, mit wem und bis wann?",
}


def add_three_phases(tx: Transaction, workshop_id: str) -> list[WorkshopPhase]:
    """Add those of the three phases that the workshop does not have yet; returns the new ones."""
    standing = {
        phase.kind for phase in find(tx, WorkshopPhase, "workshop_id = ?", [workshop_id])
    }
    added = [
        save_(
            tx,
            WorkshopPhase(
                workshop_id=workshop_id, title=str(kind), kind=str(kind),
                question=_QUESTIONS[kind], position=place,
            ),
        )
        for place, kind in enumerate(PhaseKind, start=1)
        if str(kind) not in standing
    ]
    if not added:
        raise Refused("Die drei Phasen sind schon angelegt.")
    return added


def sort_cards(tx: Transaction, card_ids: Sequence[str], cluster_id: str | None) -> int:
    """Lay cards on a heap (None takes them off); returns how many were moved.

    Raises Refused where the heap belongs to another workshop than a card.
    """
    cards = _chosen(tx, card_ids)
    if cluster_id is not None:
        cluster = get_(tx, Cluster, cluster_id)
        strange = [card.id for card in cards if card.workshop_id != cluster.workshop_id]
        if strange:
            raise Refused(
                f"Die Karte {strange[0]} gehört zu einer anderen Werkstatt als das Thema "
                f"„{cluster.title}“; wählen Sie Karten derselben Werkstatt."
            )
    for card in cards:
        save_(tx, card.replace(cluster_id=cluster_id))
    return len(cards)


def decide_cards(
    tx: Transaction,
    card_ids: Sequence[str],
    state: str,
    reason: str | None = None,
    merged_into_id: str | None = None,
) -> int:
    """Give cards their state; returns how many.

    Raises Refused where a rejection has no reason, a merged card no card that stands for it, or a
    card is to be "in Maßnahme aufgenommen" (that takes a measure: ``turn_card_into_measure``).
    """
    cards = _chosen(tx, card_ids)
    if state == CardState.TAKEN_UP:
        raise Refused(
            "Machen Sie aus der Karte eine Maßnahme; dann ändert sich ihr Stand von selbst."
        )
    if state == CardState.MERGED:
        if merged_into_id is None:
            raise Refused("Wählen Sie die Karte, die für die zusammengelegten stehen bleibt.")
        if merged_into_id in card_ids:
            raise Refused(
                f"Die Karte {merged_into_id} soll stehen bleiben; nehmen Sie sie aus der Auswahl."
            )
    for card in cards:
        save_(
            tx,
            card.replace(
                state=state,
                reason=reason or card.reason,
                merged_into_id=merged_into_id if state == CardState.MERGED else None,
            ),
        )
    return len(cards)


def set_points(
    tx: Transaction,
    cluster_id: str,
    phase_id: str | None,
    points: Mapping[str | None, int | None],
) -> int:
    """Record how many points each group (None: no group) gave a cluster in a phase.

    None or 0 takes the points away.  Returns the sum of the points that stand now.
    """
    cluster = get_(tx, Cluster, cluster_id)
    for group_id, count in points.items():
        standing = find(
            tx, Point,
            "cluster_id = ? AND card_id IS NULL AND phase_id IS NOT DISTINCT FROM ? "
            "AND group_id IS NOT DISTINCT FROM ?",
            [cluster_id, phase_id, group_id],
        )
        # An import may have left several rows for one heap; the first one carries the new count.
        for extra in standing[1:] if count else standing:
            delete_(tx, Point, extra.id)
        if count:
            fresh = Point(
                workshop_id=cluster.workshop_id, phase_id=phase_id, cluster_id=cluster_id,
                group_id=group_id,
            )
            save_(tx, (standing[0] if standing else fresh).replace(points=count))
    return sum(count or 0 for count in points.values())


def turn_cluster_into_measure(
    tx: Transaction, cluster_id: str, card_ids: Sequence[str] = ()
) -> Measure:
    """Make a measure of a cluster; the chosen cards count as taken up and are linked, too.

    Raises Refused where the cluster has its measure already.
    """
    cluster = get_(tx, Cluster, cluster_id)
    standing = tx.value(
        "SELECT min(from_id) FROM link WHERE to_id = ? AND kind = ? AND from_id LIKE 'M-%'",
        [cluster_id, str(LinkKind.ORIGIN)],
    )
    if standing:
        raise Refused(
            f"Aus dem Thema „{cluster.title}“ ist schon die Maßnahme {standing} entstanden; "
            "öffnen Sie diese."
        )
    cards = _chosen(tx, card_ids) if card_ids else []
    body = "\n".join(f"- {card.body}" for card in cards) or None
    measure = save_(
        tx,
        Measure(
            title=cluster.title, origin=Origin.WORKSHOP, domain_id=cluster.domain_id, body=body
        ),
    )
    link(tx, measure.id, LinkKind.ORIGIN, cluster_id)
    for card in cards:
        link(tx, measure.id, LinkKind.ORIGIN, card.id)
        save_(tx, card.replace(state=CardState.TAKEN_UP))
    return measure


def _chosen(tx: Transaction, card_ids: Sequence[str]) -> list[Card]:
    if not card_ids:
        raise Refused("Wählen Sie mindestens eine Karte.")
    return [get_(tx, Card, card_id) for card_id in card_ids]
