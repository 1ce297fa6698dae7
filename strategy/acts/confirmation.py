"""Confirm that entries are right as they stand: one by one, or all of an Amt in one action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from strategy.figures.inventory.quality import quality_records
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import noun_of_id
from strategy.kernel.store import Transaction

FIELD = "confirmed_on"


def can_be_confirmed(noun: type[Record]) -> bool:
    """Whether entries of this noun carry the day of their last confirmation."""
    return any(spec.name == FIELD for spec in noun.specs())


def confirm(tx: Transaction, ids: Sequence[str], today: date) -> int:
    """Set the day of confirmation of these entries; returns how many there were.

    Raises Refused where an entry is of a kind that nobody confirms, or where there is none.
    """
    by_noun: dict[type[Record], list[str]] = {}
    for object_id in ids:
        noun = noun_of_id(object_id)
        if noun is None or not can_be_confirmed(noun):
            raise Refused(f"{object_id} lässt sich nicht bestätigen; wählen Sie andere Einträge.")
        by_noun.setdefault(noun, []).append(object_id)
    found = 0
    for noun, chosen in by_noun.items():
        # Counted apart from writing: whoever confirms twice on one day changes nothing, but did
        # confirm.
        found += tx.value(
            f"SELECT count(*) FROM {noun.TABLE} WHERE id IN (SELECT unnest(?))", [chosen]
        )
        # One statement, so that the history gets one entry for the whole list.
        tx.run(
            f"UPDATE {noun.TABLE} SET {FIELD} = ?, version = ? "
            f"WHERE id IN (SELECT unnest(?)) AND ({FIELD} IS NULL OR {FIELD} < ?)",
            [today, tx.action_id, chosen, today],
        )
    if not found:
        raise Refused("Es gibt hier nichts zu bestätigen; wählen Sie mindestens einen Eintrag.")
    return found


def confirm_unit(tx: Transaction, amt_id: str, today: date) -> int:
    """Confirm every living application, project and service of an Amt; returns how many.

    Their cost lines count as confirmed with them.  Raises Refused where the Amt has none.
    """
    records = quality_records(tx, today, amt=amt_id)
    return confirm(tx, [str(item) for item in records["id"]], today)
