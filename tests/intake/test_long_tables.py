"""Tables so long that their repeated texts are read, cleaned and stored as numbers of texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

import strategy.intake.reading.text_table as text_table_module
import strategy.nouns  # noqa: F401
from strategy.intake import Table
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.parsing import parse_file
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.importing import apply_import, preview_import
from tests.fresh_plans import some_plan

MakeText = Callable[..., Path]
KINDS = ("Ergebnis", "Ansatz", "Finanzplanung")


def long_text(rows: int) -> str:
    """A title, a header, rows that repeat texts, a blank row, cells that fit nothing, a note."""
    lines = ["Haushalt der Stadt;;;;;", "Produkt;Kontengruppe;Jahr;Planart;Betrag;Stand"]
    for row in range(rows):
        area = "" if row % 50 == 7 else f" Bereich {row % 40} "
        year = "bald" if row in (300, 4_000) else str(2024 + row % 3)
        cents = "k. A." if row % 9 == 0 else f"{row % 70}.{row % 1000:03d},{row % 100:02d}"
        lines.append(f"{area};{row % 90:03d};{year};{KINDS[row % 3]};{cents};{row % 28 + 1}.1.2026")
        if row == 2_000:
            lines.append(";;;;;")
    return "\n".join([*lines, "* vorläufig;;;;;"]) + "\n"


def parsed(path: Path, work: Path) -> Table:
    return parse_file(path, path.name, work, Limits(), Mapping(), {})


@pytest.mark.parametrize("rows", [6_000, 20_000])
def test_coded_reading_equals_reading_every_text(
    text_file: MakeText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    path = text_file(long_text(rows))
    coded = parsed(path, tmp_path)
    monkeypatch.setattr(text_table_module, "MANY", rows**2)
    plain = parsed(path, tmp_path)
    assert coded.detected.as_json() == plain.detected.as_json()
    assert coded.data.to_pydict() == plain.data.to_pydict()
    assert [c.role for c in coded.detected.columns] == [
        "code",
        "code",
        "number",
        "text",
        "amount",
        "date",
    ]
    assert [(cell.row, cell.value) for cell in coded.detected.bad] == [
        (303, "bald"),
        (4_004, "bald"),
    ]
    assert coded.detected.columns[0].unknown == sum(row % 50 == 7 for row in range(rows))


def test_no_header_and_no_note_is_among_the_texts_of_a_column(
    text_file: MakeText, tmp_path: Path
) -> None:
    table = parsed(text_file(long_text(6_000)), tmp_path)
    for place in (0, 1, 3):
        column = table.data.column(place)
        assert pa.types.is_dictionary(column.type)
        texts = column.chunk(0).dictionary.to_pylist()
        assert sorted(texts) == sorted(set(column.to_pylist()))


def test_every_row_of_a_long_budget_reaches_the_plan_as_it_is_in_the_file(
    text_file: MakeText,
) -> None:
    """More rows than a batch takes, lines in runs and far apart, headings and a row left out."""
    wanted, written = [], ["Produkt;Bezeichnung;Konto;Jahr;Planart;Betrag;Fonds"]
    for row in range(40_000):
        line = row // 3 if row < 30_000 else row % 5_000
        year = 2020 + row % 3 if row < 30_000 else 2030 + row // 5_000
        cents = "" if row % 1_000 == 5 else f"{row},{row % 100:02d}"
        fund = f"F{line % 7}" if line % 11 else ""
        written.append(f"P{line % 900};Zeile {line};{line:06d};{year};Ansatz;{cents};{fund}")
        if cents and row != 70:
            wanted.append(
                {
                    "product": f"P{line % 900}",
                    "title": f"Zeile {line}",
                    "account": f"{line:06d}",
                    "year": year,
                    "amount_cents": row * 100 + row % 100,
                    "details": f"Fonds: {fund}" if fund else None,
                    "source_row": row + 2,
                }
            )
    store = some_plan()
    preview = preview_import(store, "budget", text_file("\n".join(written) + "\n"))
    assert preview.added == len(wanted) + 1
    apply_import(store, preview, "Kim", leave_out=[72])
    with store.read() as db:
        found = db.rows(f"SELECT {', '.join(wanted[0])} FROM budget_line ORDER BY source_row")
        ids = db.rows("SELECT id FROM budget_line ORDER BY source_row")
    assert found == wanted
    assert [row["id"] for row in ids] == [f"HH-{n:07d}" for n in range(1, len(wanted) + 1)]
