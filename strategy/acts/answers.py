"""Rows that a list of questions needs: one answer per criterion or question, one reply per Amt."""

from __future__ import annotations

from datetime import date

from strategy.figures.inventory.surveys import units_not_asked
from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, find, get_, insert
from strategy.kernel.store import Transaction
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.guideline_question import GuidelineQuestion
from strategy.nouns.interview import Interview
from strategy.nouns.interview_answer import InterviewAnswer
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.survey_reply import ReplyStatus, SurveyReply


def add_missing_answers(tx: Transaction, assessment_id: str) -> int:
    """Add an empty answer for every criterion of the model that has none; returns how many.

    Raises Refused where none is missing.
    """
    assessment = get_(tx, Assessment, assessment_id)
    # Questions answered already stay as they are: this only adds.
    answered = {
        a.criterion_id for a in find(tx, AssessmentAnswer, "assessment_id = ?", [assessment_id])
    }
    order = "position, id"
    criteria = find(tx, MaturityCriterion, "model_id = ?", [assessment.model_id], order)
    missing = [
        checked(AssessmentAnswer(assessment_id=assessment_id, criterion_id=item.id))
        for item in criteria
        if item.id not in answered
    ]
    if not missing:
        raise Refused("Zu jedem Kriterium des Modells gibt es schon eine Antwort.")
    insert(tx, missing)
    return len(missing)


def add_guideline_questions(tx: Transaction, interview_id: str) -> int:
    """Add an empty answer for every question of the interview's guideline; returns how many.

    Raises Refused where the interview has no guideline or none is missing.
    """
    interview = get_(tx, Interview, interview_id)
    # Which questions belong to it, only the guideline says.
    if interview.guideline_id is None:
        raise Refused(
            "Dieses Gespräch hat noch keinen Leitfaden; wählen Sie einen bei „Fragen nach "
            "Leitfaden“ und speichern Sie."
        )
    answered = {
        item.question_id for item in find(tx, InterviewAnswer, "interview_id = ?", [interview_id])
    }
    questions = find(
        tx, GuidelineQuestion, "guideline_id = ?", [interview.guideline_id], "position, id"
    )
    missing = [
        checked(InterviewAnswer(interview_id=interview_id, question_id=item.id))
        for item in questions
        if item.id not in answered
    ]
    if not missing:
        raise Refused("Alle Fragen des Leitfadens stehen schon bei diesem Gespräch.")
    insert(tx, missing)
    return len(missing)


def ask_all_units(tx: Transaction, round_id: str, today: date) -> int:
    """Add a reply row (offen) for every Amt of today that has none; returns how many.

    It counts as sent when its workbook has been written (``strategy.survey.sending``).
    Raises Refused where none is missing.
    """
    missing = [
        checked(SurveyReply(round_id=round_id, organisation_id=str(unit), status=ReplyStatus.OPEN))
        # The Ämter of today: who was dissolved is not asked, who was asked keeps its reply.
        for unit in units_not_asked(tx, round_id, today)["id"]
    ]
    if not missing:
        raise Refused("Jedes Amt steht schon in dieser Erhebung.")
    insert(tx, missing)
    return len(missing)
