"""What the files of a workshop have in common: rows that may name what the file brings along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from strategy.intake.comparing.workshop_names import Key, Place, RoomNames, keys_of, settle
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Named, RecordRows
from strategy.intake.writing.record_import import Comparison, write_compared
from strategy.kernel.record import Record
from strategy.kernel.records import checked
from strategy.kernel.store import Cursor, Transaction

# Stands for an id that is made when the rows are written.
_LATER = "?"

R = TypeVar("R", bound=Record)


@dataclass
class RoomComparison(Comparison):
    """A comparison together with the names that its rows use."""

    names: RoomNames = field(default_factory=lambda: RoomNames([], {}, None))

    @classmethod
    def begin(
        cls, db: Cursor, found: RecordRows, workshop: str | None, phase: str | None
    ) -> RoomComparison:
        """``workshop`` and ``phase`` are those of rows without one."""
        names = RoomNames.read(db, workshop, phase)
        names.phases_told = any(row.values.get("phase_id") for row in found.rows)
        return cls(rejected=list(found.rejected), names=names)

    def used(self) -> set[Key]:
        """What has to be made for the rows that are written."""
        records = [record for _, record in self.new] + [record for _, _, record in self.changed]
        return {key for record in records for key in keys_of(record)}

    def fingerprint(self) -> tuple[Any, ...]:
        """Equal also in what will be made along with the rows."""
        return (*super().fingerprint(), tuple(sorted(str(key) for key in self.used())))

    def tell(self, found: RecordRows, sentences: Sequence[str]) -> None:
        """Add to the notices of the file what will be made along with its rows, and these."""
        notices = [*self.names.notices(self.used()), *sentences]
        found.notices[:] = [one for one in found.notices if one not in notices] + notices

    def write(
        self,
        tx: Transaction,
        kind: ImportKind,
        import_id: str,
        ids: dict[Key, str],
        new: Sequence[Record],
        delete_missing: bool,
    ) -> int:
        """As ``write_compared``, with ``ids`` for what changed rows name."""
        changed = [settle(record, ids) for _, _, record in self.changed]
        return write_compared(tx, kind, self, import_id, new, changed, delete_missing)


def placed(noun: type[R], places: Mapping[str, Place | None], **values: Any) -> R:
    """A checked record that holds ``Named`` where the file brings along what it refers to."""
    named = {name: value for name, value in places.items() if isinstance(value, Named)}
    bare: dict[str, Any] = {
        name: _LATER if name in named else value for name, value in places.items()
    }
    return checked(noun(**bare, **values)).replace(**named)
