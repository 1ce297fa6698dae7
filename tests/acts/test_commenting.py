"""Comments: said, settled, taken back, told in the history, and gone with an erased name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from strategy.acts.commenting import LONGEST, comments_on, say, settle
from strategy.figures.plan.open_items import open_items
from strategy.history.query import changes_of_object
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import Comment, Measure, Person
from strategy.plans.erasing import erase_person
from tests.fresh_plans import empty_plan

TODAY = date(2026, 11, 28)


def test_a_comment_is_open_until_it_is_settled_and_every_step_can_be_undone(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        measure = save_(tx, Measure(title="Portal"))
        person = save_(tx, Person(function="Kämmerei"))
    with plan.write("Anna", "Kommentar") as tx:
        first = say(tx, measure.id, "Stimmt der Betrag?", "Anna", person.id)
        say(tx, measure.id, "Zur Kenntnis", "Bernd", None)
    with plan.read() as db:
        assert list(open_items(db, person.id, TODAY)["why"]) == ["Rückfrage von Anna"]
        assert list(open_items(db, person.id, TODAY)["object_id"]) == [measure.id]
    with plan.write("Kämmerei", "Erledigt") as tx:
        settle(tx, first.id, "Kämmerei")
    with plan.read() as db:
        assert [one.body for one in comments_on(db, measure.id)] == [
            "Zur Kenntnis",
            "Stimmt der Betrag?",
        ]
        assert open_items(db, person.id, TODAY).empty
    undo(plan, "Kämmerei")
    with plan.read() as db:
        assert get_(db, Comment, first.id).resolved_by is None
        told = " ".join(str(one) for one in changes_of_object(db, first.id))
        assert "Stimmt der Betrag?" in told
    # With its entry it goes and comes back.
    with plan.write("Anna", "Gelöscht") as tx:
        delete_(tx, Measure, measure.id)
        assert find(tx, Comment) == []
    undo(plan, "Anna")
    undo(plan, "Anna")
    with plan.read() as db:
        assert find(db, Comment) == []
    with plan.write("Anna", "Noch einmal") as tx:
        again = say(tx, measure.id, "Doch", "Anna", None)
    for change, words in (
        ({"said_by": "Bernd"}, "bleibt, wie er geschrieben wurde"),
        ({"body": "Nein"}, "bleibt, wie er geschrieben wurde"),
    ):
        with pytest.raises(Refused, match=words), plan.write("Bernd", "x") as tx:
            save_(tx, again.replace(**change))
    with pytest.raises(Refused, match="länger als 4000"), plan.write("Anna", "x") as tx:
        say(tx, measure.id, "x" * (LONGEST + 1), "Anna", None)


def test_an_erased_name_is_gone_from_comments(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    with store.write("Klara Musterblick", "Kommentar") as tx:
        measure = save_(tx, Measure(title="Portal"))
        say(tx, measure.id, "Frag Klara Musterblick danach.", "Klara Musterblick", None)
    store.close()
    erase_person(path, "Anna", "Klara Musterblick")
    store = Store.open(path)
    with store.read() as db:
        (one,) = comments_on(db, measure.id)
    store.close()
    assert "Klara" not in f"{one.said_by} {one.body}" and one.body.startswith("Frag [Name")
