"""An empty list to fill in, with an example beside it, for every kind of import."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from strategy.excel.safe_file import replacing
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.kinds.import_kind import ImportKind
from strategy.kernel.record import Kind, Spec

EXAMPLE, LEGEND = "Beispiel", "Erläuterung"
# Kinds whose lists are laid out otherwise than their fields: heading, example, what belongs there.
_OWN: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "budget": (
        ("Produkt", "11.1.01", "Nummer des Produkts"),
        ("Produktbezeichnung", "Zentrale Dienste", "Name des Produkts"),
        ("Konto", "5271000", "Nummer des Sachkontos"),
        ("Bezeichnung", "Aufwendungen für Software", "Name der Zeile"),
        ("Ertrag/Aufwand", "Aufwand", "Ertrag, Aufwand, Einzahlung oder Auszahlung"),
        ("Ansatz 2026", 12000, "Betrag in Euro; je Jahr und Planart eine Spalte"),
        ("Ansatz 2027", 12500, "Betrag in Euro"),
    ),
    "costs": (
        ("Anwendung oder Projekt", "Beispiel für: Anwendung", "Name oder Kennung aus dem Plan"),
        ("Kostenart", "Wartung und Pflege", "Lizenz, Wartung und Pflege, Personal …"),
        ("Haushaltsart", "konsumtiv", "konsumtiv oder investiv"),
        ("Kosten 2026", 12000, "Betrag in Euro; je Jahr eine Spalte"),
        ("Kosten 2027", 12500, "Betrag in Euro"),
        ("Anmerkung", None, "Was sonst zu sagen ist"),
    ),
    # Two rows of one key would be a list; the example is a key of one unit.
    "keys": (
        ("Verteilschlüssel", "IT-Umlage", "Name des Schlüssels; in jeder seiner Zeilen"),
        ("Organisationseinheit", "Hauptamt", "Name, Nummer oder Kennung aus dem Plan"),
        ("Anteil", "100 %", "Prozent; alle Anteile eines Schlüssels zusammen 100"),
        ("Nutzende", None, "statt des Anteils, wenn nach Nutzenden verteilt wird"),
        ("Grundlage", "eigene Anteile", "eigene Anteile, nach Nutzenden oder nach VZÄ"),
    ),
    # A questionnaire and no list of entries: one row per question, one column per level.
    "maturity": (
        ("Modell", "Beispielkatalog", "Name des Katalogs; genügt in der ersten Zeile"),
        ("Version", "1", "Ausgabe des Katalogs; genügt in der ersten Zeile"),
        ("Frage", "Wie weit ist der Antrag digital?", "Eine Zeile je Frage"),
        ("Bereich", "Bürgerservice", "Worunter die Frage steht"),
        ("Gewicht", 100, "Prozent; alle Fragen zusammen 100, oder ganz leer"),
        ("Regel", "gewichtetes Mittel", "niedrigstes Kriterium oder gewichtetes Mittel"),
        ("Nur wenn erforderlich", "nein", "ja, wenn die Frage nicht überall gilt"),
        ("Stufe 0", "nur auf Papier", "Was die niedrigste Stufe heißt"),
        ("Stufe 1", "Formular zum Ausdrucken", "Je Stufe eine Spalte"),
        ("Stufe 2", "durchgehend digital", "Die höchste Stufe ist die letzte Spalte"),
    ),
}
_OWN_SHEETS = {"maturity": "Reifegradkatalog"}
_EXAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "Beispiel",
    Kind.LONG: "Ein Satz dazu",
    Kind.CODE: None,
    Kind.MONEY: 12000,
    Kind.PERCENT: "25 %",
    Kind.FTE: "0,5",
    Kind.NUMBER: 1,
    Kind.INTEGER: 3,
    Kind.YEAR: 2027,
    Kind.DAY: datetime.date(2027, 12, 31),
    Kind.FLAG: "ja",
}
_HOW: dict[Kind, str] = {
    Kind.MONEY: "Betrag in Euro, auch „12,5 T€“",
    Kind.PERCENT: "Prozent, zum Beispiel 25 %",
    Kind.DAY: "Datum, zum Beispiel 31.12.2027; am Ende auch 12/2027 oder 2027",
    Kind.FLAG: "ja oder nein; leer heißt unbekannt",
    Kind.FTE: "Vollzeitstellen, zum Beispiel 0,5",
    Kind.YEAR: "Jahr mit vier Ziffern",
}


def write_template(kind: str, path: Path | str) -> Path:
    """Write the workbook; raises NotWritten, and then ``path`` is as it was before.

    The first sheet is read by the import as it is: its headings are the labels of the fields.
    """
    target = Path(path)
    columns = list(_OWN[kind]) if kind in _OWN else _columns(KINDS[kind])
    first = _OWN_SHEETS.get(kind) or KINDS[kind].sheet or KINDS[kind].noun.PLURAL
    with replacing(target) as partial, xlsxwriter.Workbook(partial) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, filled in ((first, False), (EXAMPLE, True)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for index, (heading, example, _) in enumerate(columns):
                sheet.set_column(index, index, max(14, len(heading) + 2))
                sheet.write_string(0, index, heading, head)
                if filled and isinstance(example, datetime.date):
                    sheet.write_datetime(1, index, example, day)
                elif filled and example is not None:
                    sheet.write(1, index, example)
        legend = book.add_worksheet(LEGEND)
        legend.set_column(0, 0, 36)
        legend.set_column(1, 1, 90)
        for row, (heading, _, meaning) in enumerate([("Spalte", "", "Was hineingehört"), *columns]):
            legend.write_string(row, 0, heading, *([head] if row == 0 else []))
            legend.write_string(row, 1, meaning, *([head] if row == 0 else []))
    return target


def _columns(kind: ImportKind) -> list[tuple[str, Any, str]]:
    """Heading, example and meaning of every column."""
    specs = [kind.spec(name) for name in kind.fields()]
    return [
        (spec.label, _example(spec, kind), _meaning(spec))
        for spec in specs
        if spec is not None and spec.name != "confirmed_on"
    ]


def _example(spec: Spec, kind: ImportKind) -> Any:
    if spec.name in ("title", "body") and spec.required:
        return f"Beispiel für: {kind.noun.SINGULAR}"
    if kind.name == "rates" and spec.name not in ("grade", "year", "personnel_cents"):
        # The parts of a rate must add up to it; the example gives the sum alone.
        return None
    if spec.name == "grade":
        return "E11"
    if spec.edge == "first":
        return datetime.date(2026, 1, 1)
    # What refers to the plan differs from town to town and stays empty; so do choices that rule
    # out each other, except where one is needed.
    if spec.choices is not None:
        return str(next(iter(spec.choices))) if spec.required else None
    if spec.kind is Kind.FLAG:
        return None
    return _EXAMPLES.get(spec.kind) if spec.required or spec.edge or not spec.ref else None


def _meaning(spec: Spec) -> str:
    parts = [_HOW.get(spec.kind, "")]
    if spec.choices is not None:
        parts = ["eines von: " + ", ".join(str(one) for one in spec.choices)]
    elif spec.ref:
        parts = ["Name, Nummer oder Kennung aus dem Plan"]
    if spec.required:
        parts.insert(0, "Pflichtangabe")
    return "; ".join(part for part in [*parts, spec.help] if part) or "Text"
