"""What an Amt and a judge may change, asked at the door of the store of every row they write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from strategy.acts.commenting import say
from strategy.identity.accounts import Access, Account
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import create_scenario
from strategy.nouns import (
    Application,
    ApplicationUse,
    Body,
    CostLine,
    Criterion,
    Measure,
    OrganisationUnit,
    Risk,
    Score,
)
from strategy.relations.audience import set_visibility
from ui.run import signed_in
from ui.run.signed_in import Visitor

Act = Callable[[Transaction], object]


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``acting(Access.OFFICE, "OE-0001")``: from now on that account acts on every plan."""

    def become(access: Access, unit: str | None = None) -> None:
        account = Account("Rolf", access, None, "", "", unit=unit)
        monkeypatch.setattr(signed_in, "visitor", lambda: Visitor(True, account))

    return become


@pytest.fixture
def town(plan: Store) -> Iterator[Store]:
    """A Dezernat with an Amt in it, another Amt, and an application and a measure of each."""
    with plan.write("Anna", "Anlegen") as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        own = save_(tx, OrganisationUnit(title="Bürgeramt", level=2, parent_id=top.id))
        other = save_(tx, OrganisationUnit(title="Bauamt", level=1))
        for unit, word in ((own, "eigen"), (other, "fremd")):
            application = save_(tx, Application(title=word, organisation_id=unit.id))
            save_(tx, ApplicationUse(application_id=application.id, organisation_id=own.id))
            measure = save_(tx, Measure(title=word, organisation_id=unit.id))
            save_(tx, Risk(title=word, measure_id=measure.id))
            save_(tx, _cost(application.id))
        save_(tx, Criterion(title="Nutzen", weight=100))
        save_(tx, Body(title="Stadtrat", kind="Vertretung"))
    yield plan


def _cost(application: str) -> CostLine:
    return CostLine(
        application_id=application, title="Lizenz", year=2027, cost_type="Lizenz", amount_cents=100
    )


def titled(tx: Transaction, title: str) -> Application:
    (found,) = find(tx, Application, "title = ?", [title])
    return found


OWN: dict[str, Act] = {
    "an entry": lambda tx: save_(tx, titled(tx, "eigen").replace(purpose="neu")),
    "a new entry": lambda tx: save_(tx, Measure(title="neu", organisation_id="OE-0002")),
    "a part": lambda tx: save_(tx, _cost("A-0001")),
    "a deletion with parts": lambda tx: delete_(tx, Application, "A-0001"),
    "its audience": lambda tx: set_visibility(tx, "M-0001", "Vertretung", None),
    "a remark on others": lambda tx: say(tx, "A-0002", "Gilt das noch?", "Rolf", None),
}
FOREIGN: dict[str, tuple[Act, str]] = {
    "an entry": (lambda tx: save_(tx, titled(tx, "fremd").replace(purpose="x")), "A-0002"),
    "a new entry": (
        lambda tx: save_(tx, Measure(title="neu", organisation_id="OE-0003")),
        "Maßnahme M-",
    ),
    "one of nobody": (lambda tx: save_(tx, Measure(title="neu")), "Maßnahme M-"),
    "a part": (lambda tx: save_(tx, _cost("A-0002")), "Kostenzeile"),
    "handing over": (
        lambda tx: save_(tx, titled(tx, "eigen").replace(organisation_id="OE-0003")),
        "A-0001",
    ),
    "taking over": (
        lambda tx: save_(tx, titled(tx, "fremd").replace(organisation_id="OE-0002")),
        "A-0002",
    ),
    "a deletion": (lambda tx: delete_(tx, Application, "A-0002"), "A-0002"),
    "the council": (lambda tx: save_(tx, Body(title="x", kind="Ausschuss")), "Gremium G-"),
    "points of the own measure": (
        lambda tx: save_(tx, Score(measure_id="M-0001", criterion_id="KR-0001", points=5)),
        "Punktwert",
    ),
    "one own among others": (
        lambda tx: [OWN["an entry"](tx), save_(tx, titled(tx, "fremd").replace(purpose="x"))],
        "A-0002",
    ),
    "raw rows": (
        lambda tx: tx.run("UPDATE measure SET title = 'x', version = ?", [tx.action_id]),
        "M-0002",
    ),
}


@contextmanager
def unchanged(store: Store) -> Iterator[None]:
    with store.read() as db:
        before = db.value("SELECT max(id) FROM history.action")
    yield
    with store.read() as db:
        assert db.value("SELECT max(id) FROM history.action") == before


def test_an_amt_changes_what_is_its_own_and_nothing_else(
    town: Store, acting: Callable[..., None]
) -> None:
    # By the Dezernat: what lies below a unit is its own as well.
    acting(Access.OFFICE, "OE-0001")
    for name, act in OWN.items():
        with town.write("Rolf", name) as tx:
            act(tx)
        undo(town, "Rolf")
        redo(town, "Rolf")
        undo(town, "Rolf")
    for name, (act, word) in FOREIGN.items():
        with unchanged(town), pytest.raises(Refused) as refused, town.write("Rolf", name) as tx:
            act(tx)
        assert "gehört nicht zu dem, was Ihr Zugang ändern darf" in str(refused.value), name
        assert word in str(refused.value), name
    with pytest.raises(Refused, match="nur bestimmte Einträge"):
        create_scenario(town, "Rolf", "Versuch")
    acting(Access.OFFICE)
    with pytest.raises(Refused), town.write("Rolf", "ohne Einheit") as tx:
        OWN["an entry"](tx)
    acting(Access.READING)
    with pytest.raises(Refused, match="nur lesen"), town.write("Rolf", "x"):
        pass


def test_a_judge_gives_points_and_changes_nothing_else(
    town: Store, acting: Callable[..., None]
) -> None:
    acting(Access.JUDGING)
    with town.write("Rolf", "Punkte") as tx:
        save_(tx, Score(measure_id="M-0002", criterion_id="KR-0001", points=5))
    for name in ("an entry", "a part", "its audience"):
        with pytest.raises(Refused), town.write("Rolf", name) as tx:
            OWN[name](tx)
    undo(town, "Rolf")
    with town.read() as db:
        assert find(db, Score) == [] and get_(db, Measure, "M-0002").title == "fremd"
