"""The kind of a budget line: said by a column, by the account, or by the words of its title.

The account says it by the Kontenrahmen of the municipality, since the same digit means income in
one Land and expense in the next.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.comparing.resolve import loose
from strategy.intake.reading.grid import spread
from strategy.kernel.store import Cursor
from strategy.nouns.municipality import AccountPlan

# Words that name the kind, and those that say only the direction; the account may then tell
# whether Einnahmen are meant as Ertrag or as Einzahlung.
_KINDS = {
    "Ertrag": "ertrag erträge ertraege ertragskonto ertr ertragsart ertragsbuchung e er",
    "Aufwand": "aufwand aufwendungen aufwendung aufwände aufwandskonto aufw aufwandsart a au",
    "Einzahlung": "einzahlung einzahlungen einz einzahlungskonto",
    "Auszahlung": "auszahlung auszahlungen ausz auszahlungskonto",
    "Saldo": "saldo",
}
_DIRECTIONS = {
    "Ertrag": "h haben einnahme einnahmen erlös erlöse erloese einn ein revenue revenues income"
    " receipt receipts einnahmeart",
    "Aufwand": "s soll ausgabe ausgaben kosten kostenart ausg aus expense expenses expenditure"
    " expenditures"
    " spending ausgabeart",
}
_EXACT = {word: (kind, True) for kind, words in _KINDS.items() for word in words.split()}
_EXACT |= {word: (kind, False) for kind, words in _DIRECTIONS.items() for word in words.split()}
# Compounds such as "Ordentliche Erträge" or "Sonstige betriebliche Aufwendungen".
_INSIDE = (
    ("Einzahlung", True, "einzahlung"),
    ("Auszahlung", True, "auszahlung"),
    ("Ertrag", True, "ertrag|erträge|ertraege"),
    ("Aufwand", True, "aufwand|aufwendung|aufwände"),
    ("Ertrag", False, "einnahme|erlös|erloese"),
    ("Aufwand", False, "ausgabe|kosten"),
)
# What the words of a line say about its kind; the first that fits counts.
_TITLES = (
    (
        "Saldo",
        r"^[^a-zäöüß]*((teil|zwischen)?saldo|((außer)?ordentliches |finanz|jahres|gesamt)*ergebnis"
        r"|jahres(überschuss|fehlbetrag)|zuschussbedarf|nettoressourcenbedarf)($|[^a-zäöüß])",
    ),
    ("Einzahlung", r"einzahlung|rückflüsse von darlehen|aufnahme von (darlehen|krediten)"),
    ("Auszahlung", r"auszahlung|tilgung|gewährung von darlehen"),
    ("Aufwand", r"aufwend|aufwand|abschreibung|kosten aus internen"),
    (
        "Ertrag",
        r"ertrag|erträge|steuern und ähnl|zuwendungen|leistungsentgelte|kostenerstattungen"
        r"|kostenersatzleistungen|erlöse aus internen"
        r"|aktivierte eigenleistungen|bestandsveränderungen",
    ),
)
# First digit of an account -> kind, by Kontenrahmen.
_CLASSES: dict[str, dict[str, str]] = {
    str(AccountPlan.DOPPIK_45): {
        "4": "Ertrag",
        "5": "Aufwand",
        "6": "Einzahlung",
        "7": "Auszahlung",
    },
    str(AccountPlan.DOPPIK_34): {
        "3": "Ertrag",
        "4": "Aufwand",
        "6": "Einzahlung",
        "7": "Auszahlung",
    },
    str(AccountPlan.DOPPIK_57): {"5": "Ertrag", "6": "Aufwand", "7": "Aufwand"},
}
# The Gruppierung of the Kameralistik: 0 to 3 income, 4 to 9 spending, both of them cash.
_CAMERAL = {d: "Einzahlung" if d in "0123" else "Auszahlung" for d in "0123456789"}
_CAMERAL_PLACE = re.compile(r"[0-9]\.[0-9]{3,5}\.([0-9]{3,6})(?:[.\-/][0-9]+)*")
INCOME, EXPENSE = ("Ertrag", "Einzahlung"), ("Aufwand", "Auszahlung")


def account_plan(db: Cursor) -> str | None:
    """The Kontenrahmen of the municipality, None where the plan names none."""
    found = db.value("SELECT max(account_plan) FROM municipality")
    return str(found) if found else None


def direction_of(text: str, loosely: bool = True) -> tuple[str, bool] | None:
    """The kind a word of a direction column means, and whether it says more than the direction.

    ``loosely`` also understands words with others around them, such as "Ordentliche Erträge".
    """
    bare = loose(text).strip(" .:")
    if bare in _EXACT:
        return _EXACT[bare]
    if not loosely:
        return None
    hits = [(kind, sure) for kind, sure, words in _INSIDE if re.search(words, bare)]
    sides = {kind in INCOME for kind, _ in hits}
    return hits[0] if hits and len(sides) == 1 else None


def kinds_of_directions(texts: Any) -> tuple[pa.Array, pa.Array]:
    """Kind of every cell of a direction column, and whether the word names it for sure."""
    kinds = spread(texts, partial(_by_direction, 0))
    sure = spread(texts, partial(_by_direction, 1))
    return kinds, sure


def _by_direction(part: int, distinct: pa.Array) -> pa.Array:
    found = [direction_of(t) if t else None for t in pc.cast(distinct, pa.string()).to_pylist()]
    kind = pa.string() if part == 0 else pa.bool_()
    return pa.array([one[part] if one else None for one in found], kind)


def kinds_of_accounts(accounts: Any, plan: str | None, cameral: bool) -> pa.Array:
    """The kind of every account by the Kontenrahmen; null where it says none."""
    return spread(accounts, partial(_by_account, plan, cameral))


def _by_account(plan: str | None, cameral: bool, distinct: pa.Array) -> pa.Array:
    texts = pc.cast(distinct, pa.string())
    classes = _CAMERAL if cameral or plan == str(AccountPlan.KAMERAL) else _CLASSES.get(plan or "")
    digits = pc.fill_null(pc.match_substring_regex(texts, "^[0-9]+$"), False)
    # A large budget has accounts by the hundred thousand, nearly all of them digits alone.
    firsts = pc.utf8_slice_codeunits(texts, 0, 1)
    places = pc.index_in(firsts, value_set=pa.array(list(classes or ()), pa.string()))
    plain = pa.array(list((classes or {}).values()), pa.string()).take(places)
    rest = pc.if_else(digits, pa.scalar(None, pa.string()), texts).to_pylist()
    read = [_account_kind(text, plan, cameral) if text else None for text in rest]
    return pc.if_else(digits, plain, pa.array(read, pa.string()))


def _account_kind(text: str, plan: str | None, cameral: bool) -> str | None:
    text = text.strip()
    place = _CAMERAL_PLACE.fullmatch(text)
    if cameral or plan == str(AccountPlan.KAMERAL) or place:
        group = place[1] if place else _last_group(text)
        return _CAMERAL.get(group[:1]) if group else None
    group = _last_group(text)
    return _CLASSES.get(plan or "", {}).get(group[:1]) if group else None


def _last_group(text: str) -> str:
    """The digits of the account in "11.12.05.5271000", "5271.01" and "5271000 Wartung"."""
    code = re.match(r"[0-9][0-9.\-/ ]*", text)
    groups = re.findall(r"[0-9]+", code[0]) if code else []
    long = [group for group in groups if len(group) >= 4]
    return long[-1] if long else groups[0] if groups else ""


def kinds_of_titles(titles: pa.Array) -> pa.Array:
    """The kind as the words of the line say it; a line of Aufwand and Ertrag has none."""
    return spread(titles, _by_words)


def _by_words(titles: pa.Array) -> pa.Array:
    lower = pc.utf8_lower(titles)
    kinds = pa.nulls(len(titles), pa.string())
    for kind, pattern in reversed(_TITLES):
        kinds = pc.if_else(
            pc.fill_null(pc.match_substring_regex(lower, pattern), False), pa.scalar(kind), kinds
        )
    both = pc.and_(
        pc.match_substring_regex(lower, "aufw[ae]nd"), pc.match_substring_regex(lower, "ertr[aä]g")
    )
    return pc.if_else(pc.fill_null(both, False), pa.scalar(None, pa.string()), kinds)


def opposed(first: Any, second: Any) -> np.ndarray[Any, Any]:
    """True where one says income and the other expense."""
    sides = []
    for kinds in (first, second):
        plain = pc.cast(kinds, pa.string())
        income = pc.is_in(plain, value_set=pa.array(INCOME))
        expense = pc.is_in(plain, value_set=pa.array(EXPENSE))
        sides.append((_mask(income), _mask(expense)))
    (i1, e1), (i2, e2) = sides
    return np.asarray((i1 & e2) | (e1 & i2))


def _mask(found: Any) -> np.ndarray[Any, Any]:
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)
