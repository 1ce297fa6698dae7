"""Every total as an output tells it: read from pages, files and commands, never from functions.

``Told`` gathers under one name what all places say; a place that says nothing of a name is absent.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from streamlit.testing.v1 import AppTest

from strategy.cli import main
from tests.excel.reading import contents

EURO = re.compile(r"-?[\d.]+,\d\d(?=\s€)")


def cents(text: str) -> int | None:
    """The exact amount in a German text; None where it says that nothing is known."""
    found = EURO.search(text)
    if found is None:
        assert "unbekannt" in text or "–" in text, text
        return None
    return int(found[0].replace(".", "").replace(",", ""))


def cell_cents(value: Any) -> int | None:
    """The cents of a cell of a workbook, which holds euros, a dash or "unbekannt"."""
    return round(value * 100) if isinstance(value, float | int) else None


class Told:
    """What is told of every total, and by whom."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = defaultdict(dict)

    def add(self, name: str, place: str, value: Any) -> None:
        self._values[name][place] = value

    def several(self) -> int:
        """How many totals are told in two places or more."""
        return sum(len(places) > 1 for places in self._values.values())

    def quarrels(self) -> list[str]:
        return [
            f"{name}: {places}"
            for name, places in sorted(self._values.items())
            if len({repr(value) for value in places.values()}) > 1
        ]


def command(*words: object) -> str:
    """What a command prints; it must succeed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main([str(word) for word in words]) == 0, words
    return printed.getvalue()


def from_commands(told: Told, plan: Path) -> dict[str, Any]:
    """``figures``, ``ranges`` and ``diff`` as JSON; returns the figures."""
    figures: dict[str, Any] = json.loads(command("figures", plan, "--json"))
    for name, figure in figures.items():
        # What no line says is unknown and no row of any table.
        told.add(name, "figures", figure["value"])
    ranges = json.loads(command("ranges", plan, "--json"))
    for row in ranges["cost"]["years"]:
        told.add(f"massnahmen_{row['year']}_gesamt", "ranges", row["plan_cents"])
    for row in ranges["own_share"]["years"]:
        told.add(f"eigenanteil_{row['year']}", "ranges", row["plan_cents"])
    told.add("horizont_kosten", "ranges", ranges["cost"]["total"]["plan_cents"])
    told.add("horizont_eigenanteil", "ranges", ranges["own_share"]["total"]["plan_cents"])
    diff = json.loads(command("diff", plan, "main", "main", "--json"))
    for side in ("before", "after"):
        told.add("strategie_gesamt", f"diff {side}", diff["totals"][f"{side}_cents"])
        told.add("strategie_eigenanteil", f"diff {side}", diff["totals"][f"own_{side}_cents"])
    return figures


def _rows(sheet: list[list[Any]], after: str) -> Iterable[list[Any]]:
    """The rows below the heading or header cell ``after``."""
    first = next((n for n, row in enumerate(sheet) if after in [str(c) for c in row]), None)
    return [] if first is None else sheet[first + 1 :]


def _year_sums(told: Told, sheet: list[list[Any]], name: Callable[[int], str], where: str) -> None:
    """The first row "Summe" below a header of years."""
    heads = next((row for row in sheet if "Summe" in row and row[0] == "Nr."), None)
    if heads is None:
        return
    sums = next(row for row in sheet[sheet.index(heads) :] if row[0] == "Summe")
    for head, value in zip(heads, sums, strict=True):
        if isinstance(head, float):
            told.add(name(int(head)), where, cell_cents(value))


def from_report(told: Told, plan: Path, folder: Path) -> None:
    """The sheets of the strategy report."""
    command("report", plan, folder / "bericht.xlsx")
    book = contents(folder / "bericht.xlsx")
    for row in book["Kennzahlen"]:
        if row[3] in ("Euro", "Anzahl"):
            value = cell_cents(row[2])
            told.add(
                row[0], "Kennzahlen", value if row[3] == "Euro" or value is None else value // 100
            )
    for basis in ("Plan", "Ist"):
        _cost_by_unit(told, book.get(f"Kosten nach Amt ({basis})", []), basis.lower())
    for basis, sheet in _parts(book.get("Finanz- und Ergebnishaushalt", []), ("Plan", "Ist")):
        heads: list[Any] = []
        for row in sheet:
            heads = row if row[0] == "Jahr" else heads
            if isinstance(row[0], float):
                # What has no Haushaltsart is in neither half, and stands beside them.
                parts = ("Finanzhaushalt", "ohne Haushaltsart")
                value = known_sum(cell_cents(row[heads.index(part)]) for part in parts)
                told.add(f"kosten_{basis.lower()}_{int(row[0])}_gesamt", "Finanzhaushalt", value)
    _year_sums(
        told,
        book.get("Maßnahmen nach Jahren", []),
        lambda year: f"massnahmen_{year}_gesamt",
        "Maßnahmen nach Jahren",
    )
    for row in _rows(book["5 Strategie"], "Was gezählt ist"):
        if isinstance(row[0], float):
            for place, part in ((2, "sach"), (3, "personal"), (4, "gesamt")):
                told.add(f"massnahmen_{int(row[0])}_{part}", "5 Strategie", cell_cents(row[place]))
        elif row[0] == "Summe":
            told.add("strategie_gesamt", "5 Strategie", cell_cents(row[4]))
            break
    heads: list[Any] = []
    for row in book["4 Lebensbereiche"]:
        heads = row if "Kosten aller Jahre" in row else heads
        if heads and row[0] == "Summe":
            value = cell_cents(row[heads.index("Kosten aller Jahre")])
            told.add("strategie_gesamt", "4 Lebensbereiche", value)
            break
    grants = [cell_cents(row[4]) for row in book["5 Strategie"] if str(row[0]).startswith("FM-")]
    if grants:
        told.add("foerderung_gesamt", "5 Strategie", known_sum(grants))
    for name in ("Kostendaten Maßnahmen", "Kostendaten"):
        if name in book:
            row = book[name][2]
            what = "strategie" if "Maß" in name else "bestand"
            for at in (place for place, value in enumerate(row) if str(value).startswith("Summe ")):
                key = "gesamt" if row[at] == "Summe Plan" else "ist"
                told.add(f"{what}_{key}", name, cell_cents(row[at + 1]))
    _ranges_sheet(told, book.get("Kostenspannen", []))
    for row in _rows(book.get("Haushalt", []), "Verlauf über die Jahre"):
        if isinstance(row[0], float):
            for place, flow in enumerate(("ertrag", "aufwand", "einzahlung", "auszahlung"), 2):
                told.add(f"haushalt_{int(row[0])}_{flow}", "Haushalt", cell_cents(row[place]))
    for sheet, name in (
        ("Anwendungen", "anwendungen_anzahl"),
        ("Projekte", "projekte_anzahl"),
        ("Leistungen", "leistungen_anzahl"),
        ("Karten", "karten_anzahl"),
        ("Maßnahmen", "massnahmen_anzahl"),
    ):
        if sheet in book:
            told.add(name, sheet, sum(bool(re.match(r"[A-Z]+-\d", str(r[0]))) for r in book[sheet]))


def known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _parts(sheet: list[list[Any]], names: tuple[str, ...]) -> Iterable[tuple[str, list[list[Any]]]]:
    """The sheet cut at the rows that hold one of the names alone."""
    name, part = "", []
    for row in sheet:
        if row[0] in names:
            if name:
                yield name, part
            name, part = row[0], []
        part.append(row)
    if name:
        yield name, part


def _cost_by_unit(told: Told, sheet: list[list[Any]], basis: str) -> None:
    heads = [place for place, row in enumerate(sheet) if row[0] == "Nr."]
    for part, first in zip(("sach", "personal", "gesamt"), heads, strict=False):
        _year_sums(
            told,
            sheet[first:],
            lambda year, part=part: f"kosten_{basis}_{year}_{part}",  # type: ignore[misc]
            f"Kosten nach Amt ({basis}), Summe {part}",
        )


def _ranges_sheet(told: Told, sheet: list[list[Any]]) -> None:
    for what, rows in _parts(sheet, ("Kosten", "Eigenanteil", "Obergrenzen")):
        for row in rows:
            if re.fullmatch(r"\d{4}", str(row[0])):
                value = cell_cents(row[1])
                if what == "Kosten":
                    told.add(f"massnahmen_{row[0]}_gesamt", "Kostenspannen", value)
                else:
                    told.add(f"eigenanteil_{row[0]}", "Kostenspannen", value)
            elif row[0] == "gesamt":
                told.add(f"horizont_{what.lower()}", "Kostenspannen", cell_cents(row[1]))
            elif re.fullmatch(r"Eigenanteil \d{4}", str(row[0])):
                told.add(f"eigenanteil_{row[0][-4:]}", "Obergrenze", cell_cents(row[2]))


def from_documents(
    told: Told, plan: Path, folder: Path, year: int, measures: Iterable[str]
) -> None:
    """The Word answer to the council, and the sheets of some measures."""
    command("answer", plan, folder / "antwort.docx")
    paper = docx.Document(str(folder / "antwort.docx"))
    # An answer that has nothing to tell has no tables.
    last = [cell.text for table in paper.tables[:1] for cell in table.rows[-1].cells]
    parts = ("kosten_plan_{}_sach", "kosten_plan_{}_personal", "kosten_plan_{}_gesamt")
    if last[:1] == ["Zusammen"]:
        for name, text in zip((*parts, "massnahmen_{}_gesamt"), last[1:5], strict=True):
            told.add(name.format(year), "Antwort", cents(text))
    for measure in measures:
        command("sheet", plan, measure, folder / "steckbrief.docx")
        sheet = docx.Document(str(folder / "steckbrief.docx"))
        for row in (row for table in sheet.tables for row in table.rows):
            texts = [cell.text for cell in row.cells]
            if texts[0] == "Summe":
                told.add(f"{measure}_kosten", "Steckbrief", cents(texts[1]))
                told.add(f"{measure}_eigenanteil", "Steckbrief", cents(texts[3]))


def first_amount(texts: Iterable[str], pattern: str) -> int | None:
    found = next((text for text in texts if re.search(pattern, text)), None)
    assert found is not None, pattern
    return cents(found)


def page_texts(page: AppTest) -> list[str]:
    return [item.value for item in (*page.caption, *page.markdown, *page.title)]
