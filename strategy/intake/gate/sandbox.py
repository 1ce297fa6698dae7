"""Read a file from outside in a limited process, so that no file can stop the server."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from strategy.intake import errors
from strategy.intake.errors import NotATable
from strategy.intake.gate.ended import is_out_of_time, why_it_ended
from strategy.intake.gate.limited_process import run_limited
from strategy.intake.gate.limits import MEGABYTE, Limits, in_megabytes
from strategy.intake.reading.detected import Detected
from strategy.intake.reading.table import Table
from strategy.kernel.errors import Unreadable

# The wall clock may run much faster than the processor's on a busy server.
PATIENCE = 4
# A smaller sheet is looked through before it is read; that takes no time worth saving.
_LARGE_SHEET = 8 * MEGABYTE


def read_in_child(
    path: Path,
    name: str,
    mapping: AnyMapping[str, Any],
    roles: AnyMapping[str, str],
    limits: Limits,
) -> Table:
    """The table of a file, read by a child process; every failure of it is one sentence."""
    try:
        size = path.stat().st_size if path.is_file() else 0
        with path.open("rb") if path.is_file() else open(os.devnull, "rb") as file:
            text = file.read(2) not in (b"PK", b"\xd0\xcf")
    except OSError as error:
        raise NotATable(
            f"Die Datei „{name}“ kann nicht geöffnet werden; bitte prüfen Sie die Rechte."
        ) from error
    seconds = limits.seconds_for(size, text)
    request = {
        "path": str(path.resolve()),
        "name": name,
        "mapping": dict(mapping),
        "roles": dict(roles),
        "memory_bytes": limits.memory_for(size, text),
        "cpu_seconds": seconds,
    }
    for tried in (replace(limits, scan_beside_from=_LARGE_SHEET), limits):
        with tempfile.TemporaryDirectory(prefix="einlesen-", ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch)
            asked = json.dumps({**request, "limits": asdict(tried)})
            (folder / "request.json").write_text(asked, "utf-8")
            code = run_limited("strategy.intake.gate.child", folder, seconds * PATIENCE)
            if (folder / "error.json").exists():
                raise _known_error(json.loads((folder / "error.json").read_text("utf-8")))
            if code == 0 and (folder / "detected.json").exists():
                return _answer(folder)
            if tried is limits or is_out_of_time(code):
                raise why_it_ended(
                    code,
                    folder,
                    name,
                    seconds,
                    in_megabytes(limits.memory_for(size, text)),
                    "teilen Sie sie auf, zum Beispiel nach Jahren"
                    if text
                    else "speichern Sie nur die Tabelle in einer neuen Arbeitsmappe oder als CSV",
                )
    raise AssertionError("the second try ends with an answer or an error")


def _answer(folder: Path) -> Table:
    import pyarrow as pa

    # Arrow's own pool takes whole huge pages from the system, whose zeroing costs a long table
    # more than the work on it.
    pa.set_memory_pool(pa.system_memory_pool())
    answer = str(folder / "table.arrow")
    # The folder is gone when the table is used.  What is mapped stays all the same, but Windows
    # would not let go of the file.
    with pa.OSFile(answer, "rb") if os.name == "nt" else pa.memory_map(answer, "r") as source:
        data = pa.ipc.open_file(source).read_all()
    detected = Detected.from_json(json.loads((folder / "detected.json").read_text("utf-8")))
    return Table(data, detected)


def _known_error(known: dict[str, str]) -> Exception:
    kind = getattr(errors, known["kind"], Unreadable)
    found: Exception
    if kind is errors.WrongMapping:
        found = errors.WrongMapping(known["sentence"], field=known["field"])
    else:
        found = kind(known["sentence"])
    if known.get("glance"):
        found.add_note(known["glance"])
    return found
