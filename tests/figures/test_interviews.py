"""Interviews by a guideline: questions taken over, answers side by side, findings that lead on."""

from __future__ import annotations

import pytest

from strategy.acts.answers import add_guideline_questions
from strategy.figures.inventory.interviews import (
    answers_to,
    coverage,
    question_table,
    unlinked_findings,
)
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, insert, save_
from strategy.kernel.store import Store
from strategy.nouns import (
    Application,
    Finding,
    Guideline,
    GuidelineQuestion,
    Interview,
    InterviewAnswer,
    OrganisationUnit,
)
from strategy.relations.links import link


@pytest.fixture
def interview(plan: Store) -> Interview:
    with plan.write("Anna") as tx:
        amt = save_(tx, OrganisationUnit(title="Hauptamt", level=2))
        save_(tx, OrganisationUnit(title="Bauamt", level=2))
        guideline = save_(tx, Guideline(title="Leitfaden", edition="2026"))
        insert(
            tx,
            [
                GuidelineQuestion(guideline_id=guideline.id, title="Was kostet Zeit?", position=2),
                GuidelineQuestion(guideline_id=guideline.id, title="Was läuft gut?", position=1),
            ],
        )
        return save_(
            tx,
            Interview(
                title="Gespräch",
                organisation_id=amt.id,
                status="geführt",
                function="Amtsleitung",
                guideline_id=guideline.id,
            ),
        )


def test_the_questions_of_the_guideline_come_into_the_interview_once(
    plan: Store, interview: Interview
) -> None:
    with plan.write("Anna") as tx:
        assert add_guideline_questions(tx, interview.id) == 2
        with pytest.raises(Refused, match="stehen schon"):
            add_guideline_questions(tx, interview.id)
        bare = save_(tx, Interview(title="Ohne", organisation_id=interview.organisation_id))
        with pytest.raises(Refused, match="noch keinen Leitfaden"):
            add_guideline_questions(tx, bare.id)
    with plan.read() as db:
        questions = question_table(db)
    assert list(questions["question"]) == ["Was läuft gut?", "Was kostet Zeit?"]
    assert list(questions["asked"]) == [1, 1] and list(questions["answers"]) == [0, 0]


def test_answers_stand_side_by_side_and_open_ones_are_told(
    plan: Store, interview: Interview
) -> None:
    with plan.write("Anna") as tx:
        add_guideline_questions(tx, interview.id)
        first = find(tx, InterviewAnswer)[0]
        save_(tx, first.replace(body="Der Sitzungsdienst."))
    with plan.read() as db:
        (row,) = answers_to(db, first.question_id or "").to_dict("records")
        state = coverage(db)
    assert (row["amt"], row["answer"]) == ("Hauptamt", "Der Sitzungsdienst.")
    assert state.missing == ("Bauamt",) and (state.done, state.units) == (1, 2)


def test_a_guideline_in_use_is_not_deleted_under_its_answers(
    plan: Store, interview: Interview
) -> None:
    with plan.write("Anna") as tx:
        add_guideline_questions(tx, interview.id)
    with plan.write("Anna") as tx, pytest.raises(Refused, match="wird noch gebraucht"):
        delete_(tx, Guideline, interview.guideline_id or "")


def test_findings_without_a_link_are_listed(plan: Store, interview: Interview) -> None:
    with plan.write("Anna") as tx:
        loose, tied = insert(
            tx,
            [
                Finding(title="Suchen", kind="Schwäche", interview_id=interview.id),
                Finding(title="Doppelt", kind="Schwäche", interview_id=interview.id),
            ],
        )
        app = save_(tx, Application(title="Formulare"))
        link(tx, tied.id, "betrifft", app.id)
    with plan.read() as db:
        rows = unlinked_findings(db).to_dict("records")
    assert [(row["id"], row["amt"]) for row in rows] == [(loose.id, "Hauptamt")]
