"""Names in a list for what the same file brings along: life domains, units above units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strategy.intake.comparing.resolve import loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Named, Row
from strategy.intake.writing.standing import Standing
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import find, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem


class BroughtNames:
    """References by name to objects that come with the same file."""

    def __init__(self, db: Cursor, kind: ImportKind, rows: Sequence[Row], out: set[int]) -> None:
        self.kind = kind
        self.titles: dict[str, str] = {}
        if "life_domain" in kind.brings:
            rows_of = db.rows("SELECT id, title FROM life_domain")
            self.titles = {str(one["id"]): loose(str(one["title"])) for one in rows_of}
        self.needed: list[str] = []
        self.names: set[str] = set()
        if "organisation_unit" in kind.brings:
            for row in rows:
                if row.number not in out:
                    for field_name in ("number", "short", "title"):
                        if value := row.values.get(field_name):
                            self.names.add(loose(str(value)))

    def settle(self, row: Row, old: Record | None, standing: Standing) -> dict[str, Any]:
        """The values of a row; a name that the file itself explains stays to be resolved later."""
        values = dict(row.values)
        for field_name, value in row.values.items():
            if not isinstance(value, Named):
                continue
            if value.table == "life_domain":
                # Two systems may have a domain of this name; the object's own is no riddle.
                own = getattr(old, field_name) if old is not None else None
                if own and self.titles.get(own) == loose(value.name):
                    values[field_name] = own
                elif value.name not in self.needed:
                    self.needed.append(value.name)
            elif loose(value.name) not in self.names and standing.named(value.name) is None:
                raise Refused(
                    f"Die übergeordnete Einheit „{value.name}“ steht weder in der Datei noch im "
                    "Plan; legen Sie sie an oder berichtigen Sie die Angabe.",
                    field_name,
                )
        return values


def make_domains(tx: Transaction, names: list[str], source: str) -> dict[str, str]:
    """A system of life domains of its own for the names a list of measures brings along."""
    if not names:
        return {}
    title = f"Handlungsfelder aus {source}"
    row = tx.one("SELECT id FROM life_domain_system WHERE title = ?", [title])
    system_id = (
        row["id"] if row else insert(tx, [LifeDomainSystem(title=title, source=source)])[0].id
    )
    place = int(tx.value("SELECT count(*) FROM life_domain WHERE system_id = ?", [system_id]))
    made = insert(
        tx,
        [
            LifeDomain(system_id=system_id, title=name, position=place + number)
            for number, name in enumerate(names, 1)
        ],
    )
    return {domain.title or "": domain.id for domain in made}


def unit_names(tx: Transaction, kind: ImportKind, new: Sequence[Record]) -> dict[str, str]:
    """Names of organisation units -> id: those of the plan and those the file brings."""
    known: dict[str, str] = {}
    for record in [*find(tx, kind.noun), *new]:
        for field_name in ("title", "short", "number"):
            if value := getattr(record, field_name):
                known[loose(str(value))] = record.id
    return known


def settled(record: Record, domains: dict[str, str], names: dict[str, str]) -> Record:
    """The record with the ids of what the file brought along."""
    changes: dict[str, Any] = {}
    for name, value in record.values().items():
        if isinstance(value, Named):
            known = domains if value.table == "life_domain" else names
            changes[name] = known.get(value.name) or known.get(loose(value.name))
    return record.replace(**changes) if changes else record
