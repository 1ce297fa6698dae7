"""A budget as a city's finance department exports it: 12 columns, German headers and numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

FIRST_YEAR = 2025
WIDE_HEADERS = (
    "Produktbereich",
    "Produktbereichsbezeichnung",
    "Produkt",
    "Produktbezeichnung",
    "Konto",
    "Bezeichnung",
    "Ergebnis 2025",
    "Ansatz 2026",
    "Ansatz 2027",
    "Finanzplanung 2028",
    "Finanzplanung 2029",
    "Finanzplanung 2030",
)
LONG_HEADERS = (
    "Produktbereich",
    "Produktbereichsbezeichnung",
    "Produkt",
    "Produktbezeichnung",
    "Konto",
    "Bezeichnung",
    "Jahr",
    "Planart",
    "Betrag",
    "Kostenstelle",
    "Fonds",
    "Sachbearbeitung",
)
_KINDS = ("Ergebnis", "Ansatz", "Ansatz", "Finanzplanung", "Finanzplanung", "Finanzplanung")
_AREAS = (
    "Innere Verwaltung",
    "Sicherheit und Ordnung",
    "Schulträgeraufgaben",
    "Kultur",
    "Soziale Leistungen",
    "Kinder-, Jugend- und Familienhilfe",
    "Sportförderung",
    "Räumliche Planung",
    "Bauen und Wohnen",
    "Verkehrsflächen und -anlagen",
)
_LINES = (
    "Steuern und ähnliche Abgaben",
    "Zuwendungen und allgemeine Umlagen",
    "Privatrechtliche Leistungsentgelte",
    "Personalaufwendungen",
    "Aufwendungen für Sach- und Dienstleistungen",
    "Bilanzielle Abschreibungen",
    "Transferaufwendungen",
    "Sonstige ordentliche Aufwendungen",
)


def amount(row: int, column: int) -> int | None:
    """Cents of a cell; about one in a hundred is unknown."""
    if (row * 6 + column) % 101 == 0:
        return None
    return (row * 7919 + column * 104_729) % 100_000_007 - 20_000_000


def _names(row: int) -> list[str]:
    area, product = row % len(_AREAS), row // 8 % 900
    return [
        f"{area + 1:02d}",
        _AREAS[area],
        f"{area + 1:02d}{product:04d}",
        f"Produkt {product}",
        f"{400_000 + row:07d}",
        _LINES[row % len(_LINES)],
    ]


def write_wide_xlsx(path: Path, rows: int) -> Path:
    """One row per line of the budget, six columns of years with numbers."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Haushalt")
    sheet.write_row(0, 0, WIDE_HEADERS)
    for row in range(rows):
        for column, name in enumerate(_names(row)):
            sheet.write_string(row + 1, column, name)
        for column in range(6):
            cents = amount(row, column)
            if cents is not None:
                sheet.write_number(row + 1, 6 + column, cents / 100)
    book.close()
    return path


def write_wide_csv(path: Path, rows: int) -> Path:
    """The same as text, amounts as 1.234,56."""
    return _write_csv(path, WIDE_HEADERS, (_wide_row(row) for row in range(rows)))


def write_long_csv(path: Path, rows: int) -> Path:
    """One row per line, year and plan type: as many budget lines as rows.

    Every row has an amount, because the import takes a row without any for a heading.
    """
    return _write_csv(path, LONG_HEADERS, (_long_row(row) for row in range(rows)))


def _write_csv(path: Path, headers: tuple[str, ...], rows: Iterator[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def _wide_row(row: int) -> list[str]:
    return [*_names(row), *(_german(amount(row, column)) for column in range(6))]


def _long_row(row: int) -> list[str]:
    line, year = divmod(row, 6)
    return [
        *_names(line),
        str(FIRST_YEAR + year),
        _KINDS[year],
        _german(amount(line, year) or 0),
        f"KST {line % 400:04d}",
        f"F{line % 12:02d}",
        f"Team {line % 60}",
    ]


def _german(cents: int | None) -> str:
    if cents is None:
        return ""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))
