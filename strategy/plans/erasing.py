"""Erase a person's name on request, and write down that it was done, without the name."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from strategy.identity.drafts import forget_person
from strategy.identity.outbox import Outbox
from strategy.identity.security_log import Event, entries, log_path, note
from strategy.kernel.errors import NotFound
from strategy.kernel.store import Store
from strategy.kernel.store.copies import original_of
from strategy.kernel.store.erasing import describe, erase_name, rewrite
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import list_versions, slug
from strategy.plans.schedule import FOLDER

# More than the five files of the log hold.
_ALL_LINES = 1_000_000


def erase_person(path: Path, who: str, name: str) -> list[str]:
    """Erase a name from a plan file that no program has open; German sentences of what was done
    and what is still to be done by hand."""
    # As it is looked for in the plan: one space between its words, however many were typed.
    name = " ".join(name.split())
    store = Store.open(path)
    try:
        done = erase_name(store, who, name)
    except NotFound:
        # The plan does not know the name, but what was typed and never saved lies beside it.
        drafts = forget_person(path, name) + Outbox(path).forget(name)
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
    Outbox(path).forget(name)
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
    return said + _left_elsewhere(path, name)


def _left_elsewhere(path: Path, name: str) -> list[str]:
    """Where the name still stands although it is gone from the rows, and what can be done."""
    said = []
    stem = slug(name)
    with closing(Store.open(path)) as store, store.read() as db:
        # DuckDB cannot rename a schema, and what it is called follows from the title of then.
        named = [one.title for one in list_versions(db) if f"_{stem}_" in f"_{one.name}_"]
    if named:
        said.append(
            "Im internen Namen dieser Fassungen steht der Name noch, denn der entstand aus ihrem "
            f"ersten Titel: {', '.join(named)}. Szenarien legen Sie unter anderem Titel neu an."
        )
    logs = [
        file.name
        for file in sorted({*path.parent.glob("*.log*"), *log_path().parent.glob("*.log*")})
        if name.casefold() in file.read_text("utf-8", "replace").casefold()
    ]
    if logs:
        said.append(
            "In diesen technischen Protokollen steht der Name noch; löschen Sie sie, wenn die "
            f"Werkbank steht: {', '.join(logs)}."
        )
    if any(line.who.casefold() == name.casefold() for line in entries(_ALL_LINES)):
        said.append(
            "Im Protokoll der Anmeldungen steht der Name als Zugang; es bleibt als Nachweis und "
            "beginnt nach fünf vollen Dateien von vorn. Den Zugang nimmt „user remove“ weg."
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
