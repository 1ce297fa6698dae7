"""Where a command writes technical causes: to the log of the workbench beside the plans."""

from __future__ import annotations

import logging

from strategy.plans.opened import LOCAL_PLANS


def log_beside_plans() -> None:
    """Keep what users must not see out of the sentences of a command."""
    log = logging.getLogger("workbench.reading")
    if log.handlers:
        return
    # Without any handler Python would print to stderr.
    log.addHandler(logging.NullHandler())
    if LOCAL_PLANS.is_dir():
        # Opened only when there is something to say; most commands say nothing.
        log.addHandler(logging.FileHandler(LOCAL_PLANS / "workbench.log", "a", "utf-8", delay=True))
