"""Whether a plan's history is whole and unchanged, and whether its rows are what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from strategy.kernel.store.anchor import (
    STASH,
    columns_of,
    filled_tables,
    stashes,
    table_digest,
    version_rows,
    version_text,
)
from strategy.kernel.store.chain import event_text, link_of, salted
from strategy.kernel.store.check_rows import Anchor, check_table
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.events import action_texts, early_history
from strategy.kernel.store.key import SigningKey, signing_key
from strategy.kernel.store.triggers import BULK_TABLES

_SHOWN = 3


@dataclass
class Found:
    """One German sentence per trouble, and per thing that has to be known and is none."""

    troubles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_chain(db: Cursor) -> Found:
    """Hold the whole plan against its history; reads everything."""
    found = Found()
    entries = _entries(db)
    if not entries or entries[0]["kind"] != "start" or entries[0]["entry"] != 1:
        found.troubles.append("Der Anfang der versiegelten Verlaufskette fehlt.")
        return found
    _check_links(entries, found)
    erased = _latest_erasure(entries)
    _check_actions(db, entries, erased, found)
    _check_events(db, entries, erased, found)
    _check_undone(db, found)
    _check_versions(db, entries, found)
    _check_rows(db, entries, found)
    return found


def signed_by(db: Cursor) -> set[str]:
    """The names of the keys whose marks in the chain this machine cannot have made."""
    key = signing_key()
    rows = db.rows(
        "SELECT DISTINCT signer FROM (SELECT signer FROM history.action WHERE entry IS NOT NULL "
        "UNION ALL SELECT signer FROM history.event)"
    )
    return {row["signer"] or "" for row in rows} - ({key.name} if key else set())


def _entries(db: Cursor) -> list[dict[str, Any]]:
    columns = "entry, salt, digest, link, mark, signer"
    return db.rows(
        f"SELECT 'action' AS kind, CAST(id AS TEXT) AS subject, actor, happened_at AS at, "
        f"'' AS body, {columns} FROM history.action WHERE entry IS NOT NULL UNION ALL "
        f"SELECT kind, subject, actor, happened_at, body, {columns} FROM history.event "
        "ORDER BY entry"
    )


def _check_links(entries: list[dict[str, Any]], found: Found) -> None:
    key = signing_key()
    before = ""
    foreign: dict[str, list[int]] = {}
    for number, entry in enumerate(entries, start=1):
        link = link_of(
            before, number, entry["kind"], entry["subject"], entry["digest"], entry["signer"] or ""
        )
        if entry["entry"] != number or entry["link"] != link:
            found.troubles.append(
                f"Die Verlaufskette ist bei Eintrag {number} unterbrochen: {_name(entry)} wurde "
                "entfernt, eingefügt oder verändert."
            )
            return
        before = link
        _check_mark(entry, key, foreign, found)
    for signer, signed in foreign.items():
        found.notes.append(_foreign_sentence(signer, signed, len(entries), key))
    start = entries[0]
    if json.loads(start["body"]).get("last"):
        found.notes.append(
            f"Der Verlauf ist seit {start['at']:%d.%m.%Y} versiegelt; was davor geschah, ist als "
            "Ganzes festgehalten, wie es an diesem Tag im Plan stand."
        )


def _check_mark(
    entry: dict[str, Any], key: SigningKey | None, foreign: dict[str, list[int]], found: Found
) -> None:
    if key is None or entry["signer"] != key.name:
        foreign.setdefault(entry["signer"] or "", []).append(entry["entry"])
    elif not key.fits(entry["link"], entry["mark"]):
        found.troubles.append(
            f"Die Unterschrift unter Eintrag {entry['entry']} der Verlaufskette stimmt nicht: "
            f"{_name(entry)} wurde außerhalb der Werkbank geschrieben."
        )


def _foreign_sentence(signer: str, signed: list[int], total: int, key: SigningKey | None) -> str:
    which = "Der Verlauf" if len(signed) == total else f"Der Verlauf ist zum Teil ({len(signed)} "
    if len(signed) != total:
        which += f"von {total} Einträgen)"
    else:
        which += " ist"
    if not signer:
        return f"{which} nicht unterschrieben; dass ihn niemand verändert hat, ist nicht gesichert."
    missing = "; hier fehlt ein Schlüssel" if key is None else ""
    return (
        f"{which} mit dem Schlüssel {signer} eines anderen Rechners unterschrieben{missing}; ob "
        "ihn dort jemand verändert hat, lässt sich nur dort prüfen."
    )


def _latest_erasure(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What the erasures say together: for each entry that they changed its digest of now."""
    told: dict[str, Any] = {"actions": {}, "events": {}, "early": None}
    for entry in entries:
        if entry["kind"] == "erasure":
            body = json.loads(entry["body"])
            told["actions"] |= body["actions"]
            told["events"] |= body["events"]
            told["early"] = body["early"]
    return told


def _check_actions(
    db: Cursor, entries: list[dict[str, Any]], erased: dict[str, Any], found: Found
) -> None:
    """Every action says what its entry was made of, and none stands outside of the chain."""
    by_number = {int(e["subject"]): e for e in entries if e["kind"] == "action"}
    texts = action_texts(db, "a.entry IS NOT NULL")
    wrong = []
    for number, entry in by_number.items():
        digest = erased["actions"].get(str(number), entry["digest"])
        if salted(entry["salt"] or "", texts[number]) != digest:
            wrong.append(number)
    if wrong:
        found.troubles.append(
            f"Im Verlauf wurde nachträglich verändert, was zu {_numbers(wrong)} steht."
        )
    start = json.loads(entries[0]["body"])
    early = erased["early"] or [entries[0]["salt"], start["history"]]
    if salted(early[0] or "", early_history(db, start["last"])) != early[1]:
        found.troubles.append(
            "Im Verlauf wurde verändert, was vor dem Beginn der Verlaufskette "
            f"({entries[0]['at']:%d.%m.%Y}) geschah."
        )
    outside = db.rows(
        "SELECT id FROM history.action WHERE entry IS NULL AND id > ? UNION "
        "SELECT action_id FROM history.change WHERE action_id IS NULL "
        "OR action_id NOT IN (SELECT id FROM history.action) ORDER BY 1",
        [start["last"]],
    )
    if outside:
        numbers = [row["id"] or 0 for row in outside]
        found.troubles.append(
            f"Im Verlauf wurde {_numbers(numbers)} außerhalb der Werkbank eingefügt oder entfernt."
        )


def _check_events(
    db: Cursor, entries: list[dict[str, Any]], erased: dict[str, Any], found: Found
) -> None:
    for entry in entries:
        if entry["kind"] == "action":
            continue
        digest = erased["events"].get(str(entry["entry"]), entry["digest"])
        text = event_text(entry["actor"], entry["at"], entry["body"])
        if salted(entry["salt"] or "", text) != digest:
            found.troubles.append(
                f"In der Verlaufskette wurde Eintrag {entry['entry']} verändert: {_name(entry)}."
            )
        for trouble in json.loads(entry["body"]).get("troubles", ()):
            found.troubles.append(f"Vor der Umstellung am {entry['at']:%d.%m.%Y}: {trouble}")


def _check_undone(db: Cursor, found: Found) -> None:
    """What is marked as undone follows from the undos and redos."""
    wrong = db.rows(
        "SELECT a.id FROM history.action a LEFT JOIN (SELECT target, max_by(kind, id) AS last "
        "FROM history.action WHERE target IS NOT NULL GROUP BY target) t ON t.target = a.id "
        "WHERE a.undone <> (coalesce(t.last, '') = 'undo') ORDER BY 1"
    )
    if wrong:
        found.troubles.append(
            f"Ob {_numbers([row['id'] for row in wrong])} zurückgenommen ist, wurde außerhalb der "
            "Werkbank verändert."
        )


def _check_versions(db: Cursor, entries: list[dict[str, Any]], found: Found) -> None:
    """The list of versions says what was written down when each was made, binned or sealed."""
    told: dict[str, tuple[str, str] | None] = {}
    for entry in entries:
        body = json.loads(entry["body"] or "{}")
        for name, mark in body.get("versions", {}).items():
            told[name] = (entry["salt"] or "", mark)
        if entry["kind"] == "discarded":
            told[entry["subject"]] = None
    rows = version_rows(db)
    for name in sorted(rows.keys() | {name for name, mark in told.items() if mark}):
        mark = told.get(name)
        if name in rows and mark and salted(mark[0], version_text(rows[name])) == mark[1]:
            continue
        title = rows[name]["title"] if name in rows else name
        found.troubles.append(
            f"Die Angaben zur Fassung „{title}“ wurden außerhalb der Werkbank verändert (Name, "
            "Zeit, Urheber oder Prüfsumme)."
        )


def _check_rows(db: Cursor, entries: list[dict[str, Any]], found: Found) -> None:
    """Every table of draft and scenarios, turned back to its latest anchor, is what stood there."""
    anchors: dict[str, tuple[int, str, dict[str, str]]] = {}
    for entry in entries:
        body = json.loads(entry["body"] or "{}")
        for schema, digests in body.get("tables", {}).items():
            anchors[schema] = (entry["entry"], entry["salt"] or "", digests)
    for name, row in version_rows(db).items():
        if row["kind"] == "edition" or name not in anchors:
            # An edition is held by its own checksum, which the chain has written down.
            continue
        number, salt, digests = anchors[name]
        changed = db.rows(
            "SELECT DISTINCT c.table_name AS name FROM history.change c JOIN history.action a "
            "ON a.id = c.action_id WHERE c.schema_name = ? AND a.entry > ?",
            [name, number],
        )
        touched = {one["name"] for one in changed}
        columns = columns_of(db, name)
        for table in sorted(touched | digests.keys() | set(filled_tables(db, name))):
            at = Anchor(name, table, number, salt, digests.get(table, ""))
            wrong = "die Tabelle fehlt"
            if table in columns:
                wrong = check_table(db, at, columns[table], table in touched, table in BULK_TABLES)
            if wrong:
                found.troubles.append(
                    f"In „{row['title']}“ stimmt die Tabelle {table} nicht mit dem Verlauf überein"
                    f" ({wrong}); sie wurde außerhalb der Werkbank verändert."
                )
    _check_stashes(db, anchors.get(STASH), found)


def _check_stashes(db: Cursor, at: tuple[int, str, dict[str, str]] | None, found: Found) -> None:
    """Removed loads of before the anchor lie as they lay there; later ones are held by their own
    line of the history (``check_rows``)."""
    if at is None:
        return
    standing = set(stashes(db))
    for table, digest in at[2].items():
        if table in standing and salted(at[1], table_digest(db, STASH, table)) != digest:
            later = db.has_rows(
                "SELECT 1 FROM history.change c JOIN history.action a ON a.id = c.action_id "
                "WHERE c.row_id IS NULL AND a.entry > ? AND ends_with(?, '_' || "
                '(coalesce(c."after", c."before") ->> \'load\'))',
                [at[0], table],
            )
            if not later:
                found.troubles.append(
                    f"Die zurückgenommenen Zeilen in {table} wurden außerhalb der Werkbank "
                    "verändert."
                )


def _name(entry: dict[str, Any]) -> str:
    at = f"{entry['at']:%d.%m.%Y}"
    if entry["kind"] == "action":
        return f"Änderung {entry['subject']} vom {at}"
    return f"„{_WORDS.get(entry['kind'], entry['kind'])}“ vom {at}"


_WORDS = {
    "start": "Beginn der Kette",
    "schema": "Umstellung auf eine neue Werkbank",
    "version": "Fassung angelegt",
    "binned": "Szenario archiviert",
    "unbinned": "Szenario zurückgeholt",
    "described": "Szenario umbenannt oder beschrieben",
    "discarded": "Szenario endgültig gelöscht",
    "erasure": "Name gelöscht",
}


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_SHOWN])
    more = " …" if len(numbers) > _SHOWN else ""
    return f"Änderung {shown}{more}" if len(numbers) == 1 else f"Änderungen {shown}{more}"
