"""Points of a workshop: by cluster, by group and by phase, always the same sum.

How a point counts, everywhere:

- Points on a cluster count for it; points on a card count for the cluster in which it lies.
- Points on a card that was merged follow the card that stands for it.  Points on a card that was
  divided stay where that card lies: nobody knows which of its parts was meant.
- Points on a declined card count like all others, because people gave them; every table says how
  many there are.
- What lies in no cluster, comes from no group or belongs to no phase is shown in a row of its own.
- Where loose cards are shown one by one (phones and projector), those that do not hang on the wall
  share one row, so that what is shown always adds up to what was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState

NO_CLUSTER, NO_GROUP, NO_PHASE = "ohne Thema", "ohne Gruppe", "ohne Phase"
# The key of points on loose cards that do not hang on the wall.
OFF_THE_WALL = ""


def points_sql(workshop_id: str | None = None, *, by: str = "") -> tuple[str, list[Any]]:
    """CTEs that end in ``points`` (cluster_id, card_id, state, declined, points and the column
    ``by``: group_id or phase_id), with their parameters; for a ``WITH RECURSIVE``.

    ``card_id`` is the card that stands and ``state`` its state, None for points that were given to
    a cluster itself.

    The rows are added up before they meet the cards: a town gives a million points to a few
    thousand cards.
    """
    where = "WHERE workshop_id = ?" if workshop_id else ""
    kept = f"{by}, " if by else ""
    # Points read from a file often name no phase; then that of their card counts.
    told = {"": "", "phase_id": "coalesce(t.phase_id, c.phase_id) AS phase_id, "}
    standing, params = _standing_sql(workshop_id)
    sql = f"""{standing}, tally AS (
        SELECT cluster_id, card_id, {kept}sum(points) AS points
        FROM point {where} GROUP BY ALL
    ), points AS (
        SELECT {told.get(by, kept)}coalesce(t.cluster_id, c.cluster_id) AS cluster_id,
            c.stands AS card_id, c.state,
            coalesce(c.state = '{CardState.REJECTED}', false) AS declined, t.points
        FROM tally t LEFT JOIN standing c ON c.card_id = t.card_id
    )"""
    return sql, [*params, workshop_id] if workshop_id else []


def _standing_sql(workshop_id: str | None) -> tuple[str, list[Any]]:
    """CTEs that end in ``standing``: every card with its own phase and the card that stands for
    it, that card's cluster and state."""
    where = "WHERE workshop_id = ?" if workshop_id else ""
    # Only a merged card hands on: whatever else it says, it stands for itself.
    hands_on = f"CASE WHEN c.state = '{CardState.MERGED}' THEN c.merged_into_id END"
    sql = f"""
    chain AS (
        SELECT c.id AS card_id, c.id AS stands, {hands_on} AS next FROM card c {where}
        UNION
        SELECT chain.card_id, c.id, {hands_on} FROM chain JOIN card c ON c.id = chain.next
    ), standing AS (
        -- A card merged in a circle has no end to follow and counts where it lies itself.
        SELECT own.id AS card_id, own.phase_id, s.id AS stands, s.cluster_id, s.state
        FROM card own LEFT JOIN chain ON chain.card_id = own.id AND chain.next IS NULL
        JOIN card s ON s.id = coalesce(chain.stands, own.id)
    )"""
    return sql, [workshop_id] if workshop_id else []


def shown_points(
    db: Cursor, workshop_id: str, phase_id: str | None, on_the_wall: Sequence[str]
) -> dict[str, int]:
    """The points of a phase (None: of all) as phones and projector show them, by key.

    The key is the id of a cluster, that of a loose card in one of the states ``on_the_wall``, or
    OFF_THE_WALL for all other loose cards together.
    """
    sql, params = points_sql(workshop_id, by="phase_id")
    rows = db.rows(
        f"WITH RECURSIVE {sql} SELECT {_KEY} AS key, CAST(sum(points) AS BIGINT) AS points "
        "FROM points WHERE CAST(? AS TEXT) IS NULL OR phase_id = ? GROUP BY 1",
        [*params, list(on_the_wall), phase_id, phase_id],
    )
    return {row["key"]: int(row["points"]) for row in rows}


def where_cards_count(db: Cursor, workshop_id: str, on_the_wall: Sequence[str]) -> dict[str, str]:
    """Every card of a workshop with the key under which ``shown_points`` counts its points."""
    sql, params = _standing_sql(workshop_id)
    rows = db.rows(
        f"WITH RECURSIVE {sql}, lies AS ("
        "SELECT card_id AS own_id, stands AS card_id, cluster_id, state FROM standing "
        "WHERE card_id IN (SELECT id FROM card WHERE workshop_id = ?)) "
        f"SELECT own_id, {_KEY} AS key FROM lies",
        [*params, workshop_id, list(on_the_wall)],
    )
    return {row["own_id"]: row["key"] for row in rows}


# Takes the states on the wall as its parameter.
_KEY = (
    "CASE WHEN cluster_id IS NOT NULL THEN cluster_id WHEN list_contains(?, state) THEN card_id "
    f"ELSE '{OFF_THE_WALL}' END"
)


def cluster_results(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """Every cluster by points, most first, and in the last row what lies in none.

    Columns: rank (equal points share one; None in the last row), cluster_id, cluster, domain_id,
    domain, cards, points, on_cards and declined (parts of points), share (per cent of all points;
    None where nobody gave points).  The last row stands only where it has cards or points.
    """
    sql, params = points_sql(workshop_id)
    return db.frame(
        f"""
        WITH RECURSIVE {sql}, given AS (
            SELECT cluster_id, CAST(sum(points) AS BIGINT) AS points,
                CAST(coalesce(sum(points) FILTER (card_id IS NOT NULL), 0) AS BIGINT) AS on_cards,
                CAST(coalesce(sum(points) FILTER (declined), 0) AS BIGINT) AS declined
            FROM points GROUP BY 1
        ), lying AS (
            SELECT cluster_id, count(*) AS cards FROM card WHERE workshop_id = ? GROUP BY 1
        ), named AS (
            SELECT k.id AS cluster_id, k.title AS cluster, k.domain_id, d.title AS domain
            FROM cluster k LEFT JOIN life_domain d ON d.id = k.domain_id WHERE k.workshop_id = ?
            UNION ALL SELECT NULL, '{NO_CLUSTER}', NULL, NULL
        ), whole AS (
            SELECT named.*, coalesce(h.cards, 0) AS cards, coalesce(g.points, 0) AS points,
                coalesce(g.on_cards, 0) AS on_cards, coalesce(g.declined, 0) AS declined
            FROM named LEFT JOIN given g ON g.cluster_id IS NOT DISTINCT FROM named.cluster_id
            LEFT JOIN lying h ON h.cluster_id IS NOT DISTINCT FROM named.cluster_id
        )
        SELECT CASE WHEN cluster_id IS NOT NULL THEN
                rank() OVER (ORDER BY cluster_id IS NULL, points DESC) END AS rank,
            *, 100.0 * points / nullif(sum(points) OVER (), 0) AS share
        FROM whole WHERE cluster_id IS NOT NULL OR cards > 0 OR points > 0
        ORDER BY cluster_id IS NULL, points DESC, cluster_id
        """,
        [*params, workshop_id, workshop_id],
    )


def points_by_group(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """What each group wanted: cluster_id, cluster, group_id, participants, points, share (per cent
    of all points of the group, so that a small group is heard like a large one)."""
    return _by(
        db, workshop_id, "group_id", "participants", "participant_group", NO_GROUP, "other.title"
    )


def points_by_phase(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """The same by phase, in their order: cluster_id, cluster, phase_id, phase, points, share (per
    cent of all points of the phase)."""
    return _by(
        db,
        workshop_id,
        "phase_id",
        "phase",
        "workshop_phase",
        NO_PHASE,
        "other.position NULLS LAST, other.id",
    )


def _by(
    db: Cursor, workshop_id: str, key: str, name: str, table: str, nothing: str, order: str
) -> pd.DataFrame:
    sql, params = points_sql(workshop_id, by=key)
    return db.frame(
        f"""
        WITH RECURSIVE {sql}, cells AS (
            SELECT cluster_id, {key}, CAST(sum(points) AS BIGINT) AS points FROM points GROUP BY ALL
        )
        SELECT cells.cluster_id, coalesce(k.title, '{NO_CLUSTER}') AS cluster, cells.{key},
            coalesce(other.title, '{nothing}') AS {name}, cells.points,
            100.0 * cells.points / sum(cells.points) OVER (PARTITION BY cells.{key}) AS share
        FROM cells LEFT JOIN cluster k ON k.id = cells.cluster_id
        LEFT JOIN {table} other ON other.id = cells.{key}
        ORDER BY cells.{key} IS NULL, {order}, cells.points DESC, cells.cluster_id
        """,
        params,
    )


def points_total(db: Cursor, workshop_id: str) -> int:
    """All points of a workshop, added up without looking at anything else."""
    found = db.value("SELECT sum(points) FROM point WHERE workshop_id = ?", [workshop_id])
    return int(found or 0)


def equal_voices(by_group: pd.DataFrame) -> pd.DataFrame:
    """The ranking if every group had the same weight, from the rows of ``points_by_group``.

    Columns: cluster_id ("" where there is none), cluster, even (mean of the shares it got from
    each group), share (per cent of all points), points.  Both shares add up to 100.
    """
    # groupby leaves out rows without a key; loose points and people without a group are kept by "".
    keyed = by_group.assign(
        cluster_id=by_group["cluster_id"].fillna(""), group_id=by_group["group_id"].fillna("")
    )
    # The sum of shares, divided below by all groups: a mean would leave out those that gave it
    # nothing.
    even = keyed.groupby(["cluster_id", "cluster"], as_index=False).agg(
        even=("share", "sum"), points=("points", "sum")
    )
    # Divided by all groups, also those that gave a Thema nothing: nothing is a vote as well.
    even["even"] = even["even"].astype(float) / max(keyed["group_id"].nunique(), 1)
    even["share"] = 100.0 * even["points"].astype(float) / float(even["points"].sum() or 1)
    even = even.sort_values(["even", "cluster_id"], ascending=[False, True], ignore_index=True)
    return even[["cluster_id", "cluster", "even", "share", "points"]]
