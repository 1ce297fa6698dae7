"""Read one amount as people write it into a list: "28,5 T€", "ca. 43.600", "4.980,--", "k. A."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from strategy.intake.recognising.numbers import is_unknown
from strategy.kernel import german
from strategy.kernel.errors import Refused

_ABOUT = re.compile(
    r"(?:ca\.?|circa|zirka|etwa|rund|ungefähr|ungef\.|geschätzt:?|schätzung:?|schätzungsweise|~|≈)"
    r"\s*",
    re.IGNORECASE,
)
_ABOUT_BEHIND = re.compile(r"\s*(?:\((?:geschätzt|schätzung|ca\.?)\)|geschätzt)$", re.IGNORECASE)
_NO_CENTS = re.compile(r",(?:-{1,2}|–|—)(?=\s*(?:€|eur|euro)?$)", re.IGNORECASE)
_OWN_UNIT = re.compile(r"[€a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenAmount:
    """Cents, None where the cell says that nobody knows; ``estimate`` is what was written where it
    says "about"."""

    cents: int | None
    estimate: str = ""


def without_about(text: str) -> str:
    """The text without the words that say it is an estimate."""
    bare = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    return _ABOUT_BEHIND.sub("", bare)


def without_dashes(text: str) -> str:
    """ "4.980,--" as "4.980": dashes in the place of cents."""
    return _NO_CENTS.sub("", text)


def written_amount(text: str, factor: int = 1) -> WrittenAmount:
    """Read an amount; ``factor`` is the unit over the column where the cell names none itself.

    Raises Refused with one German sentence.
    """
    text = " ".join(text.split())
    if is_unknown(text):
        return WrittenAmount(None)
    bare = without_about(text)
    plain = without_dashes(bare)
    if factor != 1 and not _OWN_UNIT.search(plain):
        number = german.parse_decimal(plain, "Betrag", 6)
        exact = None if number is None else number * factor * 100
        if exact is not None and exact != exact.to_integral_value():
            raise Refused(f"„{text}“ ist kein Betrag in vollen Cent; bitte so eingeben: 1.234,56.")
        cents = None if exact is None else int(exact)
    else:
        cents = german.parse_money(plain)
    return WrittenAmount(cents, text if bare != text else "")
