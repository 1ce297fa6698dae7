"""Find the sheets, columns and rows of the form in a returned workbook, wherever they now stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from strategy.intake.reading.grid import Cell, is_blank, text_of
from strategy.intake.recognising.headers import same_header
from strategy.kernel.errors import Refused
from strategy.survey.cover import COVER_KEY, FILLED_ON, FORMAT, REMARK, SENDER
from strategy.survey.findings import RowProblem
from strategy.survey.form import (
    BY_KEY,
    COVER,
    EXAMPLE,
    ID_KEY,
    IDENTITY,
    SHEETS,
    STATE_KEY,
    FormSheet,
)
from strategy.survey.raw_book import RawBook, RawSheet

# Headers further down are data that happens to look like one.
_LOOKED_AT = 60


@dataclass
class LocatedTable:
    """One sheet of the form as found: field → position of its column, rows below the header."""

    form: FormSheet
    sheet: RawSheet
    columns: dict[str, int]
    id_column: int | None
    state_column: int | None
    rows: list[tuple[int, tuple[Cell, ...]]] = field(default_factory=list)

    def cell(self, row: tuple[Cell, ...], name: str) -> Cell:
        """The cell of a field in a row."""
        return row[self.columns[name]]

    def address(self, number: int, name: str) -> str:
        """ "H9" of a field in the row with this number; empty where the column is gone."""
        place = self.columns.get(name)
        return "" if place is None else self.sheet.address(number, place)


@dataclass
class Located:
    """All tables of a workbook, by sheet key, and what there is to say about its shape."""

    tables: dict[str, LocatedTable] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def identity_of(book: RawBook) -> dict[str, str]:
    """What the hidden sheet says; raises Refused where the file is none of our workbooks."""
    for sheet in book.sheets:
        told = {
            text_of(row[0]).strip(): text_of(row[1]).strip()
            for row in sheet.rows
            if len(row) > 1 and not is_blank(row[0])
        }
        if told.get("format", "").startswith(FORMAT.split()[0]):
            if told["format"] != FORMAT:
                raise Refused(
                    f"„{book.file_name}“ stammt aus einer anderen Ausgabe der Werkbank "
                    f"({told['format']}); geben Sie den Bogen neu aus."
                )
            return told
    raise Refused(
        f"„{book.file_name}“ ist kein Erhebungsbogen dieser Werkbank, oder das ausgeblendete Blatt "
        f"„{IDENTITY}“ fehlt; bitte lassen Sie sich den ausgefüllten Bogen selbst senden."
    )


def cover_answers(book: RawBook) -> dict[str, str]:
    """What the Amt wrote on the cover: who filled it in, when, remarks."""
    answers: dict[str, str] = {}
    labels = {
        "ausgefüllt von (funktion, kein name)": SENDER,
        "ausgefüllt am": FILLED_ON,
        "anmerkungen": REMARK,
    }
    for sheet in book.sheets:
        keyed = any(
            text_of(cell).startswith(f"{COVER_KEY}.") for row in sheet.rows for cell in row[:3]
        )
        if not keyed and sheet.name != COVER:
            continue
        for row in sheet.rows:
            words = [text_of(cell).strip() for cell in row]
            for index, word in enumerate(words):
                name = word.removeprefix(f"{COVER_KEY}.") if word.startswith(COVER_KEY) else ""
                name = name or labels.get(word.casefold(), "")
                behind = [w for w in words[index + 1 :] if w and w.casefold() not in labels]
                if name and behind:
                    answers.setdefault(name, behind[0])
    return answers


def locate(book: RawBook) -> Located:
    """Every table of the form that the workbook holds."""
    found = Located()
    for sheet in book.sheets:
        table = _by_keys(sheet, found) or _by_headers(sheet)
        if table is None:
            continue
        twin = found.tables.get(table.form.key)
        if twin is None:
            found.tables[table.form.key] = table
        elif table.rows:
            found.problems.append(
                RowProblem(
                    sheet.name,
                    table.rows[0][0],
                    "",
                    "",
                    "",
                    f"Das Blatt „{table.form.title}“ kommt zweimal vor (auch als "
                    f"„{twin.sheet.name}“); gelesen wird nur „{twin.sheet.name}“, löschen Sie das "
                    "andere.",
                )
            )
    for form in SHEETS:
        here = found.tables.get(form.key)
        if here is None:
            found.notices.append(
                f"Das Blatt „{form.title}“ fehlt; was im Plan steht, bleibt unverändert."
            )
            continue
        gone = [form.header(name) for name in form.specs if name not in here.columns]
        if gone:
            found.notices.append(
                f"Auf dem Blatt „{here.sheet.name}“ fehlt: {', '.join(gone)}; diese Angaben "
                "bleiben unverändert."
            )
        _tell_own_columns(here, found)
    return found


def _by_keys(sheet: RawSheet, found: Located) -> LocatedTable | None:
    """By the hidden row of keys, which moves along when columns are inserted or moved."""
    for index, row in enumerate(sheet.rows[:_LOOKED_AT]):
        keys = [text_of(cell).strip().partition(".") for cell in row]
        ours = [key for key, dot, _ in keys if dot and key in BY_KEY]
        # Fewer than three could be words of a data row that happen to hold a dot.
        if len(ours) < 3:
            continue
        # By majority: somebody may have copied a column over from another sheet.
        form = BY_KEY[max(set(ours), key=ours.count)]
        columns: dict[str, int] = {}
        special: dict[str, int] = {}
        for position, (key, _, name) in enumerate(keys):
            if key != form.key:
                continue
            into = special if name in (ID_KEY, STATE_KEY) else columns
            if name in into:
                number = sheet.numbers[index]
                found.problems.append(
                    RowProblem(
                        sheet.name,
                        number,
                        sheet.address(number, position),
                        form.header(name) if name in form.specs else "",
                        "",
                        "Diese Spalte kommt zweimal vor; gelesen wird die erste, löschen Sie die "
                        "andere.",
                    )
                )
            elif name in form.specs or into is special:
                into[name] = position
        return _table(sheet, form, columns, special.get(ID_KEY), special.get(STATE_KEY), index)
    return None


def _by_headers(sheet: RawSheet) -> LocatedTable | None:
    """By the words above the columns, where the row of keys was lost."""
    best: tuple[int, FormSheet, dict[str, int], int] | None = None
    for place, row in enumerate(sheet.rows[:_LOOKED_AT]):
        words = {
            same_header(text_of(cell)): position
            for position, cell in enumerate(row)
            if not is_blank(cell)
        }
        for form in SHEETS:
            columns = {
                name: words[same_header(form.header(name))]
                for name in form.specs
                if same_header(form.header(name)) in words
            }
            enough = len(columns) >= max(3, len(form.specs) // 2)
            if enough and (best is None or len(columns) > best[0]):
                best = (len(columns), form, columns, place)
    if best is None:
        return None
    _, form, columns, place = best
    heads = [text_of(cell).strip().casefold() for cell in sheet.rows[place]]
    key = next((n for n, word in enumerate(heads) if word.startswith("kennung")), None)
    state = next((n for n, word in enumerate(heads) if word.startswith("zustand")), None)
    return _table(sheet, form, columns, key, state, place)


def _table(
    sheet: RawSheet,
    form: FormSheet,
    columns: dict[str, int],
    id_column: int | None,
    state_column: int | None,
    keys_at: int,
) -> LocatedTable:
    table = LocatedTable(form, sheet, columns, id_column, state_column)
    start = _header_place(table, keys_at)
    for number, row in zip(sheet.numbers[start + 1 :], sheet.rows[start + 1 :], strict=True):
        state = text_of(row[state_column]).strip() if state_column is not None else ""
        # The example is known by its hidden state and not by its place, because rows are sorted.
        if state != EXAMPLE:
            table.rows.append((number, row))
    return table


def _header_place(table: LocatedTable, keys_at: int) -> int:
    """The position of the header row: the first at or below the keys that says most headers."""
    wanted = {place: same_header(table.form.header(name)) for name, place in table.columns.items()}
    for place in range(keys_at, min(keys_at + _LOOKED_AT, len(table.sheet.rows))):
        row = table.sheet.rows[place]
        hits = sum(same_header(text_of(row[column])) == word for column, word in wanted.items())
        if hits * 2 > len(wanted):
            return place
    return keys_at


def _tell_own_columns(table: LocatedTable, found: Located) -> None:
    """Columns the Amt added are not taken; that is said where something stands in them."""
    ours = {*table.columns.values(), table.id_column, table.state_column}
    own = [
        letter
        for index, letter in enumerate(table.sheet.letters)
        if index not in ours and _filled(table.rows, index)
    ]
    if own:
        found.notices.append(
            f"Auf dem Blatt „{table.sheet.name}“ stehen Angaben in eigenen Spalten "
            f"({', '.join(own[:8])}); sie werden nicht übernommen."
        )


def _filled(rows: Sequence[tuple[int, tuple[Cell, ...]]], place: int) -> bool:
    return any(not is_blank(row[place]) for _, row in rows)
