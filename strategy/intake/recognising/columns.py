"""Decide for every column what it is and read all its cells.

Works on whole columns: numbers, dates and codes show themselves only together.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as AnyMapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.errors import Reading
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.grid import distinct_texts
from strategy.intake.recognising import headers
from strategy.intake.recognising.amount_words import is_money_heading
from strategy.intake.recognising.dates import date_evidence, looks_like_date
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import (
    YearHeader,
    amount_year,
    read_heading,
    year_header,
)
from strategy.intake.recognising.numbers import StyleSigns, evidence_in
from strategy.intake.recognising.raw_columns import RawColumn
from strategy.intake.recognising.words_for_amounts import names_no_amount
from strategy.kernel.written_amount import error_word, looks_like_amount, numeric_part, times_a_year
from strategy.kernel.written_number import Decimals, looks_like_number, parse_number

_SAMPLE = 2_000
# A number column may hold a few cells that are none; they are reported one by one.
_MOSTLY = 0.95


def decide_columns(
    raws: list[RawColumn],
    mapping: Mapping,
    roles: AnyMapping[str, str],
    general_unit: str | None,
    whole_euros: Collection[str] = (),
) -> list[FoundColumn]:
    """Role, number style, unit and year of every column, with the reason.

    ``whole_euros`` are headings of columns that only show thousands; no unit holds for them.
    """
    found = [
        replace(column, unit="EUR")
        if raw.header in whole_euros
        and column.role in ("amount", "written")
        and headers.same_header(raw.header) not in mapping.unit
        else column
        for raw in raws
        for column in [_decide(raw, mapping, roles, general_unit)]
    ]
    evidence: dict[int, StyleSigns] = {}
    for place, (raw, column) in enumerate(zip(raws, found, strict=True)):
        if column.role in ("number", "amount", "written"):
            evidence[place] = _whole_evidence(raw, column.role != "number")
    styles = _given_styles(found, evidence, mapping) or _sibling_styles(found, evidence)
    for place, seen in evidence.items():
        money = headers.ANY_AMOUNT in roles
        found[place] = _with_style(found[place], raws[place], seen, styles, mapping, money)
    for place, (raw, column) in enumerate(zip(raws, found, strict=True)):
        if column.role == "date":
            found[place] = _with_date_order(column, raw, mapping)
    return found


def _decide(
    raw: RawColumn, mapping: Mapping, roles: AnyMapping[str, str], general_unit: str | None
) -> FoundColumn:
    key = headers.same_header(raw.header)
    column = FoundColumn(raw.header, raw.letter, "text", "Freier Text.")
    sample = raw.sample()
    if key in mapping.unit:
        unit = headers.unit_by_name(mapping.unit[key])
    else:
        unit = headers.unit_in(raw.header)
    year = year_header(raw.header)
    if headers.BUDGET in roles and not year:
        said = read_heading(raw.header)
        if said.year and said.line_kind and said.purpose == "amount":
            year = YearHeader(said.year, said.plan_type)
    forced = mapping.roles.get(key) or _known_role(raw.header, roles)
    if headers.BUDGET in roles and not forced and not year and _is_side(raw, sample):
        forced = "amount"
    if key in mapping.year_columns:
        given = mapping.year_columns[key]
        year = YearHeader(given[0], given[1]) if given else None
    if headers.ANY_AMOUNT in roles and (
        mapping.roles.get(key) == "amount" or (year and key in mapping.year_columns)
    ):
        # Lists of costs read their cells one by one; a column read as cents beforehand would be
        # taken for euros there.
        forced = roles[headers.ANY_AMOUNT]
        year = year or amount_year(raw.header)
    if not forced and headers.ANY_AMOUNT in roles and key not in mapping.year_columns:
        year = amount_year(raw.header)
        told = read_heading(raw.header)
        # "Netto", "Plan" and "Wartung p.a." are money by what stands below them.
        if (
            year
            or headers.is_amount_header(raw.header)
            or (is_money_heading(raw.header) and _amount_share(raw, sample) >= 0.5)
        ):
            forced = roles[headers.ANY_AMOUNT]
            if year is None and told.year is not None and told.purpose in ("amount", "sum"):
                # "Mittel 2026" and "Gesamt 2026".
                year = YearHeader(told.year, told.plan_type)
    if forced and not (year and forced == "number"):
        column = replace(column, role=forced, reason="Durch die Zuordnung der Spalte festgelegt.")
    elif year and (_amount_share(raw, sample) >= 0.5 or key in mapping.year_columns):
        word = year.plan_type or "Planart nicht genannt"
        reason = f"Die Überschrift nennt ein Jahr: {year.year}, {word}."
        column = replace(column, role="amount", reason=reason)
    elif headers.is_code_header(raw.header):
        column = replace(column, role="code", reason="Die Überschrift kündigt Schlüssel an.")
    else:
        column = _by_content(column, raw, sample, unit)
    if year and column.role in ("amount", "written"):
        column = replace(column, year=year.year, plan_type=year.plan_type)
    if column.role in ("amount", "written"):
        unit = unit if unit and unit[0] != "%" else None
        column = replace(column, unit=unit[0] if unit else (general_unit or "EUR"))
    elif column.role == "number" and unit:
        column = replace(column, unit=unit[0])
    return column


def _is_side(raw: RawColumn, sample: list[str]) -> bool:
    """Whether numbers stand under nothing but "Ergebnis", "Plan", "Soll", "Haben" or "Saldo"."""
    said = read_heading(raw.header)
    bare = not said.rest and (said.plan_type or said.line_kind or said.purpose == "balance")
    if not bare and headers.same_header(raw.header) not in ("haben", "vorjahr"):
        return False
    return _number_share(raw, sample) >= _MOSTLY and len(sample) + len(raw.floats) > 0


def _known_role(header: str, roles: AnyMapping[str, str]) -> str | None:
    """How the column of a known field is read; "Stand in %" is not read as the words of "Stand"."""
    first, *others = headers.known_keys(header) or [""]
    share = (headers.unit_in(header) or ("",))[0] == "%"
    if headers.BUDGET in roles:
        others = [k for k in others if k == headers.heading_key(headers.without_unit(header))]
    found = [roles[key] for key in others if roles.get(key)]
    euros = (headers.unit_in(header) or ("",))[0] in ("EUR", "TEUR", "Mio. EUR")
    if euros or times_a_year(header) is not None:
        found = [role for role in found if role in ("amount", "written")]
    if read_heading(header).years:
        # "Kosten 2026" is a column of that year; only its reader says what is meant.
        found = [role for role in found if role not in ("amount", "written")]
    return roles.get(first) or next((r for r in found if not share or r == "number"), None)


def _number_share(raw: RawColumn, sample: list[str]) -> float:
    # An error a spreadsheet shows in place of a number says that numbers belong here.
    numbers = sum(looks_like_number(t) or bool(error_word(t)) for t in sample)
    total = len(sample) + len(raw.floats) + len(raw.dates) + len(raw.truths)
    return (numbers + len(raw.floats)) / total if total else 1.0


def _amount_share(raw: RawColumn, sample: list[str]) -> float:
    """As ``_number_share``, counting amounts with units, footnotes and "about" as well."""
    amounts = sum(looks_like_amount(t) or bool(error_word(t)) for t in sample)
    # The sample holds every text once, so a few "siehe Anlage", "folgt", "noch offen" would
    # outweigh amounts that repeat; a column of nothing but words is no column of money.
    words = sum(names_no_amount(t, raw.header) for t in sample)
    found = amounts + len(raw.floats)
    total = len(sample) + len(raw.floats) + len(raw.dates) + len(raw.truths)
    return found / (total - words * 2 / 3) if total else 1.0


def _by_content(
    column: FoundColumn, raw: RawColumn, sample: list[str], unit: tuple[str, int] | None
) -> FoundColumn:
    others = len(sample) + len(raw.floats)
    if raw.truths and not others and not raw.dates:
        return replace(column, role="truth", reason="Nur Ja und Nein.")
    if raw.dates and not len(raw.floats) and all(map(looks_like_date, sample)):
        return replace(column, role="date", reason="Datumszellen der Tabellenkalkulation.")
    if not others:
        return replace(column, reason="Keine Werte." if not raw.dates else "Gemischte Werte.")
    if (
        sample
        and not len(raw.floats)
        and not raw.truths
        and all(map(looks_like_date, sample))
        and not all(map(looks_like_number, sample))
    ):
        return replace(column, role="date", reason="Alle Zellen sind ein Datum.")
    if leading := next((text for text in sample if _leads_with_zero(text)), None):
        return replace(
            column, role="code", reason=f"Führende Nullen wie in „{leading.strip()}“ bleiben."
        )
    if (
        headers.is_amount_header(raw.header)
        and any(map(looks_like_amount, sample))
        and _amount_share(raw, sample) >= 0.5
        and not all(map(looks_like_number, sample))
    ):
        return replace(column, role="amount", reason="Überschrift und Zellen sagen Beträge.")
    if _number_share(raw, sample) >= _MOSTLY and not raw.dates and not raw.truths:
        money = (unit is not None and unit[0] != "%") or headers.is_amount_header(raw.header)
        if any(len(text.strip()) > 15 and text.strip().isdigit() for text in sample):
            return replace(column, role="code", reason="Die Ziffernfolgen sind zu lang für Zahlen.")
        return replace(
            column, role="amount" if money else "number", reason="Alle Zellen sind Zahlen."
        )
    return column


def _leads_with_zero(text: str) -> bool:
    bare = text.strip().lstrip("-+")
    return (
        len(bare) > 1 and bare[0] == "0" and bare[1].isdigit() and bare.replace(".", "").isdigit()
    )


def _whole_evidence(raw: RawColumn, money: bool) -> StyleSigns:
    """StyleSigns from a sample first; only where it does not settle, from every cell."""
    sample = raw.sample()
    seen = evidence_in(list(map(numeric_part, sample)) if money else sample)
    if seen.german or seen.english or len(raw.texts) <= _SAMPLE:
        return seen
    texts = raw.texts.dictionary if isinstance(raw.texts, pa.DictionaryArray) else raw.texts
    with_separator = texts.filter(pc.fill_null(pc.match_substring_regex(texts, "[.,]"), False))
    if not len(with_separator):
        return seen
    return evidence_in(pc.unique(with_separator).to_pylist())


def _given_styles(
    found: list[FoundColumn], evidence: dict[int, StyleSigns], mapping: Mapping
) -> dict[Decimals, tuple[str, str]]:
    """The style the mapping gives one column holds for the whole file: it is asked for once."""
    styles: dict[Decimals, tuple[str, str]] = {}
    for place, seen in evidence.items():
        given = mapping.numbers.get(headers.same_header(found[place].header))
        example = seen.two_readings or seen.german or seen.english or ""
        if given and example:
            style: Decimals = "," if _given_style(given, example) == "1.234,56" else "."
            styles.setdefault(style, (found[place].header, example))
    return styles


def _sibling_styles(
    found: list[FoundColumn], evidence: dict[int, StyleSigns]
) -> dict[Decimals, tuple[str, str]]:
    """Styles that columns of this file settle by themselves: style -> (header, example)."""
    styles: dict[Decimals, tuple[str, str]] = {}
    for place, seen in evidence.items():
        if seen.german and not seen.english:
            styles.setdefault(",", (found[place].header, seen.german))
        elif seen.english and not seen.german:
            styles.setdefault(".", (found[place].header, seen.english))
    return styles


def _with_style(
    column: FoundColumn,
    raw: RawColumn,
    seen: StyleSigns,
    styles: dict[Decimals, tuple[str, str]],
    mapping: Mapping,
    money: bool,
) -> FoundColumn:
    given = mapping.numbers.get(headers.same_header(column.header))
    example = seen.two_readings or seen.german or seen.english or ""
    if given:
        return replace(column, written=_given_style(given, example), reason="So vorgegeben.")
    if seen.german and seen.english:
        german = sum(_fits(text, ",") for text in raw.sample())
        english = sum(_fits(text, ".") for text in raw.sample())
        written = "1.234,56" if german >= english else "1,234.56"
        return replace(
            column,
            written=written,
            reason=f"Die Spalte mischt Schreibweisen („{seen.german}“, „{seen.english}“); "
            f"die meisten Zellen sind wie {written} geschrieben.",
        )
    if seen.german:
        return _settled(column, "1.234,56", f"Nur so lesbar ist „{seen.german}“.")
    if seen.english:
        return _settled(column, "1,234.56", f"Nur so lesbar ist „{seen.english}“.")
    if not seen.two_readings:
        text = "Ohne Trennzeichen." if len(raw.floats) < len(raw.texts) else "Zahlenzellen."
        return _settled(column, "1234", "Zahlenzellen." if len(raw.floats) else text)
    if len(styles) == 1:
        style, (header, witness) = next(iter(styles.items()))
        written = "1.234,56" if style == "," else "1,234.56"
        return _settled(column, written, f"Wie in Spalte „{header}“ („{witness}“).")
    if column.role == "written":
        # Lists of costs are read as Germans write, cell by cell; a point splits thousands there.
        return _settled(column, "1.234,56", "Gelesen wie in Deutschland geschrieben.")
    bare = example.strip()
    separator = "Punkt" if "." in bare else "Komma"
    if money and column.role == "amount" and column.unit == "EUR" and separator == "Punkt":
        # Three digits of a cent nobody writes, and a project costs no 100.000 thousandths.
        return _settled(column, "1.234,56", "Bei Beträgen trennt der Punkt vor drei Ziffern.")
    return replace(
        column,
        key="numbers",
        example=bare,
        reason=f"Die Spalte lässt zwei Lesarten zu: „{bare}“.",
        readings=(
            Reading("thousands", f"{separator} trennt Tausender"),
            Reading("decimal", f"{separator} trennt Dezimalstellen"),
        ),
    )


def _settled(column: FoundColumn, written: str, reason: str) -> FoundColumn:
    return replace(column, written=written, reason=f"{column.reason} {reason}")


def _fits(text: str, style: Decimals) -> bool:
    return parse_number(text, style) is not None


def _given_style(choice: str, example: str) -> str:
    if choice in ("1.234,56", "1,234.56"):
        return choice
    # The choice says what the separator of the doubtful cell means; which one it is, it shows.
    dotted = "," not in example
    thousands = choice == "thousands"
    return "1.234,56" if dotted == thousands else "1,234.56"


def _with_date_order(column: FoundColumn, raw: RawColumn, mapping: Mapping) -> FoundColumn:
    given = mapping.dates.get(headers.same_header(column.header))
    if given:
        return replace(column, written=given)
    distinct = distinct_texts(raw.texts).to_pylist() if len(raw.texts) else []
    seen = date_evidence([text for text in distinct if text])
    if seen.day_first and not seen.month_first:
        return replace(column, written="d/m/y", reason=f"Nur so lesbar ist „{seen.day_first}“.")
    if seen.month_first and not seen.day_first:
        return replace(column, written="m/d/y", reason=f"Nur so lesbar ist „{seen.month_first}“.")
    if not seen.two_readings or (seen.day_first and seen.month_first):
        return column
    return replace(
        column,
        key="dates",
        example=seen.two_readings,
        reason=f"Die Spalte lässt zwei Lesarten zu: „{seen.two_readings}“.",
        readings=(
            Reading("d/m/y", "erst der Tag, dann der Monat"),
            Reading("m/d/y", "erst der Monat, dann der Tag"),
        ),
    )
