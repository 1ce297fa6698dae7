"""Every chart: pure functions from a DataFrame to a plotly figure, each with its sentence.

``<name>_chart`` (or ``cost_treemap``) draws, ``<name>_summary`` says the same in one sentence.
"""

from __future__ import annotations

from ui.charts.cost import (
    budget_by_year_chart,
    budget_by_year_summary,
    cost_by_year_chart,
    cost_by_year_summary,
    cost_treemap,
    cost_treemap_summary,
)
from ui.charts.general import bar_chart, bar_summary, radar_chart, radar_summary
from ui.charts.goals import goal_tree_chart, goal_tree_summary
from ui.charts.measures import (
    effort_benefit_chart,
    effort_benefit_summary,
    measures_timeline_chart,
    measures_timeline_summary,
)
from ui.charts.strategy import (
    parts_by_year_chart,
    parts_by_year_summary,
    stages_chart,
    stages_summary,
)
from ui.charts.style import COLOURS, PLOTLY_DE, domain_colours, for_dark
from ui.charts.workshop import points_chart, points_summary

__all__ = [
    "COLOURS",
    "PLOTLY_DE",
    "bar_chart",
    "bar_summary",
    "budget_by_year_chart",
    "budget_by_year_summary",
    "cost_by_year_chart",
    "cost_by_year_summary",
    "cost_treemap",
    "cost_treemap_summary",
    "domain_colours",
    "effort_benefit_chart",
    "effort_benefit_summary",
    "for_dark",
    "goal_tree_chart",
    "goal_tree_summary",
    "measures_timeline_chart",
    "measures_timeline_summary",
    "parts_by_year_chart",
    "parts_by_year_summary",
    "points_chart",
    "points_summary",
    "radar_chart",
    "radar_summary",
    "stages_chart",
    "stages_summary",
]
