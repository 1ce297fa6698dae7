"""Figures of the IST-Analyse pages, held to small plans whose answers are plain to see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from strategy.acts.answers import add_missing_answers, ask_all_units
from strategy.analysis.maturity import model_areas
from strategy.figures.inventory.counts import incomplete_shares, share_total, time_quadrants
from strategy.figures.inventory.organisation import organisation_tree, staff_by_unit
from strategy.figures.inventory.services import maturity_by_topic
from strategy.figures.inventory.surveys import survey_rounds, units_not_asked
from strategy.figures.money.budget import product_table, subtotal_count
from strategy.figures.money.personnel import missing_rates, personnel_rates
from strategy.figures.plan.recommendations import recommendation_table
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.cost_line import CostLine
from strategy.nouns.finding import Finding
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_model import MaturityModel
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.recommendation import Recommendation
from strategy.nouns.service import Service
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.relations.links import link

TODAY = date(2026, 11, 1)


def _units(plan: Store) -> dict[str, str]:
    with plan.write("Test", "Einheiten") as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        desk = save_(
            tx,
            OrganisationUnit(
                title="Hauptamt", number="10", level=2, parent_id=top.id, staff_fte=Decimal("3.5")
            ),
        )
        new = save_(
            tx,
            OrganisationUnit(
                title="Digitalamt",
                number="11",
                level=2,
                parent_id=top.id,
                valid_from=date(2027, 1, 1),
            ),
        )
        old = save_(
            tx,
            OrganisationUnit(
                title="Altamt",
                number="9",
                level=2,
                parent_id=top.id,
                valid_to=date(2025, 12, 31),
                successor_id=desk.id,
            ),
        )
    return {"top": top.id, "desk": desk.id, "new": new.id, "old": old.id}


def test_units_stand_below_the_one_they_belong_to(plan: Store) -> None:
    units = _units(plan)
    with plan.write("Test", "Anwendung") as tx:
        save_(tx, Application(title="Akte", organisation_id=units["desk"]))
    with plan.read() as db:
        tree = organisation_tree(db, TODAY).set_index("id")
        staff = staff_by_unit(db, 2, TODAY)
    assert list(tree.index)[0] == units["top"] and list(tree["depth"]) == [0, 1, 1, 1]
    assert tree.loc[units["desk"], ["state", "applications"]].tolist() == ["besteht", 1]
    assert tree.loc[units["old"], ["state", "successor"]].tolist() == ["aufgelöst", "Hauptamt"]
    assert tree.loc[units["new"], "state"] == "geplant"
    assert staff[["id", "value"]].values.tolist() == [[units["desk"], 3.5]]


def test_cost_shares_are_added_up_and_missing_ones_are_told(plan: Store) -> None:
    units = _units(plan)
    with plan.write("Test", "Nutzung") as tx:
        half = save_(tx, Application(title="Halb", functional_fit=4, technical_fit=2))
        none = save_(tx, Application(title="Keine", life_cycle="abgelöst"))
        save_(
            tx,
            ApplicationUse(
                application_id=half.id, organisation_id=units["desk"], share=Decimal("60.5")
            ),
        )
    with plan.read() as db:
        assert share_total(db, half.id) == 60.5 and share_total(db, none.id) is None
        frame = incomplete_shares(db)
        assert frame[["application_id", "share", "uses"]].values.tolist() == [[half.id, 60.5, 1]]
        assert list(time_quadrants(db)["id"]) == [half.id]


def test_a_round_counts_what_came_back_and_asks_the_others(plan: Store) -> None:
    units = _units(plan)
    with plan.write("Test", "Erhebung") as tx:
        survey = save_(tx, SurveyRound(title="Kosten", due=date(2026, 10, 1)))
        assert list(units_not_asked(tx, survey.id, TODAY)["id"]) == [units["desk"]]
        assert ask_all_units(tx, survey.id, TODAY) == 1
        with pytest.raises(Refused, match="Jedes Amt"):
            ask_all_units(tx, survey.id, TODAY)
        save_(tx, SurveyReply(round_id=survey.id, organisation_id=units["old"], status="zurück"))
        rounds = survey_rounds(tx, TODAY)
    columns = ["asked", "returned", "open", "percent", "overdue"]
    assert rounds[columns].values.tolist() == [[2, 1, 1, 50.0, 1]]


def test_every_criterion_gets_its_answer_once(plan: Store) -> None:
    with plan.write("Test", "Modell") as tx:
        model = save_(tx, MaturityModel(title="Modell", edition="1", highest=4))
        for index, title in enumerate(("Zugang", "Daten"), 1):
            save_(tx, MaturityCriterion(model_id=model.id, title=title, position=index))
        first = save_(tx, Assessment(title="Pass", model_id=model.id, assessed_on=TODAY))
        assert add_missing_answers(tx, first.id) == 2
        with pytest.raises(Refused, match="schon eine Antwort"):
            add_missing_answers(tx, first.id)
        answers = find(tx, AssessmentAnswer, order="id")
        save_(tx, answers[0].replace(actual=1, target=4))
        save_(tx, answers[1].replace(actual=3, applicable=False))
        areas = model_areas(tx, model.id)
    assert areas["label"].tolist() == ["Zugang", "Daten"]
    assert areas["ist"].fillna(-1).tolist() == [1, -1] and areas["answers"].tolist() == [1, 0]


def test_a_post_costs_its_parts(plan: Store) -> None:
    with plan.write("Test", "Sätze") as tx:
        save_(
            tx,
            PersonnelRate(
                grade="E9b",
                year=2027,
                personnel_cents=68_000_01,
                workplace_cents=9_082_00,
                overhead=Decimal("12.5"),
            ),
        )
        application = save_(tx, Application(title="Akte"))
        common = {
            "application_id": application.id,
            "year": 2027,
            "cost_type": "Personal",
            "fte": Decimal("0.5"),
        }
        save_(tx, CostLine(grade="E9b", **common))
        # A form refuses a post without a rate; a file from elsewhere may bring one along.
        insert(tx, [CostLine(grade="E15", **common)])
        rates, missing = personnel_rates(tx, 2027), missing_rates(tx)
    # 12,5 % of 68.000,01 € are 8.500,00125 €.
    assert rates["overhead_cents"].tolist() == [8_500_00]
    assert rates["total_cents"].tolist() == [68_000_01 + 9_082_00 + 8_500_00]
    assert missing.values.tolist() == [["E15", 2027, 1]]


def test_recommendations_count_what_they_rest_on(plan: Store) -> None:
    with plan.write("Test", "Empfehlung") as tx:
        one = save_(tx, Recommendation(title="Bündeln", kind="finanziell"))
        two = save_(tx, Recommendation(title="Ordnen", kind="strukturell"))
        fact = save_(tx, Finding(title="Doppelt", kind="Schwäche"))
        link(tx, one.id, "stützt sich auf", fact.id)
        table = recommendation_table(tx)
    assert table[["id", "facts", "measures"]].values.tolist() == [[two.id, 0, 0], [one.id, 1, 0]]


def test_products_leave_subtotals_out(plan: Store) -> None:
    with plan.write("Test", "Haushalt") as tx:
        common = {"year": 2027, "plan_type": "Plan", "product": "11110", "title": "Zeile"}
        save_(tx, BudgetLine(line_kind="Ertrag", amount_cents=5_00, **common))
        save_(tx, BudgetLine(line_kind="Aufwand", amount_cents=7_00, **common))
        save_(tx, BudgetLine(line_kind="Aufwand", amount_cents=7_00, is_subtotal=True, **common))
        save_(tx, BudgetLine(line_kind="Auszahlung", **common))
        row = product_table(tx, 2027, "Plan").iloc[0]
        assert subtotal_count(tx, 2027, "Plan") == 1
    assert (row.income_cents, row.expense_cents, row.receipt_cents) == (5_00, 7_00, 0)
    assert row.lines == 3 and row.unknown_lines == 1 and row.isna()["payment_cents"]


def test_mean_maturity_leaves_unknown_out(plan: Store) -> None:
    with plan.write("Test", "Leistungen") as tx:
        for level in (1, 2, 2, None):
            save_(tx, Service(title="Pass", topic="Recht", maturity_actual=level))
        frame = maturity_by_topic(tx)
    assert frame["ist"].tolist() == [1.7] and frame["soll"].isna().all()
