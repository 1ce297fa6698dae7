"""Input that cannot be is refused in one sentence, by form and by import, and nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Spec
from strategy.kernel.records import all_nouns, find, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine

APPLICATIONS = """Bezeichnung;Schlüssel;Vertragsbeginn;Vertragsende;Kündigungsfrist
Einwohnerwesen;A1;01.01.2025;31.12.2027;6
Friedhof;A2;01.01.2027;31.12.2025;3
Gewerbe;A3;01.01.2025;31.12.2027;-2
Gewerbe neu;A1;01.01.2025;31.12.2027;3
"""


def test_an_import_names_the_row_and_column_and_keeps_the_rest(plan: Store, tmp_path: Path) -> None:
    path = tmp_path / "anwendungen.csv"
    path.write_text(APPLICATIONS, encoding="utf-8")
    preview = preview_import(plan, "applications", path)
    said = {cell.row: cell for cell in preview.rejected}
    assert set(said) == {3, 5}
    assert said[3].column == "Vertragsende"
    assert "„Vertragsende“ liegt vor „Vertragsbeginn“" in said[3].reason
    assert "denselben Wert wie Zeile 2" in said[5].reason
    apply_import(plan, preview, "Anna", leave_out=set(said))
    with plan.read() as db:
        kept = {item.title: item for item in find(db, Application)}
    assert list(kept) == ["Einwohnerwesen", "Gewerbe"]
    # A term that cannot be is no reason to lose the row: its words go into the note.
    assert kept["Gewerbe"].notice_months is None and "-2" in str(kept["Gewerbe"].note)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"year": None}, "„Jahr“ fehlt"),
        ({"fte": Decimal("-0.5"), "cost_type": "Personal"}, "„Stellenanteil (VZÄ)“ ist negativ"),
        ({"fte": Decimal(1), "cost_type": "Personal", "grade": "E9b"}, "Für E9b gibt es 2027"),
        ({"fte": Decimal(1)}, "gehört nur zur Kostenart Personal"),
        ({"useful_life_years": 0}, "liegt nicht zwischen 1 und 100"),
    ],
)
def test_a_cost_line_that_cannot_be_is_refused(
    plan: Store, values: dict[str, object], words: str
) -> None:
    with plan.write("Test") as tx:
        app = save_(tx, Application(title="Akte"))
        line = CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=None)
        with pytest.raises(Refused) as refused:
            save_(tx, line.replace(**values))
    assert words in str(refused.value)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_no_amount_and_no_number_of_any_noun_is_negative_unless_it_may_be(plan: Store) -> None:
    """Asked of every noun through ``save_``, whatever else the record lacks."""
    kinds = (Kind.MONEY, Kind.INTEGER)
    asked = 0
    for noun in all_nouns():
        names = {s.name: _filler(s) for s in noun.specs() if s.required and s.kind not in kinds}
        for spec in noun.specs():
            if spec.kind not in kinds or spec.signed or spec.hidden:
                continue
            with pytest.raises(Refused, match="negativ"), plan.write("Test") as tx:
                needed = {s.name: 1 for s in noun.specs() if s.required and s.kind in kinds}
                save_(tx, noun(**{**names, **needed, spec.name: -1}))
            asked += 1
    assert asked >= 25


def _filler(spec: Spec) -> object:
    match spec.kind:
        case Kind.CHOICE:
            return str(next(iter(spec.choices or [])))
        case Kind.YEAR:
            return 2027
        case Kind.DAY:
            return date(2027, 1, 1)
        case Kind.FLAG:
            return False
        case Kind.PERCENT | Kind.FTE | Kind.NUMBER:
            return Decimal(1)
        case _:
            return "X-0001"
