"""One DuckDB engine per plan file and process.

The file is attached under a fixed name.  Opened directly, DuckDB would name its catalogue after the
file, and a plan called plan.duckdb could not be told from its own schema ``plan``.  The engine
itself is a named one in memory: a second Store on the same file gets the same engine, because two
engines on one file in one process would ruin it.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import duckdb

CATALOG = "kommune"

# Nothing in a plan file may reach out: no files, no extensions, no settings changed by SQL.
_CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # Sixty small tables per version would each fill blocks of 256 KB: 132 MB for the demo instead
    # of 20, for the same speed.  Holds for new files; an older file keeps its own block size.
    "default_block_size": "32768",
}
_LOCK_UP = "SET enable_external_access = false; SET lock_configuration = true"

_opening = threading.Lock()


def open_engine(path: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection whose default catalogue is the plan; raises duckdb.Error."""
    if path is None:
        raw = duckdb.connect(":memory:", config={**_CONFIG})
        raw.execute(f"ATTACH ':memory:' AS {CATALOG}; USE {CATALOG}; {_LOCK_UP}")
        return raw
    file = str(path.resolve())
    with _opening:
        # What does not fit into memory is laid beside the plan, not into the working folder.
        config = {**_CONFIG, "temp_directory": file + ".tmp"}
        raw = duckdb.connect(f":memory:{file}", config=config)
        try:
            known = raw.execute(
                "SELECT 1 FROM duckdb_databases() WHERE database_name = ?", [CATALOG]
            )
            if known.fetchone() is None:
                quoted = file.replace("'", "''")
                raw.execute(f"ATTACH '{quoted}' AS {CATALOG}")
                raw.execute(_LOCK_UP)
            raw.execute(f"USE {CATALOG}")
        except BaseException:
            raw.close()
            raise
    return raw


def cursor_of(root: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on the same engine."""
    raw = root.cursor()
    raw.execute(f"USE {CATALOG}")
    return raw
