"""What people have typed in forms and not saved: one private file per plan and person.

Beside the plans and not in them: the history of a plan tells what somebody decided to save, and a
plan that is handed on must not take half-finished sentences along.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from strategy.identity.private_file import PrivateFile

FOLDER = "eingaben"
# Field → what is typed in it and what the plan said when it was typed.
Draft = dict[str, dict[str, Any]]


def drafts_of(plan: Path, person: str) -> PrivateFile:
    """The drafts of one person in one plan, by the place of their form."""
    # A name may hold signs that no file name takes, so its digest stands there.
    digest = hashlib.sha256(person.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()
    return _file(plan.parent / FOLDER / f"{plan.stem}-{digest[:24]}.json")


@lru_cache(maxsize=4096)
def _file(path: Path) -> PrivateFile:
    # Kept, because a file that did not change since the last click is not parsed again.
    return PrivateFile(path)


def read_draft(plan: Path, person: str, place: str) -> Draft:
    """What is kept of one form; callers must not change it."""
    found = drafts_of(plan, person).read().get(place, {})
    return found if isinstance(found, dict) else {}


def keep_draft(plan: Path, person: str, place: str, draft: Draft) -> None:
    """Keep what is typed in one form in place of what was kept; nothing typed forgets it."""
    with drafts_of(plan, person).change() as content:
        content.pop(place, None)
        if draft:
            content[place] = draft


def forget_person(plan: Path, name: str) -> int:
    """Delete the drafts of a person and those that name him; returns how many files."""
    folder, gone = plan.parent / FOLDER, 0
    if not folder.is_dir():
        return 0
    own = drafts_of(plan, name).path
    for path in folder.glob(f"{plan.stem}-*.json"):
        if path == own or name.casefold() in path.read_text(encoding="utf-8").casefold():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
