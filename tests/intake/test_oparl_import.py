"""OParl in: what an export says arrives, a second reading changes nothing, loose ends are told."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strategy.cli import main
from strategy.intake.errors import NotATable, NothingToImport
from strategy.intake.oparl.importing import apply_oparl, preview_oparl
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import (
    AgendaItem,
    Body,
    Consultation,
    Faction,
    Meeting,
    Membership,
    Paper,
    PaperAttachment,
    PaperProposer,
    Person,
    Resolution,
)
from strategy.publishing.oparl import oparl_objects
from tests.fresh_plans import fresh_plan

RIS = "https://ris.example.org/oparl"
S10, S11 = "https://schema.oparl.org/1.0", "https://schema.oparl.org/1.1"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    fresh_plan(tmp_path / "stadt.duckdb")
    store = Store.open(tmp_path / "stadt.duckdb")
    yield store
    store.close()


def test_an_export_of_this_product_arrives_whole_and_once(
    town: Store, demo_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "rat"
    assert main(["oparl", str(demo_file), str(target), "--audience", "Verwaltung"]) == 0
    # As other systems let it stand: a paper that is younger than one of its consultations.
    for path in target.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        if '"BV 071/2026"' in text:
            path.write_text(text.replace('"2026-08-14"', '"2026-08-18"'), encoding="utf-8")
    shown = preview_oparl(town, target)
    (refused,) = shown.rejected
    assert "liegt vor dem Datum der Vorlage" in refused.reason and shown.added > 100
    with pytest.raises(Refused, match="können 1 Objekte nicht übernommen werden"):
        apply_oparl(town, shown, "Anna")
    done = apply_oparl(town, shown, "Anna", leave_out=shown.rejected_rows)
    assert (done.added, done.changed) == (shown.added, shown.changed)
    again = preview_oparl(town, target)
    assert (again.added, again.changed) == (0, 0) and again.unchanged == again.read - 1
    assert apply_oparl(town, again, "Anna", leave_out=again.rejected_rows).import_id == ""
    # The second way round: what comes out of the new plan says the same of every paper.
    first = {one["id"]: one for one in _items(target)}
    with town.read() as db:
        second = oparl_objects(db, "https://neu.example.org/o")
    left = {_bare(one) for one in first.values() if _type(one) in ("Paper", "AgendaItem")}
    right = {_bare(one) for kind in ("Paper", "AgendaItem") for one in second.by_type[kind]}
    assert {x for x in left if "17.08.2026" not in x and "2026-08-17" not in x} <= right
    assert len(right) > 35
    undo(town, "Anna")
    with town.read() as db:
        assert find(db, Paper) == [] and find(db, Faction) == []


def _items(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        found += value.get("data", [value])
    return found


def _type(item: dict[str, Any]) -> str:
    return str(item["type"]).rsplit("/", 1)[-1]


def _bare(item: dict[str, Any]) -> str:
    """What an object says, without addresses, moments and what no import can bring along."""
    kept = {
        key: value
        for key, value in item.items()
        if key not in ("id", "created", "modified", "mainFile", "digitalstrategie:edition")
        and "http" not in json.dumps(value)
        # In force is what was sealed in the plan it comes from.
        and key not in ("type", "digitalstrategie:inForceOn", "digitalstrategie:resolutions")
        and key != "resolutionText"
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def foreign() -> list[dict[str, Any]]:
    """What a council information system gives: embedded parts without a type, and loose ends."""
    return [
        {
            "id": f"{RIS}/org/1",
            "type": f"{S11}/Organization",
            "name": "Rat der Stadt",
            "classification": "Rat",
        },
        {
            "id": f"{RIS}/org/2",
            "type": f"{S10}/Organization",
            "name": "Die Mitte",
            "organizationType": "Fraktion",
            "shortName": "Mitte",
        },
        {
            "id": f"{RIS}/person/1",
            "type": f"{S11}/Person",
            "name": "Vorname Nachname",
            "membership": [
                {
                    "id": f"{RIS}/ms/1",
                    "organization": f"{RIS}/org/1",
                    "onBehalfOf": f"{RIS}/org/2",
                    "role": "Ratsfrau",
                    "votingRight": True,
                    "startDate": "2024-07-01",
                },
                {"id": f"{RIS}/ms/2", "organization": f"{RIS}/org/9", "role": "Gast"},
            ],
        },
        {
            "id": f"{RIS}/meeting/1",
            "type": f"{S11}/Meeting",
            "name": "5. Sitzung",
            "start": "2026-05-07T16:00:00+00:00",
            "end": "2026-05-07T20:15:00+02:00",
            "organization": [f"{RIS}/org/1"],
            "location": {"id": f"{RIS}/loc/1", "room": "Saal", "locality": "Musterort"},
            "agendaItem": [
                {"id": f"{RIS}/top/1", "number": "1", "name": "Eröffnung", "public": True},
                {
                    "id": f"{RIS}/top/2",
                    "number": "2",
                    "name": "Breitband",
                    "public": True,
                    "consultation": f"{RIS}/cons/1",
                    "result": "einstimmig geändert beschlossen",
                    "resolutionText": "Der Rat beschließt den Ausbau.",
                },
            ],
        },
        {"id": f"{RIS}/meeting/2", "type": f"{S11}/Meeting", "organization": [f"{RIS}/org/1"]},
        {
            "id": f"{RIS}/paper/1",
            "type": f"{S11}/Paper",
            "name": "Breitbandausbau",
            "reference": "V/12/2026",
            "date": "2026-03-01",
            "paperType": "Beschlussvorlage",
            "originatorOrganization": [f"{RIS}/org/2", f"{RIS}/org/8"],
            "superordinatedPaper": [f"{RIS}/paper/77"],
            "mainFile": {"id": f"{RIS}/f/1", "name": "Vorlage", "accessUrl": f"{RIS}/f/1.pdf"},
            "consultation": [
                {"id": f"{RIS}/cons/1", "agendaItem": f"{RIS}/top/2", "role": "Entscheidung"}
            ],
        },
        {
            "id": f"{RIS}/cons/9",
            "type": f"{S11}/Consultation",
            "paper": f"{RIS}/paper/99",
            "organization": [f"{RIS}/org/1"],
        },
    ]


def test_a_foreign_export_is_understood_and_its_loose_ends_are_named(
    town: Store, tmp_path: Path
) -> None:
    file = tmp_path / "ris.json"
    file.write_text(json.dumps({"data": foreign(), "links": {}}), encoding="utf-8")
    with town.write("Anna", "Vorher") as tx:
        # Known already, not for the public, and written another way.
        mine = save_(
            tx, Paper(title="Ausbau", reference="V 12-2026", paper_type="Vorlage", public=False)
        )
    shown = preview_oparl(town, file)
    told = " ".join(shown.notices)
    assert f"Vorlage {RIS}/paper/1 nennt die Urheberin {RIS}/org/8; das Objekt fehlt" in told
    assert f"nennt die übergeordnete Vorlage {RIS}/paper/77;" in told
    assert f"Mitgliedschaft {RIS}/ms/2 nennt die Gruppierung {RIS}/org/9;" in told
    assert [one.value for one in shown.rejected] == [
        f"{RIS}/ms/2",
        f"{RIS}/meeting/2",
        f"{RIS}/cons/9",
    ]
    with town.read() as db:
        assert find(db, Meeting) == [], "a preview must not write"
    apply_oparl(town, shown, "Anna", leave_out=shown.rejected_rows)
    with town.read() as db:
        (meeting,) = find(db, Meeting)
        assert (meeting.held_on, meeting.begins, meeting.ends, meeting.place) == (
            date(2026, 5, 7),
            "18:00",
            "20:15",
            "Saal, Musterort",
        )
        assert [one.title for one in find(db, AgendaItem)] == ["Eröffnung"]
        (station,) = find(db, Consultation)
        assert (station.agenda_item, station.outcome, station.public, station.meeting_id) == (
            "2",
            "geändert angenommen",
            True,
            meeting.id,
        )
        assert find(db, Resolution)[0].body == "Der Rat beschließt den Ausbau."
        paper = get_(db, Paper, mine.id)
        # One and the same number; that it is not public stays as it was.
        assert (paper.title, paper.public) == ("Breitbandausbau", False)
        assert find(db, PaperAttachment)[0].found_at == f"{RIS}/f/1.pdf"
        assert [one.title for one in find(db, PaperProposer)] == ["Die Mitte"]
        (member,) = find(db, Membership)
        person = get_(db, Person, str(member.person_id))
        assert member.voting and person.name_public and person.full_name == "Vorname Nachname"
        assert get_(db, Faction, str(member.faction_id)).short_name == "Mitte"
        assert get_(db, Body, str(member.body_id)).kind == "Vertretung"
    # Moved in the information system: found by its address, and the former day stays.
    moved = foreign()
    moved[3]["start"] = "2026-05-21T18:00:00+02:00"
    packed = tmp_path / "ris.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export/meeting.json", json.dumps(moved))
    later = preview_oparl(town, packed)
    assert [one.object_id for one in later.changes] == [meeting.id] and later.added == 0
    apply_oparl(town, later, "Anna", leave_out=later.rejected_rows)
    with town.read() as db:
        assert get_(db, Meeting, meeting.id).postponed_from == date(2026, 5, 7)


def test_the_command_shows_takes_and_refuses(
    town: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ris.json"
    file.write_text(json.dumps(foreign()), encoding="utf-8")
    path = str(town.path)
    town.close()
    assert main(["import", path, "oparl", str(file), "--dry-run"]) == 1
    assert main(["import", path, "oparl", str(file)]) == 1
    assert "lassen Sie sie ausdrücklich weg" in capsys.readouterr().err
    assert main(["import", path, "oparl", str(file), "--leave-out"]) == 0
    assert "OParl-Export mit" in capsys.readouterr().out
    assert main(["import", path, "oparl", str(file), "--leave-out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["changed"]) == (0, 0)


@pytest.mark.parametrize(
    ("text", "error"), [("{", NotATable), ('{"a": 1}', NothingToImport), ("[" * 200_000, NotATable)]
)
def test_what_is_no_export_is_refused(
    town: Store, tmp_path: Path, text: str, error: type[Exception]
) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        preview_oparl(town, file)
