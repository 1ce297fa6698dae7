"""Columns that say something the noun has no field for: kept in the note under their heading.

Only money and a few well-known meanings are kept so; any other unknown column is left out by name,
since an export of forty columns would bury what people wrote into the note.
"""

from __future__ import annotations

import re

from strategy.intake.kinds.amounts_beside import money_columns, sums_of
from strategy.intake.kinds.cells import amount_texts, known
from strategy.intake.kinds.common_words import (
    CASE_WORDS,
    CONTRACT_PERIOD_WORDS,
    NOTICE_WORDS,
    PERIOD_WORDS,
    PERSON_WORDS,
    PRIORITY_WORDS,
    PROGRESS_WORDS,
)
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.kinds.record_rows import RecordRows
from strategy.intake.reading.table import Table
from strategy.intake.recognising.amount_words import amount_words, is_money_heading
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import heading_key, known_keys
from strategy.intake.recognising.money_heading import read_heading
from strategy.kernel import german

_MEANINGS = {
    heading_key(word)
    for words in (
        *(PRIORITY_WORDS, PERIOD_WORDS, CONTRACT_PERIOD_WORDS, PROGRESS_WORDS, PERSON_WORDS),
        *(CASE_WORDS, NOTICE_WORDS),
        *(("Priorität", "Termin", "Meilenstein", "Nächster Meilenstein", "Laufzeit in Monaten"),),
        *(
            (
                "Kosten",
                "Förderung",
                "Förderquote",
                "Finanzierung",
                "Zeithorizont",
                "Status",
                "Stand",
            ),
        ),
        *(("Ampel", "Ampelstatus", "Risiko", "Risiken", "kündbar zum", "Vertrag kündbar zum"),),
        *(("Ressourcen", "Personal", "Personalbedarf", "VZÄ", "Personal (VZÄ)", "Verantwortung"),),
        *(("Online-Quote", "Onlinequote", "Digitalisierungsgrad", "Nutzen", "Besonderheiten"),),
    )
    for word in words
}


def note_columns(table: Table, kind: ImportKind, assignment: Assignment, found: RecordRows) -> None:
    """Put the cells of such columns into the notes; a list that the plan wrote itself has none."""
    if kind.amount or "note" not in kind.fields() or ROW_ID in assignment.fields:
        return
    # Columns of years are no field's, and a kind without costs has not booked them either.
    dated = [h for h in table.headers if table.found(h).year is not None]
    taken = {*assignment.fields.values(), *found.fates.columns}
    open_ones = [h for h in (*assignment.unused, *dated) if h not in taken]
    # "Summe" over posts is a number and no money.
    owned = kind.costs_of or kind.name == "services"
    money = {*money_columns(table, open_ones), *dated} if owned else set[str]()
    if owned:
        # "Gesamtkosten 2026–2028" is the amount of none of these years.
        money |= {h for h in open_ones if len(read_heading(h).years) > 1 and is_money_heading(h)}
    places = {number: place for place, number in enumerate(table.rows)}
    for header in dict.fromkeys(open_ones):
        # "Prio (1-3)" and "Fallzahl p.a." mean what "Prio" and "Fallzahl" do.
        meant = _MEANINGS & set(known_keys(header))
        if header not in money and not meant:
            continue
        if header in money and read_heading(header).purpose in ("difference", "share"):
            continue
        if amount_words(header).total and (reason := _adds_up(table, header, dated)):
            found.fates.leave_out(header, reason)
            continue
        texts = _shown(table, header)
        for row in found.rows:
            if (text := known(texts[places[row.number]])) is not None:
                row.notes.append(f"{header}: {' '.join(text.split())}")
        found.fates.note(
            header,
            f"{kind.label} haben kein Feld dafür; steht in der Anmerkung"
            if header not in money or not kind.costs_of or dated
            else "Preis eines Stücks ohne Anzahl; steht in der Anmerkung"
            if amount_words(header).price
            else 'nennt kein Jahr und steht in der Anmerkung; mit "year" in der Zuordnung werden '
            "Kostenzeilen daraus",
        )
        if "note" not in found.fields:
            found.fields.append("note")
        if header in assignment.unused:
            assignment.unused.remove(header)


def _adds_up(table: Table, header: str, dated: list[str]) -> str:
    """Why a total beside columns of years says nothing of its own, if it is their sum."""
    return sums_of(table, [(one, None, None) for one in (*dated, header)], [header]).get(header, "")


def _shown(table: Table, header: str) -> list[str | None]:
    """The cells as people read them; amounts are kept as cents, which nobody would recognise."""
    column = table.found(header)
    if column.role != "amount":
        unit = " %" if column.unit == "%" and column.role == "number" else ""
        return [text and _short(text) + unit for text in amount_texts(table, header)]
    words = {cell.row: cell.value for cell in table.detected.bad if cell.column == header}
    return [
        german.money(value) if isinstance(value, int) else words.get(row)
        for row, value in zip(table.rows, table.values(header), strict=True)
    ]


def _short(text: str) -> str:
    """A number cell comes with all decimals of its column: "100,00000" is written as 100."""
    return text.partition(",")[0] if re.fullmatch(r"-?\d+,0+", text) else text
