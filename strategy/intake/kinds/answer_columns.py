"""Survey results with one row per person and one column per answer, as LimeSurvey writes them."""

from __future__ import annotations

import re

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.cells import known
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import RecordRows, Row, record_rows
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header

# Columns about the answering itself.
_MARKS = ("Antwort ID", "Response ID")
_ABOUT_THE_ANSWER = {
    same_header(heading)
    for heading in (
        *_MARKS,
        *("Datum Abgeschickt", "Date submitted", "Letzte Seite", "Last page", "Start-Sprache"),
        *("Start language", "Zufallsstartwert", "Seed", "Datum gestartet", "Date started"),
        *("Datum letzte Aktion", "Date last action", "IP-Adresse", "IP address", "Zugangscode"),
        *("Zugangsschlüssel", "Access code", "Token", "Referrer-URL", "Referrer URL"),
    )
}
# "Was stört Sie? [Antwort 2]" is the second field of a question.
_FIELD = re.compile(r"\s*\[[^\]]*\]\s*$")
_TIME = re.compile(r"(?i)gruppenzeit|fragenzeit|gesamtzeit|group time|question time|total time")


def answer_columns(table: Table, assignment: Assignment) -> tuple[list[str], dict[str, str]]:
    """Headings of the columns of free answers, and why each other one is none.

    Both are empty where the file is no survey of this kind or a column is named as the answer.
    """
    marks = {same_header(heading) for heading in _MARKS}
    if "body" in assignment.fields or not marks & {same_header(h) for h in table.headers}:
        return [], {}
    answers, others = [], {}
    for header in assignment.unused:
        if same_header(header) in _ABOUT_THE_ANSWER or _TIME.match(header):
            others[header] = "Angabe über den Rücklauf, keine Antwort"
        elif reason := _no_free_answer(table, header):
            others[header] = reason
        else:
            answers.append(header)
    return answers, others


def _no_free_answer(table: Table, header: str) -> str:
    if table.found(header).role != "text":
        return "Zahlen oder Daten, keine Antwort in Worten"
    texts = [text for text in map(known, table.texts(header)) if text]
    # Choices repeat ("Ja", "Nein"); what people write in their own words hardly does.
    if len(texts) >= 4 and len(set(texts)) * 2 <= len(texts):
        return "Auswahl aus vorgegebenen Antworten, keine Antwort in Worten"
    return "" if texts else "leer"


def answer_rows(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    resolver: Resolver,
    answers: list[str],
    others: dict[str, str],
) -> RecordRows:
    """One card for every answer of every person, its question as Thema."""
    found = record_rows(table, kind, assignment, resolver)
    texts = {header: [known(text) for text in table.texts(header)] for header in answers}
    places = {number: place for place, number in enumerate(table.rows)}
    rows: list[Row] = []
    for row in found.rows:
        for header in answers:
            body = texts[header][places[row.number]]
            if body is None:
                continue
            cell = table.place(header, row.number)
            values = {"cluster_id": _FIELD.sub("", header), **row.values, "body": body}
            rows.append(Row(row.number, values, {**row.cells, "body": cell}))
    silent = {row.number for row in found.rows} - {row.number for row in rows}
    if silent:
        found.fates.skip(silent, "ohne Antwort")
    for header in answers:
        found.fates.book(header, "je Antwort eine Karte, die Frage als Thema")
        assignment.unused.remove(header)
    for header, reason in others.items():
        found.fates.leave_out(header, reason)
        assignment.unused.remove(header)
    found.notices.append(
        f"Je Antwort wird eine Karte gelesen ({len(rows)} aus {len(answers)} Spalten); die Frage "
        "ist ihr Thema."
    )
    found.rows = rows
    found.fields += [name for name in ("body", "cluster_id") if name not in found.fields]
    return found
