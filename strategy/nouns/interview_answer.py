"""Step 2: what was answered to a question of the guideline."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, long, ref


@dataclass(frozen=True)
class InterviewAnswer(Record):
    """The answer to one question in one interview; no names."""

    TABLE = "interview_answer"
    PREFIX = "IA"
    SINGULAR = "Interviewantwort"
    PLURAL = "Interviewantworten"
    GENDER = Gender.FEMININE
    REPORT = Absent("what was said stays with the interview; findings are reported")
    IMPORT = Absent("written during the interview")
    TRACE = Absent("findings lead on from the interview, answers stay with it")
    NAME = "question_id"

    interview_id: str | None = ref("Interview", "interview", on_delete="cascade", required=True)
    question_id: str | None = ref("Frage", "guideline_question", required=True)
    body: str | None = long("Antwort")
