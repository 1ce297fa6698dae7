"""The future workshop: what became of every card, and what got most points."""

from __future__ import annotations

import pandas as pd

from strategy.figures.workshop.points import NO_GROUP, points_sql
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState


def cards_by_state(
    db: Cursor, workshop_id: str | None = None, phase_id: str | None = None
) -> pd.DataFrame:
    """Per state in the order of a card's life: state, cards.  The sum is the number of cards."""
    wanted = {"workshop_id": workshop_id, "phase_id": phase_id}
    params = [value for value in wanted.values() if value]
    where = "".join(
        f"{'AND' if index else 'WHERE'} {name} = ? "
        for index, name in enumerate(name for name, value in wanted.items() if value)
    )
    found = db.rows(
        f"SELECT coalesce(state, 'unbekannt') AS state, count(*) AS cards FROM card {where} "
        "GROUP BY ALL",
        params,
    )
    counts = {row["state"]: row["cards"] for row in found}
    order = [str(state) for state in CardState]
    # "unbekannt" and states that are none of ours come behind, so that the sum stays whole.
    order += [state for state in counts if state not in order]
    return pd.DataFrame({"state": order, "cards": [int(counts.get(state, 0)) for state in order]})


def cards_by_phase(db: Cursor, workshop_id: str | None = None) -> pd.DataFrame:
    """Per phase: workshop_id, phase_id, phase, kind, cards."""
    where, params = ("WHERE p.workshop_id = ?", [workshop_id]) if workshop_id else ("", [])
    return db.frame(
        "SELECT p.workshop_id, p.id AS phase_id, p.title AS phase, p.kind, count(c.id) AS cards "
        f"FROM workshop_phase p LEFT JOIN card c ON c.phase_id = p.id {where} "
        "GROUP BY p.workshop_id, p.id, p.title, p.kind, p.position "
        "ORDER BY p.workshop_id, p.position NULLS LAST, p.id",
        params,
    )


def cluster_ranking(db: Cursor, workshop_id: str | None = None) -> pd.DataFrame:
    """Clusters by points, most first: rank, cluster_id, cluster, workshop_id, domain_id, domain,
    cards, points, share (per cent of all points, also of those in no cluster; None where nobody
    gave points).  Clusters with equal points share a rank; ``points.py`` says what counts."""
    sql, params = points_sql(workshop_id)
    where = "WHERE k.workshop_id = ?" if workshop_id else ""
    return db.frame(
        f"""
        WITH RECURSIVE {sql}, given AS (
            SELECT cluster_id, sum(points) AS points FROM points GROUP BY cluster_id
        ), lying AS (
            SELECT cluster_id, count(*) AS cards FROM card WHERE cluster_id IS NOT NULL GROUP BY 1
        ), ranked AS (
            SELECT k.id AS cluster_id, k.title AS cluster, k.workshop_id, k.domain_id,
                d.title AS domain, coalesce(h.cards, 0) AS cards,
                CAST(coalesce(g.points, 0) AS BIGINT) AS points
            FROM cluster k LEFT JOIN given g ON g.cluster_id = k.id
            LEFT JOIN lying h ON h.cluster_id = k.id
            LEFT JOIN life_domain d ON d.id = k.domain_id {where}
        )
        SELECT rank() OVER (ORDER BY points DESC) AS rank, *,
            100.0 * points / nullif((SELECT sum(points) FROM given), 0) AS share
        FROM ranked ORDER BY points DESC, cluster_id
        """,
        [*params, workshop_id] if workshop_id else params,
    )


def cluster_points_by_group(db: Cursor, workshop_id: str | None = None) -> pd.DataFrame:
    """What each group of participants weighs most: cluster_id, cluster, group_id, participants
    ("ohne Gruppe" where not recorded), points; without points that lie in no cluster."""
    sql, params = points_sql(workshop_id, by="group_id")
    return db.frame(
        f"WITH RECURSIVE {sql} SELECT k.id AS cluster_id, k.title AS cluster, p.group_id, "
        f"coalesce(g.title, '{NO_GROUP}') AS participants, "
        "CAST(sum(p.points) AS BIGINT) AS points "
        "FROM points p JOIN cluster k ON k.id = p.cluster_id "
        "LEFT JOIN participant_group g ON g.id = p.group_id "
        "GROUP BY ALL ORDER BY k.id, points DESC, participants",
        params,
    )


def wall(
    db: Cursor, workshop_id: str, phase_id: str | None = None, state: str | None = None
) -> pd.DataFrame:
    """The cards as they hang, by phase and cluster: id, body, phase, cluster, state; ``phase_id``
    and ``state`` choose some of them."""
    return db.frame(
        "SELECT c.id, c.body, p.title AS phase, k.title AS cluster, c.state FROM card c "
        "JOIN workshop_phase p ON p.id = c.phase_id LEFT JOIN cluster k ON k.id = c.cluster_id "
        # The cast tells DuckDB the type of a parameter that may be NULL.
        "WHERE c.workshop_id = ? AND (CAST(? AS TEXT) IS NULL OR c.phase_id = ?) "
        "AND (CAST(? AS TEXT) IS NULL OR coalesce(c.state, 'unbekannt') = ?) "
        f"ORDER BY p.position NULLS LAST, p.id, {german_order_sql('k.title')} NULLS LAST, c.id",
        [workshop_id, phase_id, phase_id, state, state],
    )


def participants(db: Cursor, workshop_id: str | None = None) -> pd.DataFrame:
    """Invited and present people per group: group_id, participants, invited, present."""
    where, params = ("WHERE workshop_id = ?", [workshop_id]) if workshop_id else ("", [])
    return db.frame(
        f"SELECT id AS group_id, title AS participants, invited, present FROM participant_group "
        f"{where} ORDER BY id",
        params,
    )
