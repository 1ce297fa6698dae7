"""Ask the program that has a plan open for a copy of it, and answer who asks.

Only one program can have a plan open.  Whoever needs a copy meanwhile lays a small file beside the
plan; the server looks for it, lays a consistent copy beside it and says so by its name.  Files
work the same everywhere, need no port, and whoever may write there may read the plan anyway.
"""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path

from strategy.kernel.errors import PlanFileError
from strategy.kernel.store.copies import PARTIAL, copy_plan, log_of, remove_copy
from strategy.kernel.store.database import Store

_PATIENCE_SECONDS = 60.0
# A question that nobody has answered for this long was asked by a program that is gone.
_STALE_SECONDS = 600.0
_QUESTION = re.compile(r"(.+)\.kopie-([0-9a-f]{12})\.bitte")


def ask_for_copy(plan: Path, patience: float = _PATIENCE_SECONDS) -> Path:
    """A copy of a plan that another program has open, made by that program; the caller takes it
    away.  Raises PlanFileError where nobody answers."""
    name = secrets.token_hex(6)
    question = plan.with_name(f"{plan.name}.kopie-{name}.bitte")
    answer = plan.with_name(f"{plan.name}.kopie-{name}")
    deadline = time.monotonic() + patience
    try:
        question.touch(mode=0o600)
        while time.monotonic() < deadline:
            if answer.exists():
                return answer
            time.sleep(0.1)
    except OSError as error:
        raise PlanFileError(
            f"Im Ordner von {plan.name} lässt sich nichts anlegen; prüfen Sie Platz und "
            "Zugriffsrechte."
        ) from error
    finally:
        question.unlink(missing_ok=True)
    raise PlanFileError(
        f"Die Plandatei {plan.name} ist in einem anderen Programm geöffnet, das keine Kopie "
        "herausgibt; schließen Sie es dort und versuchen Sie es noch einmal."
    )


def answer_questions(store: Store) -> int:
    """Lay down the copies that others ask for; returns how many."""
    if store.path is None:
        return 0
    made = 0
    for question in store.path.parent.glob(f"{store.path.name}.kopie-*.bitte"):
        if _QUESTION.fullmatch(question.name) is None:
            continue
        if time.time() - question.stat().st_mtime > _STALE_SECONDS:
            question.unlink(missing_ok=True)
            continue
        answer = question.with_name(question.name.removesuffix(".bitte"))
        partial = answer.with_name(answer.name + PARTIAL)
        try:
            with store.write_lock.unturned():
                if store.closed:
                    # Its file may just be replaced by a backup.
                    return made
                copy_plan(store.path, partial)
            # The log first: a copy that is there is whole.
            if log_of(partial).exists():
                log_of(partial).replace(log_of(answer))
            partial.replace(answer)
            question.unlink(missing_ok=True)
            made += 1
        except OSError:
            # Whoever asks waits no longer than it likes, and says so.
            remove_copy(partial)
    return made
