"""Councils' questions about progress: how far digitalisation is, how long projects take."""

from __future__ import annotations

from strategy.analysis.council_answer import Answer, Scope, counted, mean_of, unit_column
from strategy.figures.inventory.projects import project_schedule
from strategy.figures.inventory.services import digital_by_unit, service_rows
from strategy.figures.sources import stand_of
from strategy.kernel import german
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor


def digital(db: Cursor, scope: Scope) -> Answer:
    table = digital_by_unit(db, scope.until, scope.dezernat)
    rows = service_rows(db, scope.dezernat)
    online, known = int(table["online"].sum()), int(table["known"].sum())
    later, later_known = int(table["later"].sum()), int(table["later_known"].sum())
    total = {
        "label": "Zusammen",
        "services": len(rows),
        # From the counts and not as a mean of the units' shares, which would weigh a small unit
        # like a large one.
        "online_quote": 100 * online / known if known else None,
        "later_quote": 100 * later / later_known if later_known else None,
        "maturity_actual": mean_of(rows["maturity_actual"]),
        "maturity_target": mean_of(rows["maturity_target"]),
    }
    if rows.empty:
        sentence = "Noch ist keine Leistung erfasst."
    else:
        sentence = (
            f"Heute sind {german.percent(total['online_quote'], 0)} der Leistungen online, "
            f"{scope.until} sollen es {german.percent(total['later_quote'], 0)} sein; der mittlere "
            f"Reifegrad soll von {german.number(total['maturity_actual'], 1)} auf "
            f"{german.number(total['maturity_target'], 1)} steigen."
        )
    return Answer(
        "digital",
        f"Wie weit ist die Digitalisierung heute und {scope.until}?",
        sentence,
        (
            unit_column(scope),
            Spec("services", "Leistungen", Kind.INTEGER),
            Spec("online_quote", "Heute online", Kind.PERCENT),
            Spec("later_quote", f"{scope.until} online", Kind.PERCENT),
            Spec("maturity_actual", "Reifegrad IST", Kind.NUMBER),
            Spec("maturity_target", "Reifegrad SOLL", Kind.NUMBER),
        ),
        table,
        stand_of(db, "service", list(rows["id"])),
        total,
        ("Anteile beziehen sich auf Leistungen, bei denen bekannt ist, ob es sie online gibt.",),
    )


def projects(db: Cursor, scope: Scope) -> Answer:
    table = project_schedule(db, scope.today, scope.dezernat)
    table["key"], table["label"] = table["id"], table["title"]
    # Unsorted, so that states come in the order of the table and not by their number.
    counts = table["status"].fillna(german.UNKNOWN).value_counts(sort=False)
    states = ", ".join(f"{count} {status}" for status, count in counts.items())
    # Only projects with both days have a length; the others must not shorten the mean.
    months = table["months"].dropna()
    sentence = f"{counted(len(table), 'Projekt', 'Projekte')}: {states}."
    if len(months):
        sentence += f" Im Mittel dauern sie {german.number(mean_of(months), 0)} Monate."
    return Answer(
        "projekte",
        "Wann hat jedes Projekt begonnen, und wie lange dauert es?",
        sentence if len(table) else "Noch ist kein Projekt erfasst.",
        (
            Spec("label", "Projekt", Kind.TEXT),
            Spec("amt", "Federführung", Kind.TEXT),
            Spec("status", "Stand", Kind.TEXT),
            Spec("starts_on", "Beginn", Kind.DAY),
            Spec("ends_on", "Abschluss", Kind.DAY),
            Spec("months", "Monate", Kind.INTEGER),
        ),
        table,
        stand_of(db, "project", list(table["id"])),
    )
