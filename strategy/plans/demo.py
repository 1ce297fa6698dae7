"""Build the fictional demo municipality from ``data/demo`` as a new plan file.

The CSV files are the source of truth.  They are written step by step, as a town would have done
it, by the offices that answer for the data: lists that a town has as files are imported like any
file from outside, everything else is saved like entries typed in.  ``course.csv`` then tells what
was changed later, so that history, edition and scenarios have something to show.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from strategy.acts.moving import move_measure
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.intake.writing.maturity_import import import_catalogue
from strategy.kernel.errors import PlanFileError, Unreadable
from strategy.kernel.record import Record
from strategy.kernel.records import checked, delete_, get_, insert, noun_of, noun_of_id, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.copies import remove_copy
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import create_scenario, get_version, seal_edition
from strategy.nouns.municipality import Municipality
from strategy.plans.labelled_csv import ID, parse, read_records, read_rows
from strategy.plans.presets import new_plan
from strategy.plans.soundness import orphans

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"

COORDINATION = "Digitalisierungskoordination"
IT = "Sachgebiet IT und Digitalisierung"


@dataclass(frozen=True)
class TypedEntries:
    """Tables that one office fills in one action; each has a CSV file of its name."""

    actor: str
    what: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Import:
    """A file that one office imports."""

    actor: str
    kind: str
    file: str

    @property
    def what(self) -> str:
        return f"{self.file} eingelesen"


@dataclass(frozen=True)
class MaturityFile:
    """A maturity catalogue that one office imports."""

    actor: str
    file: str

    @property
    def what(self) -> str:
        return f"{self.file} eingelesen"


STEPS: tuple[TypedEntries | Import | MaturityFile, ...] = (
    TypedEntries("Hauptamt", "Kommune beschrieben", ("municipality",)),
    Import("Hauptamt", "organisation", "organisation.csv"),
    TypedEntries("Hauptamt", "Ansprechpersonen nach Funktion benannt", ("person",)),
    TypedEntries(
        COORDINATION,
        "Ziele und Positionierung erarbeitet",
        (
            "vision",
            "principle",
            "framework_condition",
            "swot_entry",
            "goal",
            "comparison_city",
            "production_variant",
        ),
    ),
    Import(IT, "applications", "anwendungen.csv"),
    TypedEntries(
        IT,
        "Nutzung und Schnittstellen erfasst",
        ("application_use", "application_interface", "distribution_key", "distribution_key_share"),
    ),
    Import(IT, "projects", "projekte.csv"),
    TypedEntries(
        "Personalamt",
        "Stellen und Personalkostensätze erfasst",
        ("post", "personnel_rate", "tariff_step"),
    ),
    Import("Kämmerei", "budget", "haushalt_2027.csv"),
    Import(COORDINATION, "services", "leistungen.csv"),
    MaturityFile(COORDINATION, "reifegrad_verwaltungscheck.csv"),
    TypedEntries(
        COORDINATION,
        "Reifegrade, Interviews und Erhebung erfasst",
        (
            "assessment",
            "assessment_answer",
            "guideline",
            "guideline_question",
            "interview",
            "interview_answer",
            "finding",
            "recommendation",
            "evidence",
            "survey_round",
            "survey_reply",
            "survey_file",
        ),
    ),
    TypedEntries(
        COORDINATION,
        "Gliederungen der Lebensbereiche festgelegt",
        ("life_domain_system", "life_domain", "domain_mapping"),
    ),
    TypedEntries(
        "Moderation der Zukunftswerkstatt",
        "Zukunftswerkstatt festgehalten",
        (
            "workshop",
            "workshop_phase",
            "participant_group",
            "cluster",
            "card",
            "point",
            "printed_card",
            "rejection_reason",
        ),
    ),
    Import(COORDINATION, "measures", "massnahmen.csv"),
    TypedEntries(
        COORDINATION,
        "Maßnahmen und Strategie ausgearbeitet",
        (
            "indicator",
            "indicator_value",
            "comparison_value",
            "funding",
            "dependency",
            "milestone",
            "risk",
            "scale_level",
            "score",
            "plan_entry",
            "chapter",
        ),
    ),
    TypedEntries("Kämmerei", "Kosten und Synergien erfasst", ("cost_line", "synergy")),
    TypedEntries(
        "Kämmerei",
        "Veranschlagungen, Ablösungen und Preisannahmen erfasst",
        ("budget_share", "replacement", "price_step"),
    ),
    TypedEntries(
        "Kämmerei",
        "Rahmen für Geld, Stellen und Beginne gesetzt",
        ("budget_cap", "staff_cap", "planning_rule", "cost_band"),
    ),
    TypedEntries(
        "Sitzungsdienst",
        "Gremien und Vorlagen erfasst",
        (
            "legislative_term",
            "faction",
            "body",
            "membership",
            "meeting",
            "group_topic",
            "agenda_item",
            "paper",
            "paper_proposer",
            "paper_signature",
            "paper_attachment",
            "consultation",
            "postponement",
            "motion",
            "resolution",
            "group_member",
            "deputy",
            "event",
            "deadline",
            "report_due",
            "report_definition",
        ),
    ),
    TypedEntries(COORDINATION, "Verknüpfungen gesetzt", ("link",)),
    TypedEntries(COORDINATION, "Ziele und Positionierung abgeschlossen", ("step_done",)),
    TypedEntries(COORDINATION, "Rückfragen gestellt", ("comment",)),
    TypedEntries(COORDINATION, "Nichtöffentliches gekennzeichnet", ("visibility",)),
)


@cache
def demo_town() -> str:
    """The name of the fictional municipality, by which a plan is known as the demo."""
    return read_records(Municipality, DATA / "municipality.csv")[0].title or ""


def build_demo(path: Path | str, progress: Callable[[str], None] | None = None) -> Path:
    """Build the demo at ``path``, which must not exist yet; ``progress`` gets German sentences.

    The plan grows in a file beside it and is renamed when complete: a killed build leaves no
    half plan under the name.
    """
    path = Path(path)
    if path.exists():
        raise PlanFileError(f"Die Datei {path.name} gibt es schon; wählen Sie einen anderen Namen.")
    say = progress or (lambda sentence: None)
    # With the number of the process, so that two builds never write into one file.
    growing = path.with_name(f".{path.name}.{os.getpid()}.im-bau")
    try:
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
        remove_copy(growing)
    return path


def _fill(store: Store, say: Callable[[str], None]) -> None:
    for step in STEPS:
        if isinstance(step, Import):
            # By the way users take, so that the demo shows what an import leaves: origin, history,
            # undo.
            preview = preview_import(store, step.kind, DATA / step.file)
            apply_import(store, preview, step.actor)
        elif isinstance(step, MaturityFile):
            import_catalogue(store, DATA / step.file, step.actor)
        else:
            with store.write(step.actor, step.what) as tx:
                for table in step.tables:
                    _load(tx, noun_of(table))
        say(step.what)
    # Rows of a file may refer to later ones, so references are checked when all have come.
    with store.read() as db:
        if troubles := orphans(db):
            raise Unreadable(f"Die Demo-Kommune ist in sich nicht stimmig: {troubles[0]}")
    say("Verlauf, Fassung und Szenarien angelegt")
    _follow_course(store)


def _load(tx: Transaction, noun: type[Record]) -> None:
    """Insert the rows of a noun's file; rows that a new plan already holds are changed instead."""
    records = read_records(noun, DATA / f"{noun.TABLE}.csv")
    rows = tx.rows(f"SELECT id, version FROM {noun.TABLE}")
    # A new plan brings reference lists along; with their version a save counts as a change of them.
    standing = {row["id"]: row["version"] for row in rows}
    for record in records:
        if record.id in standing:
            save_(tx, record.replace(version=standing[record.id]))
    insert(tx, [checked(record) for record in records if record.id not in standing])


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
    kind = rows[0]["Art"]
    if kind == "Löschen":
        delete_(tx, noun, object_id)
        return
    if kind == "Verschieben":
        move_measure(tx, object_id, int(rows[0]["Wert"]))
        return
    specs = {spec.label: spec for spec in noun.specs()}
    values = {specs[row["Feld"]].name: parse(specs[row["Feld"]], row["Wert"]) for row in rows}
    if kind == "Anlegen":
        # Under the number of the file: numbers are shared by all versions, so a row that only one
        # of them holds would otherwise be called differently as soon as a step is added before it.
        insert(tx, [checked(noun(id=object_id, **values))])
        return
    save_(tx, get_(tx, noun, object_id).replace(**values))
