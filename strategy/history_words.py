"""The history in German sentences: who changed what from which value to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from strategy import german
from strategy.record import Kind, Record, Spec
from strategy.records import noun_of
from strategy.store import Cursor
from strategy.store.history import Change, list_changes


@dataclass(frozen=True)
class Entry:
    """One line of a history; ``place`` tells lines of the same action apart."""

    action_id: int
    place: int
    at: datetime
    actor: str
    kind: str
    undone: bool
    object_id: str | None
    sentence: str


def object_history(db: Cursor, object_id: str, limit: int = 100) -> list[Entry]:
    """What happened to one object, newest first."""
    changes = list_changes(db, row_id=object_id, limit=limit)
    return [_entry(change, place) for place, change in enumerate(changes)]


def action_history(db: Cursor, action_id: int, limit: int = 500) -> list[Entry]:
    """Every row one action touched."""
    changes = list_changes(db, action_id=action_id, limit=limit)
    return [_entry(change, place) for place, change in enumerate(changes)]


def describe(change: Change) -> str:
    """One German sentence for one changed row."""
    actor, noun = change.action.actor, noun_of(change.table)
    if change.row_id is None:
        rows = int((change.after or change.before or {}).get("rows", 0))
        verb = "eingelesen" if change.after else "herausgenommen"
        return f"{actor} hat {german.number(rows, 0)} {noun.PLURAL} {verb}"
    row = change.after or change.before or {}
    name = f"{noun.SINGULAR} {change.row_id} „{_name(noun, row)}“"
    turned = {"undo": " (rückgängig)", "redo": " (wiederholt)"}.get(change.action.kind, "")
    if change.before is None:
        return f"{actor} hat {name} angelegt{turned}"
    if change.after is None:
        return f"{actor} hat {name} gelöscht{turned}"
    parts = [
        f"„{spec.label}“ von {said(spec, change.before.get(spec.name))} "
        f"auf {said(spec, change.after.get(spec.name))}"
        for spec in noun.specs()
        if change.before.get(spec.name) != change.after.get(spec.name)
    ]
    return f"{actor} hat bei {name} {' und '.join(parts) or 'nichts'} geändert{turned}"


def said(spec: Spec, value: Any) -> str:
    """A value as it stands in the recorded JSON, in German."""
    if value is None:
        return german.UNKNOWN
    match spec.kind:
        case Kind.MONEY:
            return german.money(int(value))
        case Kind.PERCENT:
            return german.percent(Decimal(str(value)))
        case Kind.FTE:
            return german.fte(Decimal(str(value)))
        case Kind.NUMBER | Kind.INTEGER:
            return german.number(Decimal(str(value)))
        case Kind.DAY:
            return german.day(date.fromisoformat(str(value)))
        case Kind.MOMENT:
            return german.moment(datetime.fromisoformat(str(value)))
        case Kind.FLAG:
            return "ja" if value else "nein"
        case _:
            text = str(value)
            return f"„{text if len(text) <= 60 else text[:57] + '…'}“"


def _name(noun: type[Record], row: dict[str, Any]) -> str:
    return str(row.get(noun.NAME) or row.get("id") or "")[:80]


def _entry(change: Change, place: int) -> Entry:
    action = change.action
    return Entry(
        action.id, place, action.at, action.actor, action.kind, action.undone, change.row_id,
        describe(change),
    )
