"""What the heading of a column of money says: years, plan type, kind of line, what it is good for.

"Ansatz 2025 (inkl. NT) in T€", "RE 24", "Erträge 2026", "VE 2027" and "mehr/weniger ggü. 2025" are
all money; only some of it is an amount of a line in a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strategy.intake.recognising.headers import UNIT_PATTERNS, is_amount_header, one_line

# The plan types of the budget, as they are stored, and the words municipalities put over their
# columns; the first that fits counts.
_PLAN_WORDS = {
    "fortgeschriebener Ansatz": r"fortg(?:eschriebene[rns]?|eschr\.?|\.)?\s*(?:ansatz|ans\.?|plan"
    r"|planansatz|haushaltsansatz|soll)|f-?ansatz"
    r"|(?:inkl\.?|einschl\.?|mit|incl\.?)?\s*(?:\d\.\s*)?(?:nachtrag(?:s?haushalt(?:splan)?|sansatz"
    r"|splan|s)?|nthh|nhh|nt)",
    "Finanzplanung": r"(?:mittelfristige\s+|mittelfr\.?\s*)?(?:finanz|ergebnis)?planung"
    r"|(?:mittelfristige[r]?\s+)?(?:finanz|ergebnis)plan(?:jahr|wert|ansatz)?|fi?-?pl\.?|finpl\.?"
    r"|fin\.?\s?-?plan\.?|finanzpl\.?|fipla|mi-?fri-?fi|mfp|(?:finanz)?planungsjahr|folgejahr",
    "Ergebnis": r"(?:vorl(?:äufiges|äufige|äuf\.?|\.)?\s*|v\.\s?)?(?:jahres|rechnungs)?"
    r"(?:ergebnis(?:se)?|ergebn\.?|erg\.?)|(?:jahres)?rechnung(?:sjahr)?|rechn\.?|jahresabschluss"
    r"|rechnungserg\.?|re|je|ja|jr|result(?:at)?",
    "Ist": r"ist(?:-?(?:wert|werte|ergebnis|zahlen|betrag|kosten|stand))?|actuals?|buchung(?:en)?"
    r"|gebucht",
    "Ansatz": r"(?:haushalts|plan|hh-?|etat)?(?:ansatz|ansätze)|ansaetze|ans\.?|hha|"
    r"(?:haushalts(?:plan)?|plan|hh-?)?-?entwurf(?:\s+ansatz)?|planentw\.?|entw\.?",
    "Plan": r"haushaltsplan|hh-?plan|hhp|hpl\.?|hhpl\.?|hh-?pl\.?|haushaltspl\.?|planjahr"
    r"|plan-?(?:wert|werte|zahlen|betrag|kosten)?|soll(?:-?wert)?|budget|etat|planned",
}
PLAN_TYPES = tuple(_PLAN_WORDS)
# Single letters mean a plan type only where nothing but a year stands beside them.
_LETTERS = {"e": "Ergebnis", "r": "Ergebnis", "a": "Ansatz", "p": "Plan", "i": "Ist"}
_NO_LETTER = r"(?<![\wäöüß])(?:{})(?![\wäöüß])"
_PLAN = {
    kind: re.compile(_NO_LETTER.format(words), re.IGNORECASE) for kind, words in _PLAN_WORDS.items()
}
_YEAR = r"(?:19|20)\d\d"
_ONE_YEAR = re.compile(rf"(?<![\d.,])({_YEAR})(?:\.0)?(?!\d)")
# 2025/2026, 2025/26, 2025-2026, 2025 und 2026: a budget of two years.
_TWO_YEARS = re.compile(
    rf"(?<!\d)({_YEAR})\s*(?:/|-|–|\+|u\.|und|bis)\s*(?:'|’)?((?:19|20)?\d\d)(?!\d)"
)
_SHORT_YEAR = re.compile(r"(?:(?<=[\s'’.a-zäöü-])|^)['’]?(\d\d)(?![\d.,%:)])", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[¹²³⁰⁴-⁹]+\)?|\*+\)?|†|‡|(?<=[\s\d])\(?\d{1,2}\)|\[\d{1,2}\]")
_FILLERS = re.compile(
    r"(?<![\wäöüß])(?:jahr(?:es)?|hh|hhj|haushaltsjahr(?:es)?|haushalts?|des|im|für|das|der|die|den|in"
    r"|davon|vj|vorjahr(?:es)?|vorvorjahr(?:es)?|lfd|laufendes|fj|gj|wert|betrag|beträge|mittelfristige?"
    r"|brutto|fy|inkl|einschl|incl|nach|zum|und|stand|neu|endg|endgültig|beschlossen|beschluss"
    r"|geplant|nr|lt|laut|gem|gemäß|vorl|vorläufig|ungeprüft|geprüft|testiert|festgestellt|to)"
    r"(?![\wäöüß])",
    re.IGNORECASE,
)
_COMMITMENT = re.compile(
    r"(?<![\wäöüß])(?:ves?|v\.\s?e\.|verpfl(?:ichtungs)?\.?-?\s?erm(?:ächtigung(?:en)?|\.)?"
    r"|verpflichtungsermächtigung(?:en)?|verpflichtung(?:en)?)(?![\wäöüß])",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"veränderung|verände?rg|abweichung|(?<![a-zäöüß])abw\.?(?![a-zäöüß])|mehr\s*(?:/|\(|oder)"
    r"|mehr-?\s*/\s*weniger|(?<![a-zäöüß])(?:diff\.?|differenz)(?![a-zäöüß])|änderung(?:en)?|delta|Δ"
    r"|(?<![a-zäöüß])(?:mehr|weniger|mehrbedarf|minderbedarf|mehrung|minderung)(?![a-zäöüß])"
    r"|\+\s*/\s*-|±|ggü\.?|gegenüber|im vergleich|vergleich (?:zu|mit)|zuwachs|steigerung"
    r"|verbesserung"
    r"|verschlechterung",
    re.IGNORECASE,
)
_BESIDE_DIFFERENCE = re.compile(
    r"(?<![a-zäöüß])(?:zu|zum|zur|von|vom|mit|in|bei|absolut|abs|prozentual|proz|relativ|weniger"
    r"|minder|ansatz|vorperiode)(?![a-zäöüß])",
    re.IGNORECASE,
)
_BALANCE = re.compile(
    r"(?<![a-zäöüß])(?:saldo|salden|zuschuss(?:bedarf)?|überschuss|ueberschuss|unterschuss"
    r"|fehlbetrag|fehlbedarf|deckungsbeitrag|defizit|nettoressourcenbedarf|nettobedarf|netto-?ergebnis"
    r"|(?:(?:außer)?ordentliches|finanz-?|gesamt-?|netto-?)\s?ergebnis)(?![a-zäöüß])",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|prozent|v\.\s?h\.|anteil|quote|index|je einwohner|€/ew|pro kopf", re.I)
_SUM = re.compile(
    r"(?<![a-zäöüß])(?:(?:gesamt|zwischen)?summe|gesamt(?:betrag|kosten)?|insgesamt|total)(?![a-zäöüß])",
    re.IGNORECASE,
)
# Kinds of cost that stand over columns of years in lists of costs.
_COST_WORD = re.compile(
    r"lizenz|wartung|pflege|betrieb|rechenzentrum|hosting|cloud|saas|hardware|dienstleist|schulung"
    r"|abschreib|support|(?<![a-zäöü])satz|sätze|invest|konsumtiv|anschaff|beschaff|folgekosten|einführung|migration",
    re.IGNORECASE,
)
# A part of a year in a heading: the columns of one year are added up.
_PART = re.compile(
    r"(?<![a-zäöüß])(?:q[1-4]|(?:[1-4]|i{1,3}|iv)\.?\s?(?:quartal|quart\.|qu\.)"
    r"|(?:[12]|ii?)\.?\s?(?:halbjahr|hbj\.?|hj\.?)"
    r"|(?:jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*)(?![a-zäöüß])",
    re.IGNORECASE,
)
# Which kind of line a column holds whose heading says so.
_KINDS = (
    ("Einzahlung", r"einzahlung(?:en)?|zuflüsse"),
    ("Auszahlung", r"auszahlung(?:en)?|abflüsse"),
    ("Ertrag", r"ertr[aä]ge?|ertr\.|erträge|ertraege|einnahmen?|erlöse?|erloese|revenues?|income"),
    (
        "Aufwand",
        r"aufwand|aufwendung(?:en)?|aufwände|aufw\.|ausgaben?|kosten|expenses?|expenditures?",
    ),
)
_KIND = [
    (
        kind,
        re.compile(
            rf"(?<![a-zäöüß])(?:(?:ordentliche|ord\.|gesamt|summe)\s*-?)?(?:{words})(?![a-zäöüß])",
            re.I,
        ),
    )
    for kind, words in _KINDS
]
# Ends of compounds such as "Personalaufwendungen": the kind is clear, the column is a part of it.
_KIND_IN = [
    ("Auszahlung", re.compile(r"auszahlung", re.I)),
    ("Einzahlung", re.compile(r"einzahlung", re.I)),
    (
        "Aufwand",
        re.compile(r"aufwand|aufwend|aufwänd|ausgabe|abschreibung|kosten(?!erst|beitr)", re.I),
    ),
    (
        "Ertrag",
        re.compile(r"ertr[aä]g|ertraeg|einnahme|erlös|steuern|zuweisung|gebühren|entgelte$", re.I),
    ),
]


@dataclass(frozen=True)
class MoneyHeading:
    """What a heading says; ``rest`` are the words that say none of it.

    ``purpose`` is ``amount``, ``commitment`` (Verpflichtungsermächtigung), ``difference`` (computed
    from other columns), ``balance``, ``share`` or ``sum``.
    """

    years: tuple[int, ...] = ()
    plan_type: str | None = None
    line_kind: str | None = None
    purpose: str = "amount"
    rest: str = ""

    @property
    def year(self) -> int | None:
        """The one year of the column."""
        return self.years[0] if len(self.years) == 1 else None


@dataclass(frozen=True)
class YearHeader:
    """A header that is nothing but a year: plan type None where the header does not say."""

    year: int
    plan_type: str | None


@lru_cache(maxsize=4_000)
def read_heading(header: str) -> MoneyHeading:
    """Take a heading apart."""
    text = one_line(header)
    purpose = _purpose(text)
    text = _FOOTNOTE.sub(" ", text)
    years, bare = _years(text)
    plan_type = plan_type_in(bare)
    if not years and plan_type:
        years, bare = _short_year(bare)
    kind = next((kind for kind, pattern in _KIND if pattern.search(bare)), None)
    rest = bare
    for _, pattern in _KIND:
        rest = pattern.sub(" ", rest)
    rest = _without_plan_words(rest)
    if years and not plan_type and (letter := rest.strip(" .:-").lower()) in _LETTERS:
        plan_type, rest = _LETTERS[letter], ""
    if not years and (short := re.fullmatch(r"\s*([erapi])\.?\s*'?(\d\d)\s*", rest, re.IGNORECASE)):
        # "E 24" and "A25" are how a Kämmerei numbers its columns.
        plan_type, years, rest = _LETTERS[short[1].lower()], (2000 + int(short[2]),), ""
    kind = kind or next((kind for kind, pattern in _KIND_IN if pattern.search(bare)), None)
    return MoneyHeading(years, plan_type, kind, purpose, re.sub(r"[\W_\d]+", "", rest))


def _purpose(text: str) -> str:
    for purpose, pattern in (
        ("commitment", _COMMITMENT),
        ("difference", _DIFFERENCE),
        ("share", _SHARE),
    ):
        if pattern.search(text):
            return purpose
    if _BALANCE.search(text):
        return "balance"
    return "sum" if _SUM.search(text) else "amount"


def is_difference_alone(header: str) -> bool:
    """Whether a heading says a difference and nothing else: "Veränderung 2026 zu 2025 in %"."""
    _, rest = _years(_DIFFERENCE.sub(" ", one_line(header)))
    rest = _BESIDE_DIFFERENCE.sub(" ", _without_plan_words(_SHARE.sub(" ", rest)))
    return not re.search(r"[a-zäöüß]", rest, re.IGNORECASE)


def _years(text: str) -> tuple[tuple[int, ...], str]:
    if two := _TWO_YEARS.search(text):
        first = int(two[1])
        second = int(two[2]) if len(two[2]) == 4 else first // 100 * 100 + int(two[2])
        if second > first:
            return (first, second), _TWO_YEARS.sub(" ", text, count=1)
    years = tuple(dict.fromkeys(int(year) for year in _ONE_YEAR.findall(text)))
    if len(years) == 1 and re.search(r"\d\s*ff\b", text):
        # "2028 ff." is that year and all that follow.
        years = (years[0], years[0] + 1)
    return years, _ONE_YEAR.sub(" ", text)


def _short_year(text: str) -> tuple[tuple[int, ...], str]:
    """Two digits beside a plan type, as in "HPL 27" or "Ansatz '26"; 2025/26 was read before."""
    two = re.search(r"(?<!\d)['’]?(\d\d)\s*/\s*['’]?(\d\d)(?!\d)", text)
    if two and int(two[2]) > int(two[1]):
        return (2000 + int(two[1]), 2000 + int(two[2])), text.replace(two[0], " ")
    found = _SHORT_YEAR.findall(text)
    if len(found) != 1:
        return (), text
    return (2000 + int(found[0]),), _SHORT_YEAR.sub(" ", text)


def _without_plan_words(text: str) -> str:
    for pattern in _PLAN.values():
        text = pattern.sub(" ", text)
    for _, _, unit in UNIT_PATTERNS:
        text = unit.sub(" ", text)
    return _FILLERS.sub(" ", text)


def year_header(header: str) -> YearHeader | None:
    """The year a column stands for, if the header says a year and nothing else of substance."""
    found = read_heading(header)
    if found.year is None or found.rest or found.line_kind or found.purpose != "amount":
        return None
    return YearHeader(found.year, found.plan_type)


def names_part_of_year(header: str, alone: bool = False) -> bool:
    """Whether a heading names a month, a quarter or half a year; ``alone`` and nothing beside."""
    text = one_line(header).strip()
    return bool(_PART.fullmatch(text) if alone else _PART.search(text))


def plan_type_in(text: str) -> str | None:
    """The plan type a word in the text stands for, such as „Ergebnis“, or None."""
    return next((kind for kind, pattern in _PLAN.items() if pattern.search(text)), None)


def line_kind_in(text: str) -> str | None:
    """The kind of line a heading names: „Erträge“, „Personalaufwendungen“."""
    return read_heading(text).line_kind


def amount_year(header: str) -> YearHeader | None:
    """The year of a column of money: „2027“, „Plan 2027“, but also „Kosten 2027“."""
    found = read_heading(header)
    known = year_header(header) or is_amount_header(header) or _COST_WORD.search(header)
    # "1. Halbjahr 2026" is money; "Fertig bis Dez 2026" and "Nutzer Mai 2026" are not.
    in_parts = names_part_of_year(_ONE_YEAR.sub(" ", one_line(header)), alone=True)
    if found.year is None or not (known or in_parts):
        return None
    return YearHeader(found.year, found.plan_type)


def years_above(line: str) -> list[int]:
    """Years of a line that speaks of a budget; the year of a date or of a decision is none."""
    if not re.search(
        r"haushalt|etat|budget|plan|ansatz|ansätze|ergebnis|jahr|sätze|tarif|entgelt|kosten",
        line,
        re.IGNORECASE,
    ):
        return []
    bare = re.sub(r"\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]+)\s?\d{4}|\d{4}-\d\d-\d\d", " ", line)
    return list(dict.fromkeys(int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", bare)))
