"""1.2 million points over 3,500 proposals, the size of Stuttgart's Bürgerhaushalt 2017.

How long the ranking that the pages show takes, against DuckDB's bare GROUP BY on the same rows.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.result import Result, megabytes
from benchmarks.served import peak_of_this_process
from strategy.figures.workshop.cards import cluster_points_by_group, cluster_ranking
from strategy.kernel.records import save_
from strategy.kernel.store import Cursor, Store
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase

POINTS = 1_200_000
PROPOSALS = 3_500
_BARE = "SELECT cluster_id, card_id, sum(points) AS points FROM point GROUP BY ALL"


def build_points(plan: Path, points: int = POINTS, proposals: int = PROPOSALS) -> Path:
    """Make ``plan``: each proposal a cluster with one card; two thirds of the points on cards."""
    store = Store.create(plan)
    with store.write("Koordination", "Vorschläge und Punkte") as tx:
        workshop = save_(tx, Workshop(title="Bürgerhaushalt", status=WorkshopStatus.DONE))
        phase = save_(
            tx,
            WorkshopPhase(workshop_id=workshop.id, title="Wünsche", kind="Phantasie", position=1),
        )
        for title in ("Bürgerinnen und Bürger", "Vereine", "Schulen", "Wirtschaft"):
            save_(tx, ParticipantGroup(workshop_id=workshop.id, title=title))
        given = [workshop.id, proposals]
        tx.run(
            "INSERT INTO cluster (id, version, workshop_id, title) SELECT format('CL-{:04d}', i), "
            f"{tx.action_id}, ?, 'Vorschlag ' || i FROM range(1, ? + 1) t(i)",
            given,
        )
        tx.run(
            "INSERT INTO card (id, version, workshop_id, phase_id, cluster_id, body, state) "
            f"SELECT format('C-{{:04d}}', i), {tx.action_id}, ?, '{phase.id}', "
            "format('CL-{:04d}', i), 'Wunsch ' || i, 'angenommen' FROM range(1, ? + 1) t(i)",
            given,
        )
        # A few proposals get most of the points, as they do.
        tx.run(
            "INSERT INTO point (id, version, workshop_id, phase_id, cluster_id, card_id, "
            "group_id, points, source) "
            "SELECT format('PT-{:07d}', i), $1, $2, $3, "
            "CASE WHEN i % 3 = 0 THEN format('CL-{:04d}', n) END, "
            "CASE WHEN i % 3 > 0 THEN format('C-{:04d}', n) END, "
            "format('TG-{:04d}', i % 4 + 1), 1 + i % 2, 'eingelesen' FROM ("
            "SELECT i, 1 + CAST(floor($4 * pow(((i * 7919) % 100003) / 100003.0, 2)) AS BIGINT) "
            "AS n FROM range(1, $5 + 1) t(i))",
            [tx.action_id, workshop.id, phase.id, proposals, points],
        )
    store.close()
    return plan


def run(points: int = POINTS, proposals: int = PROPOSALS, repeats: int = 7) -> list[Result]:
    """Measure; every figure is asked anew, nothing from memory."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        store = Store.open(build_points(Path(folder) / "points.duckdb", points, proposals))
        try:
            bare = _seconds(store, lambda db: db.frame(_BARE), repeats)
            ranking = _seconds(store, lambda db: cluster_ranking(db, "W-0001"), repeats)
            groups = _seconds(store, lambda db: cluster_points_by_group(db, "W-0001"), repeats)
            _check(store)
        finally:
            store.close()
    what = f"{points} points over {proposals} proposals"
    peak = megabytes(peak_of_this_process())
    compared = f"bare GROUP BY {bare * 1000:.0f} ms"
    return [
        Result(
            f"points: ranking of {what}",
            f"{ranking / bare:.1f} × the bare GROUP BY",
            compared,
            ranking,
            "s",
            at_most=0.5,
            peak=peak,
        ),
        Result(
            "points: the same against the bare GROUP BY",
            f"{ranking * 1000:.0f} ms",
            compared,
            ranking / bare,
            peak=peak,
        ),
        Result(
            "points: by group of participants",
            f"{groups / bare:.1f} × the bare GROUP BY",
            compared,
            groups,
            "s",
            peak=peak,
        ),
    ]


def _seconds(store: Store, ask: Callable[[Cursor], object], repeats: int) -> float:
    times = []
    for _ in range(repeats + 1):
        with store.read() as db:
            begun = time.perf_counter()
            ask(db)
            times.append(time.perf_counter() - begun)
    # The first run reads the file.
    return statistics.median(times[1:])


def _check(store: Store) -> None:
    """The figure and the rows give the same sum."""
    with store.read() as db:
        ranked = int(cluster_ranking(db, "W-0001")["points"].sum())
        there = int(db.value("SELECT sum(points) FROM point"))
    if ranked != there:
        raise RuntimeError(f"{there} points are in the plan, {ranked} in the ranking")
