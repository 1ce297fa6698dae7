"""The import of a budget file as users run it: into an empty plan file, from look to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def prepare_import(plan: str, file: str) -> Callable[[], int]:
    """Import ``file`` into a new plan at ``plan``; the work answers with the budget lines."""
    import strategy.nouns  # noqa: F401
    from strategy.intake.reading.door import read_table
    from strategy.intake.writing.importing import apply_import, preview_import
    from strategy.kernel.store import Store

    Store.create(plan).close()
    # Loading libraries is not timed.  The process that readings are forked from loads its own for
    # the first file; a running workbench has done so.
    first = Path(plan).with_suffix(".csv")
    first.write_text("Konto;Betrag\n1;2\n", encoding="utf-8")
    read_table(first)

    def work() -> int:
        store = Store.open(plan)
        try:
            preview = preview_import(store, "budget", Path(file))
            apply_import(store, preview, "Messung")
            with store.read() as db:
                return int(db.value("SELECT count(*) FROM budget_line"))
        finally:
            store.close()

    return work
