"""The overview: one sentence, five stations, four numbers, what is next; declared by somebody."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from strategy.analysis.overview import lead_sentence, since_last_meeting, stations
from strategy.documents.overview import write_overview
from strategy.figures.catalogue import all_figures
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import SealedFor, seal_edition
from strategy.nouns import Body, CostLine, Measure, Meeting, Visibility
from strategy.nouns.body import BodyKind
from strategy.nouns.step_done import PlanStep, StepDone
from strategy.nouns.visibility import Audience
from tests.pages.conftest import Opener, healthy
from ui.run import session
from ui.run.plain_text import plain


def shown(page: AppTest) -> str:
    """All that the blocks of the overview say, without their marks."""
    return " | ".join(
        unescape(re.sub(r"<[^>]+>", " ", block.proto.body)) for block in page.get("html")
    ).replace("\u00ad", "")


def test_the_numbers_are_those_of_the_report(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("start.py"))
    said = shown(page)
    with session.read() as db:
        figures = {one.id: one for one in all_figures(db)}
        lead = lead_sentence(db, date.today())
    for name in ("kosten_plan_2027_gesamt", "massnahmen_2027_gesamt"):
        assert figures[name].label in said and figures[name].text in said, name
    assert any("erfunden" in one.value for one in page.caption), "the demo says that it is one"
    assert "Eigenanteil der Strategie 2027" in said and "Obergrenze" in said
    assert any(item.value == plain(lead) for item in page.markdown)
    # The state of a step is what somebody declared, or so many of so many.
    assert "abgeschlossen am 30.06.2026" in said and re.search(r"\d von \d Punkten", said)
    assert "Noch offen" in " ".join(item.value for item in page.markdown), "for the coordinator"
    page = healthy(looking_at_demo("start.py", ansicht="Leitung"))
    assert "Noch offen" not in " ".join(item.value for item in page.markdown)


def test_a_step_is_declared_done_and_open_again(on_empty: Opener) -> None:
    page = healthy(on_empty("start.py"))
    # The first hour: what is there already leads to where it goes in.
    assert page.header[0].value == "Was haben Sie schon?"
    templates = [one.label for one in page.get("download_button")]
    assert templates.count("Vorlage als Excel") == 3
    assert "erfunden" not in " ".join(one.value for one in page.caption)
    with session.store().write("Kim", "Maßnahme") as tx:
        save_(tx, Measure(title="Portal", origin="Interview"))
    page = healthy(page.run())
    page = healthy(page.button(key="declare_2").click().run())
    with session.read() as db:
        assert [one.step for one in find(db, StepDone)] == [PlanStep.ANALYSIS]
        assert [one.done_on for one in stations(db)][1] == date.today()
    assert f"abgeschlossen am {date.today():%d.%m.%Y}" in shown(page)
    with (
        pytest.raises(Refused, match="schon als abgeschlossen"),
        session.store().write("Kim", "noch einmal") as tx,
    ):
        save_(tx, StepDone(step=str(PlanStep.ANALYSIS), done_on=date.today()))
    page = healthy(page.button(key="reopen_2").click().run())
    with session.read() as db:
        assert not find(db, StepDone)
    next(one for one in page.button if one.label == "Rückgängig").click()
    page.run()
    with session.read() as db:
        assert len(find(db, StepDone)) == 1


def test_decision_meeting_and_page_follow_the_plan(plan: Store, tmp_path: Path) -> None:
    today = date.today()
    with plan.write("Kim", "Maßnahmen") as tx:
        body = save_(tx, Body(title="Stadtrat", kind=str(BodyKind.COUNCIL)))
        save_(tx, Meeting(body_id=body.id, held_on=today - timedelta(3)))
        save_(tx, Meeting(body_id=body.id, held_on=today - timedelta(1), cancelled=True))
        secret = save_(tx, Measure(title="Geheimratsecke", origin="Interview"))
        known = save_(tx, Measure(title="Portal", origin="Interview"))
        for measure, cents in ((secret, 900_000_00), (known, 1_000_00)):
            save_(
                tx,
                CostLine(
                    measure_id=measure.id,
                    year=2027,
                    cost_type="Lizenz",
                    basis="Plan",
                    amount_cents=cents,
                    recurrence="einmalig",
                    budget_kind="konsumtiv",
                ),
            )
        save_(tx, Visibility(object_id=secret.id, audience=str(Audience.ADMINISTRATION)))
    with plan.read() as db:
        assert lead_sentence(db, today).startswith("Beschlossen ist die Strategie noch nicht.")
        since = since_last_meeting(db, today)
    assert since is not None and since.held_on == today - timedelta(3), "a cancelled one is none"
    assert since.changes >= 1 and since.entries
    for audience, hidden in ((Audience.ADMINISTRATION, False), (Audience.PUBLIC, True)):
        path = write_overview(plan, tmp_path / f"{audience}.docx", audience=audience)
        text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(path).read("word/document.xml").decode())
        assert ("901.000" not in text) == hidden and "Stand der Digitalstrategie" in text
    seal_edition(plan, "Kim", "Fassung 1", sealed_for=SealedFor(in_force_on=today))
    with plan.read() as db:
        assert "In Kraft ist seit" in lead_sentence(db, today)
