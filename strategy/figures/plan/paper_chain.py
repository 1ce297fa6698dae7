"""The chain a paper stands in: Anfrage → Antrag → Vorlagen → Beschluss → Umsetzung → Bericht."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from strategy.kernel.store import Cursor

_COLUMNS = ("object_id", "kind", "title", "reference", "dated", "state", "follows", "depth")
# A later paper beside an earlier one, whichever way their relation was entered.
_STEPS = """
SELECT id AS later, predecessor_id AS earlier, 'folgt auf' AS kind FROM paper
    WHERE predecessor_id IS NOT NULL
UNION SELECT from_id, to_id, kind FROM link
    WHERE kind IN ('folgt auf', 'hebt auf') AND from_id LIKE 'VO-%' AND to_id LIKE 'VO-%'
"""


def paper_chain(db: Cursor, paper_id: str) -> pd.DataFrame:
    """Everything in the chain of a paper, the same from whichever of its papers one looks.

    Columns: object_id, kind (of paper, "Beschluss", "Maßnahme", "Bericht", "Zusage"), title,
    reference, dated, state, follows (what it follows or revokes, "folgt auf VO-0001", or None),
    depth (how far below the first paper).  Papers come in their order, each with its resolutions,
    their measures and reports and with what was promised in it below.
    """
    papers = _papers(db, paper_id)
    ids = [paper["object_id"] for paper in papers]
    below: dict[str, list[dict[str, Any]]] = {}
    for row in _below(db, ids):
        below.setdefault(row.pop("of"), []).append(row)
    rows: list[dict[str, Any]] = []

    def add(row: dict[str, Any], depth: int) -> None:
        rows.append({**row, "depth": depth})
        for child in below.get(row["object_id"], ()):
            add(child, depth + 1)

    for paper in papers:
        add(paper, paper.pop("level"))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _papers(db: Cursor, paper_id: str) -> list[dict[str, Any]]:
    """The papers of the chain, each behind all it follows; of equal ones the older first."""
    steps = db.rows(_STEPS)
    known, left = {paper_id}, [paper_id]
    while left:
        here = left.pop()
        for step in steps:
            for near, far in (("later", "earlier"), ("earlier", "later")):
                if step[near] == here and step[far] not in known:
                    known.add(step[far])
                    left.append(step[far])
    rows = db.rows(
        "SELECT id AS object_id, coalesce(paper_type, 'Vorlage') AS kind, title, reference, dated, "
        "status AS state FROM paper WHERE id IN (SELECT unnest(?)) "
        "ORDER BY dated NULLS LAST, id",
        [sorted(known)],
    )
    earlier: dict[str, list[str]] = {}
    for step in steps:
        earlier.setdefault(step["later"], []).append(step["earlier"])
    for row in rows:
        said = [
            f"{step['kind']} {step['earlier']}"
            for step in steps
            if step["later"] == row["object_id"]
        ]
        row["follows"] = ", ".join(sorted(said)) or None
        row["level"] = _level(earlier, row["object_id"])
    # The sort is stable, so papers of one level stay in the order of their dates.
    return sorted(rows, key=lambda row: row["level"])


def _level(earlier: dict[str, list[str]], start: str) -> int:
    level, here, seen = 0, {start}, {start}
    # Plans of earlier programs may hold a circle; nothing is gone through twice.
    while here := {e for one in here for e in earlier.get(one, ())} - seen:
        seen |= here
        level += 1
    return level


def _below(db: Cursor, papers: list[str]) -> list[dict[str, Any]]:
    """Resolutions of these papers, their measures and reports; ``of`` is what each hangs on."""
    return db.rows(
        """
        WITH decided AS (SELECT * FROM resolution WHERE paper_id IN (SELECT unnest($1)))
        SELECT paper_id AS of, id AS object_id, 'Beschluss' AS kind, title, reference,
            decided_on AS dated, status AS state, form AS follows FROM decided
        UNION ALL
        SELECT l.to_id, m.id, 'Maßnahme', m.title, NULL, m.starts_on, m.status, NULL
        FROM link l JOIN measure m ON m.id = l.from_id
        WHERE l.kind = 'beschlossen durch' AND l.to_id IN (SELECT id FROM decided)
        UNION ALL
        SELECT r.resolution_id, r.id, 'Bericht', r.title, r.event, coalesce(r.delivered_on, r.due),
            CASE WHEN r.delivered_on IS NULL THEN 'offen' ELSE 'erstattet' END, NULL
        FROM report_due r WHERE r.resolution_id IN (SELECT id FROM decided)
        UNION ALL
        SELECT f.paper_id, f.id, f.kind, f.title, f.event, coalesce(f.done_on, f.due, f.given_on),
            CASE WHEN f.done_on IS NULL THEN 'offen' ELSE 'erledigt' END, NULL
        FROM deadline f WHERE f.paper_id IN (SELECT unnest($1))
        ORDER BY kind, dated NULLS LAST, object_id
        """,
        [papers],
    )


def plain_reference(text: str | None) -> str:
    """A number without the signs in which ways of writing differ: "222-21" and "222/21" alike."""
    return re.sub(r"[^0-9a-zäöüß]", "", (text or "").casefold())


def paper_by_reference(db: Cursor, typed: str) -> str | None:
    """The id of the one paper with this id or number, however it is written; None where there is
    none or more than one."""
    wanted = plain_reference(typed)
    found = []
    for row in db.rows("SELECT id, reference, also_written FROM paper ORDER BY id"):
        names = [row["id"], row["reference"], *(row["also_written"] or "").split(",")]
        if wanted and wanted in {plain_reference(name) for name in names}:
            found.append(str(row["id"]))
    return found[0] if len(found) == 1 else None
