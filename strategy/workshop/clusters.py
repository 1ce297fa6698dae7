"""The Themen of a workshop in the order in which people look for them."""

from __future__ import annotations

from strategy.kernel import german
from strategy.kernel.store import Cursor


def list_clusters(db: Cursor, workshop_id: str) -> dict[str, str]:
    """Cluster id → title, sorted as in a list of words ("Thema 2" before "Thema 10")."""
    rows = db.rows("SELECT id, title FROM cluster WHERE workshop_id = ? ORDER BY id", [workshop_id])
    titles = {str(row["id"]): str(row["title"]) for row in rows}
    # SQL would sort "Thema 10" before "Thema 2" and Ä behind Z.
    return dict(sorted(titles.items(), key=lambda one: german.listed(one[1])))
