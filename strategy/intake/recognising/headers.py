"""What a column header says: unit of money, code or amount; ``money_heading`` reads the rest."""

from __future__ import annotations

import re

# In place of a header: how every column is read whose header announces money.
ANY_AMOUNT = "#amount"
# Likewise: in a budget, "Erträge 2026" is a column of that year as much as "Ansatz 2026".
BUDGET = "#budget"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\.0)?(?!\d)")
_UNITS: tuple[tuple[str, int, str], ...] = (
    (
        "TEUR",
        1_000,
        r"T\s?EUR|TEuro|T\s?€|TSD\.?\s*(?:EUR|€|Euro)?|Tausend\s*(?:EUR|€|Euro)"
        # "in 1.000 Euro"; without "in" or brackets it may be a limit: "Beträge ab 1.000 Euro".
        r"|(?:(?<=in )|(?<=[(\[]))1[. ]?000(?:,(?:00|-)?)?\s*(?:EUR|€|Euro)",
    ),
    ("Mio. EUR", 1_000_000, r"Mio\.?\s*(?:EUR|€|Euro)?|Millionen\s*(?:EUR|€|Euro)?|M€"),
    ("EUR", 1, r"EUR|Euro|€"),
    ("%", 1, r"%|Prozent|v\.\s?H\."),
    ("CAD", 1, r"CAD"),
    ("USD", 1, r"USD|US-?\$"),
)
UNIT_PATTERNS = [
    (name, factor, re.compile(rf"(?<![\wäöüß])(?:in\s+|je\s+)?(?:{words})(?![\wäöüß])", re.I))
    for name, factor, words in _UNITS
]
_CODE = re.compile(
    r"(?:(?:haupt|unter|sach|ertrags|aufwands|finanz|buchungs)?konto|kontonr|kontonummer"
    r"|kostenart(?:en)?|ertragsart|sachkonten|konten|produkt(?:bereich|gruppe|konto|nr|nummer|code)?|teilplan|teilhaushalt|kostenstelle"
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
    r"|auszahlung|preis|gebühr|saldo|summe|ausgaben|einnahmen|amount|cost|total|price|zuschuss"
    r"|überschuss|fehlbetrag|fehlbedarf|erlös|zuwendung|steuern|zinsen|abschreibung|tilgung|transfer",
    re.IGNORECASE,
)


def one_line(header: str) -> str:
    """A header without line breaks and double blanks."""
    return " ".join(header.replace("\xad", "").split())


def same_header(header: str) -> str:
    """A header as it is compared: without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", one_line(header).lower())


def heading_key(header: str) -> str:
    """A header as it is looked up among known words: signs alone ("#") are a heading as well."""
    return same_header(header) or header.strip()


def without_unit(header: str) -> str:
    """ "Gesamtbudget (TEUR)" as "Gesamtbudget": the unit is no part of what a column is called."""
    bare = one_line(header)
    for _, _, pattern in UNIT_PATTERNS:
        bare = pattern.sub(" ", bare)
    return re.sub(r"[\s(\[,/-]*[)\]]*\s*$", "", bare)


_QUALIFIER = re.compile(
    r"[\s(,;:-]+(?:lt\.?|laut|gem\.?|gemäß|nach|per|zum|stand)\s[^()]*\)?$|\s*\(\s*stand[^()]*\)$"
    r"|\s*\(\s*\d+\s*(?:-|–|bis)\s*\d+\s*\)$|\s*\(?(?:19|20)\d\d\)?$|[\s(]*(?:p\.\s?a\.?|(?:pro|je|im|/)\s*jahr|jährlich)\)?$"
    r"|\s*(?:[¹²³⁰⁴-⁹]+\)?|\*+\)?|†|\d\))$",
    re.IGNORECASE,
)


def known_keys(header: str) -> list[str]:
    """How a header may stand among known words: as it is, without its unit, and without what it
    says about its source, as "Stellen lt. Stellenplan" or "Nutzer (Stand 2025)" do."""
    bare = without_unit(header)
    return list(
        dict.fromkeys(
            key
            for text in (header, bare, _QUALIFIER.sub("", header), _QUALIFIER.sub("", bare))
            if (key := heading_key(text))
        )
    )


def unit_in(text: str) -> tuple[str, int] | None:
    """Name and factor of a unit in a header: ``Ansatz in TEUR`` -> (``TEUR``, 1000)."""
    for name, factor, pattern in UNIT_PATTERNS:
        if pattern.search(text):
            return name, factor
    return None


def unit_by_name(name: str) -> tuple[str, int] | None:
    """The unit a mapping names."""
    for known, factor, pattern in UNIT_PATTERNS:
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
