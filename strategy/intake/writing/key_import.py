"""Compare the distribution keys of a file with those of the plan; a file states whole keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from strategy.acts.distribution_key import WHOLE, check_key
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.key_kind import BASIS
from strategy.intake.kinds.record_rows import Named, RecordRows, Row
from strategy.intake.writing.record_import import Comparison, rejected_row
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import checked, delete_, find, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.written import choice_written
from strategy.nouns.distribution_key import DistributionKey, KeyBasis
from strategy.nouns.distribution_key_share import DistributionKeyShare
from strategy.nouns.organisation_unit import OrganisationUnit

_KEY, _UNIT = "distribution_key_id", "organisation_id"
_WORDS = {
    "vzä": KeyBasis.FTE,
    "stellen": KeyBasis.FTE,
    "planstellen": KeyBasis.FTE,
    "nutzende": KeyBasis.USERS,
    "nutzer": KeyBasis.USERS,
    "anwender": KeyBasis.USERS,
    "arbeitsplätze": KeyBasis.USERS,
    "anteile": KeyBasis.OWN,
    "eigene": KeyBasis.OWN,
    "prozent": KeyBasis.OWN,
}


@dataclass
class KeyComparison(Comparison):
    """Shares by row, with the keys that are new and the shares that a key no longer has."""

    new_keys: dict[str, DistributionKey] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def compare_keys(
    db: Cursor, kind: ImportKind, found: RecordRows, source: str, leave_out: set[int]
) -> KeyComparison:
    """Every key as the file states it; units of it that the file does not name go.

    A list without a column of keys states one key, called like the source.
    """
    result = KeyComparison(rejected=list(found.rejected))
    keys = find(db, DistributionKey)
    by_name = {key.id: key for key in keys}
    twice: set[str] = set()
    for key in keys:
        twice |= {loose(key.name)} & set(by_name)
        by_name[loose(key.name)] = key
    units = {unit.id: unit.name for unit in find(db, OrganisationUnit)}
    standing: dict[tuple[str, str], DistributionKeyShare] = {
        (str(one.distribution_key_id), str(one.organisation_id)): one
        for one in find(db, DistributionKeyShare)
    }
    # A row with a mistake is out as well, but its key stays known to be stated by the file.
    out = leave_out | {cell.row for cell in found.rejected}
    groups: dict[str, list[Row]] = {}
    for row in found.rows:
        groups.setdefault(loose(_name(row, by_name, source)), []).append(row)
    for called, rows in groups.items():
        if called in twice:
            # Taking either would write shares into a key that nobody meant.
            said = Refused(
                f"Mehrere Schlüssel im Plan heißen „{called}“; benennen Sie einen um.", _KEY
            )
            result.rejected += [rejected_row(found, row, said) for row in rows]
            continue
        rows_in = [row for row in rows if row.number not in out]
        if rows_in:
            name = _name(rows_in[0], by_name, source)
            known = by_name.get(loose(name))
            _compare_key(result, found, rows_in, name, known, standing, units)
    if _KEY not in found.headers and found.rows:
        found.notices.append(
            f"Eine Spalte mit dem Namen des Schlüssels fehlt; die Anteile gehören zu „{source}“."
        )
    return result


def _name(row: Row, known: dict[str, DistributionKey], source: str) -> str:
    value = row.values.get(_KEY)
    if isinstance(value, Named):
        return value.name
    return known[str(value)].name if value else source


def _compare_key(
    result: KeyComparison,
    found: RecordRows,
    rows: Sequence[Row],
    name: str,
    known: DistributionKey | None,
    standing: dict[tuple[str, str], DistributionKeyShare],
    units: dict[str, str],
) -> None:
    """One key of the file: its shares are taken as a whole or not at all."""
    fresh = KeyBasis.OWN if "share" in found.headers else KeyBasis.USERS
    if not {"share", "users"} & set(found.headers):
        fresh = KeyBasis.FTE
    basis = known.basis if known else str(fresh)
    said = next((str(row.values[BASIS]) for row in rows if row.values.get(BASIS)), "")
    if said and (read := choice_written(said, KeyBasis, _WORDS)):
        basis = str(read.value)
    try:
        shares = _shares(found, rows)
        if basis == KeyBasis.OWN:
            names = {units.get(str(row.values.get(_UNIT)), ""): shares[row.number] for row in rows}
            check_key(names, name)
        if known is None:
            result.new_keys[name] = checked(DistributionKey(title=name, basis=basis))
        elif known.basis != basis:
            raise Refused(
                f"„{name}“ ist im Plan ein Schlüssel „{known.basis}“, in der Datei „{basis}“; "
                "ändern Sie die Grundlage des Schlüssels oder die Datei.",
                BASIS,
            )
    except Refused as refusal:
        result.rejected += [rejected_row(found, row, refusal) for row in rows]
        result.new_keys.pop(name, None)
        return
    met: dict[str, int] = {}
    for row in rows:
        unit = row.values.get(_UNIT)
        if unit in met:
            result.rejected.append(
                Rejected(
                    row.number,
                    found.headers.get(_UNIT, ""),
                    units.get(str(unit), ""),
                    f"„{units.get(str(unit), '')}“ steht in „{name}“ schon in Zeile {met[unit]}.",
                )
            )
            continue
        old = standing.get((known.id, str(unit))) if known else None
        try:
            given = {"share": shares[row.number], "users": row.values.get("users")}
            # An empty cell says nothing; what the plan knows stays.
            given = {n: v for n, v in given.items() if v is not None}
            about = {_KEY: known.id if known else Named("distribution_key", name), _UNIT: unit}
            record = (old or DistributionKeyShare()).replace(**given, **about)
            record = checked(record.replace(**{_KEY: known.id if known else "VT-0000"}))
            record = record.replace(**about)
        except Refused as refusal:
            result.rejected.append(rejected_row(found, row, refusal))
            continue
        met[str(unit)] = row.number
        result.objects[row.number] = old.id if old else ""
        if old is None:
            result.new.append((row, record))
        elif record.values() != old.values():
            result.changed.append((row, old, record))
        else:
            result.unchanged += 1
    left = {u: one for (key_id, u), one in standing.items() if known and key_id == known.id}
    gone = [one for unit, one in left.items() if unit not in met]
    if gone:
        result.gone += [one.id for one in gone]
        told = ", ".join(units.get(str(one.organisation_id), one.id) for one in gone[:8])
        found.notices.append(
            f"Aus dem Schlüssel „{name}“ entfallen {told}{' …' if gone[8:] else ''}: die Datei "
            "nennt sie nicht."
        )


def _shares(found: RecordRows, rows: Sequence[Row]) -> dict[int, Decimal | None]:
    """Row number to share in per cent; parts of one (0,25 + 0,75) are told and made per cents."""
    shares = {row.number: row.values.get("share") for row in rows}
    given = [share for share in shares.values() if share is not None]
    if len(given) == len(shares) > 1 and sum(given) == 1:
        found.notices.append(
            f"Die Anteile in „{found.headers.get('share', '')}“ ergeben zusammen 1; sie sind als "
            "Teile davon gelesen, 0,25 als 25 %."
        )
        return {row: share * WHOLE for row, share in shares.items() if share is not None}
    return shares


def make_keys(tx: Transaction, made: KeyComparison) -> None:
    """Insert the new keys, let their shares refer to them, and delete the shares that go."""
    for share_id in made.gone:
        delete_(tx, DistributionKeyShare, share_id)
    names = list(made.new_keys)
    ids = {
        name: key.id
        for name, key in zip(names, insert(tx, [made.new_keys[n] for n in names]), strict=True)
    }
    made.new = [
        (row, one.replace(**{_KEY: ids[value.name]}) if isinstance(value, Named) else one)
        for row, one in made.new
        for value in [getattr(one, _KEY)]
    ]


class KeyNames:
    """What a share is called in a preview: its key and its unit."""

    def __init__(self, db: Cursor) -> None:
        self._keys = {key.id: key.name for key in find(db, DistributionKey)}
        self._units = {unit.id: unit.name for unit in find(db, OrganisationUnit)}

    def of(self, record: Record) -> str:
        """ "IT-Umlage: Hauptamt"."""
        key = getattr(record, _KEY)
        name = key.name if isinstance(key, Named) else self._keys.get(str(key), str(key))
        unit = str(getattr(record, _UNIT))
        return f"{name}: {self._units.get(unit, unit)}"
