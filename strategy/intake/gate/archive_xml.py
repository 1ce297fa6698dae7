"""The few parts of an xlsx archive that the fast reader does not tell: sheets, styles, texts.

The gate has refused every document type declaration before, so a plain parser is safe here.
Names are compared without their namespace, because strict workbooks use another one.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

STYLES = "xl/styles.xml"
_PER_CENT = {9: "0%", 10: "0.00%"}


def local(tag: str) -> str:
    """``"{http://…}row"`` -> ``"row"``."""
    return tag.rpartition("}")[2]


def elements(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[Any]:
    """Elements of one part as they end, each cleared after use; nothing if the part is absent."""
    if part not in archive.namelist():
        return
    with archive.open(part) as stream:
        open_elements: list[Any] = []
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start":
                open_elements.append(element)
                continue
            open_elements.pop()
            if local(element.tag) in names:
                yield element
                element.clear()
                # The parent keeps an empty shell of every child; a million of them add up.
                if open_elements:
                    open_elements[-1].remove(element)


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without namespace, empty if it is absent."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return ""


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> path of its XML in the archive."""
    targets = {}
    for relation in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = attribute(relation, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        targets[attribute(relation, "Id")] = posixpath.normpath(path)
    parts = {}
    for sheet in elements(archive, "xl/workbook.xml", "sheet"):
        relation_id = next(
            (v for k, v in sheet.attrib.items() if k.startswith("{") and local(k) == "id"), ""
        )
        if relation_id in targets:
            parts[attribute(sheet, "name")] = targets[relation_id]
    return parts


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904, as old Macintosh files do."""
    for properties in elements(archive, "xl/workbook.xml", "workbookPr"):
        return attribute(properties, "date1904") in ("1", "true", "on")
    return False


@dataclass(frozen=True)
class CellStyle:
    """What a cell style says: its number format, by code or by a number only, and struck out.

    Formats below 164 are known to every program by their number; ``code`` is empty for them,
    unless the workbook spells them out or they show per cents.
    """

    format_id: int
    code: str
    struck: bool


def cell_styles(archive: zipfile.ZipFile) -> list[CellStyle]:
    """The styles that cells refer to by their number."""
    own = dict(_PER_CENT)
    struck: list[bool] = []
    styles: list[CellStyle] = []
    # Number formats and fonts stand before the styles that use them; the format wants it so.
    for element in elements(archive, STYLES, "numFmt", "fonts", "cellXfs"):
        kind = local(element.tag)
        if kind == "numFmt":
            own[int(attribute(element, "numFmtId") or 0)] = attribute(element, "formatCode")
        elif kind == "fonts":
            struck = [_is_struck(font) for font in element if local(font.tag) == "font"]
        else:
            for style in element:
                if local(style.tag) != "xf":
                    continue
                format_id = int(attribute(style, "numFmtId") or 0)
                font_id = int(attribute(style, "fontId") or 0)
                is_struck = struck[font_id] if 0 <= font_id < len(struck) else False
                styles.append(CellStyle(format_id, own.get(format_id, ""), is_struck))
    return styles


def _is_struck(font: Any) -> bool:
    # ``<strike/>`` alone means yes; programs also write it with val="0".
    return any(
        local(child.tag) == "strike" and attribute(child, "val") not in ("0", "false", "off")
        for child in font
    )


def date_styles(archive: zipfile.ZipFile) -> set[int]:
    """Numbers of the cell styles that show a number as a date."""
    # Imported here only: openpyxl takes longer to load than most files take to read.
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    return {
        number
        for number, style in enumerate(cell_styles(archive))
        if (code := style.code or BUILTIN_FORMATS.get(style.format_id)) and is_date_format(code)
    }


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Every shared text of the workbook; phonetic readings are left out."""
    texts = []
    for item in elements(archive, "xl/sharedStrings.xml", "si"):
        texts.append(joined_text(item))
    return texts


def joined_text(item: Any) -> str:
    """The text of a shared or inline string, whose parts may be formatted one by one."""
    pieces = []
    for child in item:
        if local(child.tag) == "t":
            pieces.append(child.text or "")
        elif local(child.tag) == "r":
            pieces.extend(part.text or "" for part in child if local(part.tag) == "t")
    return "".join(pieces)
