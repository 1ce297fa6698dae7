"""File a motion and decide it: adopted it is applied and booked in one action, else only booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.differences.applying import check_rules
from strategy.differences.rows import apply_rows
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario
from strategy.motions.patch import read_patch
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure
from strategy.nouns.motion import Motion, MotionStatus
from strategy.relations.links import link


@dataclass(frozen=True)
class MotionVote:
    """What minutes say of the vote on a motion; ``amended`` where not what was filed is adopted."""

    yes: int
    no: int
    abstentions: int | None = None
    present: int | None = None
    body_id: str | None = None
    decided_on: date | None = None
    number: str | None = None
    amended: bool = False


def open_motion_version(store: Store, actor: str, motion_id: str) -> Motion:
    """The version in which a motion's changes are made: a copy of the draft of its own."""
    with store.write_lock:
        with store.read() as db:
            motion = get_(db, Motion, motion_id)
        if motion.scenario is not None:
            return motion
        note = f"Änderungsantrag {motion.id} von {motion.proposer}"
        made = create_scenario(store, actor, f"{motion.id} {motion.title}", note=note)
        with store.write(actor, f"Fassung zu {motion.id} angelegt") as tx:
            return save_(tx, get_(tx, Motion, motion_id).replace(scenario=made.name))


def decide_motion(store: Store, actor: str, motion_id: str, vote: MotionVote) -> Motion:
    """Book the vote; with a majority the changes of the motion come into the draft along with it.

    Raises Refused where the motion is decided already, changes nothing, or the draft has changed
    the same meanwhile; then nothing is written.
    """
    adopted = vote.yes > vote.no
    with store.write(actor, f"Über {motion_id} abgestimmt") as tx:
        motion = get_(tx, Motion, motion_id)
        if motion.status != MotionStatus.FILED:
            raise Refused(f"{motion_id} ist schon entschieden: {motion.status}.", "status")
        status = MotionStatus.REJECTED
        if adopted:
            status = MotionStatus.AMENDED if vote.amended else MotionStatus.ADOPTED
            patch = read_patch(tx, motion)
            if not patch.changes:
                raise Refused(
                    f"{motion_id} ändert nichts; nehmen Sie die Änderungen in seiner Fassung vor."
                )
            if patch.conflicts:
                raise Refused(
                    f"{'; '.join(patch.conflicts[:3])}. Berichtigen Sie die Fassung des Antrags "
                    "und stimmen Sie dann ab."
                )
            apply_rows(tx, patch.changes)
            # After all rows are in: a rule may concern several of them at once.
            check_rules(tx, patch.changes)
            there = find(tx, Measure, "id IN (SELECT unnest(?))", [sorted(patch.measures)])
            for measure in there:
                link(tx, motion_id, LinkKind.CONCERNS, measure.id)
        return save_(
            tx,
            motion.replace(
                status=status,
                yes=vote.yes,
                no=vote.no,
                abstentions=vote.abstentions,
                present=vote.present,
                body_id=vote.body_id or motion.body_id,
                decided_on=vote.decided_on or motion.decided_on,
                reference=vote.number or motion.reference,
            ),
        )
