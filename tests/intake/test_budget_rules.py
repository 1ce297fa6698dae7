"""Rules of budgets: headings, kinds of line, sums, identity; many small files in one plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from strategy.intake.comparing.fates import Fate
from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import Ambiguous
from strategy.intake.recognising.money_heading import read_heading, year_header
from strategy.intake.recognising.spoilt_codes import are_spoilt
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.records import insert
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.written_amount import written_amount
from strategy.nouns.municipality import AccountPlan, Municipality
from tests.fresh_plans import some_plan

MakeText = Callable[..., Path]
Sums = dict[tuple[int, str | None], int]


@pytest.fixture(scope="module")
def store() -> Store:
    """One plan for all files: each is a source of its own, and every import is undone."""
    store = some_plan()
    with store.write("Test", "Kommune angelegt") as tx:
        insert(tx, [Municipality(title="Beispielhausen")])
    return store


def look(store: Store, make: MakeText, text: str, **mapping: Any) -> Preview:
    return preview_import(store, "budget", make(text), mapping=mapping or None)


def booked(store: Store, preview: Preview) -> Sums:
    """Cents per year and kind that an import books beside sums; the import is undone."""
    apply_import(store, preview, "Test")
    with store.read() as db:
        rows = db.rows(
            "SELECT year, line_kind, sum(amount_cents)::BIGINT AS cents FROM budget_line "
            "WHERE NOT is_subtotal GROUP BY ALL"
        )
    undo(store, "Test")
    return {(row["year"], row["line_kind"]): row["cents"] for row in rows}


@pytest.mark.parametrize(
    ("heading", "year", "plan_type"),
    [
        ("Ergebnis 2024 2)", 2024, "Ergebnis"),
        ("Ansatz 2025 ¹)", 2025, "Ansatz"),
        ("Ansatz 2026*", 2026, "Ansatz"),
        ("Ansatz 2025 (inkl. NT)", 2025, "fortgeschriebener Ansatz"),
        ("Entwurf 2026", 2026, "Ansatz"),
        ("HPL 27", 2027, "Plan"),
        ("HHP 2026", 2026, "Plan"),
        ("Ansatz '26 in T€", 2026, "Ansatz"),
        ("E 2023", 2023, "Ergebnis"),
        ("RE 24", 2024, "Ergebnis"),
        ("A25", 2025, "Ansatz"),
        ("Fipl. 2028", 2028, "Finanzplanung"),
        ("Finanzplanungsjahr 2029", 2029, "Finanzplanung"),
        ("vorl. Ergebnis 2024", 2024, "Ergebnis"),
        ("Haushaltsjahr 2026", 2026, None),
    ],
)
def test_headings_of_one_year(heading: str, year: int, plan_type: str | None) -> None:
    found = year_header(heading)
    assert found is not None and (found.year, found.plan_type) == (year, plan_type)


@pytest.mark.parametrize(
    ("heading", "purpose", "kind"),
    [
        ("VE 2026", "commitment", None),
        ("Verpflichtungsermächtigungen zu Lasten 2027", "commitment", None),
        ("mehr/weniger 2026 ggü. 2025", "difference", None),
        ("Veränderung", "difference", None),
        ("Abw. in %", "difference", None),
        ("Saldo 2026", "balance", None),
        ("Zuschuss/Überschuss", "balance", None),
        ("Erträge 2026", "amount", "Ertrag"),
        ("Ansatz 2026 Auszahlungen", "amount", "Auszahlung"),
        ("Personalaufwendungen", "amount", "Aufwand"),
    ],
)
def test_headings_that_are_no_year(heading: str, purpose: str, kind: str | None) -> None:
    found = read_heading(heading)
    assert (found.purpose, found.line_kind) == (purpose, kind)
    assert year_header(heading) is None


def test_two_years_in_one_heading_are_two() -> None:
    assert read_heading("Ansatz 2025/2026").years == (2025, 2026)
    assert read_heading("Plan 2026/27").years == (2026, 2027)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("28,5 T€", 28_500_00),
        ("18,4 TEUR", 18_400_00),
        ("10 Tsd. €", 10_000_00),
        ("1,2 Mio. €", 1_200_000_00),
        ("4.72 Mio. €", 4_720_000_00),
        ("2,5 Mrd. EUR", 2_500_000_000_00),
        ("12.500,-", 12_500_00),
        ("4.72E7", 47_200_000_00),
        ("ca. 5.000", 5_000_00),
        ("1.000,00 ¹", 1_000_00),
        ("2.000,00*", 2_000_00),
        ("4.000,00 1)", 4_000_00),
        ("310.964,69-", -310_964_69),
        ("(1.234,00)", -1_234_00),
        ("100 €/Monat", 1_200_00),
        ("300 € pro Quartal", 1_200_00),
        ("k. A.", None),
        ("#WERT!", None),
    ],
)
def test_amounts_as_people_write_them(text: str, cents: int | None) -> None:
    assert written_amount(text).cents == cents


@pytest.mark.parametrize("text", ["siehe Anlage", "12.500,00 S", "5 - 7", "12 %", "1,2,3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        written_amount(text)


def test_a_period_and_a_unit_of_the_column_give_way_to_those_of_the_cell() -> None:
    assert written_amount("5", 1_000, times=12).cents == 60_000_00
    assert written_amount("5 €", 1_000).cents == 5_00
    assert written_amount("60 € p. a.", times=12).cents == 60_00


CASES: dict[str, tuple[str, dict[str, Any], Sums]] = {
    "direction against the words of the account": (
        "Produkt;Konto;Jahr;Budgetrichtung;Ansatz\nSport;Zuwendungen;2026;Aufwand;50000\n"
        "Steuern;Grundsteuer B;2026;Ertrag;200000\nVerw;Vergütung;2026;Aufwand;180000\n",
        {},
        {(2026, "Aufwand"): 230_000_00, (2026, "Ertrag"): 200_000_00},
    ),
    "year and plan type in cells of any heading": (
        "Date;Account;Amount;sollist\n2023-01-01;Personalaufwand;1000.50;Soll\n"
        "2024-01-01;Personalaufwand;1100.00;Soll\n",
        {},
        {(2023, "Aufwand"): 1_000_50, (2024, "Aufwand"): 1_100_00},
    ),
    "cash in two columns, the balance left out": (
        "HHJ;Produkt;Bezeichnung;Einzahlungen;Auszahlungen;Saldo\n2026;1;Rat;1.000,00;5.000,00;"
        "-4.000,00\n2026;2;Presse;10,00;80,00;-70,00\n",
        {"plan_type": "Ansatz"},
        {(2026, "Einzahlung"): 1_010_00, (2026, "Auszahlung"): 5_080_00},
    ),
    "a Querschnitt has a column for every kind of expense": (
        "Bereich;Bezeichnung;Personalaufwendungen;Sachaufwendungen;Summe Aufwendungen;Erträge\n"
        "11;Innere Verwaltung;100,00;50,00;150,00;40,00\n12;Sicherheit;200,00;60,00;260,00;30,00\n",
        {"year": 2026, "plan_type": "Ansatz"},
        {(2026, "Aufwand"): 410_00, (2026, "Ertrag"): 70_00},
    ),
    "the letters E and A": (
        "Jahr;Typ;Produkt;Bezeichnung;Betrag\n2026;E;11;Rat;100,00\n2026;A;11;Rat;500,00\n",
        {"plan_type": "Ansatz"},
        {(2026, "Ertrag"): 100_00, (2026, "Aufwand"): 500_00},
    ),
    "accounts in thousands by the Kontenrahmen": (
        "Kontonummer;Kontobezeichnung;HH_Jahr;HH-Art;Betrag in T€\n4011000;Grundsteuer;2026;Ansatz;"
        "12,5\n5011000;Bezüge;2026;Ansatz;100\n",
        {},
        {(2026, "Ertrag"): 12_500_00, (2026, "Aufwand"): 100_000_00},
    ),
    "places of the Kameralistik": (
        "HHSt;Bezeichnung;Ansatz 2026\n0.0200.1300;Verkauf;10,00\n0.0200.6500;Büro;100,00\n",
        {},
        {(2026, "Einzahlung"): 10_00, (2026, "Auszahlung"): 100_00},
    ),
    "totals of every Teilhaushalt and of all": (
        "TH;Bezeichnung;Ansatz 2026\n1;Personalaufwendungen;100,00\n1;Sachaufwendungen;50,00\n"
        "1;Teilhaushalt 1 gesamt;150,00\n2;Personalaufwendungen;10,00\n2;Sachaufwendungen;5,00\n"
        "2;Teilhaushalt 2 gesamt;15,00\n;Gesamtaufwand;165,00\n",
        {},
        {(2026, "Aufwand"): 165_00},
    ),
    "what a result leaves over is no total on top": (
        "Produkt;Bezeichnung;Ansatz 2026\n1;Erträge;7.800,00\n1;Personalaufwendungen;2.000,00\n"
        "1;Sachaufwendungen;9.000,00\n1;Abschreibungen;1.000,00\n"
        "1;Ordentliches Ergebnis;-4.200,00\n",
        {},
        {(2026, "Ertrag"): 7_800_00, (2026, "Aufwand"): 12_000_00},
    ),
    "10, 20, 30 is a list and no sum": (
        "Konto;Bezeichnung;Ansatz 2026\n5201;Aufwand 1;10\n5202;Aufwand 2;20\n5203;Aufwand 3;30\n",
        {},
        {(2026, "Aufwand"): 60_00},
    ),
    "two equal grants are two": (
        "Produkt;Bezeichnung;Ansatz 2026\n1;Zuschuss Sportverein A;5.000,00\n"
        "1;Zuschuss Sportverein B;5.000,00\n",
        {},
        {(2026, None): 10_000_00},
    ),
    "equal postings are added up": (
        "Jahr;Produkt;Bezeichnung;Betrag\n2026;1;Sachaufwand;100,00\n2026;1;Sachaufwand;500,00\n",
        {"plan_type": "Ist", "equal_rows": "add"},
        {(2026, "Aufwand"): 600_00},
    ),
    "the year stands above the table": (
        "Haushaltsplan 2026;;\nProdukt;Bezeichnung;Ansatz\n11;Sachaufwand;100,00\n12;Zinsaufwand;"
        "50,00\n",
        {},
        {(2026, "Aufwand"): 150_00},
    ),
    "unreadable amounts are unknown where it is said so": (
        "Produkt;Bezeichnung;Ansatz 2026\n1;Sachaufwand;100,00\n2;Zinsaufwand;12,500,3 zzgl. USt\n",
        {"unread_amounts": "unknown"},
        {(2026, "Aufwand"): 100_00},
    ),
    "a column gets its year, plan type and kind": (
        "Produkt;Bezeichnung;Ansatz 2025;Eckwerte 2026\n1;Rat;1,00;2,00\n2;Amt;3,00;4,00\n",
        {"year_columns": {"Eckwerte 2026": [2026, "Plan", "Aufwand"]}},
        {(2025, None): 4_00, (2026, "Aufwand"): 6_00},
    ),
    "sums stand in the column of the products": (
        "Produkt;Bezeichnung;Ansatz 2026\n1;Aufwand A;100,00\n1;Aufwand B;200,00\n"
        "Zwischensumme 1;;300,00\n2;Aufwand C;50,00\nEndsumme;;350,00\n",
        {},
        {(2026, "Aufwand"): 350_00},
    ),
    "rows are sums as said by hand": (
        "Produkt;Bezeichnung;Ansatz 2026\n1;Rat;1,00\n2;Amt;3,00\n3;Alles;4,50\n",
        {"subtotals": [4]},
        {(2026, None): 4_00},
    ),
    "only a part of the sheet": (
        "x;;;\n;Produkt;Bezeichnung;Ansatz 2026\n;1;Rat;1,00\n;2;Amt;3,00\n;9;Rest;7,00\n",
        {"range": "B2:D4"},
        {(2026, None): 4_00},
    ),
    "a table on its side": (
        "Produkt;1;2\nBezeichnung;Sachaufwand;Zinsaufwand\nAnsatz 2026;1,00;3,00\n",
        {"sideways": True},
        {(2026, "Aufwand"): 4_00},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_budget_is_booked_as_it_is_meant(name: str, store: Store, text_file: MakeText) -> None:
    text, mapping, wanted = CASES[name]
    assert booked(store, look(store, text_file, text, **mapping)) == wanted


def test_words_instead_of_an_amount_are_kept_and_only_a_doubtful_cell_is_asked(
    store: Store, text_file: MakeText
) -> None:
    text = (
        "Produkt;Posten;Ansatz 2026\n1;Aufwand 1;100,00\n2;Aufwand 2;siehe Anlage 3\n"
        "3;Aufwand 3;wird nachgereicht\n4;Aufwand 4;k. A.\n5;Aufwand 5;-\n6;Aufwand 6;#WERT!\n"
        "7;Aufwand 7;siehe 12.500\n8;Aufwand 8;fünftausend\n9;Überschrift;\n"
        + "".join(f"{number};Aufwand {number};{number},00\n" for number in range(20, 30))
    )
    preview = look(store, text_file, text)
    assert [cell.row for cell in preview.rejected] == [8, 9]
    assert any("siehe Anlage 3" in notice for notice in preview.detected.notices)
    apply_import(store, preview, "Test", leave_out={8, 9})
    with store.read() as db:
        lines = db.rows(
            "SELECT product, amount_cents, details FROM budget_line WHERE product < '2' OR product "
            "NOT LIKE '2_' ORDER BY product"
        )
    undo(store, "Test")
    assert {line["product"]: line["amount_cents"] for line in lines} == {
        "1": 100_00,
        "2": None,
        "3": None,
        "4": None,
        "6": None,
    }
    assert lines[1]["details"] == "Ansatz 2026: siehe Anlage 3"


QUESTIONS = {
    "two years in one heading": (
        "Produkt;Bezeichnung;Ansatz 2025/2026\n1;Rat;1,00\n",
        "year_columns",
        "2025/2026",
    ),
    "a word nobody knows over a year": (
        "Produkt;Bezeichnung;Ansatz 2025;Eckwerte 2026\n1;Rat;1,00;2,00\n",
        "year_columns",
        "Eckwerte 2026",
    ),
    "no plan type anywhere": (
        "Produkt;Bezeichnung;Zuschussbedarf 2026\n1;Rat;1,00\n2;Amt;3,00\n",
        "plan_type",
        "Zuschussbedarf 2026",
    ),
    "no year anywhere": ("Produkt;Bezeichnung;Ansatz\n1;Rat;1,00\n", "year", "Ansatz"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_a_file_leaves_open_is_asked_by_name(
    name: str, store: Store, text_file: MakeText
) -> None:
    text, key, word = QUESTIONS[name]
    with pytest.raises(Ambiguous, match=word) as asked:
        look(store, text_file, text)
    assert asked.value.key == key


def test_every_column_and_row_has_a_fate(store: Store, text_file: MakeText) -> None:
    preview = look(
        store,
        text_file,
        "Stand 2025;;;;;\nProdukt;Bezeichnung;Ansatz 2026;VE 2026;Veränderung;Fonds\n"
        "1;Überschrift;;;;\n1;Sachaufwand;5,00;9,00;1,00;F1\n",
    )
    fates = {one.column: one.fate for one in preview.column_fates}
    assert fates == {
        "Produkt": Fate.BOOKED,
        "Bezeichnung": Fate.BOOKED,
        "Ansatz 2026": Fate.BOOKED,
        "VE 2026": Fate.LEFT_OUT,
        "Veränderung": Fate.LEFT_OUT,
        "Fonds": Fate.NOTE,
    }
    assert [(one.rows, one.reason) for one in preview.rows_left_out] == [
        ((1,), "Text über der Tabelle"),
        ((3,), "ohne Beträge (Überschrift)"),
    ]
    printed = preview.as_json()
    assert {tuple(one) for one in printed["column_fates"]} == {("column", "fate", "reason")}
    assert any("VE 2026" in sentence for sentence in preview.notices)


def test_the_next_draft_changes_lines_and_keeps_their_number(text_file: MakeText) -> None:
    store = some_plan()
    first = "Produkt;Konto;Bezeichnung;Ansatz 2026;VE 2026;Abweichung;Erläuterung\n"
    apply_import(store, look(store, text_file, first + "1;5271;IT;10,00;5,00;1,00;alt\n"), "Test")
    again = look(store, text_file, first + "1;5271;IT;12,00;7,00;3,00;neu\n")
    assert (again.added, again.changed, again.missing) == (0, 1, 0)
    # A kind that is learnt from the Kontenrahmen makes no second line.
    with store.write("Test", "Kommune angelegt") as tx:
        insert(tx, [Municipality(title="X", account_plan=str(AccountPlan.DOPPIK_45))])
    learnt = look(store, text_file, first + "1;5271;IT;10,00;5,00;1,00;alt\n")
    assert (learnt.added, learnt.changed, learnt.missing) == (0, 1, 0)
    apply_import(store, learnt, "Test")
    with store.read() as db:
        assert db.rows("SELECT line_kind, count(*) AS n FROM budget_line GROUP BY 1") == [
            {"line_kind": "Aufwand", "n": 1}
        ]


def test_equal_postings_are_counted_to_the_last(text_file: MakeText) -> None:
    store = some_plan()
    rows = "2026;1;Porto;1,00\n" * 13_001
    text = "Jahr;Produkt;Bezeichnung;Betrag\n" + rows
    assert len(look(store, text_file, text, plan_type="Ist").rejected_rows) == 13_000
    preview = look(store, text_file, text, plan_type="Ist", equal_rows="add")
    assert booked(store, preview) == {(2026, None): 13_001_00}
    assert any("13.001 Buchungen" in sentence for sentence in preview.notices)


@pytest.mark.parametrize("code", ["1,11205E+15", "2000-11-01", "11.03.2026", "11. Mrz", "Mrz 26"])
def test_codes_that_excel_spoilt(code: str) -> None:
    assert are_spoilt(pa.array([code])).to_pylist() == [True]


@pytest.mark.parametrize("code", ["11.1.05", "0.0200.1300", "5271000", "11.12.05.5271000", "1E"])
def test_codes_that_are_codes(code: str) -> None:
    assert are_spoilt(pa.array([code])).to_pylist() == [False]
