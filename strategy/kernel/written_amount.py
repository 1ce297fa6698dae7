"""Read one amount as people write it into a list: "28,5 T€", "ca. 43.600", "4.980,--", "k. A.".

This is the one reader of single amounts for all kinds of import and for the survey.  What a whole
column says (which sign splits decimals, which unit stands over it) is handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from strategy.kernel.errors import Refused
from strategy.kernel.written_number import Decimals, is_unknown, parse_number

_ABOUT = re.compile(
    r"(?:ca\.?|circa|zirka|etwa|rund|rd\.|ungefähr|ungef\.|geschätzt:?|schätzung:?|schätzungsweise|~|≈"
    r"|voraussichtlich|vorauss\.|vsl\.|max\.?|maximal|bis zu)\s*",
    re.IGNORECASE,
)
_ABOUT_BEHIND = re.compile(
    r"\s*(?:\((?:geschätzt|schätzung|gesch\.|ca\.?|vorauss\.|vorläufig)\)|geschätzt)$",
    re.IGNORECASE,
)
_NO_CENTS = re.compile(r"[,.](?:-{1,2}|–|—|=)(?=\s*(?:€|eur|euro)?\s*$)", re.IGNORECASE)
# What Excel and LibreOffice show, or export, in place of a value they could not compute.
_ERROR_WORD = re.compile(
    r"#(?:NV|N/A|N/V|WERT!?|VALUE!?|BEZUG!?|REF!?|DIV/0!?|NAME\??|ZAHL!?|NUM!?|NULL!?|ÜBERLAUF!?"
    r"|SPILL!?|#+)|Err:\d{3}|Fehler:\d{3}",
    re.IGNORECASE,
)
# Footnotes behind an amount: raised figures, stars and crosses, "1)" after a blank.
_FOOTNOTE = re.compile(
    r"(?:\s*[¹²³⁰⁴-⁹ªº†‡]+\)?|\s*\*+\)?|\s+\(?[0-9a-z]{1,2}\)|\s*\[[0-9a-z]{1,2}\])+$"
)
_THOUSANDS = r"t\s?€|t\s?eur(?:o)?|k\s?€|keur|tsd\.?\s*(?:€|eur(?:o)?)?|tausend\s*(?:€|euro|eur)?"
_MILLIONS = (
    r"mio\.?\s*(?:€|eur(?:o)?)?|millionen\s*(?:€|euro|eur)?|mill\.\s*(?:€|eur(?:o)?)?|m€|meur"
)
_BILLIONS = r"mrd\.?\s*(?:€|eur(?:o)?)?|milliarden?\s*(?:€|euro|eur)?"
_EUROS = r"€|eur(?:o)?"
_UNITS = (
    (1_000_000_000, re.compile(rf"(?:{_BILLIONS})", re.IGNORECASE)),
    (1_000_000, re.compile(rf"(?:{_MILLIONS}|million\s*(?:€|euro|eur)?)", re.IGNORECASE)),
    (1_000, re.compile(rf"(?:{_THOUSANDS})", re.IGNORECASE)),
    (1, re.compile(rf"(?:{_EUROS})", re.IGNORECASE)),
)
_ANY_UNIT = rf"(?:{_BILLIONS}|{_MILLIONS}|million\s*(?:€|euro|eur)?|{_THOUSANDS}|{_EUROS})"
_BEHIND = re.compile(rf"(?<=[0-9)\s,.–-])\s*({_ANY_UNIT})$", re.IGNORECASE)
_FRONT = re.compile(rf"^({_ANY_UNIT})\s*(?=[-+(0-9])", re.IGNORECASE)
# How many of them make a year; "jährlich" says that the amount already is one.
_PERIODS = (
    (12, r"(?:pro|je|/|im)\s*(?:monat|mon\.?|mtl\.?)|p\.?\s?m\.?|monatliche?[rnms]?|mtl\.?"),
    (
        4,
        r"(?:pro|je|/|im)\s*(?:quartal|vierteljahr)|quartalsweise|vierteljährliche?[rnms]?|vierteljährl\.?",
    ),
    (2, r"(?:pro|je|/|im)\s*halbjahr|halbjährliche?[rnms]?|halbjährl\.?"),
    (1, r"(?:pro|je|/|im)\s*(?:jahr|a)|p\.?\s?a\.?|jährliche?[rnms]?|jährl\.?"),
)
_PERIOD_BEHIND = [
    (times, re.compile(rf"\s*\(?(?:{words})\)?$", re.IGNORECASE)) for times, words in _PERIODS
]
_PERIOD_FRONT = [
    (times, re.compile(rf"^(?:{words})[\s:]+(?=[0-9€])", re.IGNORECASE))
    for times, words in _PERIODS
]
# In a heading the period may be the first half of a word: "Monatskosten", "Quartalsrate".
_PAID = "(?:kosten|betrag|beträge|rate|raten|gebühr|miete|pauschale|preis|satz|brutto|entgelt)"
_HALVES = {12: f"|monats{_PAID}", 4: f"|quartals{_PAID}", 2: f"|halbjahres{_PAID}"}
_PERIOD_IN = [
    (
        times,
        # A stroke needs no blank before it: "Lizenzkosten/Jahr".
        re.compile(
            rf"(?:(?<![\wäöüß])|(?=/))(?:{words}{_HALVES.get(times, '')})(?![\wäöüß])",
            re.IGNORECASE,
        ),
    )
    for times, words in _PERIODS
]
_EXPONENT = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,2})")
# One sign and one or two digits behind it: nobody groups thousands like that.
_SURE_DECIMALS = re.compile(r"[0-9]+\.[0-9]{1,2}|[0-9]+\.[0-9]{4,}")
_LONGEST = 60
MOST_CENTS = 10**14


@dataclass(frozen=True)
class WrittenAmount:
    """Cents, None where the cell says that nobody knows.

    ``estimate`` is what was written where it says "about"; ``own_unit`` whether the cell names its
    own unit; ``times`` how often the amount falls due in a year, where the cell says so and the
    cents are already those of the year; ``error`` the word of a value that was never computed.
    """

    cents: int | None
    estimate: str = ""
    own_unit: bool = False
    times: int = 1
    error: str = ""


def without_about(text: str) -> str:
    """The text without the words that say it is an estimate."""
    bare = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    return _ABOUT_BEHIND.sub("", bare)


def without_dashes(text: str) -> str:
    """ "4.980,--" as "4.980,00": the dashes stand for cents and tell which sign is the decimal."""
    return _NO_CENTS.sub(lambda dashes: f"{dashes.group()[0]}00", text)


def error_word(text: str) -> str:
    """The error a cell was exported as, such as "#WERT!", or nothing."""
    return text.strip() if _ERROR_WORD.fullmatch(text.strip()) else ""


def times_a_year(heading: str) -> int | None:
    """How often an amount under this heading falls due in a year: "Kosten pro Monat" 12 times.

    None where the heading names no period.
    """
    return next((times for times, pattern in _PERIOD_IN if pattern.search(heading)), None)


def numeric_part(text: str) -> str:
    """The digits and separators of an amount, without unit, footnote and words around them."""
    bare = _FOOTNOTE.sub("", without_about(" ".join(text.split())))
    return without_dashes(_own_unit(without_dashes(_period(bare)[1]))[1])


def looks_like_amount(text: str) -> bool:
    """Whether a cell is an amount in some notation, with whatever unit or footnote."""
    return _exact(text, ",") is not None or _exact(text, ".") is not None


def written_amount(
    text: str, factor: int = 1, decimals: Decimals = ",", exact: bool = True, times: int = 1
) -> WrittenAmount:
    """Read an amount; ``factor`` is the unit over the column where the cell names none itself,
    ``times`` how often the amounts of the column fall due in a year.

    ``exact`` refuses what is no whole number of cents; else it is rounded half even.
    Raises Refused with one German sentence.
    """
    text = " ".join(text.split())
    if is_unknown(text):
        return WrittenAmount(None)
    if error := error_word(text):
        return WrittenAmount(None, error=error)
    read = _exact(text, decimals)
    if read is None:
        raise Refused(
            f"„{text[:60]}“ ist kein eindeutiger Betrag; bitte so eingeben: 1.234,56 oder 1234,56 "
            "oder 5 T€."
        )
    number, own, said, about = read
    times = times if said is None else said
    cents = number * (own or factor) * times * 100
    if abs(cents) > MOST_CENTS:
        raise Refused(f"„{text[:60]}“ ist zu groß; bitte einen Betrag bis 1 Billion Euro eingeben.")
    whole = cents.to_integral_value()
    if exact and cents != whole:
        raise Refused(f"„{text}“ ist kein Betrag in vollen Cent; bitte so eingeben: 1.234,56.")
    return WrittenAmount(int(whole), text if about else "", own is not None, times)


@lru_cache(maxsize=20_000)
def _exact(text: str, decimals: Decimals) -> tuple[Decimal, int | None, int | None, bool] | None:
    """The number, the factor of the cell's own unit, times a year, and whether it is estimated."""
    text = " ".join(text.replace("−", "-").split())
    if not text or len(text) > _LONGEST or not any(sign.isdigit() for sign in text):
        return None
    bare = without_about(text)
    about = bare != text
    bare = _FOOTNOTE.sub("", bare)
    times, bare = _period(bare)
    own, bare = _own_unit(without_dashes(bare))
    # Thousands are also split by blanks and by the Swiss apostrophe; blanks fell to one above.
    bare = without_dashes(bare).strip()
    number = _number(bare, decimals, own)
    return None if number is None else (number, own, times, about)


def _period(text: str) -> tuple[int | None, str]:
    for times, pattern in _PERIOD_BEHIND:
        if found := pattern.search(text):
            return times, text[: found.start()]
    for times, pattern in _PERIOD_FRONT:
        if found := pattern.match(text):
            return times, text[found.end() :]
    return None, text


def _own_unit(text: str) -> tuple[int | None, str]:
    """The factor of a unit before or behind the number and the text without it."""
    behind, front = _BEHIND.search(text), _FRONT.match(text)
    if behind and front:
        # "EUR 5 T€" says it twice; only the same unit twice is clear.
        return None, text
    found = behind or front
    if not found:
        return None, text
    word = found[1].strip()
    factor = next(factor for factor, pattern in _UNITS if pattern.fullmatch(word))
    rest = text[: found.start()] if behind else text[found.end() :]
    return factor, rest.strip()


def _number(text: str, decimals: Decimals, own: int | None) -> Decimal | None:
    if exponent := _EXPONENT.fullmatch(text):
        # A spreadsheet writes so what does not fit its column; the sign before E is always decimal.
        return Decimal(exponent[1].replace(",", ".")).scaleb(int(exponent[2]))
    if "%" in text or "$" in text:
        return None
    number = parse_number(text, decimals)
    if number is None and own is not None and own > 1 and _SURE_DECIMALS.fullmatch(text):
        # "4.72 Mio. €" in a German column: the unit leaves no doubt what the sign means.
        return parse_number(text, ".")
    return number
