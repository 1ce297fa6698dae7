"""The sections of a half-yearly report beside measures: indicators, promises, motions."""

from __future__ import annotations

from strategy.analysis.council_answer import Answer
from strategy.figures.plan.council import due_items, paper_table
from strategy.figures.plan.goals import indicator_table
from strategy.figures.plan.resolution_control import resolution_control
from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor
from strategy.nouns.motion import Motion, MotionStatus
from strategy.nouns.paper import PaperStatus
from strategy.nouns.report_definition import ReportSection
from strategy.nouns.resolution import ResolutionStatus
from strategy.reporting.measure_sections import answer
from strategy.reporting.scope import ReportScope

# What fits into a cell of a printed page; the series as a whole is on the page of the indicator.
_MOST_VALUES = 5
_GOOD = ("voll auf Kurs", "weitgehend auf Kurs")


def indicators_section(db: Cursor, scope: ReportScope, everything: bool) -> Answer:
    """Every indicator with its series and light; of chosen measures and their goals alone where
    not ``everything`` is asked for."""
    series: dict[str, list[str]] = {}
    for row in db.rows(
        "SELECT indicator_id, measured_on, amount FROM indicator_value "
        "WHERE amount IS NOT NULL AND measured_on <= ? ORDER BY measured_on, id",
        [scope.last],
    ):
        value = f"{row['measured_on']:%m/%Y}: {german.number(row['amount'])}"
        series.setdefault(str(row["indicator_id"]), []).append(value)
    table = indicator_table(db)
    if not everything:
        goals = {
            str(row["to_id"])
            for row in db.rows(
                "SELECT to_id FROM link WHERE kind IN ('dient', 'unterstützt') "
                "AND from_id IN (SELECT unnest(?))",
                [scope.ids],
            )
        }
        table = table[table["measure_id"].isin(scope.ids) | table["goal_id"].isin(goals)]
    rows = [
        [
            str(row.title),
            None if german.is_unknown(row.unit) else row.unit,
            row.baseline,
            "; ".join(series.get(str(row.indicator_id), [])[-_MOST_VALUES:]) or None,
            row.target,
            row.target_year,
            row.course,
        ]
        for row in table.itertuples()
    ]
    on_course = sum(row[6] in _GOOD for row in rows)
    sentence = f"{on_course} von {len(rows)} Kennzahlen sind auf Kurs." if rows else "Keine."
    columns = [
        *(Spec("label", "Kennzahl", Kind.TEXT), Spec("unit", "Einheit", Kind.TEXT)),
        *(Spec("baseline", "Ausgangswert", Kind.NUMBER), Spec("series", "Reihe", Kind.LONG)),
        *(Spec("target", "Zielwert", Kind.NUMBER), Spec("year", "bis", Kind.YEAR)),
        Spec("course", "Ampel", Kind.TEXT),
    ]
    return answer(ReportSection.INDICATORS, "Kennzahlen", sentence, columns, rows)


def promises_section(db: Cursor, scope: ReportScope) -> Answer:
    """What is owed to the council: deadlines, reports, nominations, resolutions that are open."""
    rows = []
    for row in due_items(db, scope.last).itertuples():
        due = None if german.is_unknown(row.due) else row.due
        state = f"überfällig seit {-int(str(row.days))} Tagen" if row.overdue else "offen"
        event = None if german.is_unknown(row.event) else row.event
        who = None if german.is_unknown(row.responsible) else row.responsible
        rows.append([row.object_id, row.kind, row.title, due, event, who, state])
    known = {row[0] for row in rows}
    for row in resolution_control(db).itertuples():
        # Decided without a day: it is owed all the same, and in no list of deadlines.
        if row.state in (ResolutionStatus.OPEN, ResolutionStatus.RUNNING) and (
            row.resolution_id not in known
        ):
            body = None if german.is_unknown(row.body) else row.body
            rows.append([row.resolution_id, "Beschluss", row.title, None, None, body, row.state])
    late = sum(str(row[6]).startswith("überfällig") for row in rows)
    sentence = (
        f"Offen: {german.counted(len(rows), 'Zusage', 'Zusagen')}, davon {late} überfällig."
        if rows
        else "Es ist nichts offen."
    )
    columns = [
        *(Spec("id", "Nr.", Kind.CODE), Spec("kind", "Art", Kind.TEXT)),
        *(Spec("label", "Zusage", Kind.TEXT), Spec("due", "Frist", Kind.DAY, empty="–")),
        *(Spec("event", "Fällig bei", Kind.TEXT, empty="–"), Spec("who", "Wer", Kind.TEXT)),
        Spec("state", "Stand", Kind.TEXT),
    ]
    return answer(ReportSection.PROMISES, "Offene Zusagen und Fristen", sentence, columns, rows)


def motions_section(db: Cursor, scope: ReportScope) -> Answer:
    """Motions and questions that no body has finished, and motions to change a paper."""
    rows = []
    for row in paper_table(db).itertuples():
        kind = str(row.paper_type or "")
        asks = any(word in kind.casefold() for word in ("antrag", "anfrage", "fraktion"))
        if asks and row.status in (PaperStatus.DRAFT, PaperStatus.SUBMITTED):
            after = "–" if german.is_unknown(row.next_body) else str(row.next_body)
            dated = None if german.is_unknown(row.dated) else row.dated
            rows.append([row.paper_id, kind, row.title, dated, after, row.status])
    for one in find(db, Motion, "coalesce(status, 'eingebracht') = ?", [MotionStatus.FILED]):
        rows.append([one.id, one.SINGULAR, one.title, one.dated, str(one.paper_id), one.status])
    many = german.counted(len(rows), "Antrag oder Anfrage", "Anträge und Anfragen")
    sentence = f"Offen: {many}." if rows else "Kein Antrag ist offen."
    columns = [
        *(Spec("id", "Nr.", Kind.CODE), Spec("kind", "Art", Kind.TEXT)),
        *(Spec("label", "Betreff", Kind.TEXT), Spec("dated", "Datum", Kind.DAY)),
        *(Spec("next", "Nächste Beratung", Kind.TEXT), Spec("state", "Stand", Kind.TEXT)),
    ]
    return answer(ReportSection.MOTIONS, "Offene Anträge und Anfragen", sentence, columns, rows)
