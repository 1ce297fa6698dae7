"""Which caps a unit's money and posts count for: its own and those of the units above it."""

from __future__ import annotations

from collections.abc import Iterable

from strategy.kernel.store import Cursor


class CapUnits:
    """The units with a cap of their own, found from below."""

    def __init__(self, db: Cursor, capped: Iterable[str]) -> None:
        self._parents = {
            row["id"]: row["parent_id"]
            for row in db.rows("SELECT id, parent_id FROM organisation_unit")
        }
        self._capped = set(capped)
        self._known: dict[str, list[str]] = {}

    def above(self, unit: str) -> list[str]:
        """The units with a cap of their own that bear what ``unit`` bears; "" is the whole."""
        if unit not in self._known:
            found, at, seen = [""], unit or None, set[str]()
            # A circle of parents, which an import may bring, ends the climb.
            while at is not None and at not in seen:
                seen.add(at)
                if at in self._capped:
                    found.append(at)
                at = self._parents.get(at)
            self._known[unit] = found
        return self._known[unit]
