"""From a table to lines of cost or rates: one line per row and year, amounts read cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from strategy.intake.comparing.fates import Fates
from strategy.intake.comparing.object_names import ObjectNames
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.catalogue import ImportKind
from strategy.intake.kinds.cells import NOTHING, amount_texts, notation_of, read_cells
from strategy.intake.kinds.line_columns import line_columns
from strategy.intake.kinds.rate_content import rate_content
from strategy.intake.kinds.record_rows import RecordRows, Row, record_rows
from strategy.intake.kinds.yearless_columns import LineColumn
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.cost_types import near_cost_type
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.words_for_amounts import names_no_amount
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.kernel.store import Cursor
from strategy.kernel.written import count_written, with_rest
from strategy.kernel.written_number import is_unknown
from strategy.nouns.cost_line import Basis, CostType

_OWNERS = {"application_id": "application", "project_id": "project", "measure_id": "measure"}
_UNIT = {"organisation_id": "organisation_unit"}
# The most per cent of pay that a rate may have on top; more is an amount.
_MOST_OVERHEAD = 200


def line_rows(
    db: Cursor,
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    resolver: Resolver,
    owner: str = "",
) -> RecordRows:
    """The lines of a file; what cannot be read or names nothing known is among ``rejected``.

    In year columns an empty cell is no line, while "k. A." is one whose amount is unknown.
    """
    fates, told = Fates(), list[str]()
    plan_year = db.value("SELECT max(plan_year) FROM municipality") if owner else None
    columns = line_columns(table, kind, assignment, mapping, fates, told, owner, plan_year)
    content = None
    if kind.name == "rates":
        headers = [header for column in columns for header in column.headers]
        content = rate_content(table, assignment, mapping, headers)
    own = (*_OWNERS, *_UNIT, "object", kind.amount)
    plain = {name: header for name, header in assignment.fields.items() if name not in own}
    found = record_rows(table, kind, Assignment(plain), resolver, assignment)
    reader = _Lines(table, kind, assignment, ObjectNames(db), grades_of(db), columns, found)
    reader.owned = bool(owner)
    if content is not None:
        for row in found.rows:
            row.values["includes"] = content
        reader.settled.append("includes")
        told.append(f"Die Sätze enthalten: {content}.")
    found.fates.columns |= fates.columns
    found.notices += told
    places = {number: place for place, number in enumerate(table.rows)}
    rows = [line for row in found.rows for line in reader.lines(places[row.number], row)]
    fields = [name for name in found.fields if name not in kind.helpers]
    fields += [name for name in reader.settled if name not in fields]
    if reader.errors:
        rows_in_error = ", ".join(f"Zeile {row} ({word})" for row, word in reader.errors[:5])
        found.notices.append(
            f"{len(reader.errors)} Zelle(n) mit Fehlerwert gelten als unbekannt: {rows_in_error}"
            + (" …." if reader.errors[5:] else ".")
        )
    if reader.worded:
        words = ", ".join(f"Zeile {row} („{word[:60]}“)" for row, word in reader.worded[:5])
        kept = ", die Worte stehen in der Anmerkung" if "note" in kind.fields() else ""
        found.notices.append(
            f"{len(reader.worded)} Zelle(n) nennen keinen Betrag; er gilt als unbekannt{kept}: "
            + words
            + (" …." if reader.worded[5:] else ".")
        )
    if reader.soft:
        read = ", ".join(
            f"{word} als „{meant}“" if meant else word
            for word, meant in list(reader.soft.items())[:8]
        )
        found.notices.append(
            f"Nicht vorgesehene Wörter wurden so gelesen: {read}"
            f"{' …' if len(reader.soft) > 8 else ''}; die Wörter stehen in der Anmerkung."
        )
    if reader.overheads:
        found.notices.append(
            f"„{assignment.fields['overhead']}“ nennt Beträge; im Plan steht der Zuschlag in "
            "Prozent der Personalkosten, so ist er umgerechnet."
        )
    if reader.guessed:
        found.notices.append(
            "Wo keine Kostenart genannt ist, gilt „Sonstiges“, bei Stellenanteilen „Personal“."
        )
    return RecordRows(
        rows, found.rejected, found.notices, fields, dict(assignment.fields), found.fates
    )


def grades_of(db: Cursor) -> dict[str, str]:
    """Grades that have a rate, by their letters and digits alone: "e9a" -> "E9a"."""
    rows = db.rows("SELECT DISTINCT grade FROM personnel_rate WHERE grade IS NOT NULL")
    return {_bare_grade(str(row["grade"])): str(row["grade"]) for row in rows}


def _bare_grade(grade: str) -> str:
    bare = "".join(sign for sign in grade.casefold() if sign.isalnum())
    return bare.removeprefix("entgeltgruppe").replace("eg", "e", 1) if bare else bare


class _Lines:
    """Makes the lines of one row after the other; ``settled`` are fields it fills itself."""

    def __init__(
        self,
        table: Table,
        kind: ImportKind,
        assignment: Assignment,
        names: ObjectNames,
        grades: dict[str, str],
        columns: list[LineColumn],
        found: RecordRows,
    ) -> None:
        self.table, self.kind, self.names, self.grades = table, kind, names, grades
        self.columns, self.found = columns, found
        self.guessed = False
        self.overheads = 0
        # Whether the caller knows what the rows are about.
        self.owned = False
        self.errors: list[tuple[int, str]] = []
        self.worded: list[tuple[int, str]] = []
        given = assignment.fields
        self.owners = [f for f in ("object", *_OWNERS) if f in given]
        self.units = [f for f in _UNIT if f in given]
        self.choices = [
            spec for spec in kind.noun.specs() if spec.kind is Kind.CHOICE and spec.name in given
        ]
        self.texts = {
            name: table.texts(header)
            for name, header in given.items()
            if name in (*self.owners, *self.units, *(s.name for s in self.choices))
        }
        self.headers = given
        headers = [header for column in columns for header in column.headers]
        self.amounts = {header: amount_texts(table, header) for header in headers}
        self.notations = {header: notation_of(table, header) for header in headers}
        # "0.5" beside "0,25" fits no style of a column; cell by cell both are read.
        self.posts = {
            c.fte: read_cells(table, c.fte, kind.spec("fte"), kind) for c in columns if c.fte
        }
        self.counts = {c.count: table.texts(c.count) for c in columns if c.count}
        self.soft: dict[str, str] = {}
        self.settled = [kind.amount, "year"]
        if kind.name == "costs":
            self.settled += [*_OWNERS, *self.units, "basis", "cost_type"]
        if self.posts:
            self.settled.append("fte")
        self.settled += [name for column in columns for name, _ in column.nature]

    def lines(self, place: int, row: Row) -> Iterator[Row]:
        """The lines of the row at ``place``; what is wrong in it goes to the rejected ones."""
        for spec in self.choices:
            word = self.texts[spec.name][place]
            # Only Plan or Ist decides into which total an amount goes; other words are settled.
            if spec.name != "basis" or not word or is_unknown(word):
                continue
            if row.values.get(spec.name) is None:
                words = ", ".join(f"„{one}“" for one in spec.choices or ())
                self._reject(
                    row,
                    spec.name,
                    word,
                    f"„{word}“ ist für „{spec.label}“ nicht vorgesehen; möglich sind {words}.",
                )
        values = {n: v for n, v in row.values.items() if n != "note" or v is not None}
        self._settle_words(place, values)
        if grade := values.get("grade"):
            values["grade"] = self.grades.get(_bare_grade(str(grade)), grade)
        if self.kind.name == "costs":
            values |= {} if self.owned else self._owner(place, row)
            values |= self._unit(place, row)
            self._settle_type(values)
        for column in self.columns:
            line = self._line(place, row, values, column)
            if line is not None:
                yield line

    def _line(self, place: int, row: Row, values: dict[str, Any], column: LineColumn) -> Row | None:
        texts = {header: self.amounts[header][place] for header in column.headers}
        written = {header: text for header, text in texts.items() if text is not None}
        posts = self.posts[column.fte][place] if column.fte else NOTHING
        # Of several columns an empty one is no line; a single one says that the amount is unknown.
        spread = len(self.columns) > 1 or (column.year is not None and self.owned)
        staffed = values.get("fte") is not None and not any(
            amounts[place] for amounts in self.amounts.values()
        )
        silent = posts.value is None and not posts.kept
        if not written and silent and (spread and not staffed or column.fte):
            return None
        made, cells = dict(values), dict(row.cells)
        if self.owned and not column.fte:
            # The grade of a row is that of its posts, not of what the application costs.
            made.pop("grade", None)
        made[self.kind.amount] = None
        if column.headers:
            cells[self.kind.amount] = self.table.place(column.headers[0], row.number)
        if not self._take_amounts(made, row, written):
            return None
        if column.count and made[self.kind.amount] is not None:
            made[self.kind.amount] = self._times(place, row, column, made[self.kind.amount])
        self._overhead_as_share(made)
        if column.fte:
            made["fte"] = posts.value
            cells["fte"] = self.table.place(column.fte, row.number)
            if posts.kept:
                self._keep_words(made, row, column.fte, posts.kept, posts.value is None)
            if values.get("cost_type") in (None, str(CostType.OTHER)) and not silent:
                made["cost_type"] = str(CostType.PERSONNEL)
        if column.cost_type:
            made["cost_type"] = column.cost_type
        made |= column.nature
        if column.year is not None:
            made["year"] = column.year
        if self.kind.name == "costs":
            made["basis"] = column.basis or values.get("basis") or str(Basis.PLAN)
        return Row(row.number, made, cells)

    def _take_amounts(self, made: dict[str, Any], row: Row, written: dict[str, str]) -> bool:
        """Add up the amounts of a line; False where one of them cannot be read."""
        for header, text in written.items():
            try:
                read = self.notations[header].read(text)
            except Refused as refusal:
                if names_no_amount(text, header):
                    self._keep_words(made, row, header, text, True)
                    continue
                self.found.rejected.append(Rejected(row.number, header, text, str(refusal)))
                return False
            if read.cents is not None:
                made[self.kind.amount] = (made[self.kind.amount] or 0) + read.cents
            if read.error:
                self.errors.append((row.number, read.error))
            if read.estimate:
                self._note(made, f"Geschätzt: „{read.estimate}“")
        return True

    def _overhead_as_share(self, made: dict[str, Any]) -> None:
        """Gemeinkosten in euros ("14.000") as the per cent of the pay that the plan keeps."""
        euros, cents = made.get("overhead"), made.get(self.kind.amount)
        if euros is not None and euros > _MOST_OVERHEAD and cents:
            made["overhead"] = (euros * 10_000 / cents).quantize(Decimal("0.0001"))
            self.overheads += 1

    def _times(self, place: int, row: Row, column: LineColumn, cents: int) -> int | None:
        """The price of one times the pieces of the row; unknown where their number is."""
        text = self.counts[column.count][place]
        pieces = with_rest(text, count_written) if text else None
        if pieces is None:
            self.worded.append((row.number, f"{column.count}: {text or 'leer'}"))
            return None
        return cents * int(pieces.value)

    def _keep_words(
        self, made: dict[str, Any], row: Row, header: str, text: str, unknown: bool
    ) -> None:
        """ "siehe Anlage" instead of an amount: the line stays, its amount is unknown."""
        if unknown:
            self.worded.append((row.number, text))
        self._note(made, f"{header}: {text}")

    def _note(self, made: dict[str, Any], line: str) -> None:
        if "note" in self.kind.fields():
            own = made.get("note")
            made["note"] = (f"{own}\n" if own else "") + line

    def _settle_words(self, place: int, values: dict[str, Any]) -> None:
        """Words of a choice that is not provided: the nearest kind of cost, else as the noun says.

        The row stays and its note keeps the word; it also names the line, since two rows of words
        that mean "Sonstiges" would be the same otherwise.
        """
        for spec in self.choices:
            word = " ".join((self.texts[spec.name][place] or "").split())
            if not word or values.get(spec.name) is not None or is_unknown(word):
                continue
            if spec.name == "basis":
                continue
            # What the noun has by default stands for other words; only kinds of cost are guessed.
            meant = ""
            if spec.name == "cost_type":
                meant = near_cost_type(word) or str(CostType.OTHER)
                values["cost_type"] = meant
                if "title" not in self.headers:
                    values["title"] = word
                    self.settled += [] if "title" in self.settled else ["title"]
            self._note(values, f"{spec.label}: {word}")
            self.soft.setdefault(f"„{word}“ unter „{self.headers[spec.name]}“", meant)

    def _owner(self, place: int, row: Row) -> dict[str, str | None]:
        """What the row is about, by the first of its columns that says it."""
        for field in self.owners:
            name = self.texts[field][place]
            if not name or is_unknown(name):
                continue
            among = _OWNERS if field == "object" else {field: _OWNERS[field]}
            try:
                owner, object_id = self.names.find(among, name)
            except Refused as refusal:
                self._reject(row, field, name, str(refusal))
                return {}
            return {**dict.fromkeys(_OWNERS), owner: object_id}
        self._reject(
            row,
            self.owners[0] if self.owners else "",
            "",
            "Die Zeile sagt nicht, zu welcher Anwendung oder welchem Projekt die Kosten gehören.",
        )
        return {}

    def _unit(self, place: int, row: Row) -> dict[str, str | None]:
        for field in self.units:
            name = self.texts[field][place]
            if not name or is_unknown(name):
                return {field: None}
            try:
                return {field: self.names.find(_UNIT, name)[1]}
            except Refused as refusal:
                self._reject(row, field, name, str(refusal))
        return {}

    def _settle_type(self, values: dict[str, Any]) -> None:
        if values.get("cost_type") is None:
            staffed = (
                values.get("fte") is not None or values.get("grade") is not None or bool(self.posts)
            ) and not self.owned
            values["cost_type"] = str(CostType.PERSONNEL if staffed else CostType.OTHER)
            self.guessed = True

    def _reject(self, row: Row, field: str, value: str, reason: str) -> None:
        self.found.rejected.append(Rejected(row.number, self.headers.get(field, ""), value, reason))
