"""Read a field as people write it: "12/2027" is a day, "6 Monate zum Jahresende" are months.

Every door uses these functions: files, survey replies, forms.  A reading is given only where its
meaning is certain; everything else is ``None``, and the words go into the note or back to whoever
typed them.  Money is not read here, since a wrong amount must be refused and not noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.kernel import german
from strategy.kernel.clean_text import visible
from strategy.kernel.errors import Refused
from strategy.kernel.written_day import day_written


@dataclass(frozen=True)
class Written:
    """What a text says: the value of the field, and words beside it that the value leaves out.

    ``exact`` is False where a rule decided, such as the last day of a month for "12/2027".
    """

    value: Any
    rest: str = ""
    exact: bool = True


# What stands for "nobody knows": nothing to keep.
_UNKNOWN = frozenset(
    {"", "-", "–", "—", "--", "---", ".", "..", "...", "…", "?", "k.a.", "k.a", "ka", "n.b.", "n/a"}
    | {"keineangabe", "keineangaben", "unbekannt", "nichtbekannt", "n.n.", "tbd", "tba", "unknown"}
    | {"n.a.", "#nv", "#n/v", "#n/a", "nan", "null", "none", "weißnicht", "keineahnung"}
)
_ABOUT = r"(?:ca\.?|circa|zirka|etwa|rund|ungefähr|ungef\.|geschätzt:?|schätzungsweise|~|≈)\s*"
_NUMBER = r"[-−+]?[0-9]+(?:[.,'’ ][0-9]+)*"
_SCALES = {"tsd": 1_000, "tausend": 1_000, "mio": 1_000_000, "millionen": 1_000_000}
# Words behind a count that say what is counted; "je Monat" is none of them.
_COUNTED = (
    r"(?:aktive[rn]?\s+|ca\.?\s+|benannte\s+)?(?:nutzer(?:innen)?(?: und nutzer)?|nutzende[rn]?"
    r"|anwender(?:innen)?|anwendende|user|users|personen|pers\.?|mitarbeitende[rn]?|mitarbeiter"
    r"(?:innen)?|ma|beschäftigte[rn]?|kolleg(?:en|innen)|arbeitsplätze[n]?|ap|plätze|lizenzen|lic"
    r"|stück|stk\.?|st\.?|fälle|vorgänge|anträge|konten|accounts|clients|geräte|einwohner(?:innen)?"
    r"|ew|kunden|bürger(?:innen)?|mal|x)"
)
_COUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<number>{_NUMBER})\s*(?P<scale>tsd|tausend|mio|millionen)?\.?\s*"
    rf"(?:{_COUNTED})?(?:/innen|:innen|\*innen)?",
    re.IGNORECASE,
)
_NUMERALS = dict(
    zip(
        [
            "ein",
            "zwei",
            "drei",
            "vier",
            "fünf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
        ],
        range(1, 13),
        strict=True,
    )
)
_SPAN = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<number>[0-9]+(?:,5)?|{'|'.join(_NUMERALS)})e?[mnr]?\s*"
    r"(?P<unit>monat(?:e|en|s)?|mon\.?|mte?\.?|m|quartal(?:e|en|s)?|vierteljahre?|halbjahre?|"
    r"halbes jahr|jahr(?:e|en|es)?|j\.?)?(?P<rest>\W.*)?",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS_OF = {"q": 3, "v": 3, "h": 6, "j": 12, "m": 1}
_BESIDE = re.compile(
    r"(?P<head>[^(,;]+?)\s*(?:\((?P<inside>.*)\)|[,;]\s*(?P<behind>.+)|\s[–-]\s(?P<dash>.+))",
    re.DOTALL,
)
_YES = [
    "ja",
    "j",
    "x",
    "wahr",
    "true",
    "yes",
    "y",
    "1",
    "✓",
    "✔",
    "☑",
    "☒",
    "vorhanden",
    "liegt_vor",
    "vorliegend",
    "abgeschlossen",
    "erfüllt",
    "erledigt",
    "gegeben",
    "besteht",
    "durchgeführt",
    "erfolgt",
    "geprüft",
    "dokumentiert",
    "eingetragen",
    "unterzeichnet",
    "unterschrieben",
    "geschlossen",
    "ok",
    "verfügbar",
    "aktiv",
]
_NO = [
    "nein",
    "n",
    "falsch",
    "false",
    "no",
    "0",
    "✗",
    "☐",
    "nicht_vorhanden",
    "liegt_nicht_vor",
    "fehlt",
    "kein",
    "keine",
    "keiner",
    "nicht_geprüft",
    "nicht_durchgeführt",
    "nicht_erfolgt",
    "nicht_verfügbar",
    "nicht_erfüllt",
    "noch_nicht",
]
_FLAGS = {word.replace("_", " "): word in _YES for word in (*_YES, *_NO)}
# Beside a yes these words take it back.
_DOUBT = re.compile(r"teil|nicht|nein|\bja\b|\?|offen|unklar|noch|geplant|bedingt", re.IGNORECASE)
_GRADE = re.compile(
    r"(?:entgeltgruppe|entgeltgr|besoldungsgruppe|besgr|eg|e|a|b|r|w|s|p|ng)", re.IGNORECASE
)


def says_unknown(text: str) -> bool:
    """Whether a text says that nobody knows."""
    return re.sub(r"\s+", "", text).lower() in _UNKNOWN


def count_written(text: str) -> Written | None:
    """A count: "1.200", "1 200 Nutzer", "ca. 50" (the estimate is its rest), "2,5 Tsd."."""
    bare = _tidy(text)
    match = _COUNT.fullmatch(bare)
    if match is None:
        return None
    number = _whole_or_decimal(match["number"])
    if number is None:
        return None
    number *= _SCALES.get((match["scale"] or "").lower(), 1)
    if number != number.to_integral_value() or abs(number) >= 10**15:
        return None
    return Written(int(number), bare if match["about"] else "")


def _whole_or_decimal(text: str) -> Decimal | None:
    """Of counts, three digits behind a sign are thousands; fewer are decimals."""
    bare = text.replace("−", "-").lstrip("+")
    if re.fullmatch(r"-?[0-9]{1,3}(?:([.,'’ ])[0-9]{3})(?:\1[0-9]{3})*", bare):
        return Decimal(re.sub(r"[.,'’ ]", "", bare))
    if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]{1,2})?", bare):
        return Decimal(bare.replace(",", "."))
    try:
        return german.parse_decimal(bare)
    except Refused:
        return None


def span_written(text: str, unit: str) -> Written | None:
    """A span of ``unit`` "months" or "years": "3 Monate", "1 Quartal", "6 Monate zum Jahresende".

    Weeks and days make no certain number of months.
    """
    bare = _tidy(text)
    match = _SPAN.fullmatch("1 halbes jahr" if bare.lower() == "ein halbes jahr" else bare)
    if match is None:
        return None
    number = _NUMERALS.get(match["number"].lower())
    amount = Decimal(match["number"].replace(",", ".")) if number is None else Decimal(number)
    letter = (match["unit"] or unit)[0].lower()
    months = amount * _MONTHS_OF.get(letter if match["unit"] else unit[0], 12)
    value = months if unit == "months" else months / 12
    rest = (match["rest"] or "").strip(" .,;")
    # "3 bis 6 Monate", "3-6" and "4 Wochen" begin like a span and are none.
    if value != value.to_integral_value() or re.match(
        r"(?:-|–|bis|oder|/|\+)|(?:w\w*|t\w*|kw)\b", rest, re.I
    ):
        return None
    if rest and not match["unit"] and not re.match(r"(?:zum|zur|vor)\b|\(", rest, re.IGNORECASE):
        return None
    return Written(int(value), bare if rest or match["about"] else "")


def decimal_written(text: str, unit: str = "") -> Written | None:
    """A number, per cent or share of a post: "ca. 40 %", "0.5", "1,5 VZÄ"."""
    bare = _tidy(text)
    about = re.match(_ABOUT, bare, re.IGNORECASE)
    number = re.sub(
        r"\s*(?:%|prozent|v\.\s?h\.|vzä|vze|vk|ak|stellen?)$",
        "",
        bare[about.end() :] if about else bare,
        flags=re.IGNORECASE,
    )
    # A point with one, two or more than three digits behind can only be a decimal point.
    if re.fullmatch(r"[-−+]?(?:0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,6}))", number):
        number = number.replace(".", ",")
    try:
        value = german.parse_decimal(number, unit or "Zahl", 6)
    except Refused:
        return None
    return None if value is None else Written(value, bare if about else "")


def flag_written(text: str) -> Written | None:
    """Yes or no: "liegt vor", "✓", "ja (nur mit Ausweis)"; "teilweise" and "(x)" are neither."""
    bare = _tidy(text).casefold().rstrip(".!")
    if bare in _FLAGS:
        return Written(_FLAGS[bare])
    match = _BESIDE.fullmatch(bare)
    if match is None or (head := match["head"].strip()) not in _FLAGS:
        return None
    beside = match["inside"] or match["behind"] or match["dash"] or ""
    if _FLAGS[head] and _DOUBT.search(beside):
        return None
    return Written(_FLAGS[head], _tidy(text))


def year_written(text: str) -> Written | None:
    """A year: "2027", "HJ 2027", "Haushaltsjahr 2027"."""
    match = re.fullmatch(
        r"(?:hj|hhj|hh|haushaltsjahr|haushalt|jahr|plan)?\.?\s*([0-9]{4})", _tidy(text), re.I
    )
    if match is None or not german.FIRST_YEAR <= int(match[1]) <= german.LAST_YEAR:
        return None
    return Written(int(match[1]))


def grade_bare(text: str) -> str:
    """A pay grade by its letters and digits alone: "EG 9 a", "E9a" and "e 9a" are "e9a"."""
    bare = re.sub(r"[^0-9a-zäöüß]", "", text.casefold())
    bare = re.sub(
        r"^(?:besoldungsgruppe|entgeltgruppe|besgr(?!uppe)|entgeltgr(?!uppe))(?=[a-z])", "", bare
    )
    match = re.fullmatch(r"([a-zäöüß]*?)([0-9]{1,2})([a-zäöüß]{0,2})", bare)
    if match is None or not (match[1] == "" or _GRADE.fullmatch(match[1])):
        return bare
    letters = {"entgeltgruppe": "e", "entgeltgr": "e", "eg": "e"}
    # "Besoldungsgruppe A 12" has its letter behind the word.
    return f"{letters.get(match[1], match[1])}{int(match[2])}{match[3]}"


def same_grade(text: str, known: Iterable[str]) -> str:
    """The grade among ``known`` that a text means, "E11" for "EG 11"; else the text itself."""
    wanted = grade_bare(text)
    return next((grade for grade in known if grade_bare(grade) == wanted), text)


def typed_value(text: str, unit: str = "", edge: str = "", day: bool = False) -> Any:
    """A day or a whole number as it is typed into one field, None where it is not that alone.

    Words beside it, such as "zum Jahresende", would be lost: what has any is not taken.
    """
    if day:
        found = date_written(text, edge)
    else:
        found = span_written(text, unit) if unit else count_written(text)
    return found.value if found is not None and not found.rest else None


def choice_written(
    text: str, choices: Iterable[str], words: Mapping[str, str] | None = None
) -> Written | None:
    """The one choice that a text means, by its own words or by ``words`` (word -> choice).

    "Wartung u. Pflege" and "Betrieb (SaaS)" mean one each; "Lizenzen und Wartung" means two and
    is none.  What stands beside the word is the rest.
    """
    known = {_word_key(word): str(choice) for word, choice in (words or {}).items()}
    known |= {_word_key(str(choice)): str(choice) for choice in choices}
    whole = _word_key(text)
    if whole in known:
        return Written(known[whole])
    parts = [part for part in map(_word_key, re.split(r"[()/,;|+]|\s[–-]\s", text)) if part]
    meant = {known[part] for part in parts if part in known}
    if len(meant) == 1 and parts[0] in known:
        return Written(meant.pop(), _tidy(text))
    inside = {
        choice
        for word, choice in known.items()
        if len(word) > 3 and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole)
    }
    if len(inside) == 1 and not re.search(r"\b(?:nicht|kein\w*|statt|ohne)\b", whole):
        return Written(inside.pop(), _tidy(text))
    return None


def _word_key(text: str) -> str:
    """A word of a list as it is compared: "Wartung u. Pflege" like "wartung und pflege"."""
    bare = re.sub(r"\s+(?:u\.|&|\+)\s*", " und ", _tidy(text).casefold())
    return " ".join(re.sub(r"[._]+", " ", bare).split())


def _tidy(text: str) -> str:
    return " ".join(visible(text).split())


def with_rest(text: str, read: Callable[[str], Written | None]) -> Written | None:
    """Read a text, or what stands before a parenthesis, comma or semicolon in it."""
    found = read(text)
    if found is not None:
        return found
    match = _BESIDE.fullmatch(_tidy(text))
    # Behind a dash stands the other end of a range, which is no remark.
    head = read(match["head"]) if match and not match["dash"] else None
    return None if head is None else Written(head.value, _tidy(text), head.exact)


def date_written(text: str, edge: str = "") -> Written | None:
    """A day; for the "first" or "last" day of something also a month, quarter or year."""

    def read(part: str) -> Written | None:
        found = day_written(part, edge)
        return None if found is None else Written(found[0], exact=found[1])

    return with_rest(text, read)


def day_meant(text: str, edge: str = "") -> date | None:
    """The day alone, None where the text does not say one."""
    found = date_written(text, edge)
    return None if found is None else found.value
