"""What became of every card: exactly one state, and the sentence that tells it to its author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState

COLUMNS = [
    "card_id",
    "code",
    "body",
    "phase",
    "cluster",
    "state",
    "sentence",
    "measure_id",
    "reason",
]
UNKNOWN = "unbekannt"
# What was never shown on the wall is not shown to the author of another card either.
_NOT_SHOWN = (CardState.RECEIVED, CardState.REJECTED)
_SHORT = 120

_CARDS = """
SELECT c.id AS card_id, c.code, c.body, c.state, c.reason, c.merged_into_id, c.split_from_id,
    c.workshop_id, p.title AS phase, k.title AS cluster
FROM card c
LEFT JOIN workshop_phase p ON p.id = c.phase_id
LEFT JOIN cluster k ON k.id = c.cluster_id
"""
_MEASURES = """
SELECT l.to_id AS card_id, min_by(m.id, l.id) AS measure_id, min_by(m.title, l.id) AS title,
    min_by(m.status, l.id) AS status
FROM link l JOIN measure m ON m.id = l.from_id
WHERE l.kind IN ('entstanden aus', 'stützt sich auf') GROUP BY l.to_id
"""


def fates(db: Cursor, workshop_id: str | None = None) -> pd.DataFrame:
    """One row per card, in the order in which they came: card_id, code, body, phase, cluster,
    state ("unbekannt" where none is recorded), sentence (German, names nobody), measure_id (the
    measure it went into, also by the card it was merged with), reason."""
    where, params = ("WHERE c.workshop_id = ?", [workshop_id]) if workshop_id else ("", [])
    rows = db.rows(f"{_CARDS} {where} ORDER BY c.id", params)
    # A merged card may stand for one of another workshop; its chain is followed there too.
    return _told(rows, rows if not workshop_id else db.rows(_CARDS), _measures(db))


def fate_of(db: Cursor, card_id: str) -> dict[str, Any] | None:
    """The row of ``fates`` for one card, without reading all others; None where it is gone."""
    wanted, known = [card_id], dict[str, dict[str, Any]]()
    # Round by round along mergers and parts: a card may stand for one that stands for others.
    while wanted:
        rows = db.rows(
            f"{_CARDS} WHERE c.id IN (SELECT unnest($1)) OR c.split_from_id IN (SELECT unnest($1))"
            " ORDER BY c.id",
            [wanted],
        )
        fresh = {row["card_id"]: row for row in rows if row["card_id"] not in known}
        known |= fresh
        wanted = sorted(
            {row["merged_into_id"] for row in fresh.values() if row["merged_into_id"]} - set(known)
            | {row["card_id"] for row in fresh.values() if row["split_from_id"] in wanted}
        )
    if card_id not in known:
        return None
    rows = list(known.values())
    told = _told([known[card_id]], rows, _measures(db, list(known)))
    return {str(name): value for name, value in told.iloc[0].to_dict().items()}


_DECLINED = f"""
WITH RECURSIVE declined AS (
    SELECT id FROM card WHERE state = '{CardState.REJECTED}'
    UNION
    SELECT other.id FROM declined JOIN card part ON part.id = declined.id
    JOIN card other ON other.id = part.split_from_id
        OR (other.merged_into_id = part.id AND other.state = '{CardState.MERGED}')
)
SELECT id FROM declined
"""


def card_of_code(db: Cursor, code: str) -> dict[str, Any] | None:
    """Id of the card with this code and title of its workshop; None where there is none."""
    return db.one(
        "SELECT c.id, w.title FROM card c LEFT JOIN workshop w ON w.id = c.workshop_id "
        "WHERE c.code = ? ORDER BY c.id LIMIT 1",
        [code],
    )


def printed_card_of_code(db: Cursor, code: str) -> dict[str, Any] | None:
    """Number of the printed card with this code and title of its workshop, or None."""
    return db.one(
        "SELECT p.number, w.title FROM printed_card p "
        "LEFT JOIN workshop w ON w.id = p.workshop_id WHERE p.code = ?",
        [code],
    )


def declined_cards(db: Cursor) -> set[str]:
    """Ids of the cards whose words were declined: by themselves, as a part of a card that was
    split, or with the card that stands for them."""
    return {str(row["id"]) for row in db.rows(_DECLINED)}


def _measures(db: Cursor, card_ids: list[str] | None = None) -> dict[str, dict[str, Any]]:
    sql = f"SELECT * FROM ({_MEASURES})"
    if card_ids is not None:
        sql += " WHERE card_id IN (SELECT unnest(?))"
    return {row["card_id"]: row for row in db.rows(sql, [card_ids] if card_ids is not None else [])}


def _told(
    rows: list[dict[str, Any]], everything: list[dict[str, Any]], measures: Mapping[str, Any]
) -> pd.DataFrame:
    cards = {row["card_id"]: row for row in everything}
    parts: dict[str, list[str]] = {}
    for row in everything:
        if row["split_from_id"]:
            parts.setdefault(row["split_from_id"], []).append(row["card_id"])
    story = _Story(cards, parts, measures)
    return pd.DataFrame(
        [
            {
                **{name: row[name] for name in ("card_id", "code", "body", "phase", "cluster")},
                "state": row["state"] or UNKNOWN,
                "sentence": story.of(row),
                "measure_id": story.measure_of(row["card_id"]),
                "reason": row["reason"],
            }
            for row in rows
        ],
        columns=COLUMNS,
        dtype=object,
    )


class _Story:
    """The sentences of cards that may stand for one another."""

    def __init__(
        self,
        cards: Mapping[str, dict[str, Any]],
        parts: Mapping[str, list[str]],
        measures: Mapping[str, Any],
    ) -> None:
        self.cards, self.parts, self.measures = cards, parts, measures

    def of(self, row: dict[str, Any], told: frozenset[str] = frozenset()) -> str:
        # Every card is told once per story, or a circle of mergers would never end.
        told = told | {row["card_id"]}
        state = row["state"]
        if state == CardState.RECEIVED:
            return "Die Karte ist eingegangen und wartet auf die Moderation."
        if state == CardState.ACCEPTED:
            return self._accepted(row)
        if state == CardState.MERGED:
            return self._merged(row, told)
        if state == CardState.SPLIT:
            return self._split(row, told)
        if state == CardState.TAKEN_UP:
            return self._taken_up(row)
        if state == CardState.POOL:
            return f"Die Karte liegt im Ideenpool.{_because(row)}"
        if state == CardState.REJECTED:
            return f"Die Karte wurde nicht weiter verfolgt.{_because(row)}"
        return "Zu dieser Karte ist noch nichts vermerkt."

    def measure_of(self, card_id: str) -> str | None:
        """The measure of a card or of the card that stands for it in the end."""
        end = self._end(card_id)
        # Its own measure first: a card may have been taken up before it was merged.
        found = self.measures.get(card_id) or (self.measures.get(end) if end else None)
        return found["measure_id"] if found else None

    def _accepted(self, row: dict[str, Any]) -> str:
        if row["cluster"]:
            return f"Die Karte wurde angenommen und gehört zum Thema „{row['cluster']}“."
        return "Die Karte wurde angenommen und gehört noch zu keinem Thema."

    def _taken_up(self, row: dict[str, Any]) -> str:
        measure = self.measures.get(row["card_id"])
        if measure is None:
            return "Die Karte wurde in eine Maßnahme aufgenommen."
        status = f", Stand: {measure['status']}" if measure["status"] else ""
        return (
            f"Die Karte wurde in die Maßnahme {measure['measure_id']} „{measure['title']}“ "
            f"aufgenommen{status}."
        )

    def _merged(self, row: dict[str, Any], told: frozenset[str]) -> str:
        end = self._end(row["card_id"])
        other = self.cards.get(end) if end and end != row["card_id"] else None
        if other is None or other["card_id"] in told:
            return "Die Karte wurde mit einer anderen zusammengelegt."
        # The fate but not the words: this sentence is printed and hung out.
        if other["state"] in _NOT_SHOWN:
            return f"Die Karte wurde mit einer anderen zusammengelegt. {self.of(other, told)}"
        return (
            f"Die Karte wurde mit der Karte „{_short(other['body'])}“ zusammengelegt, die für "
            f"beide steht. {self.of(other, told)}"
        )

    def _split(self, row: dict[str, Any], told: frozenset[str]) -> str:
        own = self.parts.get(row["card_id"], [])
        parts = [self.cards[part] for part in own if part not in told]
        if not parts:
            return "Die Karte wurde aufgeteilt."
        fates = " ".join(
            f"{number}. {self.part_name(part)}{self.of(part, told)}"
            for number, part in enumerate(parts, start=1)
        )
        count = german.counted(len(parts), "Teil", "Teile")
        return f"Die Karte wurde in {count} aufgeteilt. {fates}"

    def part_name(self, part: dict[str, Any]) -> str:
        """A part by its words, as far as these hang on the wall."""
        return "" if part["state"] in _NOT_SHOWN else f"„{_short(part['body'])}“: "

    def _end(self, card_id: str) -> str | None:
        """The card that stands for another in the end; None where it stands for itself."""
        seen, here = {card_id}, self.cards.get(card_id)
        end = None
        while here is not None and here["state"] == CardState.MERGED and here["merged_into_id"]:
            # Merged in a circle: no card stands for the others, so the last one met is named.
            if here["merged_into_id"] in seen:
                return end
            end = here["merged_into_id"]
            seen.add(end)
            here = self.cards.get(end)
        return end


def _because(row: dict[str, Any]) -> str:
    return f" Begründung: {row['reason']}" if row["reason"] else ""


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"
