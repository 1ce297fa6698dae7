"""Projects: when they run and how long, and a light that says where somebody should look.

The light is worked out, not typed: red where a project is reported as endangered or its end has
passed, yellow where a milestone is overdue, Sachkosten leave the budget (own staff is paid from
elsewhere) or work lags behind the calendar.  What is finished or stopped has none, and where there
is nothing to judge by the light is unknown, not green.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import raw_lines
from strategy.kernel.store import Cursor

RED, YELLOW, GREEN, UNKNOWN, OVER = "rot", "gelb", "grün", "unbekannt", "beendet"
# Work may lag this many percentage points behind the calendar before anybody is asked.
_LAG = 25

_STATUS_ORDER = (
    "CASE status WHEN 'in Bearbeitung' THEN 1 WHEN 'in Planung' THEN 2 WHEN 'offen' THEN 3 "
    "WHEN 'umgesetzt' THEN 4 WHEN 'gestoppt' THEN 5 ELSE 6 END"
)


def project_schedule(
    db: Cursor, today: date, dezernat: str | None = None, project_id: str | None = None
) -> pd.DataFrame:
    """One row per project, running ones first: id, title, amt_id, amt, dezernat_id, dezernat,
    owner, status, phase, starts_on, ends_on, months (begun ones, from start to end; None where a
    date is missing), progress, budget_cents, plan_cents, actual_cents (all years), light ("rot",
    "gelb", "grün", "unbekannt", "beendet"), reasons (German, "" where green or over), confirmed_on,
    cause, options.
    """
    plan, plan_params = raw_lines("Plan", None, ("project",))
    actual, actual_params = raw_lines("Ist", None, ("project",))
    # Sachkosten beside the sum: the budget is compared with them alone.
    sums = (
        "SELECT object_id, sum(amount_cents) AS cents, sum(amount_cents) "
        "FILTER (WHERE kind = 'Sachkosten') AS sach FROM lines GROUP BY object_id"
    )
    conditions, narrowing = ["true"], []
    if dezernat is not None:
        conditions.append("dezernat_id IS NOT DISTINCT FROM nullif(?, '')")
        narrowing.append(dezernat)
    if project_id is not None:
        conditions.append("id = ?")
        narrowing.append(project_id)
    return db.frame(
        f"""WITH RECURSIVE {UNITS}, planned AS ({plan} {sums}), spent AS ({actual} {sums}),
        late AS (
            SELECT project_id, count(*) AS milestones, count(*) FILTER (
                WHERE reached_on IS NULL AND due < CAST(? AS DATE)) AS late
            FROM milestone GROUP BY project_id
        ), facts AS (
            SELECT p.*, u.amt_id, coalesce(u.amt, '{UNASSIGNED}') AS amt, u.dezernat_id,
                coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, o.function AS owner,
                a.cents AS plan_cents, i.cents AS actual_cents,
                greatest(a.sach, i.sach) AS sach_cents, l.late, l.milestones,
                coalesce(p.status, '') IN ('umgesetzt', 'gestoppt') AS over,
                CASE WHEN p.ends_on > p.starts_on AND CAST(? AS DATE) > p.starts_on THEN
                    100.0 * date_diff('day', p.starts_on, CAST(? AS DATE))
                    / date_diff('day', p.starts_on, p.ends_on) END AS elapsed,
                date_sub('month', p.starts_on, p.ends_on + 1) AS whole
            FROM project p LEFT JOIN units u ON u.unit_id = p.organisation_id
            LEFT JOIN person o ON o.id = p.owner_id
            LEFT JOIN planned a ON a.object_id = p.id LEFT JOIN spent i ON i.object_id = p.id
            LEFT JOIN late l ON l.project_id = p.id
        ), judged AS (
            SELECT *,
                CASE WHEN NOT over THEN concat_ws('; ',
                    CASE WHEN endangered THEN 'als gefährdet gemeldet' END,
                    CASE WHEN ends_on < CAST(? AS DATE)
                         THEN 'geplanter Abschluss ist überschritten' END) END AS red,
                CASE WHEN NOT over THEN concat_ws('; ',
                    CASE WHEN late = 1 THEN 'ein Meilenstein ist überfällig'
                         WHEN late > 1 THEN late || ' Meilensteine sind überfällig' END,
                    CASE WHEN sach_cents > budget_cents
                         THEN 'Sachkosten liegen über dem Budget' END,
                    CASE WHEN status = 'in Bearbeitung' AND ends_on >= CAST(? AS DATE)
                              AND elapsed - progress > {_LAG}
                         THEN 'Fertigstellung hinkt dem Zeitplan hinterher' END,
                    CASE WHEN status = 'in Bearbeitung' AND ends_on IS NULL
                         THEN 'kein Abschluss geplant' END) END AS yellow,
                NOT over AND endangered IS NULL AND ends_on IS NULL AND progress IS NULL
                    AND budget_cents IS NULL AND milestones IS NULL AS blind
            FROM facts
        )
        SELECT id, title, amt_id, amt, dezernat_id, dezernat, owner, status, phase, starts_on,
            ends_on, whole + CASE WHEN starts_on + to_months(CAST(whole AS INTEGER)) < ends_on + 1
                THEN 1 ELSE 0 END AS months,
            progress, budget_cents, plan_cents, actual_cents,
            CASE WHEN over THEN '{OVER}' WHEN red <> '' THEN '{RED}' WHEN yellow <> '' THEN
                '{YELLOW}' WHEN blind THEN '{UNKNOWN}' ELSE '{GREEN}' END AS light,
            concat_ws('; ', nullif(red, ''), nullif(yellow, ''), CASE WHEN blind AND yellow = ''
                THEN 'weder Abschluss, Meilensteine, Fertigstellung noch Budget sind bekannt' END)
                AS reasons, confirmed_on, cause, options
        FROM judged WHERE {" AND ".join(conditions)}
        ORDER BY {_STATUS_ORDER}, starts_on NULLS LAST, id""",
        [*plan_params, *actual_params, today, today, today, today, today, *narrowing],
    )
