"""The history in German sentences: who changed what from which value to which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from strategy.history.query import (
    changes_of_action,
    changes_of_actions,
    changes_of_object,
    count_changes,
)
from strategy.history.values import said, short
from strategy.kernel import german
from strategy.kernel.record import Kind, OnDelete, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.store import Cursor
from strategy.kernel.store.history import FOUNDED, Action, RecordedChange, list_actions
from strategy.relations.names import names_of

# More rows than this that one action treated alike are told in one line.
_MANY = 5


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a history; ``place`` tells lines of the same action apart, ``object_id`` is None
    where the line stands for several objects, ``count`` says for how many rows."""

    action_id: int
    place: int
    at: datetime
    actor: str
    kind: str
    undone: bool
    object_id: str | None
    sentence: str
    count: int = 1


def object_history(db: Cursor, object_id: str, limit: int = 100) -> list[HistoryEntry]:
    """What happened to one object and to what belongs to it (its costs, links …), newest first.

    Where one action did the same to many rows that belong to the object, they share one line.
    """
    changes = changes_of_object(db, object_id, limit * _MANY)
    groups: dict[tuple[int, str, bool, bool], list[RecordedChange]] = defaultdict(list)
    for change in changes:
        key = (change.action.id, change.table, change.before is None, change.after is None)
        # Alike means: same action, same table, and made, changed or deleted alike.
        groups[key].append(change)
    kept, summed = [], {}
    for group in groups.values():
        kept += group[:1] if len(group) > _MANY else group
        if len(group) > _MANY:
            # By identity, since two changes may be equal in all that they say.
            summed[id(group[0])] = group
    order = {id(change): index for index, change in enumerate(changes)}
    kept.sort(key=lambda change: order[id(change)])
    entries = _entries(db, kept[:limit])
    for index, (change, entry) in enumerate(zip(kept, entries, strict=False)):
        if id(change) in summed:
            entries[index] = _group_entry(entry, change, len(summed[id(change)]), object_id)
    return entries


def action_history(db: Cursor, action_id: int, limit: int = 500) -> list[HistoryEntry]:
    """Every row one action touched, newest first."""
    return _entries(db, changes_of_action(db, action_id, limit))


def action_sentences(db: Cursor, action_id: int, limit: int = 500) -> list[str]:
    """The same as sentences, in the order in which it happened."""
    return [entry.sentence for entry in reversed(action_history(db, action_id, limit))]


def plan_history(db: Cursor, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
    """One line per action of this version, newest first; ``before`` pages on from an action id."""
    actions = list_actions(db, limit, before)
    counts: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for row in count_changes(db, [action.id for action in actions]):
        counts[row["action_id"]].append((row["table_name"], row["verb"], int(row["n"])))
    # An action that touched one row is told by that row; of the others only the sums are read.
    single = [key for key, parts in counts.items() if len(parts) == 1 and parts[0][2] == 1]
    told = {entry.action_id: entry for entry in _entries(db, changes_of_actions(db, single))}
    entries = []
    for action in actions:
        own = told.get(action.id)
        total = sum(part[2] for part in counts[action.id])
        entries.append(
            HistoryEntry(
                action.id,
                0,
                action.at,
                action.actor,
                action.kind,
                action.undone,
                own.object_id if own else None,
                own.sentence
                if own and action.kind in ("do", FOUNDED)
                else _summary(action, counts[action.id]),
                total,
            )
        )
    return entries


def describe(change: RecordedChange, names: Mapping[str, str] | None = None) -> str:
    """One German sentence for one changed row; ``names`` tell what referenced ids stand for."""
    actor, noun, names = change.action.actor, noun_of(change.table), names or {}
    kind = change.action.kind
    if change.row_id is None:
        rows = int((change.after or change.before or {}).get("rows", 0))
        verb = "eingelesen" if change.after else "wieder herausgenommen"
        return f"{actor} hat {noun.PLURAL} {verb} ({german.number(rows, 0)} Zeilen)"
    if change.before is None:
        # The undo of a deletion makes a row again; people call that restored.
        verb = {"undo": "wiederhergestellt", "redo": "erneut angelegt"}.get(kind, "angelegt")
        return f"{actor} hat {_whole(noun, change.after or {}, names)} {verb}"
    if change.after is None:
        verb = {"undo": "wieder entfernt", "redo": "erneut gelöscht"}.get(kind, "gelöscht")
        return f"{actor} hat {_whole(noun, change.before, names)} {verb}"
    changed = [
        spec for spec in noun.specs() if change.before.get(spec.name) != change.after.get(spec.name)
    ]
    verb = {"undo": "zurückgesetzt", "redo": "erneut geändert"}.get(kind, "geändert")
    subject = _subject(noun, change.after)
    if len(changed) == 1:
        return f"{actor} hat {_one(changed[0], change, noun, subject, names, verb)}"
    parts = [
        f"„{spec.label}“ {_from_to(spec, change.before, change.after, names)}" for spec in changed
    ]
    return f"{actor} hat {subject} {verb}" + (f": {'; '.join(parts)}" if parts else "")


def _one(
    spec: Spec,
    change: RecordedChange,
    noun: type[Record],
    subject: str,
    names: Mapping[str, str],
    verb: str,
) -> str:
    before, after = change.before or {}, change.after or {}
    owner = _owner(noun, after)
    if noun.TABLE == "cost_line" and spec.name == "amount_cents" and owner:
        # What people mean by "the cost of M-0017" is the amount of one of its cost lines.
        field = f"die Kosten von {owner} ({after.get('cost_type')} {after.get('year')})"
    else:
        field = f"„{spec.label}“ von {subject}"
    # Two long texts in one sentence would hide that they differ by a word.
    if spec.kind is Kind.LONG:
        return f"{field} {'überarbeitet' if verb == 'geändert' else verb}"
    if after.get(spec.name) is None:
        return f"{field} geleert (bisher {said(spec, before.get(spec.name), names)})"
    if before.get(spec.name) is None:
        new = said(spec, after[spec.name], names)
        return f"{field} auf {new} gesetzt (bisher {spec.empty_word})"
    return f"{field} {_from_to(spec, before, after, names)} {verb}"


def _from_to(
    spec: Spec, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> str:
    if spec.kind is Kind.LONG:
        return "überarbeitet"
    old, new = said(spec, before.get(spec.name), names), said(spec, after.get(spec.name), names)
    return f"von {old} auf {new}"


def _whole(noun: type[Record], row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """ "die Maßnahme M-0018 „…“", "die Kostenzeile KL-0003 (zu M-0017)"."""
    article = f"{noun.GENDER} {noun.SINGULAR} {row.get('id')}"
    if noun.TABLE == "link":
        ends = [_known(row.get(end), names) for end in ("from_id", "to_id")]
        return f"{article} ({ends[0]} {row.get('kind')} {ends[1]})"
    name = row.get(noun.NAME) if noun.NAME != "id" else None
    if name is not None and noun.NAME != "id":
        spec = noun.spec(noun.NAME)
        text = said(spec, name, names)
        # Texts come in quotation marks already, days and references do not.
        article += f" {text}" if text.startswith("„") else f" „{text}“"
    owner = _owner(noun, row)
    return f"{article} (zu {owner})" if owner else article


def _subject(noun: type[Record], row: Mapping[str, Any]) -> str:
    owner = _owner(noun, row)
    return f"{row.get('id')} ({noun.SINGULAR} zu {owner})" if owner else str(row.get("id"))


def _owner(noun: type[Record], row: Mapping[str, Any]) -> str | None:
    """The id of the object a row belongs to, such as the measure of a cost line."""
    owners = (
        row.get(spec.name)
        for spec in noun.specs()
        if spec.ref and spec.on_delete is OnDelete.CASCADE and noun.TABLE != "link"
    )
    return next((str(owner) for owner in owners if owner), None)


def _known(object_id: Any, names: Mapping[str, str]) -> str:
    name = names.get(str(object_id))
    return f"{object_id} „{short(name)}“" if name and name != object_id else str(object_id)


def _summary(action: Action, parts: Sequence[tuple[str, str, int]]) -> str:
    if action.kind == "version":
        return f"{action.actor}: {action.what}"
    turned = _TURNED if action.kind == "undo" else {}
    counts = [
        f"{german.number(n)} {noun_of(table).SINGULAR if n == 1 else noun_of(table).PLURAL} "
        f"{turned.get(verb, verb)}"
        for table, verb, n in parts
    ]
    listed = ", ".join(counts) or "nichts geändert"
    # The store writes "Rückgängig: …" in front; the sentence says it in its own words.
    what = action.what.partition(": ")[2] if action.kind in ("undo", "redo") else action.what
    if action.kind == "undo":
        return f"{action.actor} hat rückgängig gemacht: {what} ({listed})"
    if action.kind == "redo":
        return f"{action.actor} hat wiederholt: {what} ({listed})"
    return f"{action.actor}: {what} ({listed})" if what else f"{action.actor} hat {listed}"


def _group_entry(
    entry: HistoryEntry, change: RecordedChange, count: int, object_id: str
) -> HistoryEntry:
    verb = "angelegt" if change.before is None else "geändert"
    verb = "gelöscht" if change.after is None else verb
    if change.action.kind == "undo":
        verb = _TURNED[verb]
    plural = noun_of(change.table).PLURAL
    sentence = f"{entry.actor} hat {german.number(count)} {plural} von {object_id} {verb}"
    return replace(entry, sentence=sentence, object_id=None, count=count)


def _entries(db: Cursor, changes: Sequence[RecordedChange]) -> list[HistoryEntry]:
    names = names_of(db, _referenced(changes))
    return [
        HistoryEntry(
            change.action.id,
            index,
            change.action.at,
            change.action.actor,
            change.action.kind,
            change.action.undone,
            change.row_id,
            describe(change, names),
        )
        for index, change in enumerate(changes)
    ]


def _referenced(changes: Sequence[RecordedChange]) -> list[str]:
    found = []
    for change in changes:
        if change.row_id is None:
            continue
        for spec in noun_of(change.table).specs():
            if spec.ref:
                values = ((row or {}).get(spec.name) for row in (change.before, change.after))
                found += [str(value) for value in values if value]
    return found


_TURNED = {
    "angelegt": "wiederhergestellt",
    "gelöscht": "wieder entfernt",
    "geändert": "zurückgesetzt",
}
