"""Read one sheet of an Excel or LibreOffice workbook into a grid.

Runs only in the limited child process, behind the gate.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from strategy.intake.errors import NothingToImport, TooLarge, UncomputedFormulas, WrongMapping
from strategy.intake.gate.archive_xml import sheet_parts
from strategy.intake.gate.check import Checked, damaged, encrypted, scan_sheet
from strategy.intake.gate.limits import Limits
from strategy.intake.gate.sheet_scan import SheetScan
from strategy.intake.reading.glance import plausible
from strategy.intake.reading.grid import Cell, Grid, cleaned, cleaned_text, is_blank
from strategy.intake.reading.sparse_sheet import read_sparse_sheet
from strategy.kernel.errors import StrategyError

_MOST_CELLS = 60_000_000


def read_workbook(
    path: Path, checked: Checked, limits: Limits, sheet: str | None, known: Collection[str] = ()
) -> tuple[Grid, str, list[str]]:
    """The grid of one sheet, its name and what there is to say about the other sheets.

    Without ``sheet`` the first visible worksheet is read that has a row of headings which the kind
    of import knows (``known``), else the first that holds cells.  Raises WrongMapping
    for an unknown sheet, UncomputedFormulas, NothingToImport, Encrypted or NotATable.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        metadata = [
            (entry.name, entry.visible == calamine.SheetVisibleEnum.Visible)
            for entry in book.sheets_metadata
            if entry.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise encrypted(path.name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(path.name) from error
    if not metadata:
        raise NothingToImport(f"Die Arbeitsmappe „{path.name}“ enthält kein Tabellenblatt.")
    if checked.kind != "xlsx":
        grid, read, notes = _first_filled(_Plain(book), path, metadata, sheet, limits, known)
        return grid, read, notes + _about_errors(checked)
    try:
        with zipfile.ZipFile(path) as archive:
            scans = {
                name: (part, checked.sheets[part])
                for name, part in sheet_parts(archive).items()
                if part in checked.sheets
            }
            scanned = _Scanned(book, archive, scans, checked)
            return _first_filled(scanned, path, metadata, sheet, limits, known)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as error:
        raise damaged(path.name) from error


def _about_errors(checked: Checked) -> list[str]:
    """What the reader hands over as empty cells though an error stands in them."""
    if checked.kind == "xls":
        return [
            "In Mappen im alten Format .xls sehen Zellen mit Fehlerwert wie #DIV/0! aus wie leere; "
            "sie gelten als unbekannt."
        ]
    if checked.errors:
        return [
            f"{checked.errors} Zelle(n) der Mappe mit Fehlerwert wie #BEZUG! oder #DIV/0! gelten "
            "als unbekannt."
        ]
    return []


class _Plain:
    """Sheets of a workbook nothing is known about beforehand (xls, ods)."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def grid(self, name: str, limits: Limits, path: Path) -> Grid | None:
        import python_calamine as calamine

        try:
            sheet = self.book.get_sheet_by_name(name)
        except (calamine.CalamineError, ValueError) as error:
            raise damaged(path.name) from error
        if sheet.start is None or sheet.end is None:
            return None
        (top, left), (bottom, right) = sheet.start, sheet.end
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise TooLarge(
                f"Das Tabellenblatt „{name}“ in „{path.name}“ umfasst mehr als "
                f"{_MOST_CELLS // 1_000_000} Millionen Zellen; bitte speichern Sie nur die Tabelle."
            )
        return _grid(sheet, top, left, limits, name)


class _Scanned(_Plain):
    """Sheets of an xlsx archive the gate has looked through."""

    def __init__(
        self,
        book: Any,
        archive: zipfile.ZipFile,
        scans: dict[str, tuple[str, SheetScan]],
        checked: Checked,
    ) -> None:
        super().__init__(book)
        self.archive = archive
        self.scans = scans
        self.unseen = checked.unseen

    def grid(self, name: str, limits: Limits, path: Path) -> Grid | None:
        part, scan = self.scans.get(name, ("", SheetScan()))
        if part in self.unseen:
            # The reader works outside of Python, so both run at once.
            with ThreadPoolExecutor(1) as beside:
                looking = beside.submit(scan_sheet, path, part, scan)
                found = super().grid(name, limits, path)
                looking.result()
            _refuse_uncomputed(name, scan, path)
        else:
            _refuse_uncomputed(name, scan, path)
            if scan.sparse:
                found = read_sparse_sheet(self.archive, part, name)
            else:
                found = super().grid(name, limits, path)
        if found is not None:
            found.looks = scan.looks
        if not scan.error_count:
            return found
        if found is None or all(is_blank(cell) for column in found.columns for cell in column):
            raise _only_errors(name, scan)
        shown = ", ".join(scan.errors[:5]) + (" …" if scan.error_count > 5 else "")
        found.notices.append(
            f"{scan.error_count} Zelle(n) mit Fehlerwert wie #BEZUG! oder #DIV/0! gelten als "
            f"unbekannt: {shown}."
        )
        return found


def _refuse_uncomputed(name: str, scan: SheetScan, path: Path) -> None:
    if scan.uncomputed_count:
        first = f" (zuerst {scan.uncomputed[0]})" if scan.uncomputed else ""
        raise UncomputedFormulas(
            f"Auf dem Tabellenblatt „{name}“ fehlt bei {scan.uncomputed_count} Formel(n)"
            f"{first} das Ergebnis; bitte öffnen Sie „{path.name}“ in Ihrer "
            "Tabellenkalkulation, speichern Sie sie und versuchen Sie es erneut."
        )


def _only_errors(name: str, scan: SheetScan) -> NothingToImport:
    return NothingToImport(
        f"Das Tabellenblatt „{name}“ enthält nur Fehlerwerte wie #BEZUG! (zuerst "
        f"{scan.errors[0]}); bitte berichtigen Sie die Formeln in Ihrer Tabellenkalkulation."
    )


def _first_filled(
    sheets: _Plain,
    path: Path,
    metadata: list[tuple[str, bool]],
    wanted: str | None,
    limits: Limits,
    known: Collection[str],
) -> tuple[Grid, str, list[str]]:
    names = [name for name, _ in metadata]
    hidden = [name for name, visible in metadata if not visible]
    if wanted is not None:
        match = next((n for n in names if n.strip().lower() == wanted.strip().lower()), None)
        if match is None:
            raise WrongMapping(
                f"In „{path.name}“ gibt es kein Tabellenblatt „{wanted}“; vorhanden sind: "
                + ", ".join(f"„{name}“" for name in names)
                + ".",
                field="sheet",
            )
        grid = sheets.grid(match, limits, path)
        if grid is None:
            raise NothingToImport(f"Das Tabellenblatt „{match}“ in „{path.name}“ ist leer.")
        notes = [f"Das Tabellenblatt „{match}“ ist ausgeblendet."] if match in hidden else []
        grid.sheets = [name for name in names if name not in hidden]
        return grid, match, notes
    visible = [name for name in names if name not in hidden]
    best = _most_plausible(sheets, visible, path, limits, known)
    if best is not None:
        name, grid = best
        grid.sheets = visible
        return grid, name, _about_others(names, hidden, visible, name)
    if hidden:
        raise NothingToImport(
            f"Alle sichtbaren Tabellenblätter in „{path.name}“ sind leer; ausgeblendet sind: "
            + ", ".join(f"„{n}“" for n in hidden)
            + ". Bitte nennen Sie das Blatt, das gelesen werden soll."
        )
    raise NothingToImport(f"Die Arbeitsmappe „{path.name}“ enthält keine Werte.")


def _most_plausible(
    sheets: _Plain, visible: list[str], path: Path, limits: Limits, known: Collection[str]
) -> tuple[str, Grid] | None:
    """The first sheet with two known headings in a row, else the one with most; a cover, remarks
    and a legend have hardly one.  Further sheets are only read where the first is no list."""
    best: tuple[str, Grid] | None = None
    most = -1
    for name in visible:
        try:
            grid = sheets.grid(name, limits, path)
        except StrategyError:
            if best is None:
                raise
            continue
        if grid is None:
            continue
        found = plausible(grid, known)
        if found > most and (best is None or found >= 2 or most < 1):
            best, most = (name, grid), found
        if found >= 2:
            break
    return best


def _about_others(names: list[str], hidden: list[str], visible: list[str], read: str) -> list[str]:
    notes = []
    if names[0] in hidden:
        notes.append(
            f"Das erste Tabellenblatt „{names[0]}“ ist ausgeblendet und wurde nicht gelesen; "
            f"gelesen wurde „{read}“."
        )
    others = [name for name in visible if name != read]
    if others:
        notes.append(
            f"Gelesen wurde nur „{read}“; weitere Tabellenblätter: "
            + ", ".join(f"„{name}“" for name in others[:8])
            + (" …" if len(others) > 8 else "")
            + "."
        )
    return notes


def _grid(sheet: Any, top: int, left: int, limits: Limits, name: str) -> Grid:
    rows = sheet.to_python(skip_empty_area=True)
    width = max((len(row) for row in rows), default=0)
    if width > limits.columns:
        raise TooLarge(
            f"Das Tabellenblatt „{name}“ hat {width} Spalten, erlaubt sind {limits.columns}; "
            "bitte speichern Sie nur die Tabelle."
        )
    columns = [list(column) for column in zip(*rows, strict=True)]
    rows.clear()
    for position, column in enumerate(columns):
        # Columns of nothing but texts and numbers are the rule and need no second look.
        kinds = set(map(type, column))
        if kinds <= {float, str}:
            if str in kinds:
                columns[position] = _plain_texts(column)
        else:
            columns[position] = [cleaned(cell) for cell in column]
    height = len(columns[0]) if columns else 0
    merged = [
        (r1 - top, c1 - left, r2 - top, c2 - left)
        for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or [])
        if r1 - top < height and c1 - left < width and r1 >= top and c1 >= left
    ]
    return Grid(
        columns=columns,
        row_numbers=range(top + 1, top + 1 + height),
        column_numbers=range(left, left + width),
        merged=merged,
    )


def _plain_texts(column: list[Any]) -> list[Cell]:
    """Numbers as they are, texts cleaned; every distinct text is looked at once."""
    texts = {cell for cell in set(column) if type(cell) is str}
    if not any(map(_unclean, texts)):
        return column
    cleaned = {cell: text for cell in texts if (text := cleaned_text(cell)) is not cell}
    if not cleaned:
        return column
    return [cleaned.get(cell, cell) if type(cell) is str else cell for cell in column]


def _unclean(cell: str) -> bool:
    return not cell or cell.isspace() or "\r" in cell
