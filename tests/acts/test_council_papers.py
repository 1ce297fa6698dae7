"""Five papers of German councils, entered as the screens enter them, with all that stands on them.

After each the words of the paper are looked for in the plan: what is left over are the labels of
its form, which the plan has as fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from strategy.acts.sealing import Occasion, seal_for
from strategy.acts.voting import Vote, book_vote
from strategy.figures.plan.council import consultations, due_items
from strategy.figures.plan.paper_chain import paper_by_reference, paper_chain
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns import (
    Body,
    Consultation,
    Deadline,
    GroupMember,
    Meeting,
    Municipality,
    OrganisationUnit,
    Paper,
    PaperAttachment,
    PaperProposer,
    PaperSignature,
    ReportDue,
    Resolution,
)
from strategy.nouns.municipality import VoteColumns
from strategy.publishing.oparl import oparl_objects
from tests.acts.paper_text import (
    SEEDS,
    absent,
    bodies,
    missing,
    part,
    seed,
    signed,
    untold_values,
    words_in_word,
)
from tests.publishing.oparl_schema import loose_ends, troubles

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five papers are not at hand")


def wolmirstedt(store: Store, text: str) -> None:
    with store.write("Anna", "Vorlage") as tx:
        save_(
            tx, Municipality(title="STADT WOLMIRSTEDT", head="Die Bürgermeisterin", plan_year=2021)
        )
        paper = save_(
            tx,
            Paper(
                title=part(text, "Betreff:", "Beschluss:"),
                reference="FV 002/2020",
                paper_type="Fraktionsvorlage",
                dated=date(2020, 2, 13),
                sign="KWG-WWP-FDP-FUWG",
                public=True,
                proposal=part(text, "\nBeschluss:", "Einreichende Fraktion"),
                facts=part(text, "Sachdarstellung:", "Stellungnahme der Verwaltung:"),
                opinion=part(text, "Stellungnahme der Verwaltung:", "Anlage:"),
                status="eingebracht",
            ),
        )
        # Names of people stand in the papers alone and never in this house.
        names = re.findall(r"M\. \w+", text)
        law = {"kind": "gesetzliches Quorum", "law": "§ 53 KVG LSA"}
        save_(tx, PaperProposer(title="Fraktion KWG-WWP-FDP-FUWG", paper_id=paper.id, **law))
        signed(
            tx,
            paper,
            (names[0], "Fraktionsvorsitzender", "KWG-WWP-FDP-FUWG"),
            (names[1], "Bürgermeisterin", "Beschlussvorbereitung (§ 65 KVG LSA)"),
        )
        save_(tx, PaperAttachment(title=part(text, "Anlage:", ""), paper_id=paper.id))
        boards = bodies(tx, "Bau- und Wirtschaftsausschuss", "Hauptausschuss", "Stadtrat")
        first = (date(2020, 3, 10), date(2020, 3, 16), date(2020, 3, 26))
        items = ("18", "29", "29")
        meetings = [
            save_(tx, Meeting(body_id=b.id, held_on=d)) for b, d in zip(boards, first, strict=True)
        ]
        roles = ("Vorberatung", "Vorberatung", "Entscheidung")
        stations = [
            save_(
                tx,
                Consultation(
                    paper_id=paper.id,
                    body_id=meeting.body_id,
                    meeting_id=meeting.id,
                    position=number,
                    agenda_item=items[number],
                    role=roles[number],
                ),
            )
            for number, meeting in enumerate(meetings)
        ]
    # Both later meetings were put off; the scan shows the new days written over the old ones.
    for meeting, moved in zip(meetings[1:], (date(2020, 5, 4), date(2020, 5, 14)), strict=True):
        with store.write("Anna", "Verlegt") as tx:
            save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=moved))
    for station, yes in zip(stations, (7, 9, 27), strict=True):
        with store.write("Anna", "Abstimmung") as tx:
            booked = book_vote(tx, Vote(station.id, yes=yes, no=0, abstentions=0))
    assert booked.resolution is not None and booked.resolution.decided_on == date(2020, 5, 14)
    with store.write("Anna", "Folgevorlage") as tx:
        later = save_(
            tx,
            Paper(
                title="Umsetzung des Antrags",
                reference="119/2019-2024",
                paper_type="Beschlussvorlage",
                predecessor_id=paper.id,
            ),
        )
    with store.read() as db:
        frame = consultations(db, paper.id)
        assert list(frame["former_days"].fillna("")) == ["", "16.03.2020", "26.03.2020"]
        assert list(frame["yes"]) == [7, 9, 27] and set(frame["no"]) == {0}
        assert get_(db, Paper, paper.id).status == "beschlossen"
        assert later.id in list(paper_chain(db, paper.id)["object_id"])


def plauen(store: Store, text: str) -> None:
    signer = part(text, "transportieren.", "Unterschrift")
    with store.write("Anna", "Vorlage") as tx:
        save_(tx, Municipality(title="Stadt Plauen", plan_year=2023))
        motion = save_(
            tx,
            Paper(
                title="Arbeitsgruppe für den Bereich der Schulen",
                reference="222-21",
                also_written="222/21",
                paper_type="Antrag",
                sign="Reg.-Nr. 222/21",
            ),
        )
        assert paper_by_reference(tx, "222/21") == paper_by_reference(tx, "222-21") == motion.id
        units = [
            save_(tx, OrganisationUnit(title=title, level=1))
            for title in ("Geschäftsbereich I, Koordination Digitalisierung", "Geschäftsbereich OB")
        ]
        paper = save_(
            tx,
            Paper(
                title="Arbeitsgruppe Digitalisierung",
                paper_type="Informationsvorlage",
                dated=date(2022, 4, 1),
                organisation_id=units[0].id,
                basis="Antrag 222-21 der Fraktion SPD/ Initiative/ Grüne",
                predecessor_id=motion.id,
                consulted_with="Fachgebiet IT",
                to_revoke="keine",
                carrier_id=units[1].id,
                carrier="Koordinator Digitalisierung",
                proposal=part(text, "Information:", "Sachverhalt/ Begründung:"),
                facts=part(text, "Sachverhalt/ Begründung:", signer),
            ),
        )
        signed(tx, paper, (signer, "Geschäftsbereich OB"), in_original=True)
        names = bodies(
            tx, "Bürgermeisterberatung", "Verwaltungsausschuss", "Ältestenrat", "Stadtrat"
        )
        days = (date(2022, 4, 4), date(2022, 4, 13), date(2022, 4, 25), date(2022, 5, 3))
        stations = [
            save_(
                tx,
                Consultation(
                    paper_id=paper.id,
                    body_id=body.id,
                    position=number,
                    held_on=day,
                    public=number in (1, 3),
                    role="Kenntnisnahme",
                ),
            )
            for number, (body, day) in enumerate(zip(names, days, strict=True))
        ]
        group = save_(tx, Body(title="Arbeitsgruppe Digitalisierung", kind="Arbeitsgruppe"))
        until = {"name_until": date(2022, 5, 31)}
        for side in ("SPD/ Initiative/ Grüne", "CDU"):
            save_(tx, GroupMember(title=f"Fraktion {side}", body_id=group.id, **until))
        for day in (date(2022, 12, 1), date(2023, 6, 1)):
            save_(tx, ReportDue(title="Ergebnisse der Arbeitsgruppe", body_id=names[1].id, due=day))
    for station in stations:
        with store.write("Anna", "Kenntnisnahme") as tx:
            booked = book_vote(tx, Vote(station.id))
    # Noted by the last body; nothing is decided, and nothing of it counts as a vote.
    assert booked.paper.status == "zur Kenntnis genommen" and booked.resolution is None
    with store.read() as db:
        owed = due_items(db, date(2022, 6, 1))
        assert list(owed[owed["overdue"]]["kind"]) == ["Benennung", "Benennung"]
        assert consultations(db, paper.id, public_only=True)["body"].tolist() == [
            "Verwaltungsausschuss",
            "Stadtrat",
        ]
        assert consultations(db, paper.id)["agenda_item"].isna().all()


def wiesbaden(store: Store, text: str) -> None:
    with store.write("Anna", "Antrag") as tx:
        save_(tx, Municipality(title="Wiesbaden", administration="Magistrat", plan_year=2022))
        paper = save_(
            tx,
            Paper(
                title="Gesamtkonzept zur Digitalisierung der Stadt Wiesbaden",
                reference="21-F-63-0027",
                paper_type="Antrag",
                dated=date(2021, 11, 24),
                originator="Antrag der Fraktionen Bündnis 90/Die Grünen, SPD, Die Linke und Volt",
                addressed_to="Magistrat",
                proposal=part(text, "Antragstext:", "Antrag Nr. 21-F-63-0027\nGRÜNE"),
                status="eingebracht",
            ),
        )
        for number, side in enumerate(("GRÜNE", "SPD", "Linke", "Volt"), start=1):
            save_(tx, PaperProposer(title=side, paper_id=paper.id, position=number))
        lines = [line.strip() for line in part(text, "25.11.2021", "").splitlines() if line.strip()]
        triples = [tuple(lines[at : at + 3]) for at in range(0, len(lines), 3)]
        signed(tx, paper, *triples, signed_on=date(2021, 11, 25))
        for number, (body, role) in enumerate(
            zip(
                bodies(tx, "Ausschuss", "Stadtverordnetenversammlung"),
                ("Vorberatung", "Entscheidung"),
                strict=True,
            )
        ):
            save_(tx, Consultation(paper_id=paper.id, body_id=body.id, position=number, role=role))
    with store.read() as db:
        names = find(db, PaperSignature, order="position")
        assert len(names) == 8 and names[0].function == "Fraktionsvorsitzende"
        assert names[4].function == names[7].function == "Fraktionsgeschäftsführer"


def lauf(store: Store, text: str) -> None:
    with store.write("Anna", "Vorlage") as tx:
        columns = {"vote_columns": VoteColumns.WITH_PRESENT}
        save_(tx, Municipality(title="Stadt Lauf", plan_year=2023, **columns))
        paper = save_(
            tx,
            Paper(
                title=part(text, "Betreff", "Vorlage\n"),
                reference="FB 1/169/2022",
                paper_type="Beschlussvorlage",
                in_force_on=date(2023, 1, 1),
                proposal=part(text, "Beschluss:", "Die Digitalisierung ist eines"),
                facts="Die Digitalisierung ist eines "
                + part(text, "Die Digitalisierung ist eines", ""),
            ),
        )
        board, council = bodies(tx, "Verwaltungs-, Finanz- und Personalausschuss", "Stadtrat")
        first, last = (
            save_(tx, Consultation(paper_id=paper.id, body_id=body.id, position=n, role=role))
            for n, (body, role) in enumerate(((board, "Vorberatung"), (council, "Entscheidung")))
        )
    with store.write("Anna", "Empfehlung") as tx:
        book_vote(tx, Vote(first.id, yes=11, no=0, present=11))
    with pytest.raises(Refused, match="noch ist keine Fassung"), store.write("Anna", "x") as tx:
        book_vote(tx, Vote(last.id, yes=22, no=3, present=25))
    # "Die Digitalisierungsstrategie ist Bestandteil dieses Beschlusses."
    edition = seal_for(store, "Anna", "Digitalisierungsstrategie", occasion=Occasion(paper.id))
    with store.write("Anna", "Beschluss") as tx:
        booked = book_vote(tx, Vote(last.id, yes=22, no=3, present=25))
    assert booked.resolution is not None and booked.resolution.edition == edition.name
    assert edition.in_force_on == date(2023, 1, 1)


def hagen(store: Store, text: str) -> None:
    with store.write("Anna", "Antrag") as tx:
        save_(tx, Municipality(title="Stadt Hagen", plan_year=2022))
        asked = save_(
            tx,
            Paper(
                title="hier: E-Government - Digitalisierungsstrategie",
                reference="0930/2018",
                also_written="DS 0930/2018",
                paper_type="Anfrage",
                dated=date(2018, 9, 27),
                originator="Fraktion Hagen Aktiv",
                opinion=part(text, "Die Antwort der Verwaltung lautete:", "Städte wie"),
            ),
        )
        paper = save_(
            tx,
            Paper(
                title="Digitalisierungsstrategie der Stadt Hagen",
                paper_type="Antrag",
                dated=date(2021, 4, 27),
                originator=f"Fraktionen {part(text, 'Die Fraktionen', 'An den')}",
                legal_basis="§ 6 (1) GeschO",
                addressed_to=part(text, "An den", "Hagen, 27"),
                predecessor_id=asked.id,
                proposal=part(text, "Beschlussvorschlag:", "Begründung:"),
                facts=part(text, "Begründung:", "Mit freundlichen"),
                status="eingebracht",
            ),
        )
        for side in ("CDU", "BÜNDNIS 90/DIE GRÜNEN", "Hagen Aktiv", "FDP-Ratsgruppe"):
            kind = "Gruppe" if "gruppe" in side else "Fraktion"
            save_(tx, PaperProposer(title=side, paper_id=paper.id, kind=kind))
        lines = [x.strip() for x in part(text, "Grüßen", "").splitlines() if x.strip()]
        signed(tx, paper, *(tuple(lines[at : at + 3]) for at in range(0, len(lines), 3)))
        (body,) = bodies(tx, "Haupt- und Finanzausschuss")
        meeting = save_(tx, Meeting(body_id=body.id, held_on=date(2021, 5, 6)))
        station = save_(
            tx,
            Consultation(
                paper_id=paper.id,
                body_id=body.id,
                meeting_id=meeting.id,
                position=1,
                role="Entscheidung",
            ),
        )
    with store.write("Anna", "Beschluss") as tx:
        booked = book_vote(tx, Vote(station.id, outcome="angenommen"))
        assert booked.resolution is not None
        event = "konstituierende Sitzung der Kommission für Organisation und Digitalisierung"
        save_(tx, ReportDue(title="Sachstand", resolution_id=booked.resolution.id, event=event))
        save_(tx, Deadline(title="Zusage von 2018: Digitalisierungsstrategie", event="offen"))
    with store.read() as db:
        owed = due_items(db, date(2021, 6, 1))
        assert owed["event"].tolist() == [event, "offen"] or set(owed["event"]) == {event, "offen"}
        # The promise of 2018 is seen from what was decided in 2021.
        chain = paper_chain(db, booked.paper.id)
        assert chain.iloc[0]["object_id"] == asked.id and "Bericht" in set(chain["kind"])
        assert find(db, Resolution)[0].title == "Digitalisierungsstrategie der Stadt Hagen"


# The labels of each form, and words of courtesy and layout; everything else is in the plan.
PAPERS: dict[str, tuple[Callable[[Store, str], None], str]] = {
    "wolmirstedt_2020": (
        wolmirstedt,
        "öffentlich Beschluss-Nr Datum Zeichen Beratungsfolge Beratungsergebnis Gremium Sitzung am "
        "TOP Ja Nein Enth 45 14.5 beschlossen 14 MAI 2020 Unterschrift Siegel Betreff Beschluss "
        "Einreichende bzw Sachdarstellung Stellungnahme Anlage",
    ),
    "plauen_2022": (
        plauen,
        "Datum Beratungsfolge Ausschuss Termin Tagesord nungsart TOP öffentlich nicht Inhalt "
        "Grundlage Beraten abgestimmt Beschlüsse die aufzuheben ändern sind Verantwortlich "
        "Durchführung Information Sachverhalt Begründung Unterschrift liegt im Original vor bzw zu",
    ),
    "wiesbaden_2021": (wiesbaden, "Nr Betreff Antragstext vom"),
    "lauf_2022": (lauf, "Betreff Vorlage Art Beschluss"),
    "hagen_2021": (
        hagen,
        "Sehr geehrter Herr bitte nehmen Sie folgenden Vorschlag auf die Tagesordnung gem "
        "Beschlussvorschlag Begründung Mit freundlichen Grüßen Antrag für die Sitzung des am An "
        "Haupt Finanzausschusses",
    ),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_entered_with_all_that_stands_on_it(
    plan: Store, name: str, tmp_path: Path
) -> None:
    enter, labels = PAPERS[name]
    enter(plan, seed(name))
    assert missing(plan, seed(name), labels) == set()
    # The same words come out as OParl, valid against its specification.
    with plan.read() as db:
        made = oparl_objects(db, "https://rat.example.org/oparl/v1")
    items = [item for found in made.by_type.values() for item in found]
    assert [x for item in items for x in troubles(item)] == [] and loose_ends(items) == set()
    assert absent(json.dumps(items, ensure_ascii=False), seed(name), labels) == set()
    # And as Word, field by field; a paper of which the seed knows only the number is refused.
    said, refused = words_in_word(plan, tmp_path)
    assert absent(said, seed(name), labels) == set()
    assert [one for one in untold_values(plan, said) if one[:7] not in refused] == []
    assert refused == {"wolmirstedt_2020": ["VO-0002"], "plauen_2022": ["VO-0001"]}.get(name, [])
