"""A working group as the Plauen paper of 2022 founds it, from its seats to its minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from strategy.acts.nominating import ask_for_nominations
from strategy.analysis.nominations import nomination_letter
from strategy.documents.group_minutes import write_group_minutes
from strategy.figures.plan.council import due_items
from strategy.figures.plan.working_group import group_members, invited, nominations_by_faction
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns import (
    AgendaItem,
    Body,
    Deputy,
    Faction,
    GroupMember,
    GroupTopic,
    Meeting,
    Municipality,
    ReportDue,
)
from strategy.nouns.visibility import Audience
from strategy.relations.audience import set_visibility

ASKED, UNTIL, LATER = date(2022, 5, 3), date(2022, 5, 31), date(2022, 6, 15)
SIDES = ("AfD", "CDU", "FDP", "SPD/Grüne/Initiative")


def found_group(tx: Transaction) -> Body:
    """Permanent members, the tasks of the paper, and the reports twice a year."""
    save_(tx, Municipality(title="Stadt Plauen", plan_year=2023))
    committee = save_(tx, Body(title="Verwaltungsausschuss", kind="Ausschuss"))
    group = save_(tx, Body(title="Arbeitsgruppe Digitalisierung", kind="Arbeitsgruppe"))
    for side in SIDES:
        save_(tx, Faction(title=f"Fraktion {side}"))
    save_(tx, Faction(title="Fraktion von früher", ends_on=date(2019, 6, 30)))
    here = {"body_id": group.id}
    save_(
        tx,
        GroupMember(title="Koordinator Digitalisierung", role="Vorsitz", ex_officio=True, **here),
    )
    deputy = {"role": "stellvertretender Vorsitz", "ex_officio": True}
    save_(tx, GroupMember(title="Fachgebietsleiter IT", **deputy, **here))
    for title in ("Personal/Organisation", "Controlling"):
        save_(tx, GroupMember(title=title, named=True, administrative_only=True, **here))
    strategy = save_(tx, GroupTopic(title="Digitalstrategie", **here))
    for title, inside in (("OZG-Strategie", True), ("Digitalpakt Schulen", False)):
        save_(tx, GroupTopic(title=title, parent_id=strategy.id, administrative=inside, **here))
    save_(tx, GroupTopic(title="Vorbereitung von Vorlagen", **here))
    (schools,) = find(tx, GroupTopic, "title LIKE '%Schulen'")
    guest = {"role": "Gast", "topic_id": schools.id}
    save_(tx, GroupMember(title="Kreisschülerrat", named=True, **guest, **here))
    for day in (date(2022, 12, 1), date(2023, 6, 1)):
        save_(tx, ReportDue(title="Ergebnisse der AG", body_id=committee.id, due=day))
    return group


def test_a_faction_is_overdue_until_it_names_member_and_deputy(plan: Store) -> None:
    with plan.write("Anna", "Arbeitsgruppe") as tx:
        group = found_group(tx)
    with plan.write("Anna", "Benennung") as tx:
        seats = ask_for_nominations(tx, group.id, UNTIL, ASKED)
        # Asked again by a second letter, no faction gets a second seat.
        assert ask_for_nominations(tx, group.id, UNTIL, ASKED) == seats and len(seats) == 4
    undo(plan, "Anna")
    with plan.write("Anna", "Benennung") as tx:
        assert find(tx, GroupMember, "faction_id IS NOT NULL") == []
        seats = ask_for_nominations(tx, group.id, UNTIL, ASKED)
    with plan.write("Anna", "Namen kommen") as tx:
        for seat in seats[:3]:
            # Three name a member, one of them an expert and two of them a deputy.
            member = get_(tx, GroupMember, seat).replace(named=True, full_name=f"Mitglied {seat}")
            save_(tx, member.replace(expert=seat == seats[0]))
        for seat, name in ((seats[0], "V1"), (seats[0], "V2"), (seats[1], "V3")):
            save_(tx, Deputy(full_name=name, group_member_id=seat))
    with plan.read() as db:
        assert not nominations_by_faction(db, UNTIL)["days"].gt(0).any()
        owed = nominations_by_faction(db, LATER)
        assert dict(zip(owed["faction"], owed["missing"], strict=True)) == {
            "Fraktion FDP": "Stellvertretung",
            "Fraktion SPD/Grüne/Initiative": "Mitglied und Stellvertretung",
        }
        assert list(owed["days"]) == [15, 15]
        due = due_items(db, LATER)
        assert sorted(due[due["overdue"]]["title"]) == sorted(owed["faction"])
        frame = group_members(db, LATER, group.id).set_index("title")
        assert frame.loc["Fraktion AfD", "deputy_names"] == "V1, V2"
        assert frame.loc["Fraktion AfD", "expert"] and frame.loc["Fraktion AfD", "deputies"] == 2
        # Whoever chairs by his office is nominated by nobody, and a guest needs no deputy.
        quiet = ["Koordinator Digitalisierung", "Fachgebietsleiter IT", "Kreisschülerrat"]
        assert frame.loc[quiet, "missing"].isna().all()
        sides = {one.title: one.id for one in find(db, Faction)}
        letter = nomination_letter(db, sides["Fraktion FDP"], LATER)
        assert letter and "mindestens eine Stellvertretung (war fällig am 31. Mai 2022)" in letter
        assert nomination_letter(db, sides["Fraktion CDU"], LATER) is None


def test_who_comes_follows_from_the_agenda_and_the_minutes_say_what_came_out(
    plan: Store, tmp_path: Path
) -> None:
    with plan.write("Anna", "Arbeitsgruppe") as tx:
        group = found_group(tx)
        seats = ask_for_nominations(tx, group.id, UNTIL, ASKED)
        ozg, schools = (
            find(tx, GroupTopic, "title LIKE ?", [word])[0] for word in ("OZG%", "%Schulen")
        )
        first, second = (
            save_(tx, Meeting(body_id=group.id, held_on=day, minutes="Es war gut besucht."))
            for day in (date(2022, 6, 20), date(2022, 9, 20))
        )
        for meeting, topic, result in (
            (first, schools, "Der Abruf ist vorbereitet."),
            (second, ozg, None),
        ):
            item = AgendaItem(title="Sachstand", meeting_id=meeting.id, topic_id=topic.id)
            save_(tx, item.replace(number="1", result=result))
        secret = save_(tx, AgendaItem(title="Personalsache", meeting_id=first.id, public=False))
        set_visibility(tx, secret.id, Audience.ADMINISTRATION, "Personal")
    with plan.read() as db:
        coming = {
            meeting.held_on: dict(zip(frame["title"], frame["why"], strict=True))
            for meeting in (first, second)
            for frame in [invited(db, meeting.id)]
        }
    assert coming[first.held_on]["Kreisschülerrat"] == "Digitalpakt Schulen"
    assert "Controlling" not in coming[first.held_on]
    assert coming[second.held_on]["Controlling"] == "OZG-Strategie"
    assert "Kreisschülerrat" not in coming[second.held_on]
    always = {"Koordinator Digitalisierung", "Fachgebietsleiter IT", "Fraktion CDU"}
    assert all(always <= set(names) for names in coming.values())
    with plan.read() as db:
        faction = str(get_(db, GroupMember, seats[1]).faction_id)
    path = write_group_minutes(plan, first.id, faction, tmp_path / "p.docx", today=LATER)
    paper = docx.Document(str(path))
    words = "\n".join(
        [p.text for p in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    for word in ("Für: Fraktion CDU", "Der Abruf ist vorbereitet.", "Es war gut besucht."):
        assert word in words
    assert "Benennung fehlt noch (Mitglied und Stellvertretung)" in words
    assert "Digitalpakt Schulen" in words and "Personalsache" not in words


def _without_factions(tx: Transaction) -> object:
    tx.run("UPDATE faction SET ends_on = DATE '2001-01-01', version = ?", [tx.action_id])
    (group,) = find(tx, Body, "kind = 'Arbeitsgruppe'")
    return ask_for_nominations(tx, group.id, UNTIL, ASKED)


def test_what_a_working_group_refuses(plan: Store) -> None:
    with plan.write("Anna", "Arbeitsgruppe") as tx:
        group = found_group(tx)
        (committee,) = find(tx, Body, "kind = 'Ausschuss'")
        (seat, *_) = ask_for_nominations(tx, group.id, UNTIL, ASKED)
        again = get_(tx, GroupMember, seat).replace(id="", version=0)
        (guest,) = find(tx, GroupMember, "role = 'Gast'")
    cases: list[tuple[Callable[[Transaction], object], str]] = [
        (lambda tx: save_(tx, again), f"hat in der Arbeitsgruppe schon den Sitz {seat}"),
        (lambda tx: save_(tx, guest.replace(role="Mitglied")), "„Gast zum Thema“ gilt für Gäste"),
        (lambda tx: save_(tx, guest.replace(body_id=committee.id)), "derselben Arbeitsgruppe"),
        (lambda tx: ask_for_nominations(tx, group.id, ASKED, UNTIL), "schon vorbei"),
        (lambda tx: ask_for_nominations(tx, committee.id, UNTIL, ASKED), "ist keine Arbeitsgruppe"),
        (_without_factions, "noch keine Fraktion erfasst"),
    ]
    for act, words in cases:
        with pytest.raises(Refused) as refused, plan.write("Anna", "Falsch") as tx:
            act(tx)
        assert words in str(refused.value)
