"""What a plan cannot hold at all is refused when it is saved, in one German sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Transaction
from strategy.nouns.budget_cap import BudgetCap
from strategy.nouns.cost_band import BandType, CostBand
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.dependency import Dependency
from strategy.nouns.funding import Funding
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.planning_rule import PlanningRule
from strategy.nouns.staff_cap import StaffCap
from tests.fresh_plans import trial

CAP = BudgetCap(kind="Eigenanteil", year=2027, amount_cents=100)
STAFF = StaffCap(organisation_id="OE-0001", year=2027, fte=Decimal("1.5"))
BEFORE = PlanningRule(kind="Beginn nicht vor", measure_id="M-0001", year=2028)
BAND = CostBand(cost_type="Lizenz", low_percent=Decimal(5), high_percent=Decimal(20))
LINE = CostLine(measure_id="M-0001", year=2027, cost_type="Lizenz", amount_cents=1000)
GRANT = Funding(title="Land", measure_id="M-0001", rate=Decimal(50), eligible_cents=1000)


def needs(mine: int, kind: str, other: int) -> Dependency:
    return Dependency(measure_id=f"M-000{mine}", kind=kind, other_id=f"M-000{other}")


def fill(tx: Transaction) -> None:
    save_(tx, OrganisationUnit(title="Amt", level=2))
    system = save_(tx, LifeDomainSystem(title="Liste"))
    save_(tx, LifeDomain(title="Verwaltung", system_id=system.id))
    insert(tx, [Measure(title=f"Maßnahme {number}") for number in range(1, 6)])
    save_(tx, LINE)


REFUSED: list[tuple[list[Record], Record, str]] = [
    ([CAP], CAP, "gibt es diese Obergrenze"),
    ([], CAP.replace(amount_cents=-1), "negativ"),
    ([STAFF], STAFF.replace(fte=Decimal(2)), "schon eine Stellenobergrenze"),
    ([], STAFF.replace(fte=Decimal(-1)), "negativ"),
    ([BEFORE], BEFORE.replace(year=2029), "gibt es hier schon"),
    ([BEFORE], BEFORE.replace(kind="Beginn nicht nach", year=2027), "kein Jahr passt"),
    ([], PlanningRule(kind="mindestens im Lebensbereich", domain_id="LB-0001"), "braucht „Anzahl“"),
    ([], PlanningRule(kind="höchstens so viele Beginne", count=3), "braucht „Jahr“"),
    ([], BEFORE.replace(count=-1), "negativ"),
    ([BAND], BAND, "schon eine Kostenspanne"),
    ([], BAND.replace(low_percent=Decimal(101)), "nicht zwischen 0 und 100"),
    ([], LINE.replace(amount_cents=-1), "„Betrag“ ist negativ"),
    ([], LINE.replace(low_cents=1001), "in dieser Reihenfolge steigen"),
    ([], LINE.replace(useful_life_years=0), "„Nutzungsdauer in Jahren“"),
    ([], GRANT.replace(eligible_cents=1001), "höher als die Kosten der Maßnahme"),
    ([GRANT], GRANT.replace(rate=None, fixed_cents=501), "ergeben zusammen"),
    ([], GRANT.replace(fixed_cents=5), "genau eines davon"),
    ([], GRANT.replace(rate=None, eligible_cents=None), "genau eines davon"),
    ([], GRANT.replace(cap_cents=-5), "negativ"),
    ([], needs(1, "setzt voraus", 1), "nicht von sich selbst"),
    ([needs(1, "setzt voraus", 2)], needs(1, "setzt voraus", 2), "gibt es schon"),
    ([needs(1, "setzt voraus", 2)], needs(2, "folgt auf", 1), "M-0002 → M-0001 → M-0002"),
    (
        [needs(1, "setzt voraus", 2), needs(2, "setzt voraus", 3)],
        needs(3, "setzt voraus", 1),
        "Kreis: M-0003 → M-0001 → M-0002 → M-0003",
    ),
    ([needs(1, "setzt voraus", 2)], needs(2, "schließt aus", 1), "M-0001 braucht M-0002"),
    ([needs(1, "schließt aus", 2)], needs(2, "setzt voraus", 1), "M-0002 braucht M-0001"),
    (
        [needs(2, "schließt aus", 3), needs(1, "setzt voraus", 2)],
        needs(1, "setzt voraus", 3),
        "M-0001 würde M-0002 und M-0003 brauchen",
    ),
]


@pytest.mark.parametrize(("standing", "refused", "words"), REFUSED)
def test_what_no_plan_can_keep(standing: list[Record], refused: Record, words: str) -> None:
    with trial() as tx:
        fill(tx)
        for record in standing:
            save_(tx, record)
        with pytest.raises(Refused) as told:
            save_(tx, refused)
        # What stands can be saved again as it is.
        for noun in {type(record) for record in standing}:
            for record in find(tx, noun):
                save_(tx, record)
    sentence = str(told.value)
    assert words in sentence and sentence.endswith(".") and told.value.field


def test_what_stands_already_stays_editable() -> None:
    with trial() as tx:
        fill(tx)
        standing = insert(tx, [GRANT.replace(eligible_cents=9999)])[0]
        insert(tx, [needs(1, "setzt voraus", 2), needs(2, "setzt voraus", 1)])
        insert(tx, [needs(4, "setzt voraus", 5), needs(4, "schließt aus", 5)])
        save_(tx, standing.replace(title="Bund"))
        save_(tx, needs(4, "setzt voraus", 3))
        rejected = save_(tx, Measure(title="Nie", status="verworfen", reason="zu teuer"))
        with pytest.raises(Refused, match="ist verworfen"):
            save_(tx, needs(3, "setzt voraus", 4).replace(other_id=rejected.id))


def test_bands_know_every_type_of_cost_but_depreciation() -> None:
    assert set(BandType) == set(CostType) - {"Abschreibung"}
