"""The objects of an OParl export: one JSON file, a ZIP of them, or a folder.

Exports differ in what they embed and what they only refer to, so every object is looked for
wherever it stands; found twice, what either says counts.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from strategy.intake.errors import NotATable, NothingToImport, TooLarge
from strategy.intake.gate.limits import MEGABYTE, in_megabytes

Json = dict[str, Any]

_TYPE = re.compile(r"https?://(?:schema\.)?oparl\.org/(?:schema/)?1\.\d/(\w+)$")
# JSON takes about eight times its size as objects of Python.
_MOST = 40 * MEGABYTE
# Where an object is embedded without a type, its place says what it is; and to whom it belongs.
_PLACES = {
    "membership": ("Membership", "person"),
    "agendaItem": ("AgendaItem", "meeting"),
    "consultation": ("Consultation", "paper"),
    "legislativeTerm": ("LegislativeTerm", "body"),
    "mainFile": ("File", ""),
    "auxiliaryFile": ("File", ""),
    "location": ("Location", ""),
}


@dataclass
class Export:
    """All objects by address, in the order of the files, and those of each type."""

    name: str
    items: dict[str, Json] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, type_: str) -> list[Json]:
        """The objects of one type."""
        return [self.items[one] for one, known in self.types.items() if known == type_]

    def number(self, address: str) -> int:
        """The place of an object in the export, which stands for the row of a table."""
        return self.numbers.get(address.partition("#")[0], 0)


def read_export(path: Path, name: str) -> Export:
    """Raises a child of Unreadable with one German sentence."""
    found = Export(name)
    for part, text in _texts(path, name):
        try:
            # Editors on Windows put a byte order mark in front, which JSON refuses.
            value = json.loads(text.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise NotATable(
                f"„{part}“ ist keine lesbare JSON-Datei; bitte geben Sie den OParl-Export des "
                "Ratsinformationssystems an."
            ) from error
        _collect(found, value, "", "", "")
    if not found.items:
        raise NothingToImport(f"In „{name}“ steht kein Objekt nach OParl; es gibt nichts zu lesen.")
    return found


def _texts(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        left = _MOST
        for one in sorted(path.rglob("*.json")):
            left -= one.stat().st_size
            _check(name, left)
            yield one.name, one.read_bytes()
    elif not path.is_file():
        raise NotATable(f"Die Datei „{name}“ gibt es nicht; bitte prüfen Sie den Pfad.")
    elif zipfile.is_zipfile(path):
        left = _MOST
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                if entry.filename.lower().endswith(".json"):
                    # By what the archive says of itself, before anything is unpacked; zipfile
                    # reads no more of a part than it says.
                    left -= entry.file_size
                    _check(name, left)
                    yield entry.filename, archive.read(entry)
    else:
        _check(name, _MOST - path.stat().st_size)
        yield name, path.read_bytes()


def _check(name: str, left: int) -> None:
    if left < 0:
        raise TooLarge(
            f"„{name}“ ist größer als die erlaubten {in_megabytes(_MOST)}; bitte lassen Sie sich "
            "den Export je Jahr oder je Objektart geben."
        )


def _collect(found: Export, value: Any, place: str, owner: str, owner_type: str) -> None:
    if isinstance(value, list):
        for one in value:
            _collect(found, one, place, owner, owner_type)
        return
    if not isinstance(value, dict):
        return
    address, type_ = value.get("id"), _type_of(value, place)
    own = dict(value)
    if isinstance(address, str) and type_:
        back = _PLACES.get(place, ("", ""))[1]
        if back and owner and back not in own:
            own[back] = owner
        standing = found.items.setdefault(address, {})
        found.numbers.setdefault(address, len(found.items))
        for name, said in own.items():
            if standing.get(name) in (None, "", []):
                standing[name] = said
        found.types[address] = type_
        owner, owner_type = address, type_
    for name, said in own.items():
        if isinstance(said, dict | list) and ":" not in name:
            _collect(found, said, name, owner, owner_type)


def _type_of(value: Json, place: str) -> str:
    match = _TYPE.search(str(value.get("type", "")))
    return match[1] if match else _PLACES.get(place, ("", ""))[0]


def refs(value: Any) -> list[str]:
    """The addresses that a property names, be they bare or of embedded objects."""
    many = value if isinstance(value, list) else [value]
    found = [one.get("id") if isinstance(one, dict) else one for one in many]
    return [one for one in found if isinstance(one, str) and one]
