"""Applications in depth: notice days, doubles with money, interfaces, the quadrant of the fit."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.figures.inventory.counts import contracts_ending, last_notice_day, time_quadrants
from strategy.figures.inventory.interfaces import (
    interface_counts,
    interface_table,
    leaving_with_interfaces,
    services_of,
)
from strategy.figures.inventory.redundancy import (
    applications_of_group,
    bare_name,
    redundancy_groups,
)
from strategy.kernel.errors import Refused
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.application_interface import ApplicationInterface
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.service import Service
from strategy.relations.links import link


def test_contracts_that_end_or_must_be_given_notice(plan: Store) -> None:
    today = date(2027, 1, 15)
    with plan.write("Test") as tx:

        def contract(title: str, end: date, months: int | None, **more: object) -> str:
            return save_(
                tx, Application(title=title, contract_end=end, notice_months=months, **more)
            ).id

        ending = contract("endet", date(2027, 3, 31), None)
        notice = contract("zu kündigen", date(2028, 2, 29), 11)
        contract("später", date(2028, 2, 29), 6)
        contract("vorbei", date(2026, 12, 31), 3)
        contract("abgelöst", date(2027, 3, 31), 1, life_cycle="abgelöst")
        frame = contracts_ending(tx, today, 3)
        assert frame["application_id"].tolist() == [ending, notice]
        # The end of February less eleven months is the end of March.
        assert last_notice_day(tx, notice) == date(2027, 3, 31)
        assert last_notice_day(tx, ending) is None
        assert frame["days_left"].tolist()[1] == 75


def test_doubles_are_told_with_what_they_cost(plan: Store) -> None:
    with plan.write("Test") as tx:
        units = [save_(tx, OrganisationUnit(title=t, level=2)).id for t in ("10", "40", "51")]
        made = [
            save_(
                tx,
                Application(
                    title=title, organisation_id=units[place], purpose=purpose, category=category
                ),
            )
            for title, place, purpose, category in (
                ("TerminPlus 5.2", 0, "Termine buchen", "Terminvergabe"),
                ("Terminplus (Schule)", 1, "termine  BUCHEN", None),
                ("Buchungskalender", 2, "Räume", "Terminvergabe"),
                ("Termine Rat", 0, None, "Rat"),
                ("Rat digital", 0, None, "Rat"),
            )
        ]
        for app, cents in zip(made, (10_000_00, 4_000_00, None), strict=False):
            save_(
                tx,
                CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=cents),
            )
        frame = redundancy_groups(tx, "Plan", 2027)
        group = applications_of_group(tx, frame.loc[0, "ids"], "Plan", 2027)
    found = {row["reason"]: row for row in frame.to_dict("records")}
    assert set(found) == {"gleicher Zweck", "ähnlicher Name", "gleiche Kategorie"}
    for reason in ("gleicher Zweck", "ähnlicher Name"):
        assert sorted(found[reason]["ids"]) == [made[0].id, made[1].id]
        assert found[reason]["amount_cents"] == 14_000_00
        assert found[reason]["rest_cents"] == 4_000_00
    # Two applications of one Amt are no double: the category "Rat" is missing.
    category = found["gleiche Kategorie"]
    assert (category["label"], category["units"], category["unknown"]) == ("Terminvergabe", 2, 1)
    assert group["amount_cents"].tolist() == [10_000_00, 4_000_00]
    assert bare_name("DMS 5.2 (Schule), v3") == "dms"


def test_interfaces_tell_what_breaks_when_an_application_goes(plan: Store) -> None:
    with plan.write("Test") as tx:
        register, portal, old = (
            save_(tx, Application(title=title, **more))
            for title, more in (
                ("Register", {}),
                ("Portal", {"time_decision": "ausbauen"}),
                ("Altverfahren", {"time_decision": "ablösen"}),
            )
        )
        for source, target in ((register, portal), (register, old)):
            save_(tx, ApplicationInterface(title="Daten", source_id=source.id, target_id=target.id))
        with pytest.raises(Refused, match="verbindet zwei verschiedene Anwendungen"):
            save_(tx, ApplicationInterface(title="x", source_id=old.id, target_id=old.id))
        assert interface_table(tx, portal.id)["source"].tolist() == ["Register"]
        assert interface_counts(tx)[["title", "gives", "takes"]].values.tolist() == [
            ["Register", 2, 0],
            ["Altverfahren", 0, 1],
            ["Portal", 0, 1],
        ]
        breaking = leaving_with_interfaces(tx)
        assert breaking[["leaving", "staying"]].values.tolist() == [["Altverfahren", "Register"]]
        direct = save_(tx, Service(title="Hund anmelden", application_id=portal.id))
        linked = save_(tx, Service(title="Auskunft"))
        link(tx, portal.id, "unterstützt", linked.id)
        assert services_of(tx, portal.id)["id"].tolist() == [linked.id, direct.id]
        assert services_of(tx, old.id).empty


def test_the_quadrant_follows_the_fit_and_the_decision_stays(plan: Store) -> None:
    with plan.write("Test") as tx:
        for title, functional, technical in (
            ("a", 5, 4),
            ("b", 3, 2),
            ("c", 2, 4),
            ("d", 1, 1),
            ("e", None, 4),
            ("f", 5, 3),
        ):
            save_(
                tx,
                Application(
                    title=title,
                    functional_fit=functional,
                    technical_fit=technical,
                    time_decision="dulden",
                ),
            )
        frame = time_quadrants(tx)
    assert frame["suggestion"].fillna("").tolist() == [
        "ausbauen",
        "ablösen",
        "dulden",
        "abschalten",
        "",
        "dulden",
    ]
    assert set(frame["time_decision"]) == {"dulden"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"contract_start": date(2027, 1, 1), "contract_end": date(2026, 1, 1)},
            "„Vertragsende“ liegt vor „Vertragsbeginn“",
        ),
        ({"notice_months": -1}, "„Kündigungsfrist in Monaten“ ist negativ"),
        ({"notice_months": 121}, "„Kündigungsfrist in Monaten“ liegt nicht zwischen 0 und 120"),
        ({"functional_fit": 6}, "liegt nicht zwischen 1 und 5"),
        ({"users": -1}, "„Nutzende“ ist negativ"),
        (
            {"accessibility_tested": False, "accessibility_result": "nicht vereinbar"},
            "„Barrierefreiheit geprüft“ steht auf nein",
        ),
    ],
)
def test_an_application_that_cannot_be_is_refused(
    plan: Store, values: dict[str, object], words: str
) -> None:
    with plan.write("Test") as tx, pytest.raises(Refused, match=words):
        save_(tx, Application(title="X", **values))
