"""The limited process that opens returned workbooks: ``python -m strategy.survey.child FOLDER``.

``request.json`` in the folder names the work.  Reading writes ``N.json`` per file (its sheets, or
the sentence why not) and goes on with the next; marking writes a copy with comments.  Whatever
happens to this process, the server goes on and knows at which file it happened.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from strategy.intake.gate.child import limit_process
from strategy.intake.gate.ended import tell_fault
from strategy.kernel.errors import StrategyError
from strategy.survey.raw_sheets import sheets_of


def load() -> None:
    """Import what a copy with comments needs, before limits count."""
    import openpyxl  # noqa: F401


def main(folder: Path) -> int:
    """Do what the request says under its limits; 0 if it came to its end."""
    request = json.loads((folder / "request.json").read_text("utf-8"))
    if "marks" in request:
        load()
    limit_process(request["memory_bytes"], request["cpu_seconds"])
    try:
        for number, name in request.get("files", []):
            answer = _read(Path(name))
            (folder / f"{number}.json").write_text(json.dumps(answer), "utf-8")
        if "marks" in request:
            _mark(Path(request["path"]), Path(request["target"]), request["marks"])
    except Exception as error:
        return tell_fault(folder, error)
    return 0


def _read(path: Path) -> dict[str, Any]:
    try:
        return {"sheets": sheets_of(path)}
    except StrategyError as error:
        return {"kind": type(error).__name__, "sentence": str(error)}


def _mark(path: Path, target: Path, marks: list[list[str]]) -> None:
    """A copy of the workbook in which every named cell carries its sentences as a comment."""
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(path)
    red = PatternFill("solid", "FFFEE4E0")
    for sheet_name, address, words in marks:
        if sheet_name not in book.sheetnames:
            continue
        cell = book[sheet_name][address]
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(f"{before}{words}", "Werkbank", width=360, height=140)
        cell.fill = red
    book.save(target)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
