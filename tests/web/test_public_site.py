"""The public site: one released version, nothing before, the council's links, what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.figures.plan.measures import plan_by_year
from strategy.kernel import german
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import seal_edition
from strategy.nouns import GuestLink, Measure, Municipality
from strategy.nouns.visibility import Audience
from strategy.publishing.releases import make_link, release, releases, withdraw, withdraw_link
from strategy.relations.audience import read_for, set_visibility
from web.participants.limits import public_limits
from web.site.pages import SitePages

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client(town: Store) -> Iterator[TestClient]:
    app = Starlette(routes=SitePages(public_limits()).routes())
    with TestClient(app, base_url="https://rat.example.org") as opened_client:
        yield opened_client


def test_one_released_version_is_shown_and_nothing_before(town: Store, client: TestClient) -> None:
    first = client.get("/strategie")
    assert first.status_code == 200 and "Fassung Grundsatzbeschluss vom 10.09.2026" in first.text
    assert '<html lang="de">' in first.text and first.text.count("<h1>") == 1
    # The same sum as everywhere, of the edition and of what is public in it.
    with town.read() as db:
        (shown,) = releases(db)
    with read_for(town, shown.edition.name, Audience.PUBLIC) as db:
        total = int(plan_by_year(db)["amount_cents"].sum())
    assert german.money(total) in first.text
    data = client.get("/strategie/strategie.json").json()
    assert data["money"]["totalCents"] == total
    assert sum(one["totalCents"] or 0 for one in data["money"]["years"]) == total
    # Every link of every page leads somewhere within the site.
    seen, open_ones = set[str](), ["/strategie"]
    while open_ones:
        path = open_ones.pop()
        page = client.get(path)
        assert page.status_code == 200, path
        seen.add(path)
        links = set(re.findall(r'href="(/strategie[^"#]*)', page.text)) - seen
        open_ones += [one for one in links if one not in open_ones]
    assert len(seen) == len(data["measures"]) + 12
    # A browser that knows a page is told so; every page goes packed where it may.
    again = client.get("/strategie", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert first.headers["content-encoding"] == "gzip"
    plain = client.get("/strategie", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.text == first.text
    # Words of the municipality come from the draft and hold at once.
    assert "noch nicht eingetragen" in client.get("/strategie/impressum").text
    with town.write("Anna", "Impressum") as tx:
        save_(tx, find(tx, Municipality)[0].replace(imprint="Stadt <b>Auenfurt</b>\nMarkt 1"))
    assert "Stadt &lt;b&gt;Auenfurt&lt;/b&gt;" in client.get("/strategie/impressum").text
    withdraw(town, "Anna", shown.publication.id)
    gone = client.get("/strategie")
    assert gone.status_code == 404 and "noch nicht veröffentlicht" in gone.text
    assert client.get("/strategie/strategie.json").status_code == 404
    undo(town, "Anna")
    assert client.get("/strategie").status_code == 200
    assert client.get("/strategie/massnahmen/M-9999").status_code == 404


def test_the_feed_tells_what_changed_and_nothing_that_is_hidden_today(
    town: Store, client: TestClient
) -> None:
    assert client.get("/strategie").status_code == 200
    with town.write("Anna", "Weiter") as tx:
        measures = find(tx, Measure, "status = 'beschlossen'", order="id")
        done, secret = measures[0], measures[1]
        save_(tx, done.replace(status="umgesetzt"))
        save_(tx, Measure(title="Ganz neue Maßnahme"))
        save_(tx, secret.replace(title="Umbenanntes Geheimnis"))
    second = seal_edition(town, "Anna", "Zweite Fassung")
    release(town, "Anna", second.name, "Mit einer neuen Maßnahme.")
    feed = client.get("/strategie/aenderungen.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(feed.text).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries][0] == (
        "Fassung „Zweite Fassung“ veröffentlicht"
    )
    told = entries[0].findtext(f"{ATOM}content") or ""
    assert "Mit einer neuen Maßnahme." in told and "Neu: Maßnahme „Ganz neue Maßnahme“." in told
    assert f"„{done.title}“: Stand jetzt umgesetzt, vorher beschlossen." in told
    assert f"Titel jetzt Umbenanntes Geheimnis, vorher {secret.title}." in told
    assert "Umbenanntes Geheimnis" in client.get("/strategie/aenderungen").text
    # From the third version on the measure is not for the public, and no entry speaks of it.
    with town.write("Anna", "Vertraulich") as tx:
        set_visibility(tx, secret.id, Audience.COUNCIL, None)
    third = seal_edition(town, "Anna", "Dritte Fassung")
    release(town, "Anna", third.name)
    told = client.get("/strategie/aenderungen.atom").text + client.get("/strategie").text
    told += client.get("/strategie/strategie.json").text
    told += client.get("/strategie/aenderungen").text
    assert "Dritte Fassung" in told
    assert "Geheimnis" not in told and str(secret.title) not in told
    assert client.get(f"/strategie/massnahmen/{secret.id}").status_code == 404


def test_the_council_reads_before_by_a_link_that_ends(town: Store, client: TestClient) -> None:
    with town.write("Anna", "Vertraulich") as tx:
        measure = find(tx, Measure, "status = 'beschlossen'", order="id")[0]
        set_visibility(tx, measure.id, Audience.COUNCIL, None)
        inside = find(tx, Measure, "status = 'beschlossen'", order="id")[1]
        set_visibility(tx, inside.id, Audience.ADMINISTRATION, None)
    edition = seal_edition(town, "Anna", "Zur Beratung")
    until = date.today() + timedelta(days=14)
    token = make_link(town, "Anna", "Hauptausschuss", edition.name, until)
    assert len(token) >= 43
    page = client.get(f"/strategie/einsicht/{token}/massnahmen")
    assert page.status_code == 200 and str(measure.title) in page.text
    assert str(inside.title) not in page.text
    assert page.headers["cache-control"] == "no-store" and "noindex" in page.text
    assert f"/strategie/einsicht/{token}/geld" in page.text and german.day(until) in page.text
    # Not on the public site, not in the plan in a form that opens anything.
    assert str(measure.title) in client.get("/strategie/massnahmen").text  # of the version before
    with town.read() as db:
        rows = [one for one in find(db, GuestLink) if one.edition == edition.name]
        assert len(rows) == 1 and token not in json.dumps(rows[0].values(), default=str)
        written = db.rows('SELECT "after" AS n FROM history.change WHERE row_id = ?', [rows[0].id])
    assert written and all(token not in str(row["n"]) for row in written)
    for wrong in ("x", token[:-1], rows[0].token_hash or "", f"{token}x"):
        assert client.get(f"/strategie/einsicht/{wrong}").status_code == 404
    withdraw_link(town, "Anna", rows[0].id)
    assert client.get(f"/strategie/einsicht/{token}").status_code == 404
    undo(town, "Anna")
    assert client.get(f"/strategie/einsicht/{token}").status_code == 200
    with town.write("Anna", "Vorbei") as tx:
        old = get_(tx, GuestLink, rows[0].id)
        save_(tx, old.replace(valid_until=date.today() - timedelta(days=1)))
    assert client.get(f"/strategie/einsicht/{token}").status_code == 404
