"""What a column header says: year and plan type, unit of money, code or amount."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The plan types of the budget, as they are stored, and the words municipalities put over their
# columns; the first that fits counts.
_PLAN_WORDS = {
    "fortgeschriebener Ansatz": r"fortg(?:eschriebene[rn]?|\.)?\s*(?:ansatz|plan)"
    r"|nachtrag(?:sansatz|splan|shaushalt)?",
    "Finanzplanung": r"(?:mittelfristige\s+)?(?:finanz|ergebnis)?planung|finanzplan",
    "Ergebnis": r"vorl(?:äufiges|\.)?\s*ergebnis(?:se)?|rechnungsergebnis|jahresergebnis"
    r"|ergebnis(?:se)?|ergebn\.?|rechnung|jahresabschluss|re",
    "Ist": r"ist(?:-?(?:wert|ergebnis|zahlen))?|actual",
    "Ansatz": r"haushaltsansatz|planansatz|ansatz|ansätze|ans\.?",
    "Plan": r"haushaltsplan|planjahr|planwert|plan|soll|budget",
}
PLAN_TYPES = tuple(_PLAN_WORDS)
# In place of a header: how every column is read whose header announces money.
ANY_AMOUNT = "#amount"
_PLAN = {
    kind: re.compile(rf"(?<![\wäöüß])(?:{words})(?![\wäöüß])", re.IGNORECASE)
    for kind, words in _PLAN_WORDS.items()
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\.0)?(?!\d)")
_UNITS: tuple[tuple[str, int, str], ...] = (
    ("TEUR", 1_000, r"T\s?EUR|TEuro|T\s?€|TSD\.?\s*(?:EUR|€|Euro)?|Tausend\s*(?:EUR|€|Euro)"),
    ("Mio. EUR", 1_000_000, r"Mio\.?\s*(?:EUR|€|Euro)?|Millionen\s*(?:EUR|€|Euro)?|M€"),
    ("EUR", 1, r"EUR|Euro|€"),
    ("%", 1, r"%|Prozent|v\.\s?H\."),
    ("CAD", 1, r"CAD"),
    ("USD", 1, r"USD|US-?\$"),
)
_UNIT_PATTERNS = [
    (name, factor, re.compile(rf"(?<![\wäöüß])(?:in\s+|je\s+)?(?:{words})(?![\wäöüß])", re.I))
    for name, factor, words in _UNITS
]
_FILLERS = re.compile(
    r"(?<![\wäöüß])(?:jahr(?:es)?|hh|hhj|haushaltsjahr(?:es)?|des|im|für|das|in|vj|vorjahr(?:es)?"
    r"|vorvorjahr(?:es)?|fj|gj|wert|betrag|mittelfristige?|brutto|netto|fy)(?![\wäöüß])",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:(?:haupt|unter|sach|ertrags|aufwands|finanz|buchungs)?konto|kontonr|kontonummer"
    r"|produkt(?:bereich|gruppe|konto|nr|nummer|code)?|teilplan|teilhaushalt|kostenstelle"
    r"|kostenträger|haushaltsstelle|finanzstelle|finanzposition|psp(?:-?element)?|ags|ars"
    r"|gemeindeschlüssel|(?:haupt|unter)?abschnitt|einzelplan|aktenzeichen|az|amt|dezernat|plz"
    r"|postleitzahl|id|oz|key|kennung|kennziffer|bezirk|code)",
    re.IGNORECASE,
)
_CODE_END = re.compile(
    r"(?:[\s_.-]|(?<=[a-zäöüß]))(?:nr|nummer|code|schlüssel|id|kennung|kennziffer|ziffer|kürzel)\.?"
    r"|nr\.?|nummer|schlüssel",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^wert$|betrag|betraege|beträge|kosten|ansatz|budget|aufwand|aufwendungen|ertrag|erträge|einzahlung"
    r"|auszahlung|preis|gebühr|saldo|summe|ausgaben|einnahmen|amount|cost|total|price",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class YearHeader:
    """A header that is nothing but a year: plan type None where the header does not say."""

    year: int
    plan_type: str | None


def one_line(header: str) -> str:
    """A header without line breaks and double blanks."""
    return " ".join(header.replace("\xad", "").split())


def same_header(header: str) -> str:
    """A header as it is compared: without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", one_line(header).lower())


def year_header(header: str) -> YearHeader | None:
    """The year a column stands for, if the header says a year and nothing else of substance."""
    text = one_line(header)
    years = _YEAR.findall(text)
    if len(years) != 1:
        return None
    rest = _YEAR.sub(" ", text)
    plan_type = plan_type_in(rest)
    for pattern in _PLAN.values():
        rest = pattern.sub(" ", rest)
    for _, _, unit in _UNIT_PATTERNS:
        rest = unit.sub(" ", rest)
    rest = _FILLERS.sub(" ", rest)
    if re.sub(r"[\W_\d]+", "", rest):
        return None
    return YearHeader(int(years[0]), plan_type)


def amount_year(header: str) -> YearHeader | None:
    """The year of a column of money: „2027“, „Plan 2027“, but also „Kosten 2027“."""
    years = _YEAR.findall(one_line(header))
    if len(years) != 1 or not (year_header(header) or is_amount_header(header)):
        return None
    return YearHeader(int(years[0]), plan_type_in(_YEAR.sub(" ", one_line(header))))


def plan_type_in(text: str) -> str | None:
    """The plan type a word in the text stands for, such as „Ergebnis“, or None."""
    return next((kind for kind, pattern in _PLAN.items() if pattern.search(text)), None)


def unit_in(text: str) -> tuple[str, int] | None:
    """Name and factor of a unit in a header: ``Ansatz in TEUR`` -> (``TEUR``, 1000)."""
    for name, factor, pattern in _UNIT_PATTERNS:
        if pattern.search(text):
            return name, factor
    return None


def unit_by_name(name: str) -> tuple[str, int] | None:
    """The unit a mapping names."""
    for known, factor, pattern in _UNIT_PATTERNS:
        if pattern.fullmatch(name.strip()):
            return known, factor
    return None


def is_code_header(header: str) -> bool:
    """Whether the header announces codes, which are never numbers."""
    text = one_line(header)
    return bool(_CODE.fullmatch(text) or re.search(rf"(?:{_CODE_END.pattern})$", text, re.I))


def is_amount_header(header: str) -> bool:
    """Whether the header announces money."""
    return bool(_AMOUNT.search(header)) and not is_code_header(header)


def is_year_text(text: str) -> bool:
    """Whether a cell is just a year such as 2024."""
    return bool(_YEAR.fullmatch(text.strip()))
