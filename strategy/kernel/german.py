"""German numbers and dates: read strictly, written as a public office writes them.

Reading accepts the German notation and nothing else, because a guess that is wrong by a factor of
1000 is not noticed in a budget.  Every ``parse_…`` function returns ``None`` where the text says
"unknown" (empty, "-", "k. A.", "unbekannt") and raises ``Refused`` with one German sentence where
it is not clear what was meant.  Writing follows CLDR ``de_DE``; ``None`` becomes "unbekannt",
never 0.  What tables show by the thousand is written by hand, because Babel needs about 50 µs per
value; tests hold each of these to Babel's own result.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NoReturn
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel.dates import format_date

from strategy.kernel.errors import Refused

LOCALE = "de_DE"
UNKNOWN = "unbekannt"
NBSP = "\u00a0"
TIME_ZONE = ZoneInfo("Europe/Berlin")

# Larger amounts do not occur in any municipality and are typing errors; the limit also keeps
# sums of many rows inside a BIGINT.
MAX_CENTS = 10**14
# Above the staff of the largest German city administrations; more is a slip of the decimal sign.
MAX_FTE = Decimal(99_999)
MAX_NUMBER = Decimal(10) ** 15
_WIDE = Context(prec=60)
FIRST_YEAR, LAST_YEAR = 1900, 2100

_UNKNOWN_WORDS = frozenset(
    {"", "-", "–", "—", ".", "?", "k.a.", "ka", "k.a", "keineangabe", "unbekannt", "n.b.", "offen"}
)
# Digits are spelled out: \d would also accept digits of other scripts.  A leading zero is refused
# ("0123"), because that is a code that slipped into the wrong field.
_NUMBER = (
    r"(?P<sign>[-−+]?) ?"
    r"(?P<whole>0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,(?P<part>[0-9]+))?"
)
_NUMBER_ONLY = re.compile(_NUMBER)
_PERCENT = re.compile(_NUMBER + r" ?(?:%|prozent)?", re.IGNORECASE)
_FTE = re.compile(_NUMBER + r" ?(?:vzä|vze|vk|stellen?)?", re.IGNORECASE)
_EURO = r"€|eur|euro"
_MONEY = re.compile(
    rf"(?P<front>(?:{_EURO}) ?)?{_NUMBER} ?"
    rf"(?P<scale>t ?(?:€|eur|euro)|tsd\.?|tausend|mio\.?|million(?:en)?|mrd\.?|milliarden?)?"
    rf" ?(?P<back>{_EURO})?",
    re.IGNORECASE,
)
_DOTTED_DATE = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NAMED_DATE = re.compile(r"([0-9]{1,2})\. ?([a-zä]+)\.? ([0-9]{4})", re.IGNORECASE)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jänner",
            "februar feb",
            "märz mär mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}


def parse_money(text: str | None) -> int | None:
    """Read an amount of euros and return cents.

    "1.234,56", "12 €", "-5,00", "5 T€", "5 TEUR" and "1,2 Mio. €" are understood exactly; more
    than whole cents, English notation and amounts above 1 Billion Euro are refused.
    """
    typed = _clean(text)
    if _says_unknown(typed):
        return None
    match = _MONEY.fullmatch(typed)
    scale = (match["scale"] or "").lower() if match else ""
    doubled = match and match["back"] and (match["front"] or scale.startswith(("t €", "t€", "te")))
    if not match or doubled or (match["front"] and scale.startswith(("t €", "t€", "te", "t e"))):
        _refuse(typed, "kein eindeutiger Betrag", "1.234,56 oder 1234,56 oder 5 T€")
    cents = _decimal_of(match) * _factor(scale) * 100
    if cents != cents.to_integral_value():
        _refuse(typed, "kein Betrag in vollen Cent", "1.234,56")
    if abs(cents) > MAX_CENTS:
        raise Refused(
            f"„{short(typed)}“ ist zu groß; bitte einen Betrag bis 1 Billion Euro eingeben."
        )
    return int(cents)


def parse_decimal(text: str | None, what: str = "Zahl", places: int = 6) -> Decimal | None:
    """Read a number such as "1.234,5" with at most ``places`` decimals; ``what`` names it."""
    return _parse_number(text, _NUMBER_ONLY, what, "1.234,5", places)


def parse_percent(text: str | None) -> Decimal | None:
    """Read "12,5 %" or "12,5" as percentage points: ``Decimal("12.5")``."""
    return _parse_number(text, _PERCENT, "Prozentzahl", "12,5 %", 6)


def parse_fte(text: str | None) -> Decimal | None:
    """Read full-time equivalents such as "0,75" or "0,75 VZÄ": 0 to 99,999, at most 4 decimals."""
    value = _parse_number(text, _FTE, "Stellenzahl", "0,75", 4)
    if value is not None and not 0 <= value <= MAX_FTE:
        raise Refused(
            f"„{short(_clean(text))}“ ist keine mögliche Stellenzahl; "
            "bitte einen Wert von 0 bis 99.999 Vollzeitstellen eingeben, zum Beispiel 0,75."
        )
    return value


def parse_int(text: str | None, what: str = "ganze Zahl") -> int | None:
    """Read a whole number such as "28.000" or "28000"."""
    value = _parse_number(text, _NUMBER_ONLY, what, "12 oder 28.000", 0)
    return None if value is None else int(value)


def parse_year(text: str | None) -> int | None:
    """Read a year of four digits, 1900 to 2100."""
    typed = _clean(text)
    if _says_unknown(typed):
        return None
    if re.fullmatch(r"[0-9]{4}", typed) and FIRST_YEAR <= int(typed) <= LAST_YEAR:
        return int(typed)
    _refuse(typed, f"kein Jahr zwischen {FIRST_YEAR} und {LAST_YEAR}", "2026")


def parse_date(text: str | None) -> date | None:
    """Read "3.4.2026", "03.04.2026", "3. April 2026" or ISO "2026-04-03".

    A year of two digits is refused, because a plan holds dates of two centuries.
    """
    typed = _clean(text)
    if _says_unknown(typed):
        return None
    if match := _DOTTED_DATE.fullmatch(typed):
        day_, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.fullmatch(typed):
        year, month, day_ = (int(part) for part in match.groups())
    elif (match := _NAMED_DATE.fullmatch(typed)) and match[2].lower() in MONTHS:
        day_, month, year = int(match[1]), MONTHS[match[2].lower()], int(match[3])
    else:
        _refuse(typed, "kein eindeutiges Datum", "03.04.2026 (Tag, Monat, Jahr mit vier Ziffern)")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        _refuse(typed, f"kein Datum zwischen {FIRST_YEAR} und {LAST_YEAR}", "03.04.2026")
    try:
        return date(year, month, day_)
    except ValueError:
        _refuse(typed, "kein Tag, den es im Kalender gibt", "03.04.2026")


def money(cents: Any) -> str:
    """Cents as "1.234,56 €" (no-break space before €)."""
    if is_unknown(cents):
        return UNKNOWN
    euros, rest = divmod(abs(int(cents)), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02d}{NBSP}€"


def money_short(cents: Any) -> str:
    """Cents for headlines: "45.300 €", "4,2 Mio. €", "1,3 Mrd. €", rounded half up."""
    if is_unknown(cents):
        return UNKNOWN
    euros = (Decimal(int(cents)) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    for size, word in ((10**6, "Mio."), (10**9, "Mrd.")):
        scaled = (euros / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if abs(euros) >= size and (word == "Mrd." or abs(scaled) < 1000):
            return f"{_grouped(scaled, 1, 1)}{NBSP}{word}{NBSP}€"
    return f"{_grouped(euros, 0, 0)}{NBSP}€"


def number(value: Any, places: int | None = None) -> str:
    """A number as "1.234,5"; exactly ``places`` decimals, or as many as it has (at most 6)."""
    if is_unknown(value):
        return UNKNOWN
    return _grouped(value, 0, 6) if places is None else _grouped(value, places, places)


def counted(count: int, singular: str, plural: str) -> str:
    """ "1 Zeile", "1.808 Zeilen"."""
    return f"{number(count, 0)} {singular if count == 1 else plural}"


def percent(value: Any, places: int | None = None) -> str:
    """Percentage points as "12,5 %" (12.5 is twelve and a half per cent)."""
    return UNKNOWN if is_unknown(value) else f"{number(value, places)}{NBSP}%"


def fte(value: Any, unit: bool = False) -> str:
    """Full-time equivalents as "0,75", with two to four decimals; ``unit`` adds "VZÄ"."""
    if is_unknown(value):
        return UNKNOWN
    written = _grouped(value, 2, 4)
    return f"{written}{NBSP}VZÄ" if unit else written


def month_of(value: date) -> str:
    """A month and its year, "Dezember 2026"."""
    return str(format_date(value, "MMMM yyyy", locale=LOCALE))


def day(value: date | None) -> str:
    """A date as "09.03.2026"."""
    if value is None or is_unknown(value):
        return UNKNOWN
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def long_day(value: date | None) -> str:
    """A date for letters and covers: "9. März 2026"."""
    return UNKNOWN if is_unknown(value) else format_date(value, "d. MMMM y", locale=LOCALE)


def moment(value: datetime | None) -> str:
    """A UTC timestamp (naive as the plan keeps it, or aware) as "09.03.2026, 14:30 Uhr"."""
    if value is None or is_unknown(value):
        return UNKNOWN
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    local = aware.astimezone(TIME_ZONE)
    return f"{day(local.date())}, {local:%H:%M} Uhr"


# What may stand for an umlaut where somebody types without.
SPELLED_UMLAUT = re.compile("[aou]e")
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def spelled(text: str) -> str:
    """The text without umlauts, for names of files and figures: "Köln" is "Koeln"."""
    return text.translate(_SPELLED)


def listed(text: str) -> tuple[str, str]:
    """What a text is sorted by in a list: umlauts as their vowel, capital and small letters alike
    (DIN 5007-1); numbers by their value, "Thema 2" before "Thema 10".

    ``selection.german_order_sql`` says the same to the database.
    """
    plain = _without_accents(text.casefold())
    return re.sub("[0-9]+", lambda number: number[0][-12:].zfill(12), plain), text


def folded(text: str) -> str:
    """What a text is looked for by: "Straße" and "STRASSE" as "strasse", "Bürger" as "burger".

    ``selection.folded_sql`` says the same to the database.
    """
    return _without_accents(text.casefold())


def holds_words(text: str, typed: str) -> bool:
    """Whether each word of ``typed`` stands somewhere in a text, as ``folded`` looks for it, or
    with "ae" for "ä"."""
    plain, letters = folded(text), folded(spelled(text))
    return all(word in plain or word in letters for word in folded(typed).split())


def _without_accents(text: str) -> str:
    """ "ä" and "é" as "a" and "e": the marks are characters of their own once decomposed."""
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign))


def is_unknown(value: object) -> bool:
    """Whether a value is None or one of pandas' missing values (NaN, NaT, NA)."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA refuses to be true or false
        return True


def _grouped(value: Any, least: int, most: int) -> str:
    """A number with thousands dots and ``least`` to ``most`` decimals, rounded half up."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _WIDE)
    whole, _, part = f"{rounded if rounded else abs(rounded):,f}".partition(".")
    part = part[:least] + part[least:].rstrip("0")
    return whole.replace(",", ".") + ("," + part if part else "")


def _clean(text: str | None) -> str:
    return re.sub(r"[ \t\u00a0\u2009\u202f]+", " ", text or "").strip()


def _says_unknown(typed: str) -> bool:
    return typed.replace(" ", "").lower() in _UNKNOWN_WORDS


def short(typed: str) -> str:
    """What was typed, on one line and short enough for a sentence."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    return line if len(line) <= 40 else line[:37] + "…"


def _refuse(typed: str, why: str, example: str) -> NoReturn:
    raise Refused(f"„{short(typed)}“ ist {why}; bitte so eingeben: {example}.")


def _decimal_of(match: re.Match[str]) -> Decimal:
    sign = "-" if match["sign"] in ("-", "−") else ""
    return Decimal(f"{sign}{match['whole'].replace('.', '')}.{match['part'] or '0'}")


def _factor(scale: str) -> int:
    if scale.startswith("mio") or scale.startswith("million"):
        return 10**6
    if scale.startswith("mrd") or scale.startswith("milliarde"):
        return 10**9
    return 1000 if scale else 1


def _parse_number(
    text: str | None, pattern: re.Pattern[str], what: str, example: str, places: int
) -> Decimal | None:
    typed = _clean(text)
    if _says_unknown(typed):
        return None
    match = pattern.fullmatch(typed)
    if not match:
        _refuse(typed, f"nicht eindeutig als {what} lesbar", example)
    if len(match["part"] or "") > places:
        limit = "keine Nachkommastellen" if places == 0 else f"höchstens {places} Nachkommastellen"
        _refuse(typed, f"zu genau, denn hier sind {limit} möglich", example)
    value = _decimal_of(match)
    if abs(value) >= MAX_NUMBER:
        _refuse(typed, f"als {what} zu groß", example)
    return value if match["part"] else value.to_integral_value()
