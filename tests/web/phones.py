"""Phones in a test: a plan with a running workshop, and devices that post its real forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.plans import opened
from strategy.workshop.running import close_workshop
from tests.fresh_plans import empty_plan
from web.front.application import front
from web.participants import plans

CODE = "HALLE7"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
FORM = re.compile(r'<form action="([^"]+)" method="post".*?</form>', re.S)


@dataclass
class Hall:
    """The plan of a test with its one workshop."""

    store: Store
    workshop_id: str
    phase_ids: list[str]
    group_ids: list[str]
    cluster_ids: list[str]

    def set(self, **values: Any) -> None:
        """What the facilitator changes."""
        with self.store.write("Anna", "Moderation") as tx:
            save_(tx, get_(tx, Workshop, self.workshop_id).replace(**values))

    def close(self) -> None:
        """The facilitator ends the workshop."""
        with self.store.write("Anna", "Beendet") as tx:
            close_workshop(tx, self.workshop_id)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Look into the plan."""
        with self.store.read() as db:
            return db.rows(sql)

    def value(self, sql: str) -> Any:
        """One value of the plan."""
        with self.store.read() as db:
            return db.value(sql)


def build_hall(plan: Path, **values: Any) -> Hall:
    """A workshop that runs, with three phases, two groups and two clusters."""
    store = empty_plan(plan)
    with store.write("Anna", "Vorbereitet") as tx:
        workshop = save_(
            tx, Workshop(title="Zukunftswerkstatt", code=CODE, status=WorkshopStatus.RUNNING)
        )
        phases = [
            save_(
                tx,
                WorkshopPhase(
                    workshop_id=workshop.id,
                    title=kind,
                    kind=kind,
                    question=f"Was zu {kind}?",
                    position=index,
                ),
            ).id
            for index, kind in enumerate(("Kritik", "Phantasie", "Verwirklichung"))
        ]
        groups = [
            save_(tx, ParticipantGroup(workshop_id=workshop.id, title=title)).id
            for title in ("Wirtschaft", "Vereine")
        ]
        clusters = [
            save_(tx, Cluster(workshop_id=workshop.id, title=title)).id
            for title in ("Anträge", "Wege")
        ]
        given = {"activity": Activity.CARDS, "phase_id": phases[0], **values}
        save_(tx, workshop.replace(**given))
    return Hall(store, workshop.id, phases, groups, clusters)


def door(monkeypatch: pytest.MonkeyPatch, plan: Path) -> Starlette:
    """The front door of the workbench on this plan alone, with fresh limits."""
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(plan))
    monkeypatch.setattr(opened, "LOCAL_PLANS", plan.parent)
    plans.forget()
    parts = front()
    return Starlette(routes=parts["routes"], middleware=parts["middleware"])


class Phone:
    """One device with a cookie of its own, without JavaScript."""

    def __init__(self, client: TestClient, code: str = CODE) -> None:
        self.client, self.page = client, f"/mitmachen/{code}"
        self.cookie = ""
        self.html = ""

    def open(self, address: str = "") -> Response:
        """Open the page."""
        return self._kept(self._ask("GET", address or self.page))

    def forms(self, action: str) -> list[dict[str, str]]:
        """The hidden fields of all forms of one kind on the page."""
        return [
            {name: unescape(value) for name, value in HIDDEN.findall(form[0])}
            for form in FORM.finditer(self.html)
            if form[1].endswith(f"/{action}")
        ]

    def fields(self, action: str, place: int = 0) -> dict[str, str]:
        """The hidden fields of one form."""
        found = self.forms(action)
        assert found, f"no form {action} on the page"
        return found[place]

    def post(self, action: str, fields: dict[str, str], **headers: str) -> Response:
        """Send a form and follow to the page that answers it."""
        answer = self._ask("POST", f"{self.page}/{action}", data=fields, headers=headers)
        if answer.status_code == 303:
            answer = self._ask("GET", answer.headers["location"])
        return self._kept(answer)

    def join(self, group: str = "TG-0001") -> Response:
        """Open the page and choose a group."""
        self.open()
        return self.post("gruppe", {**self.fields("gruppe"), "ziel": group})

    def write(self, text: str) -> Response:
        """Send a card from the page as it is shown."""
        return self.post("karte", {**self.fields("karte"), "text": text})

    def words(self) -> str:
        """What the message on the page says."""
        found = re.search(r'<span class="words">(.*?)</span>', self.html, re.S)
        return unescape(found[1]) if found else ""

    def _kept(self, answer: Response) -> Response:
        self.html = answer.text
        return answer

    def _ask(self, method: str, address: str, **given: Any) -> Response:
        headers = given.pop("headers", {})
        if self.cookie:
            headers["cookie"] = f"teilnahme={self.cookie}"
        self.client.cookies.clear()
        answer = self.client.request(
            method, address, headers=headers, follow_redirects=False, **given
        )
        self.cookie = answer.cookies.get("teilnahme") or self.cookie
        return answer
