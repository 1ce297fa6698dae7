"""Rows that are sums of others, found by words, by arithmetic and by the hierarchy of codes.

One function for every kind of list: a budget keeps such rows and never counts them, in a list of
units, projects or costs they become no entry.  A word alone ("Ordentliche Erträge") is no proof,
since in many lists the sums are the data; arithmetic alone is none either, since 10, 20, 30 is a
list.  Only clear words (Summe, Gesamtsumme) and words confirmed by arithmetic make a sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Matrix = np.ndarray[Any, Any]

_CLEAR = re.compile(
    r"\s*(?:[0-9]{1,4}[a-z]?[.)]?\s*)?(?:[=∑Σ]|\./\.|(?:[-–:]\s*)?(?:"
    r"(?:zwischen|teil|gesamt|end|zeilen|spalten)?summen?\b|saldo\b|salden\b|zwischensaldo\b"
    r"|(?:alles? |alle [a-zäöü]+ )?(?:insgesamt|zusammen|zus\.)\s*:?\s*$|gesamt\s*:?\s*$"
    r"|(?:sub|grand )?-?total\s*:?\s*$|gesamt(?:an)?zahl(?: (?:der|aller) [a-zäöü]+)?\s*:?\s*$"
    r"|i\.\s?s\.\s*$|in summe\b|gesamt(?:stellen|vzä|kräfte)\s*:?\s*$"
    r"|gesamt(?:betrag|ergebnis|haushalt|erträge|aufwendungen|einzahlungen|auszahlungen|kosten"
    r"|saldo)\b|übertrag\b))",
    re.IGNORECASE,
)
# Words of sums that are as often the data; they need arithmetic.
_GESAMT = (
    r"\bgesamt\b|\bgesamt(?:e[rns]?\b|ertr|ertrag|aufw|summe|betrag|haushalt|ergeb|einz|ausz|kost)"
    r"|insgesamt|\bsummen?\b|\btotal\b|zusammen\b|\bordentliche (?:ertr|aufwend)"
)
_RESULT_WORDS = (
    r"ergebnis|überschuss|fehlbetrag|fehlbedarf|zuschussbedarf|zuschuss\s*(?:$|[/(])"
    r"|nettoressourcenbedarf|nettobedarf|saldo|defizit|unterdeckung|überdeckung|finanzmittel"
)
# So sure a word that even a single equal row above it is what it sums up.
_NEARLY = re.compile(
    rf"{_GESAMT}|jahresergebnis|ordentliches ergebnis|zuschussbedarf", re.IGNORECASE
)
_MAYBE = re.compile(rf"{_GESAMT}|{_RESULT_WORDS}|haushalt\b|\bgesamt", re.IGNORECASE)
# In lists of units and projects: "Stellen gesamt", "Alle Ämter", "Stadtverwaltung".
_MAYBE_OBJECT = re.compile(
    rf"{_GESAMT}|\bgesamt(?:stadt|verwaltung|organisation)|\balle\b|^(?:stadt|kreis|gemeinde)?"
    r"verwaltung$",
    re.IGNORECASE,
)
_RESULT = re.compile(_RESULT_WORDS, re.IGNORECASE)
_PART = re.compile(
    r"\s*[-–•(]*\s*(?:davon|darunter|dar\.|hiervon|dav\.|nachrichtlich|hierin enthalten)\b",
    re.IGNORECASE,
)
_LONGEST_LABEL = 160
# How far back a sum looks for its parts.
_WINDOW = 500
# In longer tables words of doubtful sums are not followed up one by one.
_MOST_DOUBTFUL = 20_000
# A total in cents that no three rows add up to by chance.
_LARGE = 100_000


@dataclass
class Sums:
    """``reasons`` maps the position of a row to the German reason why it is not counted."""

    reasons: dict[int, str] = field(default_factory=dict)

    def mask(self, length: int) -> Matrix:
        """True for rows that are sums or parts of others."""
        mask = np.zeros(length, dtype=bool)
        mask[list(self.reasons)] = True
        return mask


def is_clear_sum(label: str | None) -> bool:
    """Whether a label can only be that of a sum, such as "Summe" or "Gesamtbetrag der Erträge"."""
    return bool(label) and len(label or "") <= _LONGEST_LABEL and bool(_CLEAR.match(label or ""))


def find_sums(
    labels: Sequence[str | None],
    codes: Sequence[str | None],
    amounts: Matrix,
    rows: Sequence[int],
    money: bool = True,
) -> Sums:
    """Find the sums among rows in the order of the file.

    ``amounts`` has one row per row of the list and a column per column of numbers, unknown as 0;
    ``rows`` are the numbers of the rows in the file.  In lists of objects (without ``money``)
    codes and "davon" make no sums, and fewer words may mean one.
    """
    found = Sums()
    filled: Matrix = np.asarray(amounts.any(axis=1), dtype=bool)
    clear = {label for label in set(labels) if is_clear_sum(label)}
    for place, label in enumerate(labels) if clear else ():
        if label in clear:
            found.reasons[place] = f"Summe, wie „{_short(label)}“ sagt"
    _nameless_totals(found, labels, amounts, filled)
    if money:
        _parts(found, labels, filled)
        _parents(found, codes, amounts, rows)
    _confirmed(found, labels, amounts, filled, rows, _MAYBE if money else _MAYBE_OBJECT)
    if filled.any() and not (filled & ~found.mask(len(filled))).any():
        # Every row is called a sum: then the sums are all there is, and they are the data.
        by_words = [p for p, why in found.reasons.items() if why.startswith("Summe, wie")]
        for place in by_words:
            if not _RESULT.search(labels[place] or ""):
                del found.reasons[place]
    return found


def _short(label: str | None) -> str:
    text = (label or "").strip()
    return text if len(text) <= 40 else text[:39] + "…"


def _nameless_totals(
    found: Sums, labels: Sequence[str | None], amounts: Matrix, filled: Matrix
) -> None:
    """A first or last row of numbers without any name that is the sum of all others."""
    places = np.flatnonzero(filled)
    for place in {int(places[0]), int(places[-1])} if len(places) > 2 else ():
        if labels[place] is None and place not in found.reasons:
            others = [p for p in places if p != place and p not in found.reasons]
            if len(others) > 1 and np.array_equal(amounts[others].sum(axis=0), amounts[place]):
                found.reasons[place] = "Summe aller anderen Zeilen, ohne Bezeichnung"


def _parts(found: Sums, labels: Sequence[str | None], filled: Matrix) -> None:
    """Rows "davon …" are contained in the row above that is none."""
    contained = {label for label in set(labels) if label and _PART.match(label)}
    if not contained:
        return
    whole = -1
    for place, label in enumerate(labels):
        if label in contained:
            if whole >= 0 and filled[whole]:
                found.reasons[place] = f"in „{_short(labels[whole])}“ enthalten (davon)"
        elif label:
            whole = place


def _parents(
    found: Sums, codes: Sequence[str | None], amounts: Matrix, rows: Sequence[int]
) -> None:
    """A row whose code begins those of others and whose numbers are their sum."""
    places: dict[str, int | None] = {}
    for place, code in enumerate(codes):
        if code:
            # A code that stands in several rows heads no others; it names what they belong to.
            places[code] = None if code in places else place
    single = {code: place for code, place in places.items() if place is not None}
    if len(single) < 3 or len(single) > 50_000:
        return
    children: dict[str, list[int]] = {}
    for code, place in single.items():
        above = next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in single), None)
        if above:
            children.setdefault(above, []).append(place)
    for code, below in children.items():
        place = single[code]
        if amounts[place].any() and np.array_equal(amounts[below].sum(axis=0), amounts[place]):
            which = ", ".join(str(rows[p]) for p in sorted(below)[:4])
            found.reasons.setdefault(
                place,
                f"übergeordnete Zeile, Summe der Zeile(n) {which}" + (" …" if below[4:] else ""),
            )


def _confirmed(
    found: Sums,
    labels: Sequence[str | None],
    amounts: Matrix,
    filled: Matrix,
    rows: Sequence[int],
    words: re.Pattern[str],
) -> None:
    """Rows whose words may mean a sum and whose numbers are one of the rows around them."""
    maybe = {
        label
        for label in set(labels)
        if label and len(label) <= _LONGEST_LABEL and words.search(label)
    }
    doubtful = [
        place
        for place in (np.flatnonzero(filled).tolist() if maybe else ())
        if labels[place] in maybe and place not in found.reasons
    ]
    if len(doubtful) > _MOST_DOUBTFUL:
        return
    _totals_on_top(found, labels, amounts, filled, rows, doubtful)
    if not doubtful:
        return
    wanted = set(doubtful)
    clear = {p for p, why in found.reasons.items() if why.startswith("Summe, wie")}
    running = np.zeros((len(labels) + 1, amounts.shape[1]), dtype=np.int64)
    number, sums = 0, list[int]()
    counted: list[int] = []
    for place in np.flatnonzero(filled).tolist():
        if place in found.reasons:
            if place in clear:
                sums.append(place)
            continue
        if place in wanted and (
            why := _is_sum(amounts, place, running[: number + 1], counted, sums, labels, rows)
        ):
            found.reasons[place] = why
            sums.append(place)
            continue
        running[number + 1] = running[number] + amounts[place]
        counted.append(place)
        number += 1


def _is_sum(
    amounts: Matrix,
    place: int,
    running: Matrix,
    counted: list[int],
    sums: list[int],
    labels: Sequence[str | None],
    rows: Sequence[int],
) -> str:
    """Why a row is the sum of counted rows right above it, of sums above, or a result of both."""
    own = amounts[place]
    back = running[max(0, len(running) - 1 - _WINDOW) : -1]
    hits: list[int] = np.flatnonzero((running[-1] - back == own).all(axis=1)).tolist()
    if hits and (len(back) - hits[-1] > 1 or _NEARLY.search(labels[place] or "")):
        first = counted[len(counted) - (len(back) - hits[-1])]
        return f"Summe der Zeilen {rows[first]} bis {rows[counted[-1]]}"
    recent = sums[-8:]
    for start in range(len(recent) - 1):
        if np.array_equal(amounts[recent[start:]].sum(axis=0), own):
            return "Summe der Summen darüber"
    if not _RESULT.search(labels[place] or ""):
        return ""
    # Income above, expenses below, and the result is what is left: no sums stand between them.
    splits = np.flatnonzero((2 * running - running[-1] == own).all(axis=1))
    if any(0 < split < len(counted) for split in splits.tolist()):
        return f"Ergebnis der Zeilen {rows[counted[0]]} bis {rows[counted[-1]]}"
    since = running[-1] - running[_counted_before(counted, sums[-1]) if sums else 0]
    for one in reversed(recent):
        if np.array_equal(np.abs(amounts[one]), np.abs(own)):
            return f"dasselbe wie Zeile {rows[one]}"
        if any(np.array_equal(amounts[one] + sign * since, own) for sign in (1, -1)):
            return f"Ergebnis aus Zeile {rows[one]} und den Zeilen danach"
        for other in recent:
            if one != other and np.array_equal(amounts[one] - amounts[other], own):
                return f"Ergebnis der Zeilen {rows[one]} und {rows[other]}"
            if one < other and np.array_equal(amounts[one] + amounts[other], own):
                return f"Summe der Zeilen {rows[one]} und {rows[other]}"
    return ""


def _counted_before(counted: list[int], place: int) -> int:
    return int(np.searchsorted(counted, place))


def _totals_on_top(
    found: Sums,
    labels: Sequence[str | None],
    amounts: Matrix,
    filled: Matrix,
    rows: Sequence[int],
    doubtful: list[int],
) -> None:
    """Totals that stand above their parts: the whole list, or a block down to the next total."""
    # Judged once per row: every doubtful row of a long budget looks at the same ones below it.
    results = {label for label in set(labels) if label and _RESULT.search(label)}
    parts = filled
    if results:
        parts = np.array([label not in results for label in labels], dtype=bool) & filled
    for place in doubtful:
        if labels[place] in results:
            continue  # A result stands below what it results from.
        below = [
            p
            for p in (np.flatnonzero(parts[place + 1 : place + 1 + _WINDOW]) + place + 1).tolist()
            if p not in found.reasons
        ]
        if len(below) < 2 or not amounts[place].any():
            continue
        sums = np.cumsum(amounts[below], axis=0)
        hits = np.flatnonzero((sums == amounts[place]).all(axis=1))
        if len(hits) and hits[0] >= 1:
            last = below[int(hits[0])]
            found.reasons[place] = f"Summe der Zeilen {rows[below[0]]} bis {rows[last]}"
    places = np.flatnonzero(filled & ~found.mask(len(filled))).tolist()
    if len(places) > 4 and places[0] == int(np.flatnonzero(filled)[0]):
        # With a result among them, the first line is what the others leave over, not their sum.
        top = places[0]
        large = bool((np.abs(amounts[top]) >= _LARGE).any())
        others = [p for p in places[1:] if labels[p] not in results] if large else []
        if large and np.array_equal(amounts[others].sum(axis=0), amounts[top]):
            found.reasons[top] = "Summe aller Zeilen darunter"
