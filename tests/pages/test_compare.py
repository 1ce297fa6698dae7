"""Two versions compared, and single measures taken over from one into the other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

from strategy.differences.behind import behind_group, behind_money, behind_posts
from strategy.differences.comparing import compare
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.measure import Measure
from tests.pages.conftest import Opener, healthy
from ui.run import session

PAGE = "plan_data/compare.py"
SAVING = "scenario_sparpfad"


def store() -> Store:
    return session.open_store(session.list_plans()[0])


def measure(version: str, name: str) -> Measure:
    with store().read(version) as db:
        return get_(db, Measure, name)


def test_the_draft_alone_has_nothing_to_compare(looking_at_empty: Opener) -> None:
    page = healthy(looking_at_empty(PAGE))
    assert any("nur den Entwurf" in item.value for item in page.info)


def test_every_difference_leads_to_the_measures_behind_it(demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    plan = Store.open(path)
    found = compare(plan, "main", SAVING)
    plan.close()
    assert found.own_money and found.posts and found.goals and found.domains
    for own, cells in ((False, found.money), (True, found.own_money)):
        for cell in cells:
            behind = behind_money(found, cell.key, own)
            assert sum(c.after - c.before for c in behind) == cell.after - cell.before, cell.key
    for cell in found.posts:
        behind = behind_posts(found, cell.key)
        assert sum(c.after - c.before for c in behind) == cell.after - cell.before
    for cell in [*found.goals, *found.domains]:
        name, what = cell.key
        if what == "own_cents":
            behind = behind_group(found, name)
            assert sum(c.after - c.before for c in behind) == cell.after - cell.before


def test_the_comparison_is_shown_and_drilled(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(PAGE, vergleich_von="Entwurf", vergleich_zu="Sparpfad"))
    assert any("der Eigenanteil aller Jahre geht von" in item.value for item in page.markdown)
    texts = [str(one) for item in page.dataframe for one in item.value.to_numpy().ravel()]
    # An arrow tells a change, "1 → 1" tells none.
    assert "1" in texts and not [one for one in texts if re.fullmatch(r"(.+) → \1", one)]
    page = healthy(page.selectbox(key="vergleich_geld_choice").set_value(0).run())
    assert any(item.value.startswith("**Dahinter: ") for item in page.markdown)


def test_a_measure_is_taken_over_and_given_back(on_demo: Opener) -> None:
    page = healthy(on_demo(PAGE, vergleich_von="Entwurf", vergleich_zu="Sparpfad"))
    options = page.multiselect(key="uebernehmen_massnahmen").options
    name = options[0].rpartition("(")[2].rstrip(")")
    before, wanted = measure("main", name), measure(SAVING, name)
    assert before.replace(version=0) != wanted.replace(version=0)
    with store().write("Bert", "inzwischen") as tx:
        save_(tx, get_(tx, Measure, name).replace(partners="Landkreis"))
    page = page.multiselect(key="uebernehmen_massnahmen").set_value([name]).run()
    assert any("geändert" in item.value and "Bert" in item.value for item in page.markdown)
    assert page.button(key="uebernehmen").disabled
    page = page.checkbox(key="uebernehmen_trotzdem").check().run()
    page = healthy(page.button(key="uebernehmen").click().run())
    assert measure("main", name).replace(version=0) == wanted.replace(version=0)
    healthy(page.button(key="undo").click().run())
    assert measure("main", name).partners == "Landkreis"


def test_the_version_one_works_in_is_told_on_every_page(looking_at_demo: Opener) -> None:
    def bars(page: AppTest) -> list[str]:
        return [item.value for item in page.get("html") if "workbench-version" in item.value]

    page = looking_at_demo("step_1_goals/goals.py", fassung="Sparpfad (Szenario)")
    assert len(bars(page)) == 1 and "Szenario „Sparpfad“" in bars(page)[0]
    assert bars(looking_at_demo("step_1_goals/goals.py")) == []


def test_a_scenario_is_read_renamed_archived_and_taken_back(on_demo: Opener) -> None:
    page = healthy(on_demo("plan_data/versions.py", fassungen_suche="konsolidierung"))
    rows = page.dataframe[0].value
    assert list(rows["title"]) == ["Sparpfad"]
    assert rows["delta"][0] == -16_664_025 and rows["measures"][0] == 40
    page = healthy(page.selectbox(key="versions_open").set_value(SAVING).run())
    assert page.title[0].value == "Szenario: Sparpfad"
    assert any("-166.640,25" in item.value for item in page.markdown)
    page = page.button(key=f"edit_{SAVING}").click().run()
    page.text_input(key=f"describe_title_{SAVING}").input("Entwurf")
    page = page.button(key="describe_scenario").click().run()
    assert any("gibt es schon" in item.value for item in page.error)
    page.text_input(key=f"describe_title_{SAVING}").input("Sparpfad 2028")
    page.text_area(key=f"describe_note_{SAVING}").input("Die Umlage steigt.")
    page = healthy(page.button(key="describe_scenario").click().run())
    found = {item.name: (item.title, item.note) for item in session.versions()}
    assert found[SAVING] == ("Sparpfad 2028", "Die Umlage steigt.")
    page = healthy(page.button(key="version_use").click().run())
    assert any("arbeiten Sie gerade" in item.value for item in page.markdown)
    page = healthy(page.button(key="version_archive").click().run())
    assert SAVING not in {item.name for item in session.versions()}
    page = page.button(key=f"gone_{SAVING}").click().run()
    page = healthy(page.button(key=f"keep_{SAVING}").click().run())
    page = healthy(page.button(key=f"back_{SAVING}").click().run())
    assert page.title[0].value == "Szenario: Sparpfad 2028"
    page = healthy(on_demo("plan_data/versions.py", blatt="scenario_nirgends"))
    assert any("gibt es nicht mehr" in item.value for item in page.warning)
