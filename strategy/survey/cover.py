"""The cover: who asks, why, until when, how it is done, what becomes of the data; and the hidden
sheet by which the workbook is recognised when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from strategy.kernel import german
from strategy.survey.written_cell import put

FORMAT = "Erhebungsbogen 1"
COVER_KEY = "deckblatt"
SENDER, FILLED_ON, REMARK = "sender", "filled_on", "note"


@dataclass(frozen=True)
class CoverFacts:
    """What the cover tells and the hidden sheet holds."""

    municipality: str
    ags: str
    round_id: str
    round_title: str
    asked_by: str
    reason: str
    due: date | None
    unit_id: str
    unit_title: str
    level_2: str
    token: str


_HOW = (
    "Prüfen Sie auf jedem Blatt die Zeilen, die schon dastehen, und berichtigen Sie, was nicht "
    "mehr stimmt.",
    "Tragen Sie Neues in die nächste freie Zeile ein. Die graue Beispielzeile wird nicht gelesen.",
    "Was Sie nicht wissen, lassen Sie leer oder schreiben „k. A.“. Eine 0 bedeutet: Es sind "
    "wirklich null.",
    "Geschätzte Zahlen sind willkommen: Schreiben Sie „ca. 5.000“. Auch „5 T€“ wird verstanden.",
    "Sie dürfen sortieren, filtern und eigene Spalten einfügen. Bitte speichern Sie die Datei als "
    "Excel-Arbeitsmappe und senden Sie sie zurück.",
    "Gibt es etwas nicht mehr? Leeren Sie die Zeile; gelöscht wird erst nach Rückfrage.",
)
_PRIVACY = (
    "Datenschutz: Bitte tragen Sie keine Namen und keine anderen Angaben über einzelne "
    "Beschäftigte ein; Funktion, Entgelt- oder Besoldungsgruppe und Stellenanteil genügen. Die "
    "Angaben dienen allein der IST-Analyse und der Digitalisierungsstrategie. Sie werden in der "
    "Plandatei der Verwaltung gespeichert und nicht an Dritte gegeben. Zu jedem Wert wird "
    "festgehalten, aus welcher Datei er stammt."
)


def write_cover(sheet: Worksheet, facts: CoverFacts, counts: Mapping[str, int]) -> None:
    """Fill the cover; column A is hidden and holds the keys of the cells to fill in."""
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 30, 84
    sheet.sheet_view.showGridLines = False
    put(sheet["B1"], facts.municipality)
    put(sheet["B2"], facts.round_title)
    sheet["B1"].font, sheet["B2"].font = _font(color=_GREY), _font(bold=True, size=18)
    sheet.row_dimensions[2].height = 28
    row = 4
    due = german.long_day(facts.due) if facts.due else "Bitte bald; eine Frist ist nicht gesetzt."
    for label, words in (
        ("An", facts.unit_title),
        ("Wer fragt", facts.asked_by),
        ("Wozu", facts.reason),
        ("Bitte zurück bis", due),
    ):
        if words:
            _line(sheet, row, label, words, bold=label == "Bitte zurück bis")
            row += 1
    row += 1
    for number, words in enumerate(_HOW, 1):
        _line(sheet, row, "So geht es" if number == 1 else "", f"{number}. {words}")
        row += 1
    row += 1
    known = ", ".join(f"{title} {german.number(count)}" for title, count in counts.items())
    _line(sheet, row, "Schon bekannt (Zeilen)", known)
    _line(sheet, row + 1, "Datenschutz", _PRIVACY.removeprefix("Datenschutz: "))
    row += 3
    for key, label in (
        (SENDER, "Ausgefüllt von (Funktion, kein Name)"),
        (FILLED_ON, "Ausgefüllt am"),
        (REMARK, "Anmerkungen"),
    ):
        put(sheet.cell(row, 1), f"{COVER_KEY}.{key}")
        _line(sheet, row, label, "")
        answer = sheet.cell(row, 3)
        answer.fill, answer.border = PatternFill("solid", "FFFFFFFF"), _BOX
        answer.protection = Protection(locked=False)
        answer.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        if key == FILLED_ON:
            answer.number_format = "dd.mm.yyyy"
        sheet.row_dimensions[row].height = 60 if key == REMARK else 24
        row += 1
    # Against slips only, there is no password; the answers above stay open.
    sheet.protection.enable()
    sheet.protection.formatRows = sheet.protection.formatColumns = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write_identity(sheet: Worksheet, facts: CoverFacts) -> None:
    """The hidden sheet: name and value of everything that recognises the workbook."""
    for row, (name, value) in enumerate(
        (
            ("format", FORMAT),
            ("token", facts.token),
            ("kommune", facts.municipality),
            ("ags", facts.ags),
            ("erhebung", facts.round_id),
            ("titel", facts.round_title),
            ("einheit", facts.unit_id),
            ("name", facts.unit_title),
        ),
        1,
    ):
        put(sheet.cell(row, 1), name)
        put(sheet.cell(row, 2), value)
    sheet.protection.enable()


def _line(sheet: Worksheet, row: int, label: str, words: str, *, bold: bool = False) -> None:
    put(sheet.cell(row, 2), label)
    put(sheet.cell(row, 3), words)
    sheet.cell(row, 2).font = _font(bold=True, color=_GREY)
    sheet.cell(row, 3).font = _font(bold=bold)
    for place in (2, 3):
        sheet.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
    # A row of wrapped text keeps the height it is given; about 90 letters fit into a line.
    lines = max(sum(1 + len(part) // 90 for part in words.split("\n")), 1 + len(label) // 30)
    sheet.row_dimensions[row].height = 16 * max(1, lines) + 3


def _font(*, bold: bool = False, color: str = "FF1D2034", size: int = 11) -> Font:
    return Font("Calibri", size, bold=bold, color=color)


_GREY = "FF454B6B"
_BOX = Border(*(Side("thin", "FF2044AA") for _ in range(4)))
