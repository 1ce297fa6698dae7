"""What a motion would do to the plan: caps, dependencies, goals, posts, ranking, money."""

from __future__ import annotations

from dataclasses import dataclass, replace

from strategy.differences.comparing import Difference, difference_of
from strategy.differences.rows import apply_rows
from strategy.differences.state import read_state
from strategy.figures.plan.limit_words import amount_words, key_words
from strategy.kernel.records import get_
from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.versions import get_version
from strategy.motions.patch import Patch, others_on_same, read_patch
from strategy.nouns.motion import Motion
from strategy.planning.lines import Meter, broken_dependencies, meters
from strategy.planning.rows import PlanTable, read_plan_table


@dataclass(frozen=True)
class Effects:
    """``caps`` and ``dependencies`` are sentences about what breaks or is mended, ``others`` about
    open motions on the same measures; where ``patch`` has conflicts there is no ``difference``."""

    patch: Patch
    difference: Difference | None
    caps: tuple[str, ...]
    dependencies: tuple[str, ...]
    others: tuple[str, ...]


class _Tried(Exception):
    """Ends the trial: nothing of it is kept."""


def effects_of(store: Store, motion_id: str) -> Effects:
    """Apply the motion to the draft as it stands, look, and take it back at once.

    Tried on the draft and not told from its scenario: the draft has gone on since that was copied.
    """
    found: list[Effects] = []
    try:
        with store.write("Versuch", "Änderungsantrag geprüft") as tx:
            motion = get_(tx, Motion, motion_id)
            patch = read_patch(tx, motion)
            others = tuple(others_on_same(tx, motion, patch))
            if patch.conflicts:
                found.append(Effects(patch, None, (), (), others))
                raise _Tried
            draft = get_version(tx, DRAFT)
            old, before = read_state(tx), read_plan_table(tx)
            apply_rows(tx, patch.changes)
            new, after = read_state(tx), read_plan_table(tx)
            proposed = replace(draft, title=f"{motion.id} {motion.title}")
            difference = difference_of(draft, proposed, old, new, list(patch.changes))
            found.append(
                Effects(
                    patch,
                    difference,
                    tuple(_caps(before, after)),
                    tuple(_dependencies(before, after)),
                    others,
                )
            )
            raise _Tried
    except _Tried:
        pass
    return found[0]


def _caps(before: PlanTable, after: PlanTable) -> list[str]:
    known = {meter.key: meter for meter in meters(before)}
    told = []
    for meter in meters(after):
        old = known.get(meter.key)
        if meter.limit is None or old is None or old.used == meter.used:
            continue
        told.append(_cap(old, meter, after))
    return told


def _cap(old: Meter, new: Meter, table: PlanTable) -> str:
    kind = new.key.kind
    moved = f"{amount_words(kind, old.used)} → {amount_words(kind, new.used)}"
    if new.over:
        end = f"um {amount_words(kind, new.over)} überschritten"
        end += ", wie bisher auch" if old.over else ""
    else:
        end = "wieder eingehalten" if old.over else "eingehalten"
    return f"{key_words(new.key, table.unit_names)}: {moved}, {end}."


def _dependencies(before: PlanTable, after: PlanTable) -> list[str]:
    old, new = broken_dependencies(before), broken_dependencies(after)
    told = [f"Neu verletzt: {new[name]}" for name in new if name not in old]
    return told + [f"Nicht mehr verletzt: {old[name]}" for name in old if name not in new]
