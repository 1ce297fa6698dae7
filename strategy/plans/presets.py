"""New plans: the words of a Land, and the reference lists every municipality starts with.

The lists lie in ``data/catalogues``; what comes from where stands in the README there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from strategy.kernel.errors import NotFound
from strategy.kernel.record import Record
from strategy.kernel.records import checked, insert, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.copies import remove_copy
from strategy.kernel.store.history import FOUNDED
from strategy.nouns.body import Body
from strategy.nouns.chapter import Chapter
from strategy.nouns.criterion import Criterion
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_level import MaturityLevel
from strategy.nouns.maturity_model import MaturityModel
from strategy.nouns.municipality import Municipality
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.plans.labelled_csv import parse, read_records, read_rows

R = TypeVar("R", bound=Record)

CATALOGUES = Path(__file__).resolve().parents[2] / "data" / "catalogues"
_KEY = "Voreinstellung"
# Codes of the Länder after ISO 3166-2:DE.
_STATES = {
    "bw": "Baden-Württemberg",
    "by": "Bayern",
    "be": "Berlin",
    "bb": "Brandenburg",
    "hb": "Bremen",
    "hh": "Hamburg",
    "he": "Hessen",
    "mv": "Mecklenburg-Vorpommern",
    "ni": "Niedersachsen",
    "nw": "Nordrhein-Westfalen",
    "nrw": "Nordrhein-Westfalen",
    "rp": "Rheinland-Pfalz",
    "sl": "Saarland",
    "sn": "Sachsen",
    "st": "Sachsen-Anhalt",
    "sh": "Schleswig-Holstein",
    "th": "Thüringen",
}


@dataclass(frozen=True)
class Preset:
    """The usual words of one Land; ``profile`` is a Municipality still without name and year."""

    key: str
    state: str
    profile: Municipality


@cache
def list_presets() -> tuple[Preset, ...]:
    """All presets, in the order of the file."""
    presets = []
    for row in read_rows(CATALOGUES / "presets.csv"):
        specs = {spec.label: spec for spec in Municipality.specs()}
        values = {specs[k].name: parse(specs[k], v) for k, v in row.items() if k in specs}
        presets.append(Preset(row[_KEY], row["Land"], Municipality(**values)))
    return tuple(presets)


def get_preset(key: str) -> Preset:
    """A preset by its key, the name of its Land or that Land's code; raises NotFound."""
    # "DE-ST", "st" and "Sachsen-Anhalt" are one Land.
    wanted = key.strip().casefold().removeprefix("de-")
    state = _STATES.get(wanted, key.strip())
    for preset in list_presets():
        if wanted == preset.key or state.casefold() == preset.state.casefold():
            return preset
    known = ", ".join(preset.state for preset in list_presets())
    raise NotFound(f"Für „{state}“ gibt es keine Voreinstellung; wählen Sie eine von: {known}.")


def apply_preset(
    tx: Transaction, preset: str, title: str, plan_year: int, inhabitants: int | None = None
) -> Municipality:
    """Save the municipality's row with the words of a Land, and the bodies usual there."""
    chosen = get_preset(preset)
    profile = chosen.profile.replace(title=title, plan_year=plan_year, inhabitants=inhabitants)
    municipality = save_(tx, profile)
    bodies = [row for row in read_rows(CATALOGUES / "bodies.csv") if row[_KEY] == chosen.key]
    insert(
        tx,
        [
            checked(Body(title=row["Gremium"], kind=row["Art"], position=int(row["Reihenfolge"])))
            for row in bodies
        ],
    )
    return municipality


def new_plan(
    path: Path | str,
    preset: str,
    title: str,
    plan_year: int,
    actor: str,
    inhabitants: int | None = None,
) -> Store:
    """Create a plan file with municipality and reference lists in one action; returns it open.

    Raises NotFound for an unknown preset, Refused for a missing name, PlanFileError where the
    file exists or cannot be written; in each case no file is left behind.
    """
    get_preset(preset)
    store = Store.create(path)
    try:
        with store.write(actor, "Kommune angelegt") as tx:
            # Without it there is no plan, so no undo may take it away.
            tx.line.kind = FOUNDED
            municipality = apply_preset(tx, preset, title, plan_year, inhabitants)
            _add_life_domains(tx)
            _add_maturity_models(tx)
            insert(tx, [checked(item) for item in _catalogue(Criterion, "criteria.csv")])
            insert(tx, [checked(item) for item in _catalogue(Chapter, "chapters.csv")])
            rates = _catalogue(PersonnelRate, "personnel_rates.csv")
            insert(
                tx, [checked(rate.replace(year=y)) for y in municipality.years for rate in rates]
            )
    # Also Ctrl+C: a half-made plan under its name would be opened the next time.
    except BaseException:
        store.close()
        remove_copy(Path(path))
        raise
    return store


def _catalogue(noun: type[R], name: str) -> list[R]:
    return read_records(noun, CATALOGUES / name)


def _add_life_domains(tx: Transaction) -> None:
    rows = read_rows(CATALOGUES / "life_domains.csv")
    # A dict keeps the order of the file and drops repeats.
    for title in dict.fromkeys(row["Gliederung"] for row in rows):
        own = [row for row in rows if row["Gliederung"] == title]
        system = save_(
            tx,
            LifeDomainSystem(
                title=title, source=own[0]["Quelle"], is_leading=own[0]["Führend"] == "ja"
            ),
        )
        domains = [
            LifeDomain(
                system_id=system.id, title=row["Bezeichnung"], body=row["Beschreibung"], position=n
            )
            for n, row in enumerate(own, start=1)
        ]
        insert(tx, [checked(domain) for domain in domains])


def _add_maturity_models(tx: Transaction) -> None:
    rows = read_rows(CATALOGUES / "maturity_criteria.csv")
    for model in _catalogue(MaturityModel, "maturity_models.csv"):
        saved = save_(tx, model)
        criteria = [
            MaturityCriterion(
                model_id=saved.id,
                title=row["Kriterium"],
                area=row["Bereich"],
                only_if_required=row["Nur wenn erforderlich"] == "ja",
                position=int(row["Reihenfolge"]),
            )
            for row in rows
            if (row["Modell"], row["Version"]) == (saved.title, saved.edition)
        ]
        insert(tx, [checked(criterion) for criterion in criteria])
        insert(
            tx,
            [
                checked(
                    MaturityLevel(
                        model_id=saved.id, level=int(row["Stufe"]), title=row["Bedeutung"]
                    )
                )
                for row in read_rows(CATALOGUES / "maturity_levels.csv")
                if (row["Modell"], row["Version"]) == (saved.title, saved.edition)
            ],
        )
