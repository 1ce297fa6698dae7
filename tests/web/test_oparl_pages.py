"""OParl under the server: closed until switched on, then whole for a client that follows links."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.kernel.records import delete_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import seal_edition
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.publishing.releases import open_oparl, release, releases, withdraw
from tests.publishing.oparl_schema import loose_ends, troubles
from web.participants.limits import public_limits
from web.site.oparl import OparlPages

HOUSE = "https://rat.example.org"


def test_a_client_that_follows_the_links_gets_everything(town: Store) -> None:
    app = Starlette(routes=OparlPages(public_limits()).routes())
    with TestClient(app, base_url=HOUSE) as client:

        def get(address: str, status: int = 200) -> dict[str, Any]:
            answer = client.get(address)
            assert answer.status_code == status, address
            assert answer.headers["access-control-allow-origin"] == "*"
            found: dict[str, Any] = answer.json()
            return found

        # Neither open nor, before a release, of any version.
        assert "nicht offen" in get("/oparl/v1/system", 404)["message"]
        open_oparl(town, "Anna", True)
        system = get("/oparl/v1/system")
        assert system["digitalstrategie:edition"] == "Fassung Grundsatzbeschluss vom 10.09.2026"
        (body,) = get(system["body"])["data"]
        items = [system, body]
        for name in ("organization", "person", "meeting", "paper", "agendaItem", "consultation"):
            page = get(f"{body[name]}?limit=10")
            items += page["data"]
            while "next" in page["links"]:
                assert len(page["data"]) == 10 and "limit=10" in page["links"]["next"]
                page = get(page["links"]["next"])
                items += page["data"]
            assert page["pagination"]["totalElements"] == len(get(body[name])["data"])
        for name in ("file", "locationList", "legislativeTermList", "membership"):
            items += get(body[name])["data"]
        assert [x for item in items for x in troubles(item)] == [] and loose_ends(items) == set()
        paper = next(item for item in items if item["id"].endswith("/paper/VO-0001"))
        assert get(paper["id"]) == paper
        assert "Beschlussvorschlag" in client.get(paper["mainFile"]["accessUrl"]).text
        council = next(item for item in items if item.get("classification") == "Parlament")
        assert {x["organization"][0] for x in get(council["meeting"])["data"]} == {council["id"]}
        # Filters are those of the specification.
        late = {"params": {"modified_since": "2099-01-01T00:00:00+01:00"}}
        assert client.get(body["paper"], **late).json()["data"] == []
        short = client.get(body["meeting"], params={"omit_internal": "true"}).json()["data"]
        assert short and not any("agendaItem" in one for one in short)
        get(f"{body['paper']}?created_since=gestern", 400)
        get("/oparl/v1/paper/VO-0007", 404)  # not public
        get("/oparl/v1/paper/VO-9999", 404)
        # A paper that the next release does not hold is told as deleted to who asks for changes.
        with town.write("Anna", "Aufgeräumt") as tx:
            delete_(tx, PaperAttachment, "ANL-0001")
        release(town, "Anna", seal_edition(town, "Anna", "Danach").name)
        address = f"{HOUSE}/oparl/v1/file/ANL-0001"
        since = {"params": {"modified_since": "2020-01-01T00:00:00+01:00"}}
        told = {one["id"]: one for one in client.get(body["file"], **since).json()["data"]}
        assert told[address]["deleted"] is True and "name" not in told[address]
        assert address not in {one["id"] for one in get(body["file"])["data"]}
        assert get(address)["deleted"] is True and troubles(told[address], True) == []
        with town.read() as db:
            withdraw(town, "Anna", releases(db)[-1].publication.id)
        # What is switched off or withdrawn is gone with the next question.
        open_oparl(town, "Anna", False)
        get("/oparl/v1/system", 404)
        undo(town, "Anna")
        get("/oparl/v1/system")
        with town.read() as db:
            shown = releases(db)
        withdraw(town, "Anna", shown[-1].publication.id)
        get("/oparl/v1/system", 404)
