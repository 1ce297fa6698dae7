"""Where the plan stands: for each of the five steps what is done, what is missing, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.analysis.milestones import STEPS, StepMilestone
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class StepState:
    """The state of one step.

    ``done`` and ``missing`` are short German sentences, ``next_action`` says what to do now (empty
    when nothing is missing), ``about`` what that works on (see ``StepMilestone``), ``share`` the
    part of the step's milestones that is reached (0 to 1); ``reached`` of ``of`` milestones are
    there and complete.
    """

    key: str
    title: str
    done: tuple[str, ...]
    missing: tuple[str, ...]
    next_action: str
    about: str
    share: float
    reached: int
    of: int

    @property
    def word(self) -> str:
        """The state in one word."""
        # Asked first: a step without any milestone reached is not "in work", whatever is missing.
        if self.share == 0:
            return "noch nicht begonnen"
        return "erledigt" if not self.missing else "in Arbeit"


def step_states(db: Cursor) -> list[StepState]:
    """The five steps and the bodies, in order."""
    return [_state(db, key, title, checks) for key, title, checks in STEPS]


def _state(db: Cursor, key: str, title: str, checks: tuple[StepMilestone, ...]) -> StepState:
    # One statement per step, because the overview asks for all of them on every visit.
    columns = ", ".join(
        f"({check.sql}) AS n{index}, ({check.gap or 'SELECT 0'}) AS g{index}"
        for index, check in enumerate(checks)
    )
    counts = db.one(f"SELECT {columns}") or {}
    done: list[str] = []
    missing: list[str] = []
    # What has not begun yet comes before what is merely incomplete.
    begin: list[tuple[str, str]] = []
    complete: list[tuple[str, str]] = []
    reached = 0
    for index, check in enumerate(checks):
        there, gap = int(counts[f"n{index}"] or 0), int(counts[f"g{index}"] or 0)
        if there < check.least:
            missing.append(check.missing)
            begin.append((check.action, check.about))
            continue
        done.append(check.done(there))
        if gap:
            missing.append(check.gap_words(gap))
            complete.append((check.gap_action, check.gap_about or check.about))
        else:
            reached += 1
    # A milestone that is there but incomplete counts half.
    share = (len(done) + reached) / (2 * len(checks))
    action, about = [*begin, *complete, ("", checks[0].about)][0]
    return StepState(
        key, title, tuple(done), tuple(missing), action, about, share, reached, len(checks)
    )
