"""Take the objects of an export into a plan, one type after the other, within one transaction.

What refers comes after what it refers to.  A reference that leads nowhere is told in one sentence;
an object that cannot be without it is told as rejected and never dropped in silence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from strategy.intake.comparing.preview import FieldChange, Rejected, RowChange
from strategy.intake.oparl.matching import Known
from strategy.intake.oparl.reading import Export, Json, refs
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import save_
from strategy.kernel.store import Transaction
from strategy.nouns.provenance import Provenance


@dataclass
class Intake:
    """What came of an export: counts, what changed, and what is said of the rest."""

    tx: Transaction
    export: Export
    known: Known
    # Rows that somebody chose to leave out although they cannot be taken.
    left_out: frozenset[int] = frozenset()
    read: int = 0
    unchanged: int = 0
    added: list[str] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    origins: list[Provenance] = field(default_factory=list)

    def save(self, address: str, record: Record, **fresh: Any) -> Record | None:
        """Add or change one object; what the export does not say stays as the plan knows it.

        ``fresh`` is guessed or usual and so given to a new object alone.
        """
        self.read += 1
        standing = self.known.standing(address, record)
        said = {name: value for name, value in record.values().items() if value is not None}
        wanted = standing.replace(**said) if standing else record.replace(**fresh)
        try:
            saved = save_(self.tx, wanted)
        except Refused as error:
            self.reject(address, record.SINGULAR, str(error))
            return None
        self.known.tell(address, saved)
        if standing is not None and saved.version == standing.version:
            self.unchanged += 1
            return saved
        number = self.export.number(address)
        if standing is None:
            self.added.append(f"{saved.SINGULAR} {saved.name}")
        else:
            self.changes.append(_change(number, standing, saved))
        self._keep_origin(address, saved, number)
        return saved

    def count_change(self, address: str, before: Record, after: Record) -> None:
        """A change that could only be made when all objects were there; once told, not twice."""
        if self._is_fresh(after):
            return
        self.unchanged -= 1
        number = self.export.number(address)
        self.changes.append(_change(number, before, after))
        self._keep_origin(address, after, number)

    def _is_fresh(self, record: Record) -> bool:
        return any(one.object_id == record.id for one in self.origins)

    def _keep_origin(self, address: str, saved: Record, number: int) -> None:
        self.origins.append(
            Provenance(
                object_id=saved.id,
                source_row=number or None,
                cells=json.dumps({"id": address}, ensure_ascii=False),
            )
        )

    def reject(self, address: str, word: str, reason: str) -> None:
        """An object that cannot be taken; the import waits until somebody leaves it out."""
        number = self.export.number(address)
        if number not in self.left_out:
            self.rejected.append(Rejected(number, word, address, f"{word} {address}: {reason}"))

    def loose(self, address: str, word: str, what: str, missing: Sequence[str]) -> None:
        """References that lead nowhere, one sentence each."""
        for one in missing:
            why = (
                "das Objekt wird nicht übernommen"
                if one in self.export.items
                else "das Objekt fehlt in der Datei und im Plan"
            )
            self.notices.append(
                f"{word} {address} nennt {what} {one}; {why}, die Angabe bleibt leer."
            )

    def one(self, item: Json, name: str, word: str, what: str) -> str | None:
        """The id behind a property that names one object."""
        found = refs(item.get(name))
        ids = [self.known.id_of(one) for one in found]
        self.loose(
            item["id"], word, what, [x for x, i in zip(found, ids, strict=True) if i is None]
        )
        return next((one for one in ids if one), None)


def own(item: Json, name: str) -> Any:
    """A property of our own in an object that this product has written."""
    return item.get(f"digitalstrategie:{name}")


def _change(number: int, before: Record, after: Record) -> RowChange:
    fields = tuple(
        FieldChange(spec.name, spec.label, getattr(before, spec.name), getattr(after, spec.name))
        for spec in after.specs()
        if getattr(before, spec.name) != getattr(after, spec.name)
    )
    return RowChange(number, after.id, after.name, fields)
