"""Build the fictional demo municipality from ``data/demo`` as a new plan file.

The CSV files are the source of truth.  They are written step by step, as a town would have done
it, by the offices that answer for the data; ``course.csv`` then tells what was changed later, so
that history, editions and scenarios have something to show.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from strategy.errors import PlanFileError, Unreadable
from strategy.labelled_csv import ID, parse, read_records, read_rows
from strategy.nouns import NOUNS
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.municipality import Municipality
from strategy.presets import new_plan
from strategy.record import Record, Spec
from strategy.records import (
    arrow_table,
    checked,
    delete_,
    get_,
    insert,
    noun_of,
    noun_of_id,
    save_,
)
from strategy.store import Cursor, Store, Transaction
from strategy.store.bulk import bulk_insert
from strategy.store.undo import undo
from strategy.store.versions import create_scenario, get_version, seal_edition

DATA = Path(__file__).resolve().parents[1] / "data" / "demo"

COORDINATION = "Digitalisierungskoordination"

# Who wrote what, in this order; the names are those of the tables and of their files.
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Hauptamt", "Organisation angelegt", ("municipality", "organisation_unit", "person")),
    (
        COORDINATION,
        "Ziele und Positionierung erarbeitet",
        ("vision", "principle", "framework_condition", "swot_entry", "goal", "indicator",
         "indicator_value", "comparison_city", "comparison_value", "production_variant"),
    ),
    (
        "Sachgebiet IT und Digitalisierung",
        "Anwendungen und Projekte erfasst",
        ("application", "application_use", "application_interface", "project"),
    ),
    ("Kämmerei", "Kosten und Haushalt erfasst", ("personnel_rate", "budget_line")),
    (
        COORDINATION,
        "Leistungen, Interviews und Erhebung erfasst",
        ("service", "assessment", "assessment_answer", "interview", "finding", "recommendation",
         "survey_round", "survey_reply"),
    ),
    (
        COORDINATION,
        "Gliederungen der Lebensbereiche festgelegt",
        ("life_domain_system", "life_domain", "domain_mapping"),
    ),
    (
        "Moderation der Zukunftswerkstatt",
        "Zukunftswerkstatt festgehalten",
        ("workshop", "workshop_phase", "participant_group", "cluster", "card", "point"),
    ),
    (
        COORDINATION,
        "Maßnahmen und Strategie ausgearbeitet",
        ("measure", "cost_line", "funding", "dependency", "milestone", "risk", "score",
         "plan_entry", "chapter"),
    ),
    (
        "Sitzungsdienst",
        "Gremien und Vorlagen erfasst",
        ("body", "meeting", "paper", "consultation", "resolution", "group_member", "deadline",
         "report_due"),
    ),
    (COORDINATION, "Verknüpfungen gesetzt", ("link",)),
)


def build_demo(path: Path | str, progress: Callable[[str], None] | None = None) -> Path:
    """Build the demo at ``path``, which must not exist yet; ``progress`` gets German sentences.

    The plan grows in a file beside it and is renamed when complete: a killed build leaves no
    half plan under the name.
    """
    path = Path(path)
    if path.exists():
        raise PlanFileError(f"Die Datei {path.name} gibt es schon; wählen Sie einen anderen Namen.")
    say = progress or (lambda sentence: None)
    growing = path.with_name(f".{path.name}.{os.getpid()}.im-bau")
    try:
        say("Kommune angelegt")
        profile = read_records(Municipality, DATA / "municipality.csv")[0]
        store = new_plan(
            growing, profile.state or "", profile.title or "", profile.plan_year or 0, COORDINATION
        )
        try:
            _fill(store, say)
        finally:
            store.close()
        os.replace(growing, path)
    finally:
        for left in (growing, growing.with_name(growing.name + ".wal")):
            left.unlink(missing_ok=True)
    return path


def _fill(store: Store, say: Callable[[str], None]) -> None:
    for actor, what, tables in STEPS:
        with store.write(actor, what) as tx:
            for table in tables:
                _load(tx, noun_of(table))
        say(what)
    with store.read() as db:
        _check_references(db)
    _follow_course(store)
    say("Verlauf, Szenarien und Fassung angelegt")


def _load(tx: Transaction, noun: type[Record]) -> None:
    """Insert the rows of a noun's file; rows that a new plan already holds are changed instead."""
    file = DATA / f"{noun.TABLE}.csv"
    if noun is BudgetLine:
        _load_budget(tx, file)
        return
    records = read_records(noun, file)
    rows = tx.rows(f"SELECT id, version FROM {noun.TABLE}")
    standing = {row["id"]: row["version"] for row in rows}
    for record in records:
        if record.id in standing:
            save_(tx, record.replace(version=standing[record.id]))
    insert(tx, [checked(record) for record in records if record.id not in standing])


def _load_budget(tx: Transaction, file: Path) -> None:
    lines = [checked(line) for line in _budget_lines(file)]
    tx.register("incoming_lines", arrow_table(lines).drop_columns(["id", "version"]))
    bulk_insert(tx, BudgetLine.TABLE, "SELECT * FROM incoming_lines", len(lines), BudgetLine.PREFIX)
    tx.unregister("incoming_lines")


def _budget_lines(file: Path) -> Iterator[BudgetLine]:
    """One line per year column: "Ergebnis 2025", "Ansatz 2026", "Plan 2027" …"""
    specs = {spec.label: spec for spec in BudgetLine.specs()}
    for row in read_rows(file):
        fixed = {specs[k].name: parse(specs[k], v) for k, v in row.items() if k in specs}
        for header, text in row.items():
            if match := re.fullmatch(r"(\D+) (\d{4})", header):
                yield BudgetLine(
                    **fixed,
                    source="Haushaltsplan",
                    year=int(match[2]),
                    plan_type=match[1],
                    amount_cents=parse(specs["Betrag"], text),
                )


def _check_references(db: Cursor) -> None:
    for noun in NOUNS:
        for spec in noun.specs():
            if lost := _lost(db, noun, spec):
                raise Unreadable(
                    f"{noun.TABLE}.csv: „{spec.label}“ nennt {lost}, das es in der "
                    "Beispielkommune nicht gibt."
                )


def _lost(db: Cursor, noun: type[Record], spec: Spec) -> str | None:
    """The first reference of a field that leads nowhere."""
    if not spec.ref:
        return None
    targets = NOUNS if spec.ref == "*" else (noun_of(spec.ref),)
    known = " UNION ALL ".join(f"SELECT id FROM {target.TABLE}" for target in targets)
    found = db.value(
        f"SELECT min({spec.name}) FROM {noun.TABLE} WHERE {spec.name} NOT IN ({known})"
    )
    return None if found is None else str(found)


def _follow_course(store: Store) -> None:
    """Do what ``course.csv`` tells, one action per step number."""
    for _, group in groupby(read_rows(DATA / "course.csv"), key=lambda row: row["Schritt"]):
        rows = list(group)
        actor, what, kind = rows[0]["Wer"], rows[0]["Was"], rows[0]["Art"]
        with store.read() as db:
            version = get_version(db, rows[0]["Fassung"] or "main").name
        if kind == "Szenario":
            create_scenario(store, actor, what, version, rows[0]["Wert"])
        elif kind == "Fassung":
            seal_edition(store, actor, what, version, rows[0]["Wert"])
        elif kind == "Rückgängig":
            undo(store, actor, version)
        else:
            with store.write(actor, what, version) as tx:
                for object_id, changes in groupby(rows, key=lambda row: row[ID]):
                    _change(tx, object_id, list(changes))


def _change(tx: Transaction, object_id: str, rows: list[dict[str, str]]) -> None:
    noun = noun_of_id(object_id)
    assert noun is not None, object_id
    if rows[0]["Art"] == "Löschen":
        delete_(tx, noun, object_id)
        return
    specs = {spec.label: spec for spec in noun.specs()}
    values = {specs[row["Feld"]].name: parse(specs[row["Feld"]], row["Wert"]) for row in rows}
    save_(tx, get_(tx, noun, object_id).replace(**values))
