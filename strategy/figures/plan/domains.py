"""Life domains across the systems: what corresponds to what, and where a measure belongs too."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.store import Cursor
from strategy.nouns.link import LinkKind

# A correspondence holds both ways, whichever way it was entered.
_PAIRS = """
pairs AS (
    SELECT id AS mapping_id, from_id AS one_id, to_id AS other_id FROM domain_mapping
    UNION SELECT id, to_id, from_id FROM domain_mapping
)
"""


def domain_pairs(db: Cursor) -> pd.DataFrame:
    """Life domains of the leading system beside those of the others: mapping_id (None where
    nothing corresponds), domain_id, domain, system, other_id, other."""
    return db.frame(
        f"WITH {_PAIRS} SELECT p.mapping_id, d.id AS domain_id, d.title AS domain, "
        "t.title AS system, o.id AS other_id, o.title AS other "
        "FROM life_domain d JOIN life_domain_system s ON s.id = d.system_id AND s.is_leading "
        "LEFT JOIN pairs p ON p.one_id = d.id LEFT JOIN life_domain o ON o.id = p.other_id "
        "LEFT JOIN life_domain_system t ON t.id = o.system_id "
        "ORDER BY d.position NULLS LAST, d.id, t.id, o.position, o.id"
    )


def domains_of_measure(db: Cursor, measure_id: str) -> pd.DataFrame:
    """Every life domain a measure belongs to: domain_id, domain, system, how ("führend",
    "gehört auch zu" by a link, "entspricht" by the correspondence of systems)."""
    return db.frame(
        f"""
        WITH {_PAIRS}, own AS (SELECT domain_id FROM measure WHERE id = ?),
        found AS (
            SELECT domain_id, 0 AS rank, 'führend' AS how FROM own
            UNION ALL SELECT to_id, 1, 'gehört auch zu' FROM link WHERE from_id = ? AND kind = ?
            UNION ALL SELECT other_id, 2, 'entspricht' FROM pairs JOIN own ON one_id = domain_id
        )
        SELECT d.id AS domain_id, d.title AS domain, s.title AS system,
            min_by(f.how, f.rank) AS how
        FROM found f JOIN life_domain d ON d.id = f.domain_id
        LEFT JOIN life_domain_system s ON s.id = d.system_id
        GROUP BY d.id, d.title, s.title ORDER BY min(f.rank), d.id
        """,
        [measure_id, measure_id, str(LinkKind.ALSO_IN)],
    )


def measures_per_leading_domain(db: Cursor) -> pd.DataFrame:
    """Per life domain of the leading system, in its order: domain_id, domain, measures (those
    that belong there first of all), also (those linked as "gehört auch zu")."""
    return db.frame(
        "SELECT d.id AS domain_id, d.title AS domain, "
        "(SELECT count(*) FROM measure m WHERE m.domain_id = d.id) AS measures, "
        "(SELECT count(DISTINCT l.from_id) FROM link l WHERE l.to_id = d.id AND l.kind = ?) "
        "AS also "
        "FROM life_domain d JOIN life_domain_system s ON s.id = d.system_id AND s.is_leading "
        "ORDER BY d.position NULLS LAST, d.id",
        [str(LinkKind.ALSO_IN)],
    )


def leading_domains(db: Cursor) -> dict[str, str]:
    """Id → title of the life domains of the leading system, or of all where none leads."""
    rows = db.rows(
        "SELECT d.id, d.title FROM life_domain d JOIN life_domain_system s "
        # A plan that has not chosen its leading system yet may use all of them.
        "ON s.id = d.system_id WHERE s.is_leading OR NOT EXISTS "
        "(SELECT 1 FROM life_domain_system WHERE is_leading) ORDER BY d.position, d.id"
    )
    return {row["id"]: str(row["title"]) for row in rows}
