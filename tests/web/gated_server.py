"""A workbench that listens beyond its own machine, and a browser without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from strategy.identity.accounts import Access, Accounts
from strategy.plans.presets import new_plan
from tests.browser.real_server import PROJECT, free_port, wait_for

PASSWORD = "vier Wörter ohne Sinn"
PAGE = {"accept": "text/html"}


class GatedServer:
    """``python app.py PLAN --host 0.0.0.0`` on a plan of its own."""

    def __init__(self, folder: Path, *options: str, host: str = "0.0.0.0") -> None:
        self.folder = folder
        self.port = free_port()
        self.options = [*options, "--host", host]
        self.plan = folder / "stadt.duckdb"
        self.accounts = Accounts(folder / "accounts.json")
        self.environment = {"STRATEGY_ACCOUNTS": str(self.accounts.path)}
        self._process: subprocess.Popen[bytes] | None = None
        new_plan(self.plan, "sachsen-anhalt", "Stadt Geheim", 2027, "Koordination").close()

    def __enter__(self) -> GatedServer:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, program: Sequence[str] = ("app.py",)) -> None:
        log = self.folder / "server.log"
        with log.open("a") as out:
            self._process = subprocess.Popen(
                [sys.executable, *program, str(self.plan), "--port", str(self.port), *self.options],
                cwd=PROJECT,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
            )
        wait_for(self.port, self._process, log)

    def stop(self, kill: bool = False) -> None:
        assert self._process is not None
        self._process.kill() if kill else self._process.terminate()
        self._process.wait(120)

    def browser(self) -> httpx.Client:
        """Somebody who is not signed in."""
        return httpx.Client(base_url=self.address, headers=PAGE, timeout=120)

    @contextmanager
    def signed_in(self, name: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
        """Somebody who has just signed in through the page."""
        with self.browser() as browser:
            answer = sign_in(browser, name, password)
            assert answer.status_code == 303, answer.text
            yield browser

    def make_people(self) -> None:
        """Anna, who may write, and Rolf, who may only read."""
        self.accounts.add("Anna", PASSWORD, function="Koordination")
        self.accounts.add("Rolf", PASSWORD, Access.READING)


def sign_in(
    browser: httpx.Client, name: str, password: str = PASSWORD, back: str = "/"
) -> httpx.Response:
    return browser.post("/anmelden", data={"name": name, "password": password, "weiter": back})


def cookie_of(browser: httpx.Client) -> str:
    """The cookies as one header."""
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
