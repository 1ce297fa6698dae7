"""Whose workbook is this: token, municipality, round, Amt; and whether it may still be taken."""

from __future__ import annotations

from datetime import date

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.survey_file import SurveyFile
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.base import unpack
from strategy.survey.cover import FILLED_ON, REMARK, SENDER
from strategy.survey.findings import ReplyReading
from strategy.survey.locating import cover_answers, identity_of
from strategy.survey.raw_book import RawBook


def recognise(db: Cursor, book: RawBook, expected_round: str) -> ReplyReading:
    """The reading with everything but its rows; raises Refused where the file does not belong."""
    told = identity_of(book)
    token = told.get("token", "")
    # The newest state of this workbook: as it was last read, else as it went out.
    files = find(db, SurveyFile, "token = ? AND token IS NOT NULL", [token], "-moved_at, -id")
    if not files:
        _refuse_stranger(db, book, told)
    reply = get_(db, SurveyReply, files[0].reply_id or "")
    survey = get_(db, SurveyRound, reply.round_id or "")
    unit = get_(db, OrganisationUnit, reply.organisation_id or "")
    # Chosen by hand, an older round may be read, but no other than the chosen one.
    if expected_round and survey.id != expected_round:
        wanted = get_(db, SurveyRound, expected_round)
        raise Refused(
            f"„{book.file_name}“ gehört zur Erhebung „{survey.title}“, nicht zu „{wanted.title}“; "
            "wählen Sie die passende Erhebung oder die passende Datei."
        )
    if not expected_round:
        _refuse_older(db, book, survey, unit)
    answers = cover_answers(book)
    return ReplyReading(
        file_name=book.file_name,
        file_hash=book.file_hash,
        version=db.version,
        survey=survey,
        reply=reply,
        unit_title=unit.title or unit.id,
        token=token,
        base=unpack(files[0].content or ""),
        sender=answers.get(SENDER, ""),
        filled_on=_day(answers.get(FILLED_ON, "")),
        remark=answers.get(REMARK, ""),
        book=book,
    )


def _refuse_stranger(db: Cursor, book: RawBook, told: dict[str, str]) -> None:
    town = next(iter(find(db, Municipality)), Municipality(title="Kommune ohne Namen"))
    theirs, ours = told.get("kommune", ""), town.title or ""
    # Name and AGS: there are several municipalities called Neustadt.
    if theirs != ours or (told.get("ags") or "") != (town.ags or ""):
        raise Refused(
            f"„{book.file_name}“ ist ein Bogen der Kommune „{theirs}“, dieser Plan gehört zu "
            f"„{ours}“; es wurde nichts übernommen. Öffnen Sie den richtigen Plan."
        )
    raise Refused(
        f"„{book.file_name}“ (Erhebung „{told.get('titel', '')}“, {told.get('name', '')}) wurde "
        "nicht aus diesem Plan ausgegeben, oder die Ausgabe wurde rückgängig gemacht; es wurde "
        "nichts übernommen. Geben Sie den Bogen neu aus."
    )


def _refuse_older(db: Cursor, book: RawBook, survey: SurveyRound, unit: OrganisationUnit) -> None:
    """A file of a closed round, or of one after which the same Amt was asked again."""
    known = f"„{book.file_name}“ gehört zur Erhebung „{survey.title}“"
    way = (
        f"Wenn Sie sie dennoch einlesen wollen, wählen Sie die Erhebung „{survey.title}“ "
        "ausdrücklich."
    )
    if survey.closed_on is not None:
        raise Refused(
            f"{known}, die am {german.day(survey.closed_on)} abgeschlossen wurde; es wurde nichts "
            f"übernommen. {way}"
        )
    newer = db.one(
        "SELECT r.title FROM survey_file f JOIN survey_reply y ON y.id = f.reply_id "
        "JOIN survey_round r ON r.id = y.round_id "
        "WHERE y.organisation_id = ? AND r.closed_on IS NULL "
        "AND (coalesce(r.sent_on, ?), r.id) > (?, ?) ORDER BY r.sent_on DESC NULLS LAST LIMIT 1",
        [unit.id, date.min, survey.sent_on or date.min, survey.id],
    )
    if newer is not None:
        raise Refused(
            f"{known}, inzwischen läuft für {unit.title} die Erhebung „{newer['title']}“; es wurde "
            f"nichts übernommen. {way}"
        )


def _day(text: str) -> str:
    """A day of the cover as people write it; the reader hands dates on in ISO notation."""
    try:
        found = german.parse_date(text)
    except Refused:
        return text
    return german.day(found) if found else ""
