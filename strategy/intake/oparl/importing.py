"""Import an OParl export: look first, then write in one action or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from strategy.intake.comparing.preview import Applied, Preview
from strategy.intake.oparl.matching import KIND, Known
from strategy.intake.oparl.members import (
    take_deputies,
    take_meetings,
    take_organizations,
    take_people,
    take_terms,
)
from strategy.intake.oparl.papers import take_other_items, take_papers
from strategy.intake.oparl.reading import Export, read_export
from strategy.intake.oparl.taking import Intake
from strategy.intake.reading.detected import Detected
from strategy.kernel.errors import Refused
from strategy.kernel.records import insert
from strategy.kernel.store import Store, Transaction
from strategy.nouns.import_run import ImportRun

LABEL = "Gremien und Vorlagen (OParl)"
_SHOWN = 200


class _OnlyLooked(Exception):
    """Ends the transaction of a preview, of which nothing stays."""


@dataclass
class _Prepared:
    export: Export
    digest: str
    fingerprint: tuple[object, ...]


def preview_oparl(
    store: Store, path: str | Path, version: str = "main", name: str | None = None
) -> Preview:
    """Read an export and say what an import would do, by doing it and taking it back.

    The rules of the plan are asked exactly as they will be; nothing of it stays.  Raises a child
    of Unreadable, or Refused, each one German sentence.
    """
    path = Path(path)
    name = name or path.name
    export = read_export(path, name)
    preview = Preview("oparl", name, version, Detected(name, "oparl", rows=len(export.items)))
    with suppress(_OnlyLooked), store.write("Vorschau", "Vorschau", version) as tx:
        taken = _take(tx, export, frozenset())
        _fill(preview, taken)
        raise _OnlyLooked
    preview.plan = _Prepared(export, _digest(path), _fingerprint(taken))
    return preview


def apply_oparl(
    store: Store, preview: Preview, actor: str, *, leave_out: Collection[int] = ()
) -> Applied:
    """Write what the preview shows, in one action; Refused where the plan moved meanwhile."""
    prepared: _Prepared = preview.plan
    out = frozenset(leave_out)
    if open_rows := [one for one in preview.rejected if one.row not in out]:
        raise Refused(
            f"Aus „{preview.file}“ können {len(open_rows)} Objekte nicht übernommen werden, "
            f"zuerst: {open_rows[0].reason} Bitte lassen Sie sie ausdrücklich weg."
        )
    what = f"{LABEL} aus „{preview.file}“ eingelesen"
    import_id = ""
    with suppress(_OnlyLooked), store.write(actor, what, preview.version) as tx:
        taken = _take(tx, prepared.export, out)
        if _fingerprint(taken)[:3] != prepared.fingerprint[:3]:
            raise Refused(
                "Der Plan wurde seit der Vorschau geändert; bitte sehen Sie sich die Vorschau noch "
                "einmal an und übernehmen Sie dann."
            )
        if not taken.origins:
            # Nothing new: no action that somebody would have to look at.
            raise _OnlyLooked
        import_id = _note(tx, preview, prepared, taken)
    return Applied(import_id, len(taken.added), len(taken.changes), taken.unchanged, len(out), 0)


def _take(tx: Transaction, export: Export, out: frozenset[int]) -> Intake:
    taken = Intake(tx, export, Known(tx), out)
    for take in (
        *(take_terms, take_organizations, take_people, take_deputies),
        *(take_meetings, take_papers, take_other_items),
    ):
        take(taken)
    return taken


def _fill(preview: Preview, taken: Intake) -> None:
    preview.read, preview.unchanged = taken.read, taken.unchanged
    preview.added, preview.changed = len(taken.added), len(taken.changes)
    preview.added_names = taken.added[:_SHOWN]
    preview.changes = taken.changes[:_SHOWN]
    preview.rejected = sorted(taken.rejected, key=lambda one: one.row)
    preview.notices = list(dict.fromkeys(taken.notices))


def _fingerprint(taken: Intake) -> tuple[object, ...]:
    changed = tuple((one.object_id, one.fields) for one in taken.changes)
    return tuple(taken.added), changed, taken.unchanged, len(taken.rejected)


def _note(tx: Transaction, preview: Preview, prepared: _Prepared, taken: Intake) -> str:
    run = ImportRun(
        kind=KIND,
        file_name=preview.file,
        file_hash=prepared.digest,
        source=KIND,
        imported_at=tx.at,
        imported_by=tx.actor,
        rows_read=taken.read,
        rows_added=len(taken.added),
        rows_changed=len(taken.changes),
        rows_unchanged=taken.unchanged,
    )
    made = insert(tx, [run])[0]
    insert(tx, [one.replace(import_id=made.id) for one in taken.origins])
    return made.id


def _digest(path: Path) -> str:
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    found = hashlib.sha256()
    for one in files:
        found.update(one.read_bytes())
    return found.hexdigest()
