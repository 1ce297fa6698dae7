"""Every error a user may meet: ``str(error)`` is one clear German sentence.

The sentence says what happened, where, and what to do.  Anything else that is raised is a defect
of the program; the front door turns it into a general sentence and writes the details to the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class StrategyError(Exception):
    """Root of all errors that are shown to users."""


class NotFound(StrategyError):
    """The object asked for is not in this version of the plan."""


class Refused(StrategyError):
    """An input was not accepted; nothing was changed.

    ``field`` names the dataclass field the sentence belongs to, so that a form can show it there;
    it is empty where the sentence concerns the whole object.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class FieldConflict:
    """One field that two people changed: its German label, the own value and the other one."""

    field: str
    label: str
    mine: Any
    theirs: Any


class Conflict(StrategyError):
    """Somebody else saved the same object in between; nothing was overwritten.

    ``fields`` holds every field in which the two differ; ``version`` is the row version now in
    the plan, with which a second save succeeds once the user has chosen.
    """

    def __init__(self, sentence: str, fields: tuple[FieldConflict, ...] = (), version: int = 0):
        super().__init__(sentence)
        self.fields = fields
        self.version = version


class Unreadable(StrategyError):
    """A file from outside could not be read; the sentence says which and what to do."""


class PlanFileError(StrategyError):
    """The plan file itself cannot be opened, written or restored."""


class PlanOpen(PlanFileError):
    """Another program has the plan file open."""


class Sealed(StrategyError):
    """A write was aimed at a sealed edition."""
