"""What is typed into a form means what the same words mean in a file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project
from ui.objects.fields import parsed

BUDGET = next(spec for spec in Project.specs() if spec.kind is Kind.MONEY)
PROGRESS = Measure.spec("progress")
STAFF = OrganisationUnit.spec("staff_fte")


def test_amounts_posts_and_per_cents_are_read_as_in_files() -> None:
    for text, cents in (
        ("12.500,-", 12_500_00),
        ("28,5 TEUR", 28_500_00),
        ("4.72 Mio. €", 4_720_000_00),
        ("1.000 €*", 1_000_00),
        ("1.234", 1_234_00),
    ):
        assert parsed(BUDGET, text) == cents, text
    assert parsed(STAFF, "0.5") == Decimal("0.5")
    assert parsed(STAFF, "1,5 AK") == Decimal("1.5")
    assert parsed(PROGRESS, "40 v. H.") == Decimal(40)
    # What a file keeps in the note has no place in a field, so it is asked and not dropped.
    for spec, text in (
        (BUDGET, "ca. 5.000"),
        (BUDGET, "100 € im Monat"),
        (BUDGET, "siehe Anlage"),
        (BUDGET, "1234.567"),
        (STAFF, "ca. 2"),
        (STAFF, "100.000.000"),
    ):
        with pytest.raises(Refused):
            parsed(spec, text)
