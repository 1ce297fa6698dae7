"""On which page the objects of a noun are found, so that every id can lead to its object."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.analysis.milestones import IMPORT, STRATEGY_COST
from strategy.kernel.records import noun_of_id
from ui.frame.map import Screen, place_of_script
from ui.run.plain_text import plain

# Table → page script below pages/.
PAGE_OF: dict[str, str] = {
    "municipality": "plan_data/settings.py",
    "organisation_unit": "step_2_ist_analysis/organisation.py",
    "person": "plan_data/people.py",
    "vision": "step_1_goals/vision.py",
    "principle": "step_1_goals/vision.py",
    "framework_condition": "step_1_goals/framework.py",
    "swot_entry": "step_1_goals/swot.py",
    "goal": "step_1_goals/goals.py",
    "indicator": "step_1_goals/indicators.py",
    "indicator_value": "step_1_goals/indicators.py",
    "comparison_city": "step_1_goals/comparison.py",
    "comparison_value": "step_1_goals/comparison.py",
    "production_variant": "step_1_goals/variants.py",
    "application": "step_2_ist_analysis/applications.py",
    "application_use": "step_2_ist_analysis/applications.py",
    "distribution_key": "step_2_ist_analysis/distribution_keys.py",
    "distribution_key_share": "step_2_ist_analysis/distribution_keys.py",
    "application_interface": "step_2_ist_analysis/applications.py",
    "project": "step_2_ist_analysis/projects.py",
    "cost_line": "step_2_ist_analysis/costs.py",
    "personnel_rate": "step_2_ist_analysis/personnel_rates.py",
    "tariff_step": "step_2_ist_analysis/personnel_rates.py",
    "price_step": "step_2_ist_analysis/personnel_rates.py",
    "budget_line": "step_2_ist_analysis/budget.py",
    "service": "step_2_ist_analysis/services.py",
    "post": "step_2_ist_analysis/posts.py",
    "synergy": "step_2_ist_analysis/posts.py",
    "maturity_model": "step_2_ist_analysis/maturity.py",
    "maturity_level": "step_2_ist_analysis/maturity.py",
    "maturity_criterion": "step_2_ist_analysis/maturity.py",
    "assessment": "step_2_ist_analysis/maturity.py",
    "assessment_answer": "step_2_ist_analysis/maturity.py",
    "guideline": "step_2_ist_analysis/interviews.py",
    "guideline_question": "step_2_ist_analysis/interviews.py",
    "interview_answer": "step_2_ist_analysis/interviews.py",
    "interview": "step_2_ist_analysis/interviews.py",
    "finding": "step_2_ist_analysis/interviews.py",
    "evidence": "step_2_ist_analysis/recommendations.py",
    "recommendation": "step_2_ist_analysis/recommendations.py",
    "survey_round": "step_2_ist_analysis/surveys.py",
    "survey_reply": "step_2_ist_analysis/surveys.py",
    "survey_file": "step_2_ist_analysis/surveys.py",
    "workshop": "step_3_future_workshop/workshops.py",
    "workshop_phase": "step_3_future_workshop/workshops.py",
    "participant_group": "step_3_future_workshop/workshops.py",
    "card": "step_3_future_workshop/cards.py",
    "cluster": "step_3_future_workshop/clusters.py",
    "point": "step_3_future_workshop/clusters.py",
    "life_domain_system": "step_4_life_domains/domains.py",
    "life_domain": "step_4_life_domains/domains.py",
    "domain_mapping": "step_4_life_domains/domains.py",
    "measure": "step_4_life_domains/measures.py",
    "budget_share": "step_4_life_domains/measures.py",
    "replacement": "step_4_life_domains/measures.py",
    "funding": "step_4_life_domains/measures.py",
    "dependency": "step_4_life_domains/measures.py",
    "milestone": "step_4_life_domains/measures.py",
    "risk": "step_4_life_domains/measures.py",
    "criterion": "step_5_final_strategy/priorities.py",
    "scale_level": "step_5_final_strategy/priorities.py",
    "score": "step_5_final_strategy/priorities.py",
    "budget_cap": "step_5_final_strategy/limits.py",
    "staff_cap": "step_5_final_strategy/limits.py",
    "planning_rule": "step_5_final_strategy/limits.py",
    "cost_band": "step_5_final_strategy/ranges.py",
    "plan_entry": "step_5_final_strategy/staging.py",
    "chapter": "step_5_final_strategy/chapters.py",
    "body": "council/bodies.py",
    "meeting": "council/bodies.py",
    "agenda_item": "council/bodies.py",
    "legislative_term": "council/bodies.py",
    "faction": "council/bodies.py",
    "membership": "council/bodies.py",
    "deputy": "council/working_group.py",
    "paper": "council/papers.py",
    "paper_proposer": "council/papers.py",
    "paper_signature": "council/papers.py",
    "paper_attachment": "council/papers.py",
    "consultation": "council/papers.py",
    "postponement": "council/papers.py",
    "motion": "council/papers.py",
    "resolution": "council/resolutions.py",
    "report_definition": "council/half_year.py",
    "group_topic": "council/working_group.py",
    "group_member": "council/working_group.py",
    "event": "council/deadlines.py",
    "deadline": "council/deadlines.py",
    "publication": "plan_data/publish.py",
    "guest_link": "plan_data/publish.py",
    "report_due": "council/deadlines.py",
}

# Table → why its rows have no page of their own.
NO_PAGE: dict[str, str] = {
    "step_done": "declared and taken back at its step on the overview",
    "printed_card": "entered at the desk by the code it bears",
    "rejection_reason": "edited as one list at the desk",
    "link": "made and removed on the pages of the two objects",
    "comment": "written and settled on the page of the entry it is about",
    "visibility": "set on the page of the entry it restricts",
    "import_run": "told as the origin of the values it brought",
    "provenance": "told as the origin of the values it brought",
}

# What the domain speaks of where it means no single noun → page script.
PAGE_ABOUT: dict[str, str] = {
    IMPORT: "plan_data/import_files.py",
    STRATEGY_COST: "step_5_final_strategy/budget_view.py",
}


def place_about(about: str) -> Screen:
    """The screen on which one works on ``about``: the table of a noun or a key of the domain."""
    return place_of_script(PAGE_ABOUT.get(about) or PAGE_OF[about])


def object_link(object_id: str, label: str) -> None:
    """A link to the page of an object; plain text where it has none."""
    noun = noun_of_id(object_id)
    page = PAGE_OF.get(noun.TABLE) if noun else None
    if page is None:
        st.markdown(plain(label))
    else:
        st.page_link(page, label=plain(label), query_params={"id": object_id})


def open_object(object_id: str) -> None:
    """Callback: show an object on the page that is open now."""
    st.query_params["id"] = object_id
    # An address names one thing; with both, show_object would have to choose.
    st.query_params.pop("neu", None)
    st.query_params.pop("bei", None)


def open_new(table: str, parent_id: str = "") -> None:
    """Callback: show the form of a new object, below ``parent_id`` where it belongs to one."""
    st.query_params.pop("id", None)
    st.query_params["neu"] = table
    if parent_id:
        st.query_params["bei"] = parent_id


def close_object(parent_id: str = "", *_: Any) -> None:
    """Callback: back to the list, or to the object the closed one belonged to."""
    for name in ("id", "neu", "bei"):
        st.query_params.pop(name, None)
    if parent_id:
        st.query_params["id"] = parent_id


def forward_elsewhere(script: str) -> None:
    """Go to the page of the object in the URL where that is not the page ``script``."""
    object_id = st.query_params.get("id", "")
    noun = noun_of_id(object_id)
    page = PAGE_OF.get(noun.TABLE, script) if noun else script
    if page != script:
        st.switch_page(page, query_params={"id": object_id})
