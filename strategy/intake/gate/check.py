"""The check before any reader touches a file from outside: kind, size, archive, encryption.

The fast readers trust what they open: one 5 kB workbook can abort the whole process, and a small
archive can unpack to gigabytes.  So the archive is streamed first, part by part, and every part
of XML is searched for document type declarations, which no spreadsheet program writes.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from strategy.intake.errors import Encrypted, NotATable, NothingToImport, TooLarge, Unsafe
from strategy.intake.gate.archive_xml import STYLES
from strategy.intake.gate.cell_looks import CellLook, telling_styles
from strategy.intake.gate.limits import Limits, in_megabytes
from strategy.intake.gate.sheet_scan import SheetScan

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".xlsb", ".xlt"}
_CHUNK = 1 << 20
# What zipfile raises for an archive it cannot unpack; the last one is its word for a compression
# or a version of the format that it does not know.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
_ODS_ERROR = b'calcext:value-type="error"'
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass
class Checked:
    """What the gate found: ``kind`` is ``xlsx``, ``ods``, ``xls`` or ``text``.

    ``sheets`` maps the path of each sheet inside an xlsx archive to what its cells look like;
    for those in ``unseen`` that is still to be found out (``scan_sheet``).  ``styles`` are those
    whose cells are looked for.  ``errors`` counts the cells of an ods workbook that hold an error.
    """

    kind: str
    size: int
    sheets: dict[str, SheetScan] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    errors: int = 0
    styles: dict[int, CellLook] = field(default_factory=dict)


def check_file(path: Path, limits: Limits) -> Checked:
    """Let the file pass or refuse it with one sentence; opens nothing but bytes and the archive."""
    name = path.name
    if path.is_dir():
        raise NotATable(f"„{name}“ ist ein Ordner; bitte wählen Sie eine Datei aus.")
    if not path.is_file():
        raise NotATable(f"Die Datei „{name}“ gibt es nicht; bitte prüfen Sie den Pfad.")
    size = path.stat().st_size
    if size == 0:
        raise NothingToImport(f"Die Datei „{name}“ ist leer; es gibt nichts zu übernehmen.")
    with path.open("rb") as file:
        start = file.read(8192)
    packed = start[:4] in (b"PK\x03\x04", b"PK\x05\x06")
    workbook = packed or start.startswith(_OLE) or path.suffix.lower() in _WORKBOOK_ENDINGS
    most = limits.workbook_bytes if workbook else limits.text_bytes
    if size > most:
        raise TooLarge(
            f"Die Datei „{name}“ ist mit {in_megabytes(size)} größer als die erlaubten "
            f"{in_megabytes(most)}; bitte teilen Sie sie auf"
            + (" oder speichern Sie sie als CSV." if workbook else ".")
        )
    if start.startswith(_OLE):
        return _check_ole(path, size)
    if packed:
        return _check_archive(path, size, limits)
    if workbook:
        raise NotATable(
            f"Die Datei „{name}“ heißt wie eine Excel-Datei, ist aber keine; bitte öffnen Sie sie "
            "in Ihrer Tabellenkalkulation und speichern Sie sie als Excel-Arbeitsmappe (.xlsx)."
        )
    if start.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")):
        raise NotATable(
            f"Die Datei „{name}“ ist keine Tabelle; lesbar sind .xlsx, .xls, .ods und .csv."
        )
    return Checked("text", size)


def encrypted(name: str) -> Encrypted:
    """The one sentence for every kind of password."""
    return Encrypted(
        f"Die Datei „{name}“ ist mit einem Kennwort geschützt; bitte speichern Sie sie "
        "ohne Kennwort und versuchen Sie es erneut."
    )


def damaged(name: str) -> NotATable:
    """The one sentence for archives and workbooks that cannot be opened."""
    return NotATable(
        f"Die Datei „{name}“ ist beschädigt oder keine Arbeitsmappe; bitte öffnen Sie sie in "
        "Ihrer Tabellenkalkulation und speichern Sie sie neu als Excel-Arbeitsmappe (.xlsx)."
    )


def _check_ole(path: Path, size: int) -> Checked:
    # An encrypted .xlsx is an OLE container whose stream is named EncryptedPackage (UTF-16).
    with path.open("rb") as file:
        data = file.read()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted(path.name)
    return Checked("xls", size)


def _check_archive(path: Path, size: int, limits: Limits) -> Checked:
    name = path.name
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGED, ValueError) as error:
        raise damaged(name) from error
    with archive:
        entries = archive.infolist()
        if len(entries) > limits.entries:
            raise TooLarge(
                f"Die Datei „{name}“ enthält {len(entries)} gepackte Teile, erlaubt sind "
                f"{limits.entries}; bitte speichern Sie die Tabelle in einer neuen Arbeitsmappe."
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise encrypted(name)
        names = {entry.filename for entry in entries}
        checked = Checked(_archive_kind(name, archive, names), size)
        total = 0
        # The styles come first: only with them can a sheet be searched for telling cells, and
        # nothing is parsed before its own bytes have passed.
        for entry in sorted(entries, key=lambda entry: entry.filename != STYLES):
            total = _check_part(name, archive, entry, checked, limits, total)
            if entry.filename == STYLES and checked.kind == "xlsx":
                checked.styles = _telling_styles(archive)
    return checked


def _telling_styles(archive: zipfile.ZipFile) -> dict[int, CellLook]:
    """Styles that cannot be read tell nothing; whether the workbook is damaged, the reader says."""
    try:
        return telling_styles(archive)
    except (ElementTree.ParseError, ValueError):
        return {}


def _archive_kind(name: str, archive: zipfile.ZipFile, names: set[str]) -> str:
    if any(entry.endswith("workbook.bin") for entry in names):
        raise NotATable(
            f"Die Datei „{name}“ ist eine binäre Arbeitsmappe (.xlsb); "
            "bitte speichern Sie sie als Excel-Arbeitsmappe (.xlsx)."
        )
    if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
        return "xlsx"
    if "content.xml" in names:
        if "META-INF/manifest.xml" in names:
            try:
                with archive.open("META-INF/manifest.xml") as manifest:
                    if b"encryption-data" in manifest.read(_CHUNK):
                        raise encrypted(name)
            except _DAMAGED as error:
                raise damaged(name) from error
        return "ods"
    raise damaged(name)


def _check_part(
    name: str,
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    checked: Checked,
    limits: Limits,
    total: int,
) -> int:
    """Stream one part of the archive; returns the bytes unpacked so far."""
    part = entry.filename.lower()
    is_xml = part.endswith((".xml", ".rels", ".vml"))
    scan: SheetScan | None = None
    if checked.kind == "xlsx" and part.startswith("xl/worksheets/") and part.endswith(".xml"):
        scan = checked.sheets[entry.filename] = SheetScan(checked.styles)
        if limits.scan_beside_from is not None and entry.file_size >= limits.scan_beside_from:
            checked.unseen.add(entry.filename)
            scan = None
    unpacked, tail, rest = 0, b"", b""
    bomb = TooLarge(
        f"Die Datei „{name}“ entpackt sich auf ein Vielfaches ihrer Größe und wurde deshalb nicht "
        "gelesen; bitte speichern Sie die Tabelle ohne Bilder und leere Formate neu."
    )
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                ratio = unpacked / max(1, entry.compress_size)
                if total + unpacked > limits.unpacked_bytes or (
                    unpacked > limits.ratio_from_bytes and ratio > limits.pack_ratio
                ):
                    raise bomb
                if "sharedstrings" in part and unpacked > limits.shared_text_bytes:
                    raise bomb
                if is_xml:
                    _check_declarations(name, tail + chunk)
                    tail = chunk[-32:]
                if scan is not None:
                    scan.feed(chunk)
                elif part == "content.xml":
                    checked.errors += (rest + chunk).count(_ODS_ERROR)
                    rest = chunk[1 - len(_ODS_ERROR) :]
    except _DAMAGED as error:
        raise damaged(name) from error
    if scan is not None:
        scan.close()
    return total + unpacked


def scan_sheet(path: Path, part: str, scan: SheetScan) -> None:
    """Look through one sheet that the gate has let pass unseen."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            scan.feed(chunk)
    scan.close()


def _check_declarations(name: str, data: bytes) -> None:
    # A single byte is found at once; most sheets have no exclamation mark at all.
    if b"!" not in data:
        return
    if b"<!" not in data and b"<\x00!" not in data and b"\x00<\x00!" not in data:
        return
    plain = data.replace(b"\x00", b"")
    if any(word in plain for word in _DECLARATIONS):
        raise Unsafe(
            f"Die Datei „{name}“ enthält XML-Deklarationen (DTD, Entitäten), die in einer Tabelle "
            "nichts zu suchen haben, und wurde nicht gelesen; bitte speichern Sie sie neu."
        )
