"""Ask the general reader what some cells mean, each distinct one once.

What is plain in a sheet is read as whole columns; dates, truths, shared texts and texts with
entities are not.  Instead of a second understanding of those, a small workbook with the parts of
the original, but with a sheet of only these cells, is handed to the reader that reads all others.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from strategy.intake.reading.sheet_cells import Form, NotPlain

# Parts that say what a cell means: names of sheets, styles, shared texts, and how they belong
# together.  Whatever else lies in an archive may be large and says nothing about that.
_NEEDED = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_STYLES, _TEXTS = "styles.xml", "sharedstrings.xml"
_WIDTH = 16


def ask(
    archive: zipfile.ZipFile,
    part: str,
    sheet: str,
    cells: Sequence[tuple[Form, str]],
    texts: bool = True,
) -> list[Any]:
    """What each cell holds, ``""`` for nothing; a cell is its form and the XML of its value.

    Without ``texts`` no cell may refer to shared texts, which are then not read.  Raises NotPlain
    where the reader refuses the cells.
    """
    import python_calamine as calamine

    if not cells:
        return []
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as small:
        for name in archive.namelist():
            lower = name.lower()
            file_name = lower.rpartition("/")[2]
            if lower in _NEEDED or file_name == _STYLES or (texts and file_name == _TEXTS):
                small.writestr(name, archive.read(name))
        small.writestr(part, _sheet(cells))
    file.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise NotPlain("asked") from error
    found = [cell for row in rows for cell in row]
    if len(found) != (len(rows) * _WIDTH) or len(found) <= len(cells):
        raise NotPlain("asked")
    return found[: len(cells)]


def _sheet(cells: Sequence[tuple[Form, str]]) -> bytes:
    """The cells as a sheet of 16 columns; a last cell keeps all rows before it."""
    rows = []
    for first in range(0, len(cells), _WIDTH):
        row = first // _WIDTH + 1
        pieces = [
            _cell(form, text, f"{chr(65 + number)}{row}")
            for number, (form, text) in enumerate(cells[first : first + _WIDTH])
        ]
        rows.append(f'<row r="{row}">{"".join(pieces)}</row>')
    last = len(rows) + 1
    corner = f"{chr(64 + _WIDTH)}{last}"
    rows.append(f'<row r="{last}"><c r="{corner}"><v>1</v></c></row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{''.join(rows)}</sheetData></worksheet>"
    ).encode()


def _cell(form: Form, text: str, place: str) -> str:
    style = f' s="{form.style}"' if form.style else ""
    kind = f' t="{form.type}"' if form.type else ""
    if form.type == "inlineStr":
        space = ' xml:space="preserve"' if form.preserve else ""
        return f'<c r="{place}"{style}{kind}><is><t{space}>{text}</t></is></c>'
    return f'<c r="{place}"{style}{kind}><v>{text}</v></c>'
