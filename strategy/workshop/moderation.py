"""What the facilitator of a workshop does in one action: decisions, clusters, points, measures.

Splitting a card and joining it again stand in ``splitting.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure, Origin
from strategy.nouns.point import Point, PointSource
from strategy.relations.links import link


def sort_cards(tx: Transaction, card_ids: Sequence[str], cluster_id: str | None) -> int:
    """Lay cards on a cluster (None takes them off); returns how many were moved.

    Cards that were merged into one of them go along and are not counted.  Raises Refused where the
    cluster belongs to another workshop than a card.
    """
    cards = chosen_cards(tx, card_ids)
    if cluster_id is not None:
        _refuse_strangers(cards, get_(tx, Cluster, cluster_id))
    _move(tx, cards, cluster_id)
    return len(cards)


def lay_on_cluster(
    tx: Transaction, card_ids: Sequence[str], cluster_id: str | None = None, title: str = ""
) -> Cluster:
    """Lay cards on a cluster, made anew from ``title`` where none is named; received ones count as
    accepted from then on.

    Raises Refused where neither is given; a cluster of the same name is taken instead of a
    second one.
    """
    cards = chosen_cards(tx, card_ids)
    if cluster_id is not None:
        cluster = get_(tx, Cluster, cluster_id)
    else:
        cluster = name_cluster(tx, str(cards[0].workshop_id), title)
    received = [card.id for card in cards if card.state == CardState.RECEIVED]
    if received:
        decide_cards(tx, received, CardState.ACCEPTED)
    sort_cards(tx, card_ids, cluster.id)
    return cluster


def name_cluster(tx: Transaction, workshop_id: str, title: str) -> Cluster:
    """The cluster of this name in a workshop, in capitals or not; a new one where there is none."""
    named = " ".join(title.split())
    if not named:
        raise Refused("Wählen Sie ein Thema oder geben Sie dem neuen einen Namen.")
    standing = find(
        # DuckDB's lower() knows umlauts, so "Ämter" and "ämter" are one cluster.
        tx,
        Cluster,
        "workshop_id = ? AND lower(title) = lower(?)",
        [workshop_id, named],
    )
    return standing[0] if standing else save_(tx, Cluster(workshop_id=workshop_id, title=named))


def decide_cards(
    tx: Transaction,
    card_ids: Sequence[str],
    state: str,
    reason: str | None = None,
    merged_into_id: str | None = None,
) -> int:
    """Give cards their state; returns how many.

    A card merged into one that is merged itself goes to the one that stands at the end; it lies on
    the cluster of that card from then on.  A reason is kept with rejected cards and those in the
    pool only.  Raises Refused where a rejection has no reason, a merged card no card that stands
    for it, a card is to be "in Maßnahme aufgenommen" (that takes a measure:
    ``turn_card_into_measure``) or "aufgeteilt" (``strategy.workshop.splitting``), or a measure was
    made of it already.
    """
    cards = chosen_cards(tx, card_ids)
    if state == CardState.TAKEN_UP:
        raise Refused(
            "Machen Sie aus der Karte eine Maßnahme; dann ändert sich ihr Stand von selbst."
        )
    if state == CardState.SPLIT:
        raise Refused("Teilen Sie die Karte auf; dann ändert sich ihr Stand von selbst.")
    for card in cards:
        # All cards are looked at before the first is written: a refused choice changes nothing.
        refuse_fixed(tx, card)
    target = None
    if state == CardState.MERGED:
        target = _standing_target(tx, cards, merged_into_id)
    for card in cards:
        save_(
            tx,
            card.replace(
                state=state,
                reason=_kept_reason(card, state, reason),
                merged_into_id=target.id if target else None,
            ),
        )
    if target is not None and target.cluster_id is not None:
        _move(tx, chosen_cards(tx, card_ids), target.cluster_id)
    return len(cards)


def standing_card(db: Cursor, card_id: str) -> Card:
    """The card that stands for a merged one at the end of the chain; itself where it is not."""
    # An import may bring a circle of merged cards; the walk must end all the same.
    card, seen = get_(db, Card, card_id), set[str]()
    while card.state == CardState.MERGED and card.merged_into_id and card.id not in seen:
        seen.add(card.id)
        card = get_(db, Card, card.merged_into_id)
    return card


def refuse_fixed(db: Cursor, card: Card) -> None:
    """Refuse to decide anew about a card that others already rest on; says what to do first."""
    measure = db.value(
        "SELECT min(from_id) FROM link WHERE to_id = ? AND kind = ? AND from_id LIKE 'M-%'",
        [card.id, str(LinkKind.ORIGIN)],
    )
    if card.state == CardState.TAKEN_UP and measure:
        raise Refused(
            f"Aus der Karte {card.id} ist die Maßnahme {measure} entstanden; lösen Sie zuerst dort "
            "die Verknüpfung."
        )
    if card.state == CardState.SPLIT:
        raise Refused(
            f"Die Karte {card.id} ist in Teile aufgeteilt; entscheiden Sie über die Teile oder "
            "fügen Sie sie zuerst wieder zusammen."
        )


def set_points(
    tx: Transaction, target_id: str, phase_id: str | None, points: Mapping[str | None, int | None]
) -> int:
    """Record how many points each group (None: no group) gave a cluster or a card in the room.

    Points given by phone or read from a file stand beside them and are never touched.  None or 0
    takes the points away.  Returns the sum of the points of the room that stand now.
    """
    target: Cluster | Card = (
        get_(tx, Card, target_id)
        if target_id.startswith(f"{Card.PREFIX}-")
        else get_(tx, Cluster, target_id)
    )
    is_card = isinstance(target, Card)
    for group_id, count in points.items():
        standing = [
            point for point in room_points(tx, target_id, phase_id) if point.group_id == group_id
        ]
        # An import may have left several rows for one cluster; the first one carries the new count.
        for extra in standing[1:] if count else standing:
            delete_(tx, Point, extra.id)
        if count:
            fresh = Point(
                workshop_id=target.workshop_id,
                phase_id=phase_id,
                group_id=group_id,
                card_id=target_id if is_card else None,
                cluster_id=None if is_card else target_id,
                source=PointSource.ROOM,
            )
            save_(tx, (standing[0] if standing else fresh).replace(points=count))
    return sum(count or 0 for count in points.values())


def room_points(db: Cursor, target_id: str, phase_id: str | None) -> list[Point]:
    """The points of a cluster or card that were counted in the room, in one phase."""
    return find(
        db,
        Point,
        "coalesce(card_id, cluster_id) = ? AND phase_id IS NOT DISTINCT FROM ? "
        "AND (source IS NULL OR source = ?)",
        [target_id, phase_id, str(PointSource.ROOM)],
    )


def other_points(db: Cursor, target_id: str, phase_id: str | None) -> dict[str, int]:
    """The points of a cluster or card that were not counted in the room, by their way."""
    rows = db.rows(
        "SELECT source, CAST(sum(points) AS BIGINT) AS points FROM point "
        "WHERE coalesce(card_id, cluster_id) = ? AND phase_id IS NOT DISTINCT FROM ? "
        "AND source <> ? GROUP BY source ORDER BY source",
        [target_id, phase_id, str(PointSource.ROOM)],
    )
    return {row["source"]: int(row["points"]) for row in rows}


def turn_cluster_into_measure(
    tx: Transaction, cluster_id: str, card_ids: Sequence[str] = ()
) -> Measure:
    """Make a measure of a cluster; the chosen cards count as taken up and are linked, too.

    A merged card stays as it is and goes in by the card that stands for it, a divided one by its
    parts.  Raises Refused where the cluster has its measure already or a card belongs to another
    workshop.
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
    cards = _speaking(tx, chosen_cards(tx, card_ids)) if card_ids else []
    _refuse_strangers(cards, cluster)
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
        save_(tx, card.replace(state=CardState.TAKEN_UP, reason=None))
    return measure


def _speaking(db: Cursor, cards: Sequence[Card]) -> list[Card]:
    """The cards in which the words of ``cards`` stand now, each once."""
    found: dict[str, Card] = {}
    seen: set[str] = set()
    # A stack of what is still to be looked at; reversed, so that the first card comes out first.
    open_ends = list(reversed(cards))
    while open_ends:
        card = open_ends.pop()
        if card.id in seen:
            continue
        seen.add(card.id)
        if card.state == CardState.MERGED:
            open_ends.append(standing_card(db, card.id))
        elif card.state == CardState.SPLIT:
            open_ends += reversed(find(db, Card, "split_from_id = ?", [card.id]))
        else:
            found[card.id] = card
    return list(found.values())


def _refuse_strangers(cards: Sequence[Card], cluster: Cluster) -> None:
    strange = [card.id for card in cards if card.workshop_id != cluster.workshop_id]
    if strange:
        raise Refused(
            f"Die Karte {strange[0]} gehört zu einer anderen Werkstatt als das Thema "
            f"„{cluster.title}“; wählen Sie Karten derselben Werkstatt."
        )


def chosen_cards(db: Cursor, card_ids: Sequence[str]) -> list[Card]:
    """The cards of a selection, each once; raises Refused for an empty one."""
    if not card_ids:
        raise Refused("Wählen Sie mindestens eine Karte.")
    return [get_(db, Card, card_id) for card_id in dict.fromkeys(card_ids)]


def _standing_target(tx: Transaction, cards: Sequence[Card], target_id: str | None) -> Card:
    """The card that stands for ``cards`` from now on."""
    chosen = {card.id for card in cards}
    if target_id is None:
        raise Refused("Wählen Sie die Karte, die für die zusammengelegten stehen bleibt.")
    if target_id in chosen:
        raise Refused(f"Die Karte {target_id} soll stehen bleiben; nehmen Sie sie aus der Auswahl.")
    target = standing_card(tx, target_id)
    if target.id in chosen:
        raise Refused(
            f"Die Karte {target_id} ist mit {target.id} zusammengelegt und kann nicht für sie "
            f"stehen bleiben; nehmen Sie {target.id} aus der Auswahl."
        )
    if target.state == CardState.SPLIT:
        raise Refused(f"Die Karte {target.id} ist in Teile aufgeteilt; wählen Sie einen der Teile.")
    strange = [card.id for card in cards if card.workshop_id != target.workshop_id]
    if strange:
        raise Refused(
            f"Die Karte {strange[0]} gehört zu einer anderen Werkstatt als {target.id}; legen Sie "
            "nur Karten derselben Werkstatt zusammen."
        )
    return target


def _kept_reason(card: Card, state: str, reason: str | None) -> str | None:
    """A reason explains a refusal and goes with it."""
    if state not in (CardState.REJECTED, CardState.POOL):
        return None
    return reason or card.reason


def _move(tx: Transaction, cards: Sequence[Card], cluster_id: str | None) -> None:
    """Lay cards on a cluster, and with them whatever was merged into them, however far down."""
    seen: set[str] = set()
    open_ends = list(cards)
    while open_ends:
        card = open_ends.pop()
        if card.id in seen:
            continue
        seen.add(card.id)
        save_(tx, card.replace(cluster_id=cluster_id))
        open_ends += find(
            tx, Card, "merged_into_id = ? AND state = ?", [card.id, str(CardState.MERGED)]
        )
