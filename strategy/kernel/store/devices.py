"""What is known of participants' devices lies outside versions and history, so that it can be wiped
for good; no undo may bring it back or leave it behind."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel.store.database import DRAFT, Transaction


def forget_devices(tx: Transaction, ending: Sequence[str] = ()) -> None:
    """Wipe what is known of the devices of all workshops that do not run or are gone, and of those
    that are just ``ending`` (ids)."""
    # People take part in the draft alone, so the draft says which workshops run, also where
    # somebody writes in a scenario.
    ending = list(ending) if tx.version == DRAFT else []
    for table in ("participant", "receipt"):
        tx.run(
            f"DELETE FROM participation.{table} WHERE workshop_id NOT IN "
            f"(SELECT id FROM {DRAFT}.workshop WHERE status = 'läuft') "
            "OR list_contains(CAST(? AS TEXT[]), workshop_id)",
            [ending],
        )
