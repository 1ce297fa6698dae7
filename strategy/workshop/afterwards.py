"""What is done with cards when the workshop is over: their life domains, their codes."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, noun_of_id, save_
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.workshop.codes import new_card_codes


def set_domain(tx: Transaction, ids: Sequence[str], domain_id: str | None) -> int:
    """Give cards and clusters a life domain, None takes it away; returns how many were changed.

    Raises Refused where nothing was chosen or something else than a card or a cluster.
    """
    if not ids:
        raise Refused("Wählen Sie mindestens eine Karte oder ein Thema.")
    changed = 0
    for object_id in ids:
        noun = noun_of_id(object_id)
        if noun not in (Card, Cluster):
            raise Refused(f"{object_id} ist weder Karte noch Thema; wählen Sie Karten oder Themen.")
        standing = get_(tx, noun, object_id)
        saved = save_(tx, standing.replace(domain_id=domain_id))
        # save_ leaves a row alone whose values are the same, so its version tells whether it
        # changed.
        changed += saved.version != standing.version
    return changed


def give_codes(tx: Transaction, workshop_id: str) -> int:
    """Give every card of a workshop without a code one; returns how many got one."""
    bare = [
        row["id"]
        for row in tx.rows(
            "SELECT id FROM card WHERE workshop_id = ? AND code IS NULL ORDER BY id", [workshop_id]
        )
    ]
    if not bare:
        return 0
    # One UPDATE from a registered table: a statement per card would write a line of history each.
    tx.register("fresh_codes", _pairs(bare, new_card_codes(tx, len(bare))))
    tx.run(
        "UPDATE card SET code = f.code, version = ? FROM fresh_codes f WHERE card.id = f.id",
        [tx.action_id],
    )
    tx.unregister("fresh_codes")
    return len(bare)


def _pairs(ids: Sequence[str], codes: Sequence[str]) -> pa.Table:
    return pa.table({"id": list(ids), "code": list(codes)})
