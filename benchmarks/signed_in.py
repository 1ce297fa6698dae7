"""People with accounts who are signed in, for measurements behind the gate."""

from __future__ import annotations

from pathlib import Path

from strategy.identity.accounts import FILE_VARIABLE, Accounts
from strategy.identity.sign_ins import SignIns
from web.front.own_machine import ALWAYS, ALWAYS_VARIABLE
from web.sign_in.gate import COOKIE


def signed_in(folder: Path, people: int) -> tuple[dict[str, str], list[str]]:
    """The environment of a server that asks for a sign-in, and one cookie per person.

    The passwords are left out: checking them is the work of the sign-in page, half a second of a
    core each, and not of the pages that are measured.
    """
    accounts = Accounts(folder / "accounts.json")
    sign_ins = SignIns(accounts)
    cookies = []
    for number in range(people):
        account = accounts.add(f"Person {number:03}", None)
        cookies.append(f"{COOKIE}={sign_ins.open(account)}")
    environment = {FILE_VARIABLE: str(accounts.path), ALWAYS_VARIABLE: ALWAYS}
    return environment, cookies
