"""Find the character encoding of a text table and give the reader a UTF-8 file."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from strategy.intake.errors import NotATable, WrongMapping

_CHUNK = 4 << 20
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_PAIR = re.compile(rb"\xc3[\x80-\xbf]")
# The German letters of the old DOS code page 850; in Windows-1252 they are quotes and dashes.
_DOS_LETTERS = frozenset(b"\x81\x84\x8e\x94\x99\x9a\xe1")
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 mit BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp850": "DOS 850",
    "latin-1": "ISO 8859-1",
}


@dataclass(frozen=True)
class FoundEncoding:
    """``codec`` as Python names it, ``name`` and ``reason`` in German, and quotes in the file."""

    codec: str
    name: str
    reason: str
    quotes: bool


def find_encoding(path: Path, wanted: str | None = None) -> FoundEncoding:
    """Look at every byte of the file, since one umlaut in the last line decides."""
    with path.open("rb") as file:
        start = file.read(4096)
    if wanted:
        try:
            codec = codecs.lookup(wanted).name
        except LookupError as error:
            raise WrongMapping(
                f"Die Zeichenkodierung „{wanted}“ ist unbekannt; üblich sind „utf-8“ und „cp1252“.",
                field="encoding",
            ) from error
        if codec == "utf-8" and start.startswith(codecs.BOM_UTF8):
            codec = "utf-8-sig"
        return FoundEncoding(codec, _NAMES.get(codec, codec), "So vorgegeben.", True)
    if start.startswith(codecs.BOM_UTF16_LE) or start.startswith(codecs.BOM_UTF16_BE):
        return FoundEncoding("utf-16", _NAMES["utf-16"], "Die Datei nennt sie am Anfang.", True)
    if start.count(0) > len(start) // 4:
        codec = "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
        return FoundEncoding(codec, "UTF-16", "Jedes zweite Byte ist leer.", True)
    if 0 in start:
        raise NotATable(
            f"Die Datei „{path.name}“ ist keine Texttabelle; lesbar sind .xlsx, .xls, .ods und "
            ".csv."
        )
    return _by_bytes(path, start)


def _by_bytes(path: Path, start: bytes) -> FoundEncoding:
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, plain, quotes = True, True, False
    high: set[int] = set()
    pairs, singles, lines, first_single_line = 0, 0, 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            quotes = quotes or b'"' in chunk
            if not chunk.isascii():
                plain = False
            if valid and not plain:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    valid = False
    if valid and not plain:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    if start.startswith(codecs.BOM_UTF8) and valid:
        return FoundEncoding("utf-8-sig", _NAMES["utf-8-sig"], "Die BOM am Anfang.", quotes)
    if valid:
        reason = "Nur einfache Zeichen." if plain else "Alle Umlaute sind gültiges UTF-8."
        return FoundEncoding("utf-8", _NAMES["utf-8"], reason, quotes)
    with path.open("rb") as file:
        for line in file:
            lines += 1
            if line.isascii():
                continue
            found = len(_UTF8_PAIR.findall(line))
            bytes_here = _HIGH.findall(line)
            high.update(byte[0] for byte in bytes_here)
            pairs += found
            if len(bytes_here) > 2 * found:
                singles += len(bytes_here) - 2 * found
                first_single_line = first_single_line or lines
    if pairs and singles and pairs >= singles // 10:
        raise NotATable(
            f"Die Datei „{path.name}“ mischt zwei Zeichenkodierungen (UTF-8 und Windows-1252), "
            f"zuerst in Zeile {first_single_line}; bitte speichern Sie sie einheitlich als UTF-8."
        )
    if high <= _DOS_LETTERS:
        return FoundEncoding("cp850", _NAMES["cp850"], "Nur so ergeben sich Umlaute.", quotes)
    undefined = high & {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    codec = "latin-1" if undefined else "cp1252"
    return FoundEncoding(codec, _NAMES[codec], "Die Umlaute sind kein gültiges UTF-8.", quotes)


def write_as_utf8(path: Path, found: FoundEncoding, target: Path) -> Path:
    """The file itself if it is UTF-8 already, else a copy as UTF-8 at ``target``."""
    if found.codec in ("utf-8", "utf-8-sig"):
        return path
    try:
        with (
            path.open("r", encoding=found.codec, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            while text := source.read(_CHUNK):
                copy.write(text)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise NotATable(
            f"Die Datei „{path.name}“ ist nicht durchgehend {found.name}; "
            "bitte speichern Sie sie als UTF-8."
        ) from error
    return target
