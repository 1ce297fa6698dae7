"""Put a backup in the place of a plan, and write down who did so, outside of the plan."""

from __future__ import annotations

import hashlib
from pathlib import Path

from strategy.identity.security_log import Event, note
from strategy.kernel.store.backup import restore


def restore_plan(
    source: Path | str,
    target: Path | str,
    who: str,
    *,
    replace_newer: bool = False,
    accept_foreign: bool = False,
    name: str = "",
) -> Path:
    """``store.backup.restore`` with a line in the security log; ``name`` is what the backup is
    called where ``source`` is only a passing copy of it."""
    target = Path(target)
    before = _hash_of(target)
    done = restore(source, target, replace_newer=replace_newer, accept_foreign=accept_foreign)
    note(
        Event.RESTORED,
        who,
        plan=target.name,
        backup=name or Path(source).name,
        before=before,
        after=_hash_of(done),
    )
    return done


def _hash_of(path: Path) -> str | None:
    """SHA-256 of a file, None where there is none."""
    if not path.exists():
        return None
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
