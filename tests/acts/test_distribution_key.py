"""A distribution key is whole or unknown, and is saved as one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.acts.distribution_key import check_key, check_keys, save_key, split_by
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.organisation_unit import OrganisationUnit


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (["60", "30.03"], "ergeben 90,03\u00a0% statt 100\u00a0%; es fehlen 9,97\u00a0%"),
        (["60", "60"], "ergeben 120\u00a0% statt 100\u00a0%; es sind zu viel: 20\u00a0%"),
        (["100", None], "fehlt der Kostenanteil von 1 der 2"),
        (["120", "-20"], "ist 120\u00a0%; möglich sind 0 bis 100"),
        (["33.3333", "33.3333", "33.3333"], "es fehlen 0,0001\u00a0%"),
    ],
)
def test_a_key_that_is_not_whole_is_refused_with_its_sum(
    shares: list[str | None], words: str
) -> None:
    key = {str(n): None if share is None else Decimal(share) for n, share in enumerate(shares)}
    with pytest.raises(Refused, match=words) as refused:
        check_key(key, "E-Akte")
    assert "„E-Akte“" in str(refused.value)


def test_a_whole_key_and_an_unknown_one_are_allowed() -> None:
    check_key({}, "E-Akte")
    check_key({"a": None, "b": None}, "E-Akte")
    check_key({"a": Decimal("66.67"), "b": Decimal("33.33"), "c": Decimal(0)}, "E-Akte")


def test_a_key_is_saved_in_one_action_and_names_exactly_who_uses(plan: Store) -> None:
    with plan.write("Test") as tx:
        units = [save_(tx, OrganisationUnit(title=t, level=2)).id for t in ("10", "20", "40")]
        app = save_(tx, Application(title="E-Akte"))
        insert(tx, [ApplicationUse(application_id=app.id, organisation_id=units[0], users=7)])
        check_keys(tx, [app.id])
    with plan.write("Test") as tx:
        save_key(tx, app.id, {units[0]: Decimal(60), units[1]: Decimal(40)})
    with plan.write("Test") as tx:
        made = save_key(tx, app.id, {units[0]: Decimal("33.5"), units[2]: Decimal("66.5")})
        check_keys(tx, [app.id])
    assert [(use.organisation_id, use.share, use.users) for use in made] == [
        (units[0], Decimal("33.5"), 7),
        (units[2], Decimal("66.5"), None),
    ]
    with pytest.raises(Refused, match="ergeben 70"), plan.write("Test") as tx:
        save_key(tx, app.id, {units[0]: Decimal(70)})
    with plan.read() as db:
        uses = find(db, ApplicationUse, order="organisation_id")
    assert [use.share for use in uses] == [Decimal("33.5"), Decimal("66.5")]


def test_rows_written_one_by_one_are_judged_together(plan: Store) -> None:
    with pytest.raises(Refused, match="„E-Akte“ ergeben 110"), plan.write("Test") as tx:
        unit, other = (save_(tx, OrganisationUnit(title=t, level=2)) for t in ("10", "20"))
        app = save_(tx, Application(title="E-Akte"))
        for one, share in ((unit, 50), (other, 60)):
            save_(
                tx,
                ApplicationUse(application_id=app.id, organisation_id=one.id, share=Decimal(share)),
            )
        check_keys(tx, [app.id])
    with plan.read() as db:
        assert find(db, Application) == []


def test_one_unit_uses_an_application_once(plan: Store) -> None:
    with plan.write("Test") as tx:
        unit = save_(tx, OrganisationUnit(title="10", level=2))
        app = save_(tx, Application(title="E-Akte"))
        use = save_(tx, ApplicationUse(application_id=app.id, organisation_id=unit.id))
        with pytest.raises(Refused, match="nutzt die Anwendung schon"):
            save_(tx, use.replace(id="", version=0))
        save_(tx, use.replace(users=3))


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), max_size=30))
def test_shares_in_proportion_are_always_whole(weights: dict[str, int]) -> None:
    shares = split_by(weights)
    if not sum(weights.values()):
        assert shares == {}
        return
    check_key(shares, "E-Akte")
    whole = sum(weights.values())
    for name, weight in weights.items():
        assert abs(shares[name] - Decimal(100) * weight / whole) < Decimal("0.01")
