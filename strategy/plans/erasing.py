"""Erase a person's name on request, and write down that it was done, without the name."""

from __future__ import annotations

from pathlib import Path

from strategy.identity.drafts import forget_person
from strategy.identity.security_log import Event, note
from strategy.kernel.errors import NotFound
from strategy.kernel.store import Store
from strategy.kernel.store.copies import original_of
from strategy.kernel.store.erasing import describe, erase_name, rewrite
from strategy.kernel.store.fingerprint import short_hash
from strategy.plans.schedule import FOLDER


def erase_person(path: Path, who: str, name: str) -> list[str]:
    """Erase a name from a plan file that no program has open; German sentences of what was done
    and what is still to be done by hand."""
    store = Store.open(path)
    try:
        done = erase_name(store, who, name)
    except NotFound:
        # The plan does not know the name, but what was typed and never saved lies beside it.
        drafts = forget_person(path, name)
        if not drafts:
            raise
        note(Event.ERASED, who, plan=path.name, drafts=drafts)
        return ["Im Plan stand der Name nicht; nicht gespeicherte Eingaben mit ihm sind gelöscht."]
    finally:
        store.close()
    rewrite(path)
    note(
        Event.ERASED,
        who,
        plan=path.name,
        rows=done.rows,
        lines=done.lines,
        editions={title: [old, new] for title, (old, new) in done.editions.items()},
    )
    forget_person(path, name)
    said = [describe(done)]
    said += [
        f"„{title}“: Prüfsumme bisher {short_hash(old)}, jetzt {short_hash(new)}."
        for title, (old, new) in done.editions.items()
    ]
    copies = _copies_of(path)
    if copies:
        said.append(
            "In diesen Kopien steht der Name noch; löschen Sie sie, wenn Sie sie nicht mehr "
            f"brauchen: {', '.join(copies)}."
        )
    return said


def _copies_of(path: Path) -> list[str]:
    found = [
        file
        for folder in (path.parent, path.parent / FOLDER)
        if folder.is_dir()
        for file in folder.glob("*.duckdb")
        if original_of(file) == path.stem
    ]
    return sorted(str(file.relative_to(path.parent)) for file in found)
