"""How numbers are written is decided from the whole column, and read exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.intake import AmbiguousNumbers, read_table
from strategy.intake.recognising.numbers import (
    evidence_in,
    in_cents,
    read_texts,
    scaled_decimal,
    scaled_floats,
)
from strategy.kernel.written_number import UNKNOWN, parse_number

MakeText = Callable[..., Path]


def amounts(text_file: MakeText, *cells: str, **more: object) -> list[object]:
    path = text_file("Konto;Betrag\n" + "".join(f"52{i};{c}\n" for i, c in enumerate(cells)))
    return read_table(path, **more).values("Betrag")  # type: ignore[arg-type]


def test_german_amounts(text_file: MakeText) -> None:
    assert amounts(text_file, "1.234,56", "203.726", "310.964,69-", "(1.234)", "-5", "0") == [
        123456,
        20372600,
        -31096469,
        -123400,
        -500,
        0,
    ]


def test_english_amounts(text_file: MakeText) -> None:
    assert amounts(text_file, "1,234.56", "203,726", "0.5") == [123456, 20372600, 50]


def test_a_million_settles_what_a_thousand_means(text_file: MakeText) -> None:
    assert amounts(text_file, "203.726", "1.203.726", "12") == [20372600, 120372600, 1200]


def test_zero_thousands_are_never_written_so_this_is_a_decimal(text_file: MakeText) -> None:
    assert amounts(text_file, "0.125", "1.234") == [12, 123]


def test_units_signs_and_blanks(text_file: MakeText) -> None:
    assert amounts(text_file, "1 234,50 €", "−7,00 EUR", "5,-", "+3,00", "12'000,00") == [
        123450,
        -700,
        500,
        300,
        1200000,
    ]


@pytest.mark.parametrize("word", ["", "-", "–", ".", "…", "k. A.", "k.A.", "n/a", "unbekannt", "x"])
def test_unknown_is_none_and_never_zero(text_file: MakeText, word: str) -> None:
    assert amounts(text_file, "5,00", word) == [500, None]


def test_teur_in_header(text_file: MakeText) -> None:
    path = text_file("Konto;Ansatz 2024 in TEUR\n5211;1.234,5\n5212;2\n")
    table = read_table(path)
    assert table.values("Ansatz 2024 in TEUR") == [123_450_000, 200_000]
    assert table.found("Ansatz 2024 in TEUR").unit == "TEUR"


def test_unit_above_the_table(text_file: MakeText) -> None:
    path = text_file("Haushalt;;\nAngaben in T€;;\n;;\nKonto;Ansatz 2024;Ansatz 2025\nA;1,5;2\n")
    table = read_table(path)
    assert table.values("Ansatz 2024") == [150_000]
    assert "Angaben in T€" in table.detected.unit_reason


def test_two_readings_are_a_question_that_names_its_key(text_file: MakeText) -> None:
    with pytest.raises(AmbiguousNumbers) as refusal:
        amounts(text_file, "1.234", "5.678")
    assert refusal.value.key == "numbers"
    assert refusal.value.column == "Betrag"
    assert [reading.choice for reading in refusal.value.readings] == ["thousands", "decimal"]
    # The page asks for the meaning, the command line also names the key of the mapping.
    assert '"numbers"' not in str(refusal.value) and "„1.234“" in str(refusal.value)
    assert '{"numbers": {"Betrag": "thousands"}}' in refusal.value.hint


@pytest.mark.parametrize(
    ("choice", "first"), [("thousands", 123400), ("decimal", 123), ("1.234,56", 123400)]
)
def test_the_mapping_settles_it(text_file: MakeText, choice: str, first: int) -> None:
    found = amounts(text_file, "1.234", "5.678", mapping={"numbers": {"Betrag": choice}})
    assert found[0] == first


def test_comma_and_three_digits_are_two_readings_too(text_file: MakeText) -> None:
    mapping = {"numbers": {"betrag": "thousands"}}
    assert amounts(text_file, "1,234", mapping=mapping) == [123400]
    with pytest.raises(AmbiguousNumbers):
        amounts(text_file, "1,234")


def test_a_sibling_column_settles_it(text_file: MakeText) -> None:
    path = text_file("Konto;Ansatz 2024;Ansatz 2025\nA;1.234;1.203.726\nB;5.678;7\n")
    table = read_table(path)
    assert table.values("Ansatz 2024") == [123400, 567800]
    assert "Ansatz 2025" in table.found("Ansatz 2024").reason


def test_unused_ambiguous_column_does_not_stop_the_file(text_file: MakeText) -> None:
    path = text_file("Konto;Messwert\nA;1.234\nB;5.678\n")
    table = read_table(path, settle=False)
    assert table.texts("Messwert") == ["1.234", "5.678"]
    with pytest.raises(AmbiguousNumbers):
        table.values("Messwert")


def test_cells_that_do_not_fit_are_named_with_row_and_reason(text_file: MakeText) -> None:
    rows = "".join(f"A{i};1.000,{i:02d}\n" for i in range(40))
    table = read_table(text_file(f"Konto;Betrag\n{rows}B;Teil 3\nC;1,234.56\n"))
    assert [(bad.row, bad.column, bad.value) for bad in table.detected.bad] == [
        (42, "Betrag", "Teil 3"),
        (43, "Betrag", "1,234.56"),
    ]
    assert table.values("Betrag")[-2:] == [None, None]
    assert "keine Zahl" in table.detected.bad[0].reason
    assert "1.234,56" in table.detected.bad[1].reason


def test_huge_number_is_refused_not_wrapped(text_file: MakeText) -> None:
    table = read_table(
        text_file("Konto;Betrag\nA;99999999999999999999999\nB;1,00\n"), roles={"betrag": "amount"}
    )
    assert table.values("Betrag") == [None, 100]
    assert "größer" in table.detected.bad[0].reason


def test_codes_stay_text(text_file: MakeText) -> None:
    path = text_file("Produkt;Nr;Stelle;Zusatz;Betrag\n0101;1;00000.000;-001;1,50\n11;2;5;7;2\n")
    table = read_table(path)
    assert table.texts("Produkt") == ["0101", "11"]
    assert table.texts("Nr") == ["1", "2"]
    assert table.texts("Stelle") == ["00000.000", "5"]
    assert table.texts("Zusatz") == ["-001", "7"]
    assert table.found("Zusatz").role == "code"


def german(number: Decimal) -> str:
    return f"{number:,f}".replace(",", "_").replace(".", ",").replace("_", ".")


@given(st.decimals(-(10**9), 10**9, places=2))
def test_every_german_number_reads_back(number: Decimal) -> None:
    assert parse_number(german(number), ",") == number


CELLS = st.one_of(
    st.sampled_from(sorted(UNKNOWN)),
    st.decimals(-(10**9), 10**9, places=2).map(german),
    st.integers(-(10**11), 10**11).map(lambda n: f"{n:,}".replace(",", ".")),
    st.decimals(0, 10**6, places=3).map(lambda d: f"{german(d)}-"),
    st.text("0123456789.,-() €", max_size=12),
)


@given(st.lists(CELLS, max_size=30), st.sampled_from([",", "."]))
def test_columnar_reading_equals_the_slow_obvious_one(cells: list[str], decimals: str) -> None:
    read = read_texts(pa.array(cells, pa.string()), decimals)  # type: ignore[arg-type]
    bad = {place for place, _, _ in read.bad}
    for place, (cell, value) in enumerate(zip(cells, read.values.to_pylist(), strict=True)):
        if cell.strip().lower() in UNKNOWN:
            assert value is None and place not in bad
            continue
        number = parse_number(cell, decimals)  # type: ignore[arg-type]
        if number is None or abs(number) * 10**6 >= 2**63:
            assert value is None and place in bad
        else:
            rounded = number.quantize(Decimal("1e-6"), ROUND_HALF_EVEN)
            assert Decimal(value).scaleb(-read.scale) == rounded


@given(st.lists(st.floats(-1e11, 1e11, allow_nan=False), max_size=20), st.integers(0, 6))
def test_number_cells_become_the_decimal_that_excel_shows(floats: list[float], scale: int) -> None:
    got = scaled_floats(np.array(floats, dtype=np.float64), scale).tolist()
    assert got == [scaled_decimal(Decimal(repr(number)), scale) for number in floats]


@given(
    st.lists(st.one_of(st.none(), st.integers(-(9 * 10**10), 9 * 10**10)), max_size=20),
    st.integers(0, 6),
    st.sampled_from([1, 1_000, 1_000_000]),
)
def test_cents_are_exact(numbers: list[int | None], scale: int, factor: int) -> None:
    got = in_cents(pa.array(numbers, pa.int64()), scale, factor).to_pylist()
    expected = [
        None
        if n is None
        else int((Decimal(n) * factor * 100 / 10**scale).to_integral_value(ROUND_HALF_EVEN))
        for n in numbers
    ]
    assert got == expected


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("3.000,-", 3000, None),
        ("12.500,--", 12500, None),
        ("-5,-", -5, None),
        ("1'234.-", None, 1234),
        ("12.500.-", None, None),
    ],
)
def test_dashes_in_the_place_of_cents_tell_the_decimal_sign(
    text: str, german: int | None, english: int | None
) -> None:
    assert (parse_number(text, ","), parse_number(text, ".")) == (german, english)
    assert evidence_in([text]).two_readings is None
