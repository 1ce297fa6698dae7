"""Budgets into a plan: wide and long, once and again, next year, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategy.intake.kinds.budget_rows as budget_rows_module
import strategy.nouns  # noqa: F401
from strategy.intake import Ambiguous, AmbiguousNumbers, Detected, FoundColumn, Table
from strategy.intake.comparing.preview import Preview
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.errors import ColumnMissing
from strategy.intake.kinds.budget_rows import budget_rows
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.recognising.assignment import assign
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused, Sealed, StrategyError
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import content_hash, seal_edition
from strategy.nouns.organisation_unit import OrganisationUnit
from tests.fresh_plans import some_plan

MakeText = Callable[..., Path]
WIDE = (
    "Produkt;Produktname;Konto;Kontobezeichnung;Ergebnis 2023;Ansatz 2024;Ansatz 2025\n"
    "0101;Rat;5211;Unterhaltung;1.200,50;1.300;1.400\n"
    "0101;Rat;5291;Dienstleistung;k. A.;200,00;\n"
    "0102;Presse;4321;Gebühren;-5,00;10.000;1.203.726\n"
)


@pytest.fixture
def store() -> Store:
    return some_plan()


def counts(preview: Preview) -> tuple[int, int, int, int, int]:
    return (preview.read, preview.added, preview.changed, preview.unchanged, preview.missing)


def lines(store: Store, where: str = "true") -> list[dict[str, object]]:
    with store.read() as db:
        return db.rows(f"SELECT * FROM budget_line WHERE {where} ORDER BY id")


def plan_hash(store: Store) -> str:
    with store.read() as db:
        return content_hash(db)


@pytest.mark.parametrize(
    "name",
    [
        "bezirke_einzeldarstellung",
        "ergebnisplan_produktbereiche",
        "gesamtergebnisplan",
        "teilfinanzplan",
    ],
)
def test_koeln_reaches_the_plan_as_its_clean_twin_says(
    shared: Path, store: Store, name: str
) -> None:
    folder = shared / "budget_koeln"
    preview = preview_import(store, "budget", folder / "raw" / f"{name}.csv")
    apply_import(store, preview, "Anna")
    with (folder / "clean" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    years = [place for place, column in enumerate(header) if column[-4:].isdigit()]
    stored = {
        (line["source_row"], f"{line['plan_type']} {line['year']}"): line["amount_cents"]
        for line in lines(store)
    }
    assert stored == {
        (number, header[place]): int(row[place]) * 100
        for number, row in enumerate(rows, 2)
        for place in years
    }
    assert counts(preview) == (len(rows), len(rows), 0, 0, 0)
    for place in years:
        plan_type, year = header[place].rsplit(" ", 1)
        both = preview.totals[year][plan_type] + preview.subtotal_totals[year][plan_type]
        assert both == sum(int(row[place]) for row in rows) * 100
    before = plan_hash(store)
    # The clean twin has another delimiter and no thousand dots, but says the same.
    again = preview_import(store, "budget", folder / "clean" / f"{name}.csv")
    assert counts(again) == (len(rows), 0, 0, len(rows), 0)
    assert apply_import(store, again, "Anna").import_id == ""
    assert plan_hash(store) == before


def test_wide_table_becomes_lines(store: Store, text_file: MakeText) -> None:
    preview = preview_import(store, "budget", text_file(WIDE, "haushalt_2024.csv"))
    assert counts(preview) == (3, 3, 0, 0, 0)
    assert preview.totals == {
        "2023": {"Ergebnis": 119550},
        "2024": {"Ansatz": 1150000},
        "2025": {"Ansatz": 120512600},
    }
    assert preview.unknown_amounts == 2
    applied = apply_import(store, preview, "Anna")
    found = lines(store)
    assert len(found) == 9
    first = next(line for line in found if line["year"] == 2023 and line["account"] == "5211")
    assert first["amount_cents"] == 120050
    assert (first["product"], first["product_title"], first["title"]) == (
        "0101",
        "Rat",
        "Unterhaltung",
    )
    assert (first["source"], first["source_row"], first["source_column"]) == ("haushalt", 2, "E")
    assert first["import_id"] == applied.import_id
    unknown = [line for line in found if line["amount_cents"] is None]
    assert [(line["account"], line["year"]) for line in unknown] == [("5291", 2023), ("5291", 2025)]


def test_undo_and_redo_of_an_import(store: Store, text_file: MakeText) -> None:
    empty = plan_hash(store)
    apply_import(store, preview_import(store, "budget", text_file(WIDE)), "Anna")
    full = plan_hash(store)
    changed = text_file(WIDE.replace("1.300", "1.301") + "0103;Neu;1;Neu;1;2;3\n")
    apply_import(store, preview_import(store, "budget", changed), "Anna")
    undo(store, "Anna")
    assert plan_hash(store) == full
    undo(store, "Anna")
    assert plan_hash(store) == empty
    redo(store, "Anna")
    assert plan_hash(store) == full


def test_next_years_file_changes_adds_and_misses(store: Store, text_file: MakeText) -> None:
    apply_import(store, preview_import(store, "budget", text_file(WIDE)), "Anna")
    newer = (
        "Produkt;Produktname;Konto;Kontobezeichnung;Ergebnis 2023;Ansatz 2024;Ansatz 2026\n"
        "0101;Rat;5211;Unterhaltung;1.200,50;1.999,00;1.500\n"
        "0102;Presse;4321;Gebühren;-5,00;10.000;1.303.726\n"
        "0103;Archiv;5211;Unterhaltung;1,00;2,00;3,00\n"
    )
    preview = preview_import(store, "budget", text_file(newer, "haushalt_2026.csv"))
    assert counts(preview) == (3, 1, 2, 0, 1)
    assert [change.fields[0].label for change in preview.changes] == ["Ansatz 2024"]
    assert (preview.changes[0].fields[0].before, preview.changes[0].fields[0].after) == (
        130000,
        199900,
    )
    assert [missing.name for missing in preview.missing_objects] == ["Dienstleistung"]
    apply_import(store, preview, "Bert")
    assert len(lines(store)) == 9 + 2 + 3
    assert [line["amount_cents"] for line in lines(store, "year = 2025")] == [
        140000,
        None,
        120372600,
    ]
    with store.read() as db:
        row = db.one("SELECT actor, what FROM history.action ORDER BY id DESC LIMIT 1")
    assert row == {"actor": "Bert", "what": "Haushaltszeilen aus „haushalt_2026.csv“ eingelesen"}


def test_every_line_of_every_load_has_a_number_of_its_own(
    store: Store, text_file: MakeText
) -> None:
    first = preview_import(store, "budget", text_file(WIDE))
    apply_import(store, first, "Anna")
    more = WIDE + "0103;Archiv;5211;Miete;1,00;2,00;3,00\n0104;Wahlen;5211;Miete;4,00;5,00;6,00\n"
    apply_import(store, preview_import(store, "budget", text_file(more)), "Anna")
    ids = [line["id"] for line in lines(store)]
    assert ids == [f"HH-{number:07d}" for number in range(1, 16)]


def test_missing_lines_are_deleted_only_when_asked(store: Store, text_file: MakeText) -> None:
    apply_import(store, preview_import(store, "budget", text_file(WIDE)), "Anna")
    shorter = text_file("".join(WIDE.splitlines(keepends=True)[:2] + WIDE.splitlines(True)[3:]))
    preview = preview_import(store, "budget", shorter)
    assert counts(preview) == (2, 0, 0, 2, 1)
    assert apply_import(store, preview, "Anna").deleted == 0
    preview = preview_import(store, "budget", shorter)
    assert apply_import(store, preview, "Anna", delete_missing=True).deleted == 3
    assert lines(store, "account = '5291'") == []


LONG = (
    "Produkt;Konto;Bezeichnung;Jahr;Planart;Betrag\n"
    "0101;5211;Unterhaltung;2024;Ansatz;1.200,50\n"
    "0101;5211;Unterhaltung;2025;Ansatz;1.300,50\n"
    "0101;5211;Unterhaltung;2025;Ergebnis;7\n"
)


def test_long_table_has_one_line_per_row(store: Store, text_file: MakeText) -> None:
    preview = preview_import(store, "budget", text_file(LONG))
    assert counts(preview) == (3, 3, 0, 0, 0)
    assert preview.totals["2024"] == {"Ansatz": 120050}
    assert preview.totals["2025"] == {"Ansatz": 130050, "Ergebnis": 700}
    apply_import(store, preview, "Anna")
    again = preview_import(store, "budget", text_file(LONG.replace("1.300,50", "1.300,51")))
    assert counts(again) == (3, 0, 1, 2, 0)


def test_the_product_goes_before_its_group_and_the_rest_stays_at_the_line(
    store: Store, text_file: MakeText
) -> None:
    path = text_file(
        "Produktbereich;Produktbereichsbezeichnung;Produkt;Produktbezeichnung;Konto;Bezeichnung;"
        "Ansatz 2024;Fonds\n01;Innere Verwaltung;010101;Rat;5211;Strom;5,50;F1\n"
    )
    apply_import(store, preview_import(store, "budget", path), "Anna")
    line = lines(store)[0]
    assert (line["product"], line["product_title"], line["account"], line["title"]) == (
        "010101",
        "Rat",
        "5211",
        "Strom",
    )
    assert line["details"] == (
        "Produktbereich: 01; Produktbereichsbezeichnung: Innere Verwaltung; Fonds: F1"
    )


def test_two_rows_that_nothing_distinguishes_are_named_both(
    store: Store, text_file: MakeText
) -> None:
    before = plan_hash(store)
    path = text_file(LONG + "0101;5211;Unterhaltung;2024;Ansatz;9,00\n")
    preview = preview_import(store, "budget", path)
    assert [(cell.row, "Zeile 2" in cell.reason) for cell in preview.rejected] == [(5, True)]
    with pytest.raises(Refused, match="Zeile 5"):
        apply_import(store, preview, "Anna")
    assert plan_hash(store) == before
    applied = apply_import(store, preview, "Anna", leave_out=[5])
    assert (applied.added, applied.left_out) == (3, 1)
    assert len(lines(store)) == 3


def test_cells_that_are_no_amount_refuse_the_whole(store: Store, text_file: MakeText) -> None:
    path = text_file(WIDE + "0104;Rest;1;x;1.000,00;10.00.00 Rest;1.000,00\n")
    preview = preview_import(store, "budget", path)
    assert [(cell.row, cell.column, cell.value) for cell in preview.rejected] == [
        (5, "Ansatz 2024", "10.00.00 Rest")
    ]
    with pytest.raises(Refused, match="Rest"):
        apply_import(store, preview, "Anna")
    assert lines(store) == []


def test_year_and_plan_type_are_asked_for_where_no_one_says_them(
    store: Store, text_file: MakeText
) -> None:
    bare = text_file("Konto;Bezeichnung;2025\n1;x;5,50\n")
    with pytest.raises(Ambiguous) as caught:
        preview_import(store, "budget", bare)
    assert caught.value.key == "plan_type" and '{"plan_type": "Ansatz"}' in caught.value.hint
    assert "plan_type" not in str(caught.value)
    preview = preview_import(store, "budget", bare, mapping={"plan_type": "Ansatz"})
    assert preview.totals == {"2025": {"Ansatz": 550}}
    no_year = text_file("Konto;Bezeichnung;Ansatz\n1;x;5,50\n")
    with pytest.raises(Ambiguous) as caught:
        preview_import(store, "budget", no_year)
    assert caught.value.key == "year"
    preview = preview_import(store, "budget", no_year, mapping={"year": 2026})
    assert preview.totals == {"2026": {"Ansatz": 550}}


def test_bare_years_after_an_ansatz_are_planning(store: Store, text_file: MakeText) -> None:
    path = text_file("Konto;Bezeichnung;Ansatz 2024;2025;2026\n1;x;5,50;6;7\n")
    preview = preview_import(store, "budget", path)
    assert preview.totals["2026"] == {"Finanzplanung": 700}
    assert any("2026" in notice for notice in preview.notices)


def test_doubtful_amounts_ask_and_the_answer_is_kept_for_next_year(
    store: Store, text_file: MakeText
) -> None:
    path = text_file("Konto;Bezeichnung;Ansatz 2024\n1;x;1.234\n", "a_2024.csv")
    with pytest.raises(AmbiguousNumbers):
        preview_import(store, "budget", path)
    mapping = {"numbers": {"Ansatz 2024": "thousands"}}
    apply_import(store, preview_import(store, "budget", path, mapping=mapping), "Anna")
    again = preview_import(store, "budget", path)
    assert again.mapping_saved and counts(again) == (1, 0, 0, 1, 0)
    newer = text_file("Konto;Bezeichnung;Ansatz 2025\n1;x;5.678\n", "b_2025.csv")
    preview = preview_import(store, "budget", newer)
    assert preview.totals == {"2025": {"Ansatz": 567800}}
    assert preview.source == "a"


def test_unused_doubtful_column_asks_nothing(store: Store, text_file: MakeText) -> None:
    path = text_file("Konto;Bezeichnung;Messwert;Ansatz 2024\n1;x;1.234;5,50\n")
    assert preview_import(store, "budget", path).totals == {"2024": {"Ansatz": 550}}


def test_table_without_amounts_is_a_sentence(store: Store, text_file: MakeText) -> None:
    with pytest.raises(ColumnMissing, match="keine Spalte mit Beträgen") as asked:
        preview_import(store, "budget", text_file("Konto;Bezeichnung\n1;x\n"))
    assert "amount_cents" in asked.value.hint and "amount_cents" not in str(asked.value)


def test_units_of_the_plan_are_recognised(store: Store, text_file: MakeText) -> None:
    with store.write("Anna") as tx:
        unit = save_(tx, OrganisationUnit(title="Hauptamt", number="10"))
    path = text_file("Konto;Bezeichnung;Amt;Ansatz 2024\n1;x;10 Hauptamt;5\n2;y;Fremdamt;6\n")
    preview = preview_import(store, "budget", path)
    apply_import(store, preview, "Anna")
    assert [line["organisation_id"] for line in lines(store)] == [unit.id, None]
    assert any("Fremdamt" in notice for notice in preview.notices)


def test_plan_changed_since_the_preview_is_refused(store: Store, text_file: MakeText) -> None:
    first = preview_import(store, "budget", text_file(WIDE))
    second = preview_import(store, "budget", text_file(WIDE))
    apply_import(store, first, "Anna")
    with pytest.raises(Refused, match="Vorschau"):
        apply_import(store, second, "Bert")
    assert len(lines(store)) == 9


def test_sealed_edition_stays_as_it_is(store: Store, text_file: MakeText) -> None:
    version = seal_edition(store, "Anna", "Stand Rat")
    preview = preview_import(store, "budget", text_file(WIDE), version=version.name)
    with pytest.raises(Sealed):
        apply_import(store, preview, "Anna")


def test_refused_files_leave_the_plan_as_it_was(shared: Path, store: Store) -> None:
    before = plan_hash(store)
    for name in ("poi__invalid.xlsx", "calamine__pass_protected.xlsx", "calamine__errors.xlsx"):
        with pytest.raises(StrategyError) as caught:
            apply_import(
                store, preview_import(store, "budget", shared / "messy_workbooks" / name), "Anna"
            )
        assert str(caught.value).endswith(".")
    assert plan_hash(store) == before


CELL = st.sampled_from(["", "-", "a", "b", " a ", "0101"])


@pytest.fixture(scope="module")
def unwritten() -> Store:
    """A plan that nobody writes to, for all examples of a test."""
    return some_plan()


@settings(deadline=None, max_examples=40)
@given(cells=st.lists(st.tuples(CELL, CELL, CELL, CELL, st.integers(2020, 2022)), min_size=1))
def test_cleaning_distinct_lines_equals_cleaning_every_row(
    unwritten: Store, cells: list[tuple[str, str, str, str, int]]
) -> None:
    found = [
        FoundColumn(header, letter, role, "")
        for header, letter, role in (
            ("Produkt", "A", "code"),
            ("Konto", "B", "code"),
            ("Bezeichnung", "C", "text"),
            ("Fonds", "D", "text"),
            ("Jahr", "E", "number"),
            ("Ansatz", "F", "amount"),
        )
    ]
    count = len(cells)
    arrays = [pa.array([row[place] for row in cells]) for place in range(5)]
    arrays += [pa.array(range(count)), pa.array(range(2, count + 2)), pa.array([False] * count)]
    arrays.append(pa.array([False] * count))
    names = [*(f"c{number}" for number in range(6)), "row", "subtotal", "said"]
    table = Table(pa.table(arrays, names=names), Detected("x.csv", "text", columns=found))
    results = []
    for direct in (False, True):
        with pytest.MonkeyPatch.context() as patch, unwritten.read() as db:
            if direct:
                patch.setattr(budget_rows_module, "distinct_lines", lambda t, headers: (t, None))
            made = budget_rows(
                db,
                table,
                assign(KINDS["budget"], table.detected, Mapping()),
                Mapping(),
                Resolver(db),
            )
            results.append(
                (
                    {n: made.base.column(n).to_pylist() for n in made.base.column_names},
                    made.rejected,
                )
            )
    assert results[0] == results[1]


def test_new_lines_are_named_when_a_budget_is_read_again(store: Store, text_file: MakeText) -> None:
    text = "Konto;Bezeichnung;Ansatz 2026\n1;Alt;5,50\n"
    apply_import(store, preview_import(store, "budget", text_file(text)), "Anna")
    again = preview_import(store, "budget", text_file(text + "2;Neu;6,50\n"))
    assert (again.added, again.as_json()["added_names"]) == (1, ["Neu"])
