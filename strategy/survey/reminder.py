"""The letter that reminds those who have not answered, ready to be copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from strategy.kernel import german
from strategy.nouns.survey_round import SurveyRound


def reminder_text(survey: SurveyRound, units: Sequence[str], today: date) -> str:
    """Subject, recipients and letter for the units whose reply is missing."""
    # A letter to be copied and not a mail sent from here: town halls send by their own system, with
    # its signature and filing.
    if survey.due is None:
        when = "Bitte senden Sie ihn uns möglichst bald zurück."
    elif survey.due < today:
        when = (
            f"Die Frist ist am {german.long_day(survey.due)} abgelaufen. Bitte senden Sie ihn uns "
            "in den nächsten Tagen zurück oder sagen Sie uns, bis wann er kommt."
        )
    else:
        when = f"Bitte senden Sie ihn uns bis zum {german.long_day(survey.due)} zurück."
    why = f"\n\nWozu wir fragen: {survey.reason}" if survey.reason else ""
    return (
        f"Betreff: Erinnerung an die Erhebung „{survey.title}“\n"
        f"An: {'; '.join(units)}\n\n"
        "Guten Tag,\n\n"
        f"für die Erhebung „{survey.title}“ fehlt uns noch Ihr Erhebungsbogen. {when}{why}\n\n"
        "Auch ein unvollständiger Bogen hilft: Was Sie nicht wissen, lassen Sie bitte leer. Wenn "
        "sich nichts geändert hat, genügt es, den Bogen unverändert zurückzusenden.\n\n"
        "Vielen Dank und freundliche Grüße\n"
        f"{survey.asked_by or 'Digitalisierungskoordination'}"
    )
