"""A name is gone from every byte of the plan, and the history still holds."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.identity.drafts import FOLDER, keep_draft, read_draft
from strategy.identity.security_log import LOG_VARIABLE, Event, entries, note
from strategy.kernel.errors import NotFound
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_file, check_store, look_into
from strategy.kernel.store.erasing import BESIDE_ROWS
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import create_scenario, delete_scenario, seal_edition
from strategy.nouns import Goal, Person
from strategy.plans.erasing import erase_person
from tests.fresh_plans import empty_plan, some_plan
from tests.kernel.store.test_bulk import load

NAME = "Erika O'Muster-Ähl"


def test_a_name_is_erased_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log.jsonl"))
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    load(store, 40, "Bernd")
    with store.write(NAME, f"Angelegt von {NAME}") as tx:
        person = save_(tx, Person(function="Leitung", full_name=NAME))
        save_(tx, Goal(title=f"Zeile\n{NAME}, {NAME} {NAME}", level="Leitziel"))
        save_(tx, Goal(title="Erika O'Muster-Ählmann bleibt", level="Leitziel"))
    create_scenario(store, NAME, "Sparpfad")
    create_scenario(store, "Anna", f"Vorschlag {NAME}")
    create_scenario(store, "Anna", "Weg")
    delete_scenario(store, NAME, "Weg")
    edition = seal_edition(store, "Anna", "Stadtrat")
    assert edition.hash is not None
    with store.write("Anna") as tx:
        delete_(tx, Person, person.id)
    undo(store, "Bernd")
    store.close()
    (tmp_path / "workbench.log").write_text(f"Zelle „{NAME}“ nicht gelesen")
    note(Event.SIGNED_IN, NAME)
    assert main(["erase-person", str(path), "erika  o'muster-ÄHL"]) == 0
    said = capsys.readouterr().out
    assert "Der Name ist gelöscht" in said and short_hash(edition.hash) in said
    # What cannot be erased is told: the schema of a version, logs.
    assert "Fassungen steht der Name noch" in said and "Vorschlag [Name gelöscht]" in said
    assert "Protokollen steht der Name noch" in said and "workbench.log" in said
    assert "als Zugang" in said
    for file in tmp_path.glob("plan.duckdb*"):
        content = file.read_bytes().decode("utf-8", "replace")
        assert "O'Muster-Ähl," not in content and "O'Muster-Ähl " not in content, file
        assert content.count("O'Muster-Ähl") == content.count("O'Muster-Ählmann")
    line = entries()[0]
    assert line.event == Event.ERASED
    assert "Muster" not in (tmp_path / "log.jsonl").read_text().splitlines()[-1]

    # The history holds, what was deleted comes back, what was loaded too.
    assert check_file(path) == []
    store = Store.open(path)
    assert look_into(store).notes == []
    undo(store, "Anna")
    redo(store, "Bernd")
    undo(store, "Bernd")
    with store.read() as db:
        assert [one.full_name for one in find(db, Person)] == ["[Name gelöscht]"]
        titles = {goal.title for goal in find(db, Goal)}
    assert titles == {
        "Zeile\n[Name gelöscht], [Name gelöscht] [Name gelöscht]",
        "Erika O'Muster-Ählmann bleibt",
    }
    with store.write("Anna") as tx:
        save_(tx, Goal(title="danach", level="Leitziel"))
    assert check_store(store) == []
    store.close()
    # The old paper is told truthfully.
    assert main(["verify", str(path), "Stadtrat", "--hash", edition.hash]) == 0
    assert "seit der Löschung eines Namens" in capsys.readouterr().out
    assert main(["erase-person", str(path), NAME]) == 1
    assert "nirgends im Plan" in capsys.readouterr().err
    assert main(["erase-person", str(path), "Eva"]) == 1
    assert "ganzen Namen" in capsys.readouterr().err
    # What was doctored is not sealed by an erasure.
    from tests.kernel.store.test_chain import past_the_program

    with past_the_program(path) as raw:
        raw.execute("UPDATE goal SET title = 'anders' WHERE title = 'danach'")
    assert main(["erase-person", str(path), "Bernd"]) == 1
    assert "nicht in Ordnung" in capsys.readouterr().err


def test_a_name_that_stands_only_in_what_was_typed_is_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log.jsonl"))
    path = tmp_path / "neu" / "plan.duckdb"
    Store.create(path).close()
    keep_draft(path, "Ole", "main/measure", {"title": {"typed": "Kim Muster fragen"}})
    # Nobody else of the machine looks into folders that the workbench has made.
    for folder in (path.parent, path.parent / FOLDER):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    assert any("Eingaben" in said for said in erase_person(path, "Ole", " Kim  Muster"))
    assert read_draft(path, "Ole", "main/measure") == {}
    with pytest.raises(NotFound):
        erase_person(path, "Ole", "Kim Muster")


# Texts beside the rows of the versions that can hold no name, and why.
NO_NAMES = {
    "history.action": "kind mark signer salt digest link schema_name",
    # An event's body names tables, versions and digests; its versions are told after an erasure.
    "history.event": "kind subject body mark signer salt digest link",
    "history.change": "schema_name table_name row_id before after",
    "plan.version": "name kind base hash paper_id body_id",
    "plan.bin": "name kind base hash paper_id body_id",
    "plan.mapping": "kind",
    "plan.migration": "name",
    "plan.number": "prefix",
    # Random marks of devices, deleted with the end of their workshop.
    "participation.participant": "workshop_id mark group_id",
    "participation.receipt": "workshop_id mark token kind phase_id object_id",
}


def test_every_text_that_can_hold_a_name_is_searched() -> None:
    """A new table beside the versions has to say whether it can; rows of versions are all read."""
    with closing(some_plan()) as store, store.read() as db:
        rows = db.rows(
            "SELECT schema_name || '.' || table_name AS at, column_name AS name "
            "FROM duckdb_columns() WHERE database_name = 'kommune' AND NOT internal "
            "AND schema_name NOT IN ('main', 'information_schema', 'pg_catalog') "
            "AND data_type IN ('VARCHAR', 'JSON')"
        )
    known = {(at, name) for at, names in NO_NAMES.items() for name in names.split()}
    # Before and after of a change are searched by a pass of their own.
    known |= {(at, name) for at, names in BESIDE_ROWS.items() for name in names}
    assert {(str(row["at"]), str(row["name"])) for row in rows} == known
