"""Limits: a hall behind one address goes on, flooding and guessing do not."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.beside import finished
from tests.web.phones import CODE, Hall, Phone, build_hall, door
from ui.run import session
from web.front import routes
from web.participants.limits import Limit, public_limits


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_a_rate() -> None:
    clock = Clock()
    limit = Limit(rate=2, burst=3, clock=clock)
    assert [limit.take("a") for _ in range(5)] == [0, 0, 0, 1, 1]
    assert limit.take("b") == 0, "each key has its own"
    clock.now += 1
    assert [limit.take("a") for _ in range(3)] == [0, 0, 1]
    slow = Limit(rate=0.1, burst=1, clock=clock)
    assert (slow.take("a"), slow.take("a"), slow.wait("a"), slow.wait("z")) == (0, 10, 10, 0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60))
def test_never_more_than_burst_and_rate_allow(asked: list[tuple[str, float]]) -> None:
    clock = Clock()
    limit = Limit(rate=1.5, burst=4, clock=clock)
    allowed: Counter[str] = Counter()
    for key, pause in asked:
        clock.now += pause
        allowed[key] += limit.take(key) == 0
        assert allowed[key] <= 4 + 1.5 * clock.now + 1e-6


def test_memory_is_bounded() -> None:
    limit = Limit(rate=1, burst=2, most=100)
    for number in range(5000):
        limit.take(number)
    assert len(limit) == 100


def test_a_thousand_requests_at_once_from_one_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hall that opens the page in the same moment is served; a thousand guesses are not."""
    hall = build_hall(tmp_path / "saal.duckdb")
    app = door(monkeypatch, tmp_path / "saal.duckdb")

    async def storm() -> tuple[Counter[int], Counter[int], int, httpx.Response]:
        transport = httpx.ASGITransport(app=app, client=("10.0.0.1", 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://saal") as client:

            async def ask(path: str) -> int:
                client.cookies.clear()
                return (await client.get(path)).status_code

            page = Counter(await asyncio.gather(*(ask(f"/mitmachen/{CODE}") for _ in range(1000))))
            guesses = [f"/karte/ABCD{number:04d}?noch=1" for number in range(1000)]
            wrong = Counter(await asyncio.gather(*(ask(path) for path in guesses)))
            # On a busy machine so much time has passed that one or two more are allowed.
            for _ in range(20):
                refused = await client.get("/karte/ABCD9999?noch=1")
                if refused.status_code == 429:
                    break
            # A phone of the same make is told from it by a cookie, and has tries of its own.
            asked = await client.get("/karte/ABCD9997")
            assert asked.status_code == 303 and "karte=" in asked.headers["set-cookie"]
            alike = [await client.get("/karte/ABCD9997?noch=1") for _ in range(25)]
            assert [one.status_code for one in alike[:20]] == [404] * 20
            assert alike[-1].status_code == 429
            client.cookies.clear()
            # One that keeps no cookie is not sent round for ever.
            assert (await client.get("/karte/ABCD9997?noch=1")).status_code == 429
            # Another make of phone behind the same address is still answered.
            other = await client.get("/karte/ABCD9998", headers={"user-agent": "Telefon 2"})
            assert other.status_code == 404
            return page, wrong, await ask("/healthz"), refused

    page, wrong, healthy, refused = finished(storm())
    assert page == {200: 1000} and healthy == 200
    assert wrong[429] >= 900 and wrong[404] <= 70 and set(wrong) == {404, 429}
    assert int(refused.headers["retry-after"]) >= 1
    assert "versuchen Sie es in" in refused.text and 'lang="de"' in refused.text
    session.close_store(tmp_path / "saal.duckdb")
    hall.store.close()


def test_who_guesses_blocks_nobody_who_takes_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build_hall(tmp_path / "saal.duckdb")
    with TestClient(door(monkeypatch, tmp_path / "saal.duckdb")) as client:
        phone = Phone(client)
        phone.join()
        guesses = [f"AA{number}" for number in range(1000, 1400)]
        answers = Counter(client.get(f"/mitmachen/{code}").status_code for code in guesses)
        assert answers[404] >= 300 and answers[429] >= 50
        typed = client.get("/mitmachen?code=AA9999")
        assert typed.status_code == 429 and "versuchen Sie es in" in typed.text
        # The right code, from the same address, of people who were not here before.
        for opened in (f"/mitmachen/{CODE}", f"/mitmachen?code={CODE}"):
            client.cookies.clear()
            assert client.get(opened).status_code == 200
        assert Phone(client).join().status_code == 200
        # A device that tries is told to wait, also with the right one; the next is not.
        client.cookies.clear()
        guesser = {"cookie": "teilnahme=raet"}
        tried = Counter(
            client.get(f"/mitmachen/BB{number}", headers=guesser).status_code
            for number in range(1000, 1040)
        )
        assert tried[429] >= 15
        assert client.get(f"/mitmachen/{CODE}", headers=guesser).status_code == 429
        other = {"cookie": "teilnahme=andere"}
        assert client.get(f"/mitmachen/{CODE}", headers=other).status_code == 200
        assert phone.open().status_code == 200
        phone.write("Geht weiter")
        assert hall.value("SELECT count(*) FROM card") == 1
    session.close_store(tmp_path / "saal.duckdb")
    hall.store.close()


def test_one_phone_that_floods_is_slowed_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build_hall(tmp_path / "saal.duckdb", cards_per_person=None)
    app = door(monkeypatch, tmp_path / "saal.duckdb")
    with TestClient(app) as client:
        phone = Phone(client)
        phone.join()
        fields, cookie = phone.fields("karte"), phone.cookie

    async def flood() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        headers = {"cookie": f"teilnahme={cookie}", "x-phone": "1"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://saal", headers=headers
        ) as other:
            return await asyncio.gather(
                *(
                    other.post(
                        f"/mitmachen/{CODE}/karte",
                        data={**fields, "text": f"Nr. {number}", "token": f"flut.{number:04d}"},
                    )
                    for number in range(60)
                )
            )

    answers = finished(flood())
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) == {200, 429} and 15 <= counts[200] <= 30
    late = next(answer for answer in answers if answer.status_code == 429)
    assert "sehr schnell" in late.text and int(late.headers["retry-after"]) >= 1
    assert ">Nr. " in late.text, "the text is given back"
    assert hall.value("SELECT count(*) FROM card") == counts[200]
    session.close_store(tmp_path / "saal.duckdb")
    hall.store.close()


def test_who_is_refused_at_the_door_keeps_the_typed_text(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many requests, or a workshop that is gone: the words come back to be copied."""
    # Nothing is given anew while this test runs, however slow the machine.
    few = replace(public_limits(), asking=Limit(rate=1e-6, burst=20))
    monkeypatch.setattr(routes, "public_limits", lambda: few)
    assert hall.store.path is not None
    with TestClient(door(monkeypatch, hall.store.path)) as client:
        phone = Phone(client)
        phone.join()
        fields = {**phone.fields("karte"), "text": "Ein <b>Badesee</b>"}
        gone = client.post("/mitmachen/AAAA22/karte", data=fields)
        assert gone.status_code == 404 and "Ein &lt;b&gt;Badesee&lt;/b&gt;</textarea>" in gone.text
        for _ in range(20):
            if phone.open(f"{phone.page}/stand").status_code == 429:
                break
        late = phone.post("karte", fields)
    assert late.status_code == 429 and "Ein &lt;b&gt;Badesee&lt;/b&gt;</textarea>" in late.text
    assert hall.value("SELECT count(*) FROM card") == 0
