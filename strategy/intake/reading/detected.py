"""What was found in a file and why: shown on the page, printed as JSON by the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from strategy.intake.errors import AmbiguousDates, AmbiguousNumbers, Reading
from strategy.kernel import german


@dataclass(frozen=True)
class FoundColumn:
    """One column of the table.

    ``role`` is ``text``, ``code``, ``number``, ``amount``, ``date`` or ``truth``.  An amount is
    held in cents, after ``unit`` was taken into account; a number as integer times ten to the
    power of ``scale``.  ``written`` shows how the cells are written in the file.  ``readings`` is
    filled where two readings are left: then the cells are still raw text and ``key`` names the
    key of the mapping that settles it.
    """

    header: str
    letter: str
    role: str
    reason: str
    written: str = ""
    scale: int = 0
    unit: str = ""
    year: int | None = None
    plan_type: str | None = None
    unknown: int = 0
    key: str = ""
    example: str = ""
    readings: tuple[Reading, ...] = ()
    # Its cells are shown as per cent; the values here are per cent already.
    percent: bool = False

    def question(self) -> AmbiguousNumbers | AmbiguousDates:
        """The refusal that names the choice and the key of the mapping which makes it."""
        choices = " oder ".join(r.meaning for r in self.readings)
        kind = AmbiguousDates if self.key == "dates" else AmbiguousNumbers
        return kind(
            f"In Spalte „{self.header}“ ist „{self.example}“ auf zwei Arten lesbar: {choices}; "
            "bitte legen Sie fest, was gemeint ist.",
            column=self.header,
            key=self.key,
            readings=self.readings,
            hint="In der Zuordnung (--mapping) zum Beispiel: "
            f'{{"{self.key}": {{"{self.header}": "{self.readings[0].choice}"}}}}; möglich: '
            + ", ".join(f'"{r.choice}"' for r in self.readings)
            + ".",
        )


@dataclass(frozen=True)
class BadCell:
    """A cell that does not fit its column: source row, header, text and German reason."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class SkippedRow:
    """A row that is no data, and the German reason."""

    row: int
    reason: str


@dataclass
class Detected:
    """Everything detection decided.  Rows are 1-based as in the file, reasons German sentences."""

    file: str
    kind: str
    sheet: str = ""
    encoding: str = ""
    encoding_reason: str = ""
    delimiter: str = ""
    delimiter_reason: str = ""
    header_rows: list[int] = field(default_factory=list)
    header_reason: str = ""
    first_row: int = 0
    last_row: int = 0
    rows: int = 0
    range: str = ""
    columns: list[FoundColumn] = field(default_factory=list)
    # All visible sheets of a workbook, the one that was read among them.
    sheets: list[str] = field(default_factory=list)
    # The upper left part of the sheet as it stands: "rows", "columns" and "cells".
    grid: dict[str, Any] = field(default_factory=dict)
    # Further tables on the same sheet: "row" of the header and its "heading".
    tables: list[dict[str, Any]] = field(default_factory=list)
    # Whether rows and columns were exchanged.
    sideways: bool = False
    # Cells that hold no readable amount and count as unknown, as the mapping allows.
    worded: list[BadCell] = field(default_factory=list)
    unit: str = ""
    unit_reason: str = ""
    skipped: list[SkippedRow] = field(default_factory=list)
    blank_rows: int = 0
    subtotal_rows: list[int] = field(default_factory=list)
    subtotal_count: int = 0
    subtotal_reason: str = ""
    preamble: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    bad_count: int = 0

    @property
    def year_columns(self) -> list[FoundColumn]:
        """Columns that stand for one year each."""
        return [column for column in self.columns if column.year is not None]

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists; the year columns once more as header -> year and type."""
        plain = asdict(self)
        plain["year_columns"] = {
            column.header: [column.year, column.plan_type] for column in self.year_columns
        }
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Detected:
        """The way back from ``as_json``."""
        values = {key: value for key, value in plain.items() if key != "year_columns"}
        values["columns"] = [
            FoundColumn(**{**column, "readings": tuple(Reading(**r) for r in column["readings"])})
            for column in values["columns"]
        ]
        values["skipped"] = [SkippedRow(**row) for row in values["skipped"]]
        values["bad"] = [BadCell(**cell) for cell in values["bad"]]
        values["worded"] = [BadCell(**cell) for cell in values.get("worded", [])]
        return cls(**values)

    def sentences(self) -> list[str]:
        """What was found, as German sentences for a page."""
        if self.kind == "oparl":
            # No table, so neither sheet nor head.
            return [f"OParl-Export mit {german.counted(self.rows, 'Objekt', 'Objekten')}."]
        lines = []
        if self.kind == "text":
            lines.append(
                f"Textdatei in {self.encoding}, Trennzeichen {self.delimiter} "
                f"({self.delimiter_reason.rstrip('.')})."
            )
        else:
            lines.append(f"Tabellenblatt „{self.sheet}“, Bereich {self.range}.")
        heads = ", ".join(map(str, self.header_rows)) or "keine"
        lines.append(f"Kopfzeile: {heads}. {self.header_reason}")
        lines.append(
            f"{german.counted(self.rows, 'Datenzeile', 'Datenzeilen')}, von Zeile "
            f"{self.first_row} bis {self.last_row}."
        )
        if self.year_columns:
            lines.append(
                "Jahresspalten: "
                + ", ".join(f"{c.plan_type or 'ohne Planart'} {c.year}" for c in self.year_columns)
                + "."
            )
        if self.unit:
            lines.append(f"Beträge in {self.unit}. {self.unit_reason}".rstrip())
        if self.subtotal_count:
            lines.append(
                f"{german.counted(self.subtotal_count, 'Summenzeile wird', 'Summenzeilen werden')}"
                " gezeigt und nicht mitgezählt. "
                f"{self.subtotal_reason}"
            )
        return lines + self.notices
