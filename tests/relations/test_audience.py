"""No output holds what its audience may not see: not the title, not the sum, not the link."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.acts.commenting import say
from strategy.acts.voting import Vote, book_vote
from strategy.analysis.slides import slides
from strategy.cli import main
from strategy.figures.money.cost import cost_total
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.versions import seal_edition
from strategy.nouns import (
    NOUNS,
    AgendaItem,
    Body,
    Card,
    Cluster,
    Consultation,
    CostLine,
    Deputy,
    Finding,
    GroupMember,
    Interview,
    Measure,
    Meeting,
    Municipality,
    OrganisationUnit,
    Paper,
    PaperAttachment,
    Person,
    ReportDefinition,
    ReportDue,
    Visibility,
    Workshop,
    WorkshopPhase,
)
from strategy.nouns.body import BodyKind
from strategy.nouns.link import LinkKind
from strategy.nouns.visibility import Audience
from strategy.plans import opened
from strategy.publishing.releases import make_link, open_oparl, release
from strategy.relations.audience import answer_for, read_for, set_visibility, withheld_words
from strategy.relations.links import link
from strategy.workshop.cards import add_cards
from tests.fresh_plans import empty_plan
from ui.run import session
from web.participants.limits import public_limits
from web.site.oparl import OparlPages
from web.site.pages import SitePages

# Words that stand nowhere else, in entries of every kind that can be hidden.
SECRET = {"finding": "Wespennest", "measure": "Geheimratsecke", "cost": "Schattenposten"}
CARD = "Tuschelthema der hinteren Bank"
# A sum that no other lines make up, and the non-public award with its number and text.
ELECTED = "Amtsträger der Wahl"
NAME, TOLD = "Klara Musterblick", "Hier hakt es gewaltig"
REMARK = "Flurfunkgeraune"
CLOSED = "Hinterzimmerpunkt"
AMOUNT = 7_654_321_19
AWARD = ("VO-0001", "BV 063/2026", "wirtschaftlichsten Bieter", "Tarnkappe", "Zettelkasten")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small town with a finding, a measure, a cost line, a card and an award that are hidden."""
    store = empty_plan(tmp_path_factory.mktemp("audience") / "plan.duckdb")
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        body = save_(tx, Body(title="Stadtrat", kind=BodyKind.COUNCIL, seats=28))
        unit = save_(tx, OrganisationUnit(title="Hauptamt", level=1))
        save_(tx, Person(function="IT-Leitung", full_name=NAME))
        save_(tx, Person(function="Stadtrat", full_name=ELECTED, name_public=True))
        _council(tx, body.id)
        say(tx, unit.id, REMARK, "Anna", None)
        save_(tx, Interview(title="Gespräch", organisation_id=unit.id, body=TOLD))
        finding = save_(tx, Finding(title=SECRET["finding"], kind="Schwäche"))
        seen, measure = (
            save_(tx, Measure(title=title, organisation_id=unit.id, status="beschlossen"))
            for title in ("Portal", SECRET["measure"])
        )
        save_(tx, _cost(measure.id, "Lizenz der Geheimsache", AMOUNT))
        line = save_(tx, _cost(seen.id, SECRET["cost"], AMOUNT))
        save_(tx, _cost(seen.id, "Lizenz", 100_00))
        workshop = save_(tx, Workshop(title="Werkstatt"))
        cluster = save_(tx, Cluster(workshop_id=workshop.id, title="Bürgernähe"))
        phase = save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Kritik", kind="Kritik"))
        here = {"workshop_id": workshop.id, "phase_id": phase.id}
        cards = [Card(**here, body=text) for text in (CARD, "Mehr Bänke")]
        card, _ = add_cards(tx, [one.replace(cluster_id=cluster.id) for one in cards])
        link(tx, seen.id, LinkKind.ORIGIN, card.id)
        for one in (measure.id, line.id, card.id):
            set_visibility(tx, one, Audience.COUNCIL, None)
        set_visibility(tx, finding.id, Audience.ADMINISTRATION, "Gespräch im Vertrauen")
    with store.write("Anna", "Moderiert") as tx:
        save_(tx, get_(tx, Card, card.id).replace(state="angenommen", reason="passt"))
    with store.write("Anna", "Gremien") as tx:
        _papers(tx, body.id, seen.id)
        save_(tx, ReportDefinition(title="Für alle", audience="Verwaltung"))
    seal_edition(store, "Anna", "Öffentlicher Stand")
    yield store
    store.close()


def _council(tx: Transaction, body: str) -> None:
    """A seat with names, and items behind closed doors."""
    seat = save_(tx, GroupMember(title="Fraktion", body_id=body, full_name=NAME))
    save_(tx, Deputy(full_name=NAME, group_member_id=seat.id))
    meeting = save_(tx, Meeting(body_id=body, held_on=date(2026, 9, 1), minutes=TOLD))
    save_(tx, AgendaItem(title=CLOSED, meeting_id=meeting.id, public=False, result=TOLD))
    save_(tx, AgendaItem(title=CLOSED, meeting_id=meeting.id, public=None))


def _papers(tx: Transaction, body: str, measure: str) -> None:
    """A public paper, a draft, and an award with everything that can hang on one."""
    common = {"paper_type": "Beschlussvorlage", "dated": date(2026, 8, 1)}
    award = save_(
        tx,
        Paper(
            title="Vergabe der Tarnkappe",
            reference="BV 063/2026",
            proposal="Zuschlag an den wirtschaftlichsten Bieter.",
            public=False,
            status="eingebracht",
            **common,
        ),
    )
    draft = save_(tx, Paper(title="Zettelkasten", status="Entwurf", **common))
    public = save_(
        tx,
        Paper(
            title="Strategie",
            status="eingebracht",
            predecessor_id=award.id,
            proposal="Die Strategie gilt.",
            facts="Sie ist erarbeitet.",
            in_force_on=date(2027, 1, 1),
            **common,
        ),
    )
    save_(tx, Consultation(paper_id=public.id, body_id=body, position=1, role="Entscheidung"))
    station = {"body_id": body, "position": 1, "role": "Entscheidung", "held_on": date(2026, 9, 1)}
    vote = save_(tx, Consultation(paper_id=award.id, public=False, **station))
    save_(tx, PaperAttachment(title="Wertung der Tarnkappe", paper_id=award.id))
    booked = book_vote(tx, Vote(vote.id, yes=10, no=0, measures=(measure,)))
    assert booked.resolution is not None and draft.id == "VO-0002"
    save_(tx, ReportDue(title="Tarnkappe geliefert", resolution_id=booked.resolution.id))


def _cost(measure_id: str, title: str, amount: int) -> CostLine:
    return CostLine(
        measure_id=measure_id, title=title, year=2027, cost_type="Lizenz", amount_cents=amount
    )


def told(path: Path) -> str:
    """Everything a file holds as text: the parts of Word and Excel files, and plain ones."""
    if path.is_dir():
        return "\n".join(told(one) for one in sorted(path.rglob("*")) if one.is_file())
    if path.suffix not in (".xlsx", ".docx", ".pptx"):
        # A calendar folds its lines, and a folded word would be found by nobody.
        return path.read_text(encoding="utf-8-sig").replace("\n ", "")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def leaks(text: str, words: tuple[str, ...]) -> list[str]:
    """The non-public words that a text holds; an amount in cents, euro or German writing."""
    cents = (f"{AMOUNT}", f"{AMOUNT / 100:.2f}", "7.654.321,19", "7654321,19")
    return [word for word in (*words, *cents) if re.search(rf"(?<![\w]){re.escape(word)}", text)]


OUTPUTS = {
    "report": ["report", "PLAN", "bericht.xlsx"],
    "folder": ["export", "PLAN", "ordner"],
    "answer": ["answer", "PLAN", "antwort.docx"],
    "answer_rows": ["answer", "PLAN", "antwort.xlsx"],
    "paper": ["paper", "PLAN", "VO-0003", "vorlage.docx"],
    "document": ["document", "PLAN", "strategie.docx"],
    "half_year_rows": ["half-year", "PLAN", "halbjahr.xlsx"],
    "defined": ["report", "--definition", "Für alle", "PLAN", "gespeichert.docx"],
    "minutes": ["workshop", "minutes", "PLAN", "W-0001", "niederschrift.docx"],
    "oparl": ["oparl", "PLAN", "oparl.json"],
    "oparl_folder": ["oparl", "PLAN", "oparl"],
    "slides": ["slides", "PLAN", "folien.pptx"],
    "calendar": ["calendar", "PLAN", "gremien.ics"],
    "workshop": ["workshop", "export", "PLAN", "W-0001", "werkstatt.json"],
}


def test_no_output_holds_what_is_not_public(plan: Store, tmp_path: Path) -> None:
    plan_path = plan.path
    assert plan_path is not None
    words = (*SECRET.values(), CARD, *AWARD, NAME, TOLD, CLOSED, REMARK)
    found: dict[str, list[str]] = {}
    for name, command in OUTPUTS.items():
        args = [str(plan_path) if part == "PLAN" else part for part in command]
        target = tmp_path / args[-1]
        sealed = ("report", "paper", "oparl", "calendar")
        version = ["--version", "Öffentlicher Stand"] if name in sealed else []
        assert main([*args[:-1], str(target), "--audience", "öffentlich", *version]) == 0
        text = told(target)
        silent = ("workshop", "answer_rows", "oparl", "oparl_folder", "calendar")
        assert "Ausgabe für die Öffentlichkeit" in text or name in silent, name
        if leak := leaks(text, words):
            found[name] = leak
    assert found == {}
    # The test itself finds each word where nothing is hidden.
    with plan.read() as db:
        everything = " ".join(str(find(db, noun)) for noun in NOUNS)
    assert set(words) <= set(leaks(everything, words))
    schema = json.loads((tmp_path / "ordner" / "schema.json").read_text(encoding="utf-8"))
    assert "Vorlage" in schema["audience"] and "in keiner Summe" in schema["audience"]


def test_each_audience_sees_what_is_meant_for_it_and_sums_of_that(plan: Store) -> None:
    seen = {}
    for audience in Audience:
        with read_for(plan, "main", audience) as db:
            titles = [item.title for item in find(db, Measure)]
            total = cost_total(db, "Plan", 2027, objects=("measure",)) or 0
            seen[audience] = (SECRET["measure"] in titles, total)
            assert (audience is Audience.ADMINISTRATION) == (withheld_words(db) is None)
            assert bool(find(db, Visibility)) != (audience is Audience.PUBLIC)
            findings = [item.title for item in find(db, Finding)]
            assert (SECRET["finding"] in findings) == (audience is Audience.ADMINISTRATION)
            # Names go, and who answers for what still counts.
            person, elected = find(db, Person, order="id")
            # Whoever holds an elected office holds it under that name.
            assert elected.full_name == ELECTED
            (talk,) = find(db, Interview)
            inside = audience is Audience.ADMINISTRATION
            assert person.function == "IT-Leitung" and (person.full_name == NAME) == inside
            assert talk.organisation_id is not None and (talk.body == TOLD) == inside
            papers = {item.id for item in find(db, Paper)}
            # A draft is internal until it is brought in.
            assert ("VO-0002" in papers) == (audience is Audience.ADMINISTRATION)
            assert ("VO-0001" in papers) == (audience is not Audience.PUBLIC)
    public, council, own = (seen[one] for one in Audience)
    assert not public[0] and council[0] and own[0]
    assert council[1] == own[1] and own[1] - public[1] == 2 * AMOUNT
    # What refers to a hidden entry stays, and the reference is empty.
    with read_for(plan, "main", Audience.PUBLIC) as db:
        assert get_(db, Paper, "VO-0003").predecessor_id is None
        assert db.value("SELECT count(*) FROM link") == 0
        assert db.value("SELECT count(*) FROM resolution") == 0


def test_no_page_for_others_holds_what_is_not_for_them(
    plan: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plan.path is not None
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(plan.path))
    session.add_store(plan)
    release(plan, "Anna", "Öffentlicher Stand")
    open_oparl(plan, "Anna", True)
    until = date.today() + timedelta(days=1)
    token = make_link(plan, "Anna", "Rat", "Öffentlicher Stand", until)
    limits = public_limits()
    routes = [*SitePages(limits).routes(), *OparlPages(limits).routes()]
    with TestClient(Starlette(routes=routes), base_url="https://rat.example.org") as client:

        def walked(start: str) -> str:
            """Everything that can be reached from an address."""
            seen, left, text = set[str](), [start], ""
            while left:
                seen.add(left[-1])
                page = client.get(left.pop())
                text += page.text
                found = re.findall(
                    r'(?:href="|"https://rat.example.org)(/(?:strategie|oparl)[^"#]*)', page.text
                )
                left += [one for one in dict.fromkeys(found) if one not in (*seen, *left)]
            assert len(seen) > 10
            return text

        words = (*SECRET.values(), CARD, *AWARD, NAME, TOLD)
        public = walked("/strategie") + walked("/oparl/v1/system")
        public += client.get("/strategie/aenderungen.atom").text
        assert leaks(public, words) == [] and "Portal" in public and ELECTED not in public
        council = walked(f"/strategie/einsicht/{token}")
        # The council sees its own part, and neither findings nor what was said in confidence.
        assert set(leaks(council, (*words, "15.308.642,38"))) >= {SECRET["measure"]}
        assert leaks(council, (SECRET["finding"], NAME, TOLD)) in ([], ["7.654.321,19"])


def test_public_slides_hold_no_hidden_sum(plan: Store) -> None:
    with plan.read() as db:
        shown = answer_for(db, plan, "main", Audience.PUBLIC, slides, date(2026, 11, 28), True)
        inside = slides(db, date(2026, 11, 28), False)
    text = " ".join(f"{s.title} {s.note} {s.frame.to_csv()}" for s in shown)
    assert leaks(text, (*SECRET.values(), CARD, *AWARD)) == []
    by_key = {s.key: s.frame for s in inside}
    public = {s.key: s.frame for s in shown}
    assert (
        by_key["strategie"]["amount_cents"].sum() - public["strategie"]["amount_cents"].sum()
        == 2 * AMOUNT
    )


def test_an_audience_that_does_not_exist_is_refused(
    plan: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(plan.path), "x.xlsx", "--audience", "alle"]) == 1
    assert "möglich sind „öffentlich“, „Vertretung“, „Verwaltung“" in capsys.readouterr().err
