"""Where values came from, and whether somebody changed them by hand since."""

from __future__ import annotations

from pathlib import Path

from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.listing import find
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import redo, undo
from strategy.nouns.project import Project
from strategy.relations.origin import edited_by_hand, origins_of


def editor(store: Store) -> str | None:
    """Who changed the imported project by hand after the latest import."""
    with store.read() as db:
        project = find(db, Project)[0]
        found = edited_by_hand(db, project, origins_of(db, project)[0]["imported_at"])
    return None if found is None else str(found["actor"])


def test_a_change_by_hand_after_the_import_is_told(plan: Store, tmp_path: Path) -> None:
    def read_in(budget: str) -> None:
        path = tmp_path / "projekte.csv"
        path.write_text(f"ID;Projekt;Budget\n1;Portal;{budget}\n", encoding="utf-8")
        apply_import(plan, preview_import(plan, "projects", path), "Anna")

    read_in("5,00")
    assert editor(plan) is None
    with plan.write("Bert", "Budget") as tx:
        save_(tx, find(tx, Project)[0].replace(budget_cents=700))
    assert editor(plan) == "Bert"
    undo(plan, "Bert")
    assert editor(plan) is None
    redo(plan, "Bert")
    assert editor(plan) == "Bert"
    # The next import brings its own values; its changes are none by hand.
    read_in("6,00")
    assert editor(plan) is None
