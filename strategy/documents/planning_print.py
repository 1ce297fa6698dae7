"""The planning table as a page of its own that a browser prints on A3."""

from __future__ import annotations

from html import escape

from strategy.figures.plan.limit_words import amount_words, kind_words
from strategy.kernel import german
from strategy.planning.groups import facts_words, verdict_words
from strategy.planning.lines import LineVerdict, Meter, broken_dependencies, judge, needs_words
from strategy.planning.rows import PlanRow, YearCell
from strategy.planning.shown import ShownPlan

# Everything in the file itself: it is sent and opened without the workbench.
_STYLE = """
@page { size: A3 landscape; margin: 12mm; }
body { font: 9pt/1.3 Arial, sans-serif; color: #0f1222; }
h1 { font-size: 15pt; margin: 0; } p { margin: 2mm 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 0.3pt solid #a9aec6; padding: 1mm 1.5mm; text-align: right;
  vertical-align: top; font-weight: normal; }
th[scope=row], th.left { text-align: left; } thead { display: table-header-group; }
thead th { font-weight: bold; } tr { break-inside: avoid; }
tr.group th { text-align: left; font-weight: bold; background: #e8e9ef; }
tr.cut th { border-top: 2pt solid #c31c13; } .over { color: #c31c13; font-weight: bold; }
.quiet { color: #454b6b; }
"""


def planning_page(shown: ShownPlan) -> str:
    """The page as HTML."""
    names = shown.table.unit_names
    verdicts = judge(shown.table)
    heads = "".join(f"<th>{year}</th>" for year in shown.years)
    meters = "".join(
        f"<tr><th scope=row>{escape(kind_words(kind, unit, names))}</th>"
        + "".join(_meter(one) for one in line)
        + "</tr>"
        for (kind, unit), line in shown.meter_rows()
    )
    body = []
    for group in shown.groups:
        span = len(shown.years) + 1
        body.append(
            f'<tr class="group {group.look}"><th colspan="{span}">{escape(group.title)}</th></tr>'
        )
        body += [_row(row, verdicts[row.id], shown) for row in group.rows]
    broken = "".join(f"<li>{escape(one)}</li>" for one in broken_dependencies(shown.table).values())
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{escape(shown.title)}'
        f"</title><style>{_STYLE}</style></head><body><h1>{escape(shown.title)}</h1>"
        f"<p>{escape(shown.note)}</p><table><thead><tr><th class=left>Obergrenzen</th>{heads}"
        f"</tr></thead><tbody>{meters}</tbody></table><p></p><table><thead><tr>"
        f"<th class=left>Maßnahme</th>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        + (f"<p>Verletzte Abhängigkeiten:</p><ul>{broken}</ul>" if broken else "")
        + "</body></html>"
    )


def _meter(meter: Meter) -> str:
    look = ' class="over"' if meter.over else ""
    used = amount_words(meter.key.kind, meter.used)
    return f"<td{look}>{escape(used)}<br>{escape(meter.words)}</td>"


def _row(row: PlanRow, verdict: LineVerdict, shown: ShownPlan) -> str:
    missing = needs_words(verdict, shown.table.unit_names)
    said = escape(verdict_words(verdict, missing))
    look = "over" if missing else "quiet"
    cells = "".join(_cell(row.cells.get(year)) for year in shown.years)
    return (
        f"<tr><th scope=row>{escape(row.title)} ({row.id})<br>"
        f'<span class="quiet">{escape(facts_words(row))}</span>'
        + (f'<br><span class="{look}">{said}</span>' if said else "")
        + f"</th>{cells}</tr>"
    )


def _cell(cell: YearCell | None) -> str:
    if cell is None:
        return "<td>–</td>"
    parts = [escape(cell.stage)] if cell.stage else []
    if cell.own_cents is not None:
        parts.append(escape(german.money(cell.own_cents)))
    elif cell.unknown_lines:
        parts.append(german.UNKNOWN)
    if cell.fte_e4:
        parts.append(escape(amount_words("fte", cell.fte_e4)))
    return f"<td>{'<br>'.join(parts)}</td>"
