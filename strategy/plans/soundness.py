"""Whether a plan is sound as a whole: store and history, references, sums.

One German sentence per trouble; a sound plan has none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from strategy.figures.money.cost import (
    cost_by_object,
    cost_by_type,
    cost_by_unit,
    cost_by_year,
    cost_rows,
    cost_total,
    cost_tree,
)
from strategy.figures.plan.resolution_control import control_notes
from strategy.figures.workshop.cards import cards_by_state
from strategy.kernel import german
from strategy.kernel.records import all_nouns
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.check import look_into, opened_copy
from strategy.kernel.store.check_chain import Found
from strategy.kernel.store.versions import Version, list_versions

_SHOWN = 3


def check_plan(store: Store) -> list[str]:
    """Everything that is wrong with an open plan, in all its versions."""
    return look_into_plan(store).troubles


def look_into_plan(store: Store) -> Found:
    """The same, with what has to be known and is no fault."""
    found = look_into(store)
    with store.read() as db:
        versions = list_versions(db)
    # Each for itself: a scenario may be unsound while the draft is in order.
    for version in versions:
        with store.read(version.name) as db:
            troubles = [*orphans(db), *low_counters(db), *wrong_sums(db)]
            # No fault of the file: what the council has to see to.
            notes = control_notes(db) if version.kind == "draft" else []
        found.troubles += [_in_version(version, trouble) for trouble in troubles]
        found.notes += notes
    return found


def check_plan_file(path: Path | str) -> list[str]:
    """Everything that is wrong with a plan file."""
    return look_into_file(path).troubles


def look_into_file(path: Path | str) -> Found:
    """The same for a file; it stays as it is."""
    with opened_copy(path) as store:
        return look_into_plan(store)


def orphans(db: Cursor) -> list[str]:
    """References and links of this version that lead to nothing."""
    nouns = all_nouns()
    # A "*" reference may lead to any table; the prefix of an id says which, but a wrong prefix
    # must be found as well, so all ids are taken together.
    everything = " UNION ALL ".join(f"SELECT id FROM {noun.TABLE}" for noun in nouns)
    troubles = []
    for noun in nouns:
        for spec in noun.specs():
            if not spec.ref:
                continue
            targets = everything if spec.ref == "*" else f"SELECT id FROM {spec.ref}"
            lost = db.rows(
                f"SELECT t.id, t.{spec.name} AS target FROM {noun.TABLE} t "
                # Asked by query, since the plan has no foreign keys (see docs/decisions.md).
                f"WHERE t.{spec.name} IS NOT NULL AND t.{spec.name} NOT IN ({targets}) "
                f"ORDER BY t.id LIMIT {_SHOWN + 1}"
            )
            if lost:
                examples = ", ".join(f"{row['id']} → {row['target']}" for row in lost[:_SHOWN])
                more = " …" if len(lost) > _SHOWN else ""
                troubles.append(
                    f"{noun.PLURAL} verweisen in „{spec.label}“ auf Einträge, die es nicht gibt: "
                    f"{examples}{more}."
                )
    return troubles


def low_counters(db: Cursor) -> list[str]:
    """Counters of ids that stand below an id of this version: the next new one would be taken.

    They are no part of the signed history, since they only count up.
    """
    highest = " UNION ALL ".join(
        f"SELECT '{noun.PREFIX}' AS prefix, max(CAST(substr(id, {len(noun.PREFIX) + 2}) AS BIGINT))"
        f" AS used FROM {noun.TABLE} WHERE regexp_full_match(id, '{noun.PREFIX}-[0-9]{{1,18}}')"
        for noun in all_nouns()
    )
    rows = db.rows(
        f"SELECT h.prefix, h.used, coalesce(n.last, 0) AS last FROM ({highest}) h "
        "LEFT JOIN plan.number n USING (prefix) WHERE h.used > coalesce(n.last, 0) ORDER BY prefix"
    )
    return [
        f"Der Zähler der Kennungen {row['prefix']} steht auf {row['last']}, vergeben ist schon "
        f"{row['used']}: Neues ließe sich nicht anlegen."
        for row in rows
    ]


def wrong_sums(db: Cursor) -> list[str]:
    """Totals that differ by the path they are reached on, and shares or weights beyond 100 %."""
    return [*_cost_paths(db), *_cards(db), *_shares(db), *_doubles(db)]


def _cost_paths(db: Cursor) -> list[str]:
    troubles = []
    paths: dict[str, Callable[..., pd.DataFrame]] = {
        "Einheit": cost_by_unit,
        "Eintrag": cost_by_object,
        "Jahr": cost_by_year,
        "Kostenart": cost_by_type,
        "Baum": cost_tree,
        "Kostenzeile": cost_rows,
    }
    for objects in (("application", "project"), ("measure",)):
        for basis in ("Plan", "Ist"):
            # The total adds up the lines themselves; every path of grouping has to come to the
            # same.
            total = cost_total(db, basis, objects=objects) or 0
            for name, path in paths.items():
                found = int(path(db, basis, objects=objects)["amount_cents"].sum())
                if found != total:
                    troubles.append(
                        f"Die Kosten ({basis}) ergeben nach {name} {german.money(found)} statt "
                        f"{german.money(total)}."
                    )
    return troubles


def _cards(db: Cursor) -> list[str]:
    total = db.value("SELECT count(*) FROM card")
    found = int(cards_by_state(db)["cards"].sum())
    said = []
    if found != total:
        said.append(
            f"Die Karten nach Stand ergeben {found} statt {total}; ein Stand ist unbekannt."
        )
    rows = db.rows(
        "SELECT id FROM card WHERE (state = 'in Maßnahme aufgenommen' AND id NOT IN "
        "(SELECT to_id FROM link WHERE from_id LIKE 'M-%')) "
        "OR (state = 'zusammengelegt' AND merged_into_id IS NULL) "
        "OR (state = 'aufgeteilt' AND id NOT IN "
        "(SELECT split_from_id FROM card WHERE split_from_id IS NOT NULL)) "
        f"ORDER BY id LIMIT {_SHOWN + 1}"
    )
    if rows:
        names = ", ".join(row["id"] for row in rows[:_SHOWN])
        more = " …" if len(rows) > _SHOWN else ""
        said.append(
            f"Aufgenommen, zusammengelegt oder aufgeteilt heißt der Stand von {names}{more}, aber "
            "es gibt dazu keine Maßnahme oder Karte; entscheiden Sie neu."
        )
    twins = db.rows(
        "SELECT code, string_agg(id, ', ' ORDER BY id) AS ids FROM card WHERE code IS NOT NULL "
        f"GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT {_SHOWN}"
    )
    said += [
        f"Den Kartencode {row['code']} haben mehrere Karten ({row['ids']}); er führt nur zu einer."
        for row in twins
    ]
    return said


def _shares(db: Cursor) -> list[str]:
    rows = db.rows(
        "SELECT application_id, sum(share) AS total FROM application_use "
        "WHERE share IS NOT NULL GROUP BY application_id HAVING sum(share) <> 100 "
        f"ORDER BY application_id LIMIT {_SHOWN + 1}"
    )
    examples = ", ".join(
        f"{row['application_id']} ({german.percent(row['total'])})" for row in rows[:_SHOWN]
    )
    more = " …" if len(rows) > _SHOWN else ""
    if not rows:
        return []
    return [f"Kostenanteile ergeben nicht 100{german.NBSP}%: {examples}{more}."]


def _doubles(db: Cursor) -> list[str]:
    rows = db.rows(
        "SELECT grade, year FROM personnel_rate WHERE personnel_cents IS NOT NULL "
        f"GROUP BY grade, year HAVING count(*) > 1 ORDER BY grade, year LIMIT {_SHOWN}"
    )
    return [
        f"Für {row['grade']} gibt es {row['year']} mehrere Personalkostensätze; "
        "nur der erste zählt."
        for row in rows
    ]


def _in_version(version: Version, trouble: str) -> str:
    return trouble if version.kind == "draft" else f"Fassung „{version.title}“: {trouble}"
