"""Units that use an application, as a list names them: merged, compared, written with shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from strategy.acts.distribution_key import WHOLE, check_key, save_key
from strategy.acts.named_key import Keys
from strategy.intake.comparing.preview import FieldChange
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Row, Use
from strategy.intake.writing.standing import identity_of
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.selection import known
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse

_UNIT, _KEY = "organisation_id", "distribution_key_id"
# Fields in which two rows of one application may differ: each unit says its own.
_PER_UNIT = (_UNIT, "users", "note", "row_id")


def merge_users(
    rows: list[Row], kind: ImportKind, priced: Collection[int] = ()
) -> tuple[list[Row], list[str]]:
    """Make one row of those that name the same object for several units; and what is said of it.

    Rows that differ in more than the unit stay apart, and the comparison refuses the second; so
    do ``priced`` rows with costs of their own, as nobody said whose cost each of them is.
    """
    if not kind.uses:
        return rows, []
    first: dict[str, Row] = {}
    kept: list[Row] = []
    merged: dict[str, list[int]] = {}
    for row in rows:
        key = identity_of(kind, row)
        other = first.get(key) if key else None
        if other is None or row.number in priced or not _is_for_another(other, row):
            first.setdefault(key, row)
            kept.append(row)
            continue
        _merge(other, row)
        merged.setdefault(str(other.values.get("title") or key), [other.number]).append(row.number)
    if not merged:
        return rows, []
    told = [f"„{name}“ (Zeilen {', '.join(map(str, numbers))})" for name, numbers in merged.items()]
    return kept, [
        f"Mehrere Ämter nennen dieselbe Anwendung: {', '.join(told[:5])}"
        f"{' …' if len(told) > 5 else ''}. Sie wird ein Eintrag mit allen als nutzenden Ämtern; "
        "wer verantwortlich ist, bleibt offen, wo der Plan es nicht weiß."
    ]


def _is_for_another(row: Row, other: Row) -> bool:
    mine, theirs = _units(row), _units(other)
    if not mine or not theirs or mine & theirs:
        return False
    return all(
        row.values.get(name) is None or value is None or row.values[name] == value
        for name, value in other.values.items()
        if name not in _PER_UNIT
    )


def _units(row: Row) -> set[str]:
    own = row.values.get(_UNIT)
    return {use.unit for use in row.users} | ({own} if own else set())


def _as_users(row: Row) -> list[Use]:
    own = row.values.get(_UNIT)
    if not own or any(use.unit == own for use in row.users):
        return list(row.users)
    return [Use(own, users=row.values.get("users")), *row.users]


def _merge(row: Row, other: Row) -> None:
    counts = [one.values.get("users") for one in (row, other)]
    row.users = _as_users(row) + _as_users(other)
    row.values[_UNIT] = None
    for name, value in other.values.items():
        if row.values.get(name) is None and name not in _PER_UNIT:
            row.values[name] = value
    if all(isinstance(count, int) for count in counts):
        row.values["users"] = sum(counts)
    row.notes += [line for line in other.notes if line not in row.notes]


@dataclass(frozen=True)
class UseChange:
    """The uses of one application after the import, and how to say what changes."""

    uses: tuple[Use, ...]
    before: str
    after: str

    def field(self) -> FieldChange:
        """For the list of changes."""
        return FieldChange("users", "Nutzende Ämter", self.before or None, self.after)


class Uses:
    """The uses of the plan, by application."""

    def __init__(self, db: Cursor) -> None:
        self.names = {
            str(row["id"]): str(row["title"])
            for row in db.rows("SELECT id, title FROM organisation_unit")
        }
        self.keys = Keys(db)
        self.applied = {
            one.id: one.distribution_key_id for one in find(db, Application, known(_KEY))
        }
        self.unfit: list[str] = []
        self.by: dict[str, list[ApplicationUse]] = {}
        for use in find(db, ApplicationUse):
            self.by.setdefault(str(use.application_id), []).append(use)

    def change(self, row: Row, application_id: str, title: str) -> UseChange | None:
        """The uses that the row brings, None where it brings nothing new.

        With shares the file states the whole key; without, it only adds who is missing.  Raises
        Refused where the shares are no whole key, or where a unit would join one that is whole.
        A named key that the application did not have yet makes the shares.
        """
        standing = [
            Use(str(use.organisation_id), use.share, use.users)
            for use in self.by.get(application_id, [])
        ]
        named = {use.unit: use for use in row.users}
        by_key = self._by_key(row, application_id, title, standing)
        if by_key is not None:
            uses = by_key
        elif not row.users:
            return None
        elif any(use.share is not None for use in row.users):
            uses = list(named.values())
        else:
            before = {use.unit for use in standing}
            added = [use for unit, use in named.items() if unit not in before]
            if added and any(use.share is not None for use in standing):
                raise Refused(
                    f"„{title}“ hat schon einen Verteilschlüssel, in dem "
                    f"{', '.join(self.names.get(use.unit, use.unit) for use in added)} nicht "
                    "vorkommt; geben Sie die Anteile aller nutzenden Ämter an.",
                    "users",
                )
            uses = [
                replace(use, users=named[use.unit].users)
                if use.unit in named and named[use.unit].users is not None
                else use
                for use in standing
            ] + added
        if len(uses) == 1 and not standing and uses[0].share is None:
            # Who uses it alone bears it alone; a key that somebody set later stays as it is.
            uses = [replace(uses[0], share=WHOLE)]
        check_key({use.unit: use.share for use in uses}, title)
        if sorted(uses, key=_order) == sorted(standing, key=_order):
            return None
        return UseChange(tuple(uses), self._said(standing), self._said(uses))

    def _by_key(
        self, row: Row, application_id: str, title: str, standing: Sequence[Use]
    ) -> list[Use] | None:
        """The uses that the row's named key makes; None where it names none that is new here.

        A key that cannot be worked out is no reason to refuse the application: its name goes into
        the note and the shares stay as they are.
        """
        key_id = row.values.get(_KEY)
        if key_id is None or self.applied.get(application_id) == key_id:
            return None
        counts = {use.unit: use.users for use in standing}
        counts |= {u.unit: u.users or counts.get(u.unit) for u in row.users}
        try:
            shares = self.keys.shares(str(key_id), counts)
            own = {use.unit: use.share for use in row.users if use.share is not None}
            if own and own != shares:
                raise Refused("Die Zeile nennt Anteile, die andere sind als die des Schlüssels.")
        except Refused as refusal:
            name = self.keys.keys[str(key_id)].name
            row.values[_KEY] = None
            row.notes.append(f"Verteilschlüssel: {name}")
            self.unfit.append(f"„{title}“ (Zeile {row.number}): {refusal}")
            return None
        return [Use(unit, share, counts.get(unit)) for unit, share in shares.items()]

    def hints(self) -> list[str]:
        """What is said about keys that could not be applied."""
        if not self.unfit:
            return []
        return [
            f"Der Verteilschlüssel ließ sich bei {len(self.unfit)} Anwendung(en) nicht anwenden; "
            f"sein Name steht dort in der Anmerkung. {' '.join(self.unfit[:3])}"
        ]

    def _said(self, uses: Iterable[Use]) -> str:
        return ", ".join(
            self.names.get(use.unit, use.unit)
            + (f" {german.percent(use.share)}" if use.share is not None else "")
            for use in uses
        )


def _order(use: Use) -> tuple[Any, ...]:
    return use.unit, use.share if use.share is not None else Decimal(-1), use.users or -1


def write_uses(tx: Transaction, changes: Sequence[tuple[str, UseChange]]) -> None:
    """Save the uses of every application as the changes say."""
    for application_id, change in changes:
        saved = save_key(tx, application_id, {use.unit: use.share for use in change.uses})
        counts = {use.unit: use.users for use in change.uses}
        for use in saved:
            count = counts.get(str(use.organisation_id))
            if count is not None and count != use.users:
                save_(tx, use.replace(users=count))
