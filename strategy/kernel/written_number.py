"""One number as people write it: digits, separators, signs and trimmings, in either style.

``1.234`` is a thousand in a German budget and one and a quarter in an English list; which style
is meant the caller says.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Decimals = Literal[",", "."]

# What stands for "nobody knows" in German and English tables.  Never 0.
UNKNOWN = frozenset(
    ["", "-", "–", "—", "--", "---", ".", "..", "...", "…", "/", "?", "x", "k. a.", "k.a.", "k.a"]
    + ["k. a", "ka", "keine angabe", "keine angaben", "unbekannt", "offen", "n/a", "n.a.", "na"]
    + ["n. a.", "nan", "null", "none", "n. n.", "n.n.", "#n/v", "#nv", "#n/a", "tbd", "tba"]
    + ["n. b.", "n.b.", "n.b", "nb", "n. v.", "n.v.", "o. a.", "o.a.", "k. w.", "nicht beziffert"]
    + ["to be determined", "unknown", "entfällt", "nicht bekannt"]
)

GERMAN = r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
ENGLISH = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# Shapes of a whole number with its decimals, by the sign that splits them off.
WHOLE = {",": re.compile(rf"{GERMAN}\Z"), ".": re.compile(rf"{ENGLISH}\Z")}
_LONGEST = 60
# Units that scale, such as T€, are none of them: without it the number would be another one.
_TRIMMINGS = re.compile(r"[\s'’]|€|\$|%|\b(?:EUR|Euro|CHF|USD|CAD)\b", re.IGNORECASE)


def bare_number(text: str) -> tuple[str, bool] | None:
    """Digits and separators of a number as written, and whether it is negative; None if none.

    ``310.964,69-``, ``(1.234)``, ``−5``, ``1 234,5 €`` and ``12 %`` are numbers.
    """
    return _bare_number(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=20_000)
def _bare_number(text: str) -> tuple[str, bool] | None:
    bare = _TRIMMINGS.sub("", text.replace("−", "-").replace("–", "-"))
    # Dashes in the place of cents tell which sign is the decimal one: "3.000,-" is no 3,000.
    if bare.endswith((",-", ",--", ".-", ".--")):
        bare = bare.rstrip("-") + "00"
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    if bare[:1] in "+-" and bare[1:]:
        negative ^= bare[0] == "-"
        bare = bare[1:]
    elif bare[-1:] in "+-" and bare[:-1]:
        negative ^= bare[-1] == "-"
        bare = bare[:-1]
    if not bare or not bare[0].isdigit() or not all(c in "0123456789.," for c in bare):
        return None
    return bare, negative


def parse_number(text: str, decimals: Decimals) -> Decimal | None:
    """The number a text stands for in this style, or None if it is not one there."""
    found = bare_number(text)
    if found is None or not WHOLE[decimals].match(found[0]):
        return None
    bare, negative = found
    plain = bare.replace("." if decimals == "," else ",", "").replace(",", ".")
    number = Decimal(plain)
    return -number if negative else number


def looks_like_number(text: str) -> bool:
    """Whether some style reads the text as a number."""
    found = bare_number(text)
    return found is not None and any(pattern.match(found[0]) for pattern in WHOLE.values())


def is_unknown(text: str) -> bool:
    """Whether a text says that nobody knows the value."""
    return text.strip().lower() in UNKNOWN
