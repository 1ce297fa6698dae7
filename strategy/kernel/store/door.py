"""The one door through which every change of a plan passes: may the one who acts change anything?

Whoever serves people says here how to find that out; a program on the command line asks nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _nobody_asks() -> None:
    """Nothing stands in the way where no visitor is served."""


_ask: Callable[[], None] = _nobody_asks


def ask_before_writing(ask: Callable[[], None]) -> None:
    """From now on call ``ask`` before any change; it raises a StrategyError to refuse."""
    global _ask
    _ask = ask


def require_writer() -> None:
    """Raise where the one who acts may not change a plan."""
    _ask()


def _nobody_checks() -> None:
    """No check stands at the end where no visitor is served."""


_ask_contributor: Callable[[], Callable[[Any], None] | None] = _nobody_checks


def ask_before_contributing(ask: Callable[[], Callable[[Any], None] | None]) -> None:
    """The same for single actions, which some accounts may do with some entries only.

    ``ask`` raises to refuse, or returns the check that the transaction has to pass at its end.
    """
    global _ask_contributor
    _ask_contributor = ask


def require_contributor() -> Callable[[Any], None] | None:
    """Raise where the one who acts may change nothing; the check of what he changes, or None."""
    return _ask_contributor()


_ask_administrator: Callable[[], None] = _nobody_asks


def ask_before_administering(ask: Callable[[], None]) -> None:
    """The same for what only an administrator may do: it replaces plans or takes them out."""
    global _ask_administrator
    _ask_administrator = ask


def require_administrator() -> None:
    """Raise where the one who acts may not replace a plan, take it out or erase from it."""
    _ask_administrator()
