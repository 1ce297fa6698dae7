"""What people write for a day, a span, a count or a tick, and what it certainly means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from strategy.kernel.clean_text import encoded_once, visible, without_markup
from strategy.kernel.written import (
    choice_written,
    count_written,
    date_written,
    day_meant,
    decimal_written,
    flag_written,
    grade_bare,
    same_grade,
    span_written,
    typed_value,
)

# Text, the day where something begins, the day where something ends.
DAYS = [
    ("31.12.2027", "2027-12-31", "2027-12-31"),
    ("31.12.27", "2027-12-31", "2027-12-31"),
    ("31.12.2027 - 00:00", "2027-12-31", "2027-12-31"),
    ("2027-12-31T14:30:00Z", "2027-12-31", "2027-12-31"),
    ("12/2027", "2027-12-01", "2027-12-31"),
    ("12/27", "2027-12-01", "2027-12-31"),
    ("Feb. 2028", "2028-02-01", "2028-02-29"),
    ("Q4/2027", "2027-10-01", "2027-12-31"),
    ("II. Quartal 2027", "2027-04-01", "2027-06-30"),
    ("2. Halbjahr 2027", "2027-07-01", "2027-12-31"),
    ("KW 1/2026", "2025-12-29", "2026-01-04"),
    ("2018-11", "2018-11-01", "2018-11-30"),
    ("2027", "2027-01-01", "2027-12-31"),
    ("Ende 2027", None, "2027-12-31"),
    ("bis zum 30.6.2028", None, "2028-06-30"),
    ("seit 2019", "2019-01-01", None),
    ("Anfang 2026", None, None),
    ("2026/27", None, None),
    ("30.06.", None, None),
    ("31.02.2027", None, None),
    ("01.01.2026 - 31.12.2027", None, None),
    ("unbefristet", None, None),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_days_of_beginnings_and_ends(text: str, first: str | None, last: str | None) -> None:
    for edge, wanted in (("first", first), ("last", last)):
        assert day_meant(text, edge) == (date.fromisoformat(wanted) if wanted else None), edge
    # Where nothing begins or ends, a month is no day.
    exact = text[0].isdigit() and first == last and first is not None
    assert (day_meant(text) is not None) == exact


def test_words_beside_a_value_are_handed_back() -> None:
    found = date_written("31.12.2027 (mit Option)", "last")
    assert found is not None and found.rest == "31.12.2027 (mit Option)"
    assert typed_value("31.12.2027 (mit Option)", edge="last", day=True) is None
    assert typed_value("6 Monate zum Jahresende", unit="months") is None
    assert typed_value("1 Quartal", unit="months") == 3


def test_spans_counts_and_numbers() -> None:
    months = {
        "3 Monate": 3,
        "3": 3,
        "6 Monate zum Jahresende": 6,
        "1 Quartal": 3,
        "drei Monate": 3,
        "ein halbes Jahr": 6,
        "2 Jahre": 24,
        "12 Wochen": None,
        "3-6 Monate": None,
        "jährlich": None,
    }
    for text, value in months.items():
        found = span_written(text, "months")
        assert (found.value if found else None) == value, text
    counts = {
        "1.200": 1200,
        "1 050": 1050,
        "1.200 Nutzer": 1200,
        "2,5 Tsd.": 2500,
        "ca. 50": 50,
        "12,5": None,
        "10-15": None,
        "alle": None,
        "12 pro Monat": None,
    }
    for text, value in counts.items():
        found = count_written(text)
        assert (found.value if found else None) == value, text
    about = count_written("ca. 50")
    assert about is not None and about.rest == "ca. 50"
    share, post = decimal_written("ca. 40 %"), decimal_written("0.5 VZÄ")
    assert share is not None and share.value == 40
    assert post is not None and post.value == Decimal("0.5")
    assert decimal_written("1.5.2") is None


def test_a_tick_that_is_neither_yes_nor_no_is_none() -> None:
    flags = {
        "x": True,
        "liegt vor": True,
        "ja (nur mit Ausweis)": True,
        "nein, geplant": False,
        "(x)": None,
        "teilweise": None,
        "ja, teilweise": None,
        "nicht erforderlich": None,
        "ja?": None,
    }
    for text, value in flags.items():
        found = flag_written(text)
        assert (found.value if found else None) is value, text


def test_choices_and_grades() -> None:
    choices, words = ("Wartung und Pflege", "Betrieb"), {"saas": "Betrieb"}
    for text, value in {
        "Wartung u. Pflege": "Wartung und Pflege",
        "Betrieb (extern)": "Betrieb",
        "SaaS-Gebühr Betrieb": "Betrieb",
        "kein Betrieb": None,
        "Betrieb/Wartung und Pflege": None,
    }.items():
        found = choice_written(text, choices, words)
        assert (found.value if found else None) == value, text
    assert {grade_bare(t) for t in ("EG 9 a", "E9a", "Entgeltgruppe 9a", "e 09a")} == {"e9a"}
    assert grade_bare("BesGr A 12") == grade_bare("A12")
    assert same_grade("EG 11", ["E10", "E11"]) == "E11" and same_grade("X", ["E11"]) == "X"


def test_texts_are_cleaned_of_what_nobody_sees() -> None:
    assert visible("Bu\u0308rger\u00adbu\u0308ro\u00a0\u200b1") == "Bürgerbüro 1"
    assert visible("Zeile 1\x0bZeile 2") == "Zeile 1\nZeile 2"
    assert without_markup("&lt;p&gt;A &amp;amp; B&lt;/p&gt;") == "A & B"
    assert without_markup("a < b & c") == "a < b & c"
    assert encoded_once("BÃ¼rgerbÃ¼ro â€“ StraÃŸe") == "Bürgerbüro – Straße"
    assert encoded_once("SÃO PAULO") == "SÃO PAULO"
