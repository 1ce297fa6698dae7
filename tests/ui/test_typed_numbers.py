"""What is typed into a form means what the same words mean in a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from strategy.acts.cost_sheet_text import cell_value
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.kernel.written_field import percent_written, points_written
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project
from ui.measures.score_grid import read_grid
from ui.objects.fields import echo, parsed

BUDGET = next(spec for spec in Project.specs() if spec.kind is Kind.MONEY)
PROGRESS = Measure.spec("progress")
STAFF = OrganisationUnit.spec("staff_fte")
USERS, NOTICE = Application.spec("users"), Application.spec("notice_months")
END, YEAR = Application.spec("contract_end"), CostLine.spec("year")
AMOUNTS = (
    ("12.500,-", 12_500_00),
    ("28,5 TEUR", 28_500_00),
    ("5 T€", 5_000_00),
    ("1,2 Mio. €", 1_200_000_00),
    ("4.72 Mio. €", 4_720_000_00),
    ("1.000 €*", 1_000_00),
    ("1.234", 1_234_00),
    ("ca. 5.000", 5_000_00),
    ("500 € p.a.", 500_00),
)
UNCLEAR = ("siehe Anlage", "1234.567", "0123", "10-15", "x", "#WERT!")


def test_amounts_posts_and_per_cents_are_read_as_in_files() -> None:
    for text, cents in AMOUNTS:
        assert parsed(BUDGET, text) == cents, text
        # The grid of a Kostenblatt reads no other way.
        assert cell_value(text, by_post=False) == cents, text
    assert parsed(STAFF, "0.5") == cell_value("0.5 VZÄ", by_post=True) == Decimal("0.5")
    assert parsed(STAFF, "1,5 AK") == Decimal("1.5")
    assert parsed(PROGRESS, "40 v. H.") == percent_written("ca. 40") == Decimal(40)
    assert points_written("7.5") == points_written("7,5") == Decimal("7.5")
    given, errors = read_grid({0: {"K": "7.5"}, 1: {"K": "11"}}, ["a", "b"], {"b": "B"}, {"K": "K"})
    assert given == {"a": {"K": Decimal("7.5")}} and len(errors) == 1
    for spec, text in (
        *((BUDGET, text) for text in UNCLEAR),
        (STAFF, "100.000.000"),
        (USERS, "10-15"),
        (END, "30.06."),
        (NOTICE, "6 Wochen"),
    ):
        with pytest.raises(Refused):
            parsed(spec, text)
    # The amount of a year is asked, and what twelve months would make is told.
    for by in (lambda: parsed(BUDGET, "100 € im Monat"), lambda: cell_value("100 € mtl.", False)):
        with pytest.raises(Refused, match="je Monat.*1.200,00"):
            by()


def test_days_spans_counts_and_years_are_read_as_in_files_and_echoed() -> None:
    for spec, text, value, told in (
        (END, "12/2027", date(2027, 12, 31), "verstanden: 31.12.2027"),
        (END, "Q1/2026", date(2026, 3, 31), "verstanden: 31.03.2026"),
        (END, "31.12.27", date(2027, 12, 31), "verstanden: 31.12.2027"),
        (END, "31.12.2027", date(2027, 12, 31), ""),
        (NOTICE, "1 Quartal", 3, "verstanden: 3"),
        (NOTICE, "ca. 6 Monate", 6, "verstanden: 6"),
        (USERS, "ca. 50", 50, "verstanden: 50"),
        (USERS, "1200", 1200, ""),
        (USERS, "1.200", 1200, ""),
        (USERS, "1,2 Tsd.", 1200, "verstanden: 1.200"),
        (YEAR, "HJ 2027", 2027, "verstanden: 2027"),
        (YEAR, "2027", 2027, ""),
        (BUDGET, "ca. 5.000", 5_000_00, f"verstanden: 5.000,00{german.NBSP}€"),
    ):
        assert parsed(spec, text) == value, text
        assert echo(spec, value, text) == told, text
