"""German input is read strictly, and what is written can be read again."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.numbers import parse_decimal as babel_parse
from hypothesis import example, given
from hypothesis import strategies as st

from strategy.kernel import german
from strategy.kernel.errors import Refused

cents = st.integers(-german.MAX_CENTS, german.MAX_CENTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,56", 123456),
        ("1.234,56 €", 123456),
        ("1.234,56\u00a0€", 123456),
        ("1234,5", 123450),
        ("12 €", 1200),
        ("EUR 12,00", 1200),
        ("-5,00", -500),
        ("−5,00 EUR", -500),
        ("12.345", 1234500),
        ("5 T€", 500000),
        ("5 TEUR", 500000),
        ("5 Tsd. €", 500000),
        ("1,2345 T€", 123450),
        ("1,2 Mio. €", 120000000),
        ("1,23456789 Mio. €", 123456789),
        ("2 Mrd. EUR", 200000000000),
        ("0", 0),
        ("", None),
        ("   ", None),
        (None, None),
        ("-", None),
        ("k. A.", None),
        ("Unbekannt", None),
    ],
)
def test_money_is_read_as_typed(text: str | None, expected: int | None) -> None:
    assert german.parse_money(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1234.56",
        "1,234.56",
        "1.23.4,5",
        "12,345",
        "1.2",
        "12.34",
        "1 234,56",
        "1'234,56",
        "abc",
        "12 $",
        "12 % ",
        "0123",
        "1e5",
        "5,",
        ",5",
        "--5",
        "5-",
        "1,2345678901 Mio. €",
        "€ 5 T€",
        "5 T€ €",
        "5 €€",
        "€ 5 €",
        "٣",
        "5 TT€",
        "=1+1",
        "5 T",
        "100000000000000",
        "nan",
    ],
)
def test_money_that_is_not_clear_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        german.parse_money(text)
    sentence = str(refusal.value)
    assert text.strip() in sentence
    assert sentence.startswith("„") and sentence.endswith(".") and "\n" not in sentence


@given(cents)
def test_written_money_is_read_again(amount: int) -> None:
    assert german.parse_money(german.money(amount)) == amount


@given(cents)
def test_money_is_written_as_the_locale_data_says(amount: int) -> None:
    assert german.money(amount) == format_currency(Decimal(amount) / 100, "EUR", locale="de_DE")


@given(st.decimals(-(10**12), 10**12, places=4), st.dates())
def test_numbers_and_dates_are_written_as_the_locale_data_says(value: Decimal, day: date) -> None:
    expected = format_decimal(value, "#,##0.######", locale="de_DE")
    assert german.number(value) == ("0" if value == 0 else expected)
    expected = format_decimal(value, "#,##0.00##", locale="de_DE")
    assert german.fte(value) == ("0,00" if value == 0 else expected)
    assert german.day(day) == format_date(day, "dd.MM.yyyy", locale="de_DE")


def test_rounding_is_commercial() -> None:
    assert german.number(Decimal("0.125"), 2) == "0,13"
    assert german.number(-0.5, 0) == "-1"
    assert german.number(-0.04, 1) == "0,0"
    assert german.percent(12.345, 1) == "12,3\u00a0%"


@given(st.text(alphabet="0123456789.,-+ '€TeurMio%\u00a0\u202f−", max_size=14))
@example("1.234,5")
@example("12.345")
def test_nothing_but_the_german_reading_is_accepted(text: str) -> None:
    """Whatever plain number is accepted means what the locale's own strict reader says."""
    try:
        amount = german.parse_money(text)
    except Refused:
        return
    bare = re.sub(r"[\s\u00a0\u202f€]|eur", "", text, flags=re.I).replace("−", "-").lstrip("+")
    if amount is None:
        assert bare in {"", "-", "."}
    elif not re.search(r"[a-z]", bare, re.I):
        assert Decimal(amount) / 100 == babel_parse(bare, locale="de_DE", strict=True)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (
        german.parse_money,
        german.parse_decimal,
        german.parse_percent,
        german.parse_fte,
        german.parse_int,
        german.parse_year,
        german.parse_date,
    ):
        try:
            parse(text)
        except Refused as refusal:
            assert "\n" not in str(refusal)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_written_numbers_are_read_again(value: Decimal) -> None:
    assert german.parse_decimal(german.number(value)) == value
    assert german.parse_percent(german.percent(value)) == value


@given(st.decimals(0, 99_999, places=4))
def test_written_fte_are_read_again(value: Decimal) -> None:
    assert german.parse_fte(german.fte(value)) == value
    assert german.parse_fte(german.fte(value, unit=True)) == value


@given(st.integers(-(10**14), 10**14))
def test_written_whole_numbers_are_read_again(value: int) -> None:
    assert german.parse_int(german.number(value)) == value


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_written_dates_are_read_again(value: date) -> None:
    assert german.parse_date(german.day(value)) == value
    assert german.parse_date(german.long_day(value)) == value
    assert german.parse_date(value.isoformat()) == value
    assert german.parse_year(str(value.year)) == value.year


@pytest.mark.parametrize("text", ["3.4.2026", "03.04.2026", "3. April 2026", "3. Apr. 2026"])
def test_a_german_date_is_the_third_of_april(text: str) -> None:
    assert german.parse_date(text) == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["31.2.2026", "3.4.26", "3/4/2026", "04-03-2026", "3. Aprul 2026", "1.1.1899", "46000"]
)
def test_a_date_that_is_not_clear_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=re.escape(text)):
        german.parse_date(text)


@pytest.mark.parametrize("text", ["0.75", "-0,5", "100.001", "0,12345", "99999,1"])
def test_fte_outside_their_range_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        german.parse_fte(text)


@pytest.mark.parametrize("text", ["26", "2.026", "1899", "2101", "20 26"])
def test_a_year_has_four_digits(text: str) -> None:
    with pytest.raises(Refused):
        german.parse_year(text)


def test_short_money_rounds_before_it_picks_the_unit() -> None:
    shown = {
        4_530_000: "45.300 €",
        99_999_999: "1,0 Mio. €",
        420_000_000: "4,2 Mio. €",
        99_999_999_960: "1,0 Mrd. €",
        -420_000_000: "-4,2 Mio. €",
        0: "0 €",
    }
    assert {c: german.money_short(c).replace("\u00a0", " ") for c in shown} == shown
    assert german.money_short(None) == "unbekannt"


def test_names_are_spelled_without_umlauts() -> None:
    assert german.spelled("Köln, Ämter, Straße") == "Koeln, Aemter, Strasse"


def test_a_list_is_sorted_as_people_read_it() -> None:
    order = [
        "",
        "2 Bänke",
        "10 Bänke",
        "ärztlich",
        "Arztpraxis",
        "Öffnung",
        "Ort",
        "straße 5",
        "Straße 12",
        "Straßen",
        "Thema 2",
        "Thema 2b",
        "Thema 010",
        "Thema 10",
        f"Thema {'1' * 5000}",
        "zuletzt",
    ]
    for seed in range(5):
        mixed = random.Random(seed).sample(order, len(order))
        assert sorted(mixed, key=german.listed) == order


def test_a_moment_is_shown_in_local_time() -> None:
    assert german.moment(datetime(2026, 3, 9, 13, 30)) == "09.03.2026, 14:30 Uhr"
    assert german.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02.07.2026, 00:30 Uhr"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_unknown_is_said_in_words(missing: object) -> None:
    for write in (
        german.money,
        german.money_short,
        german.number,
        german.percent,
        german.fte,
        german.day,
        german.long_day,
        german.moment,
    ):
        assert write(missing) == "unbekannt"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "typed", "holds"),
    [
        ("Straße am Bürgeramt", "strasse BURGERAMT", True),
        ("Straße am Bürgeramt", "buergeramt", True),
        ("Straße am Bürgeramt", "amt straße", True),
        ("Straße am Bürgeramt", "Bürger wehr", False),
        ("Café?", "cafe?", True),
        ("Neuerfassung", "erfassung", True),
        ("aktuelle Steuern", "aktuelle", True),
        ("anything", "  ", True),
    ],
)
def test_a_text_holds_words_however_they_are_typed(text: str, typed: str, holds: bool) -> None:
    assert german.holds_words(text, typed) is holds
