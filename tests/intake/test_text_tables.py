"""Text tables: encoding, delimiter, ragged rows, and where the table lies in the file."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.intake import AmbiguousDates, Detected, WrongMapping, read_table
from strategy.intake.errors import NotATable
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.encoding import find_encoding
from strategy.intake.reading.grid import Cell
from strategy.intake.reading.text_table import _read_ragged, read_text_table
from strategy.intake.recognising.header_rows import find_header

MakeText = Callable[..., Path]
ROWS = "Amt;Straße;Betrag\nHauptamt;Königsstraße;1,50\nTiefbauamt;Übergang;2,00\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 mit BOM"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("cp850", "DOS 850"),
    ],
)
def test_encodings(text_file: MakeText, encoding: str, name: str) -> None:
    table = read_table(text_file(ROWS, encoding=encoding))
    assert table.detected.encoding == name
    assert table.headers == ["Amt", "Straße", "Betrag"]
    assert table.texts("Straße") == ["Königsstraße", "Übergang"]


def test_two_encodings_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gemischt.csv"
    path.write_bytes("Amt;Ort\nä;ö\nü;ß\n".encode() + "Ä;Ü\n".encode("cp1252"))
    with pytest.raises(NotATable, match="Zeile 4"):
        read_table(path)


def test_wrong_encoding_given_is_a_sentence(text_file: MakeText) -> None:
    with pytest.raises(NotATable):
        read_table(text_file(ROWS, encoding="cp1252"), mapping={"encoding": "utf-16"})
    with pytest.raises(WrongMapping):
        read_table(text_file(ROWS), mapping={"encoding": "klingonisch"})


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(text_file: MakeText, delimiter: str) -> None:
    table = read_table(text_file(ROWS.replace(",", ".").replace(";", delimiter)))
    assert table.headers == ["Amt", "Straße", "Betrag"]
    assert table.values("Betrag") == [150, 200]


def test_excels_own_first_line(text_file: MakeText) -> None:
    table = read_table(text_file("sep=|\n" + ROWS.replace(";", "|")))
    assert table.headers == ["Amt", "Straße", "Betrag"]
    assert table.rows == [3, 4]


def test_decimal_commas_are_not_delimiters(text_file: MakeText) -> None:
    table = read_table(text_file("A;B\n1,5;2,5\n3,5;4,5\n"))
    assert table.detected.delimiter == "Semikolon"


def test_line_breaks_and_delimiters_in_quotes(text_file: MakeText) -> None:
    table = read_table(text_file('Titel;Text\nA;"eins; zwei\ndrei ""vier"""\nB;x\n'))
    assert table.texts("Text") == ['eins; zwei\ndrei "vier"', "x"]
    assert table.rows == [2, 3]


def test_lines_above_and_notes_below(text_file: MakeText) -> None:
    table = read_table(
        text_file(
            "Haushalt der Stadt\n\nKonto;Ansatz 2024;Ansatz 2025\nA;1,5;2\n\nB;2,5;3\n\n"
            "Quelle: Kämmerei\nStand: 03.04.2026\n"
        )
    )
    assert table.rows == [4, 6]
    assert table.detected.header_rows == [3]
    assert [row.row for row in table.detected.skipped] == [1, 8, 9]
    assert table.detected.range == "A3:C6"


def test_a_last_row_with_one_cell_is_data_unless_it_looks_like_a_note(text_file: MakeText) -> None:
    table = read_table(text_file("Name;Zweck;Amt\nA;b;c\nD;e;f\nG;;\n"))
    assert table.texts("Name") == ["A", "D", "G"]


# Words that mean something over a column of money, and are names in a list of ideas or projects.
TELLING = ["Mehr Bänke", "Weniger Autos", "Plan", "Ergebnis", "Ansatz", "Budget", "Erträge", "Ist"]
TELLING += [
    "Kosten",
    "Steigerung Tourismus",
    "Änderung der Satzung",
    "Veränderung",
    "Soll/Ist",
    "VE",
]


@given(
    st.sampled_from([["Idee", "Gruppe"], ["Projekt", "Amt", "Stand"], ["Leistung", "Art"]]),
    st.lists(st.lists(st.sampled_from([*TELLING, "Vereine"]), min_size=3, max_size=3), min_size=1),
)
@settings(max_examples=80, deadline=None)
def test_an_entry_of_words_never_disappears_into_the_header(
    names: list[str], rows: list[list[str]]
) -> None:
    head: list[list[Cell]] = [list(names), *(list(row[: len(names)]) for row in rows)]
    counts = np.array([len(names)] * len(head))
    assert find_header(head, counts, len(names), set())[:2] == ([0], 1)


def test_two_header_rows(text_file: MakeText) -> None:
    table = read_table(
        text_file(";;Ergebnis;Ansatz;;\nKonto;Text;2023;2024;2025;2026\nA;b;1,5;2;3;4\n")
    )
    assert table.headers == [
        "Konto",
        "Text",
        "Ergebnis 2023",
        "Ansatz 2024",
        "Ansatz 2025",
        "Ansatz 2026",
    ]
    assert [c.plan_type for c in table.detected.year_columns] == [
        "Ergebnis",
        "Ansatz",
        "Ansatz",
        "Ansatz",
    ]


@pytest.mark.parametrize(
    ("header", "year", "plan_type"),
    [
        ("Ergebnis 2010", 2010, "Ergebnis"),
        ("vorl. Ergebnis 2023", 2023, "Ergebnis"),
        ("Plan 2011", 2011, "Plan"),
        ("Ansatz des Jahres 2024 in TEUR", 2024, "Ansatz"),
        ("2024 Haushaltsansatz (EUR)", 2024, "Ansatz"),
        ("Ist 2023", 2023, "Ist"),
        ("Finanzplanung 2027", 2027, "Finanzplanung"),
        ("fortgeschriebener Ansatz 2023", 2023, "fortgeschriebener Ansatz"),
        ("2025", 2025, None),
    ],
)
def test_year_columns(text_file: MakeText, header: str, year: int, plan_type: str | None) -> None:
    table = read_table(text_file(f"Konto;Text;{header}\nA;b;1,50\n"))
    found = table.found(header)
    assert (found.year, found.plan_type, found.role) == (year, plan_type, "amount")


def test_other_headers_with_a_year_are_no_year_columns(text_file: MakeText) -> None:
    table = read_table(text_file("Konto;Einwohner 2024;Lizenz 2024\nA;5;b\n"))
    assert table.detected.year_columns == []


def test_plan_types_are_those_of_the_budget_line() -> None:
    from strategy.intake.recognising.money_heading import PLAN_TYPES
    from strategy.nouns.budget_line import PlanType

    assert set(PLAN_TYPES) == {str(kind) for kind in PlanType}


def test_subtotals_are_flagged_only_in_tables_of_money(text_file: MakeText) -> None:
    money = "Zeile;Ansatz 2024\n01 - Steuern;1\n02 - Gebühren;2\n10 = Erträge;3\nSumme;3\n"
    money += "./. Abzug;1\nGesamtschule Nord;4\n13 - Summe investive Auszahlungen;5\n"
    table = read_table(text_file(money))
    assert table.subtotals == [False, False, True, True, True, False, True]
    assert table.values("Ansatz 2024") == [100, 200, 300, 300, 100, 400, 500]
    other = read_table(text_file("Projekt;Amt\nSumme der Teile;10\nGesamt;11\n"))
    assert not any(other.subtotals)


def test_mapping_overrides_what_detection_would_find(text_file: MakeText) -> None:
    path = text_file("Titel;;\nKonto;X;Y\n1;5,5;6,5\n2;7,5;8,5\nSumme;13;15\n")
    table = read_table(
        path,
        mapping={
            "header_row": 2,
            "roles": {"Konto": "text"},
            "year_columns": {"X": [2024, "Ansatz"]},
            "unit": {"Y": "TEUR"},
            "skip_rows": [4],
            "subtotals": [5],
        },
    )
    assert table.rows == [3, 5]
    assert table.found("X").year == 2024 and table.found("X").plan_type == "Ansatz"
    assert table.values("X") == [550, 1300]
    assert table.subtotals == [False, True]
    assert read_table(path, mapping={"header_row": 0}).headers[0] == "Spalte A"


def test_mapping_errors_are_sentences(text_file: MakeText) -> None:
    path = text_file(ROWS)
    for mapping in (
        '{"columns": ',
        {"spalten": {}},
        {"numbers": {"Betrag": "vielleicht"}},
        {"numbers": {"Fehlt": "decimal"}},
        {"header_row": "drei"},
        {"year_columns": {"Betrag": [2024, "Wunsch"]}},
        {"unit": {"Betrag": "Taler"}},
        {"skip_rows": 4},
        [],
    ):
        with pytest.raises(WrongMapping) as caught:
            read_table(path, mapping=mapping)  # type: ignore[arg-type]
        assert str(caught.value).endswith(".")


def test_what_was_found_survives_json(text_file: MakeText) -> None:
    detected = read_table(text_file(ROWS)).detected
    plain = detected.as_json()
    assert Detected.from_json(plain) == detected


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["03.04.2026", "3.4.26", "-"], ["2026-04-03", "2026-04-03", None]),
        (["2026-04-03", "2026-12-31"], ["2026-04-03", "2026-12-31"]),
        (["5. Mai 2026", "1. März 2027"], ["2026-05-05", "2027-03-01"]),
        (["March 31, 2017", "June 9, 2016"], ["2017-03-31", "2016-06-09"]),
        (["31/3/2017", "01/02/2017"], ["2017-03-31", "2017-02-01"]),
        (["3/31/2017", "01/02/2017"], ["2017-03-31", "2017-01-02"]),
    ],
)
def test_dates(text_file: MakeText, cells: list[str], days: list[str | None]) -> None:
    rows = "".join(f'A{i}|"{cell}"\n' for i, cell in enumerate(cells))
    values = read_table(text_file(f"Projekt|Ende\n{rows}")).values("Ende")
    expected = [datetime.date.fromisoformat(day) if day else None for day in days]
    assert values == expected


def test_day_and_month_that_could_be_swapped_are_a_question(text_file: MakeText) -> None:
    path = text_file("Projekt;Ende\nA;03/04/2026\nB;05/06/2026\n")
    with pytest.raises(AmbiguousDates) as caught:
        read_table(path)
    assert caught.value.key == "dates"
    table = read_table(path, mapping={"dates": {"Ende": "d/m/y"}})
    assert table.values("Ende")[0] == datetime.date(2026, 4, 3)


CELL = st.text('ab1,.;"\n\r ä-', max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(2, 4).flatmap(
        lambda w: st.lists(st.lists(CELL, min_size=w, max_size=w), min_size=1, max_size=12)
    )
)
def test_columnar_reading_equals_reading_row_by_row(tmp_path: Path, rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path / "zufall.csv"
    path.write_bytes(buffer.getvalue().encode())
    grid, _ = read_text_table(path, tmp_path, Limits(), find_encoding(path).codec, ";")
    slow = _read_ragged(path, ";")
    assert grid.rows(0, len(grid)) == slow.rows(0, len(slow)) == rows
