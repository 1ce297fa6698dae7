"""Accounts and sign-ins: what is kept, what ends when, and nothing is lost between programs."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategy.cli import main
from strategy.identity.accounts import Access, Accounts, Secret, key_of
from strategy.identity.passwords import checked_password
from strategy.identity.sign_ins import IDLE_SECONDS, SignIns, key_of_token
from strategy.kernel.errors import NotFound, Refused, StrategyError

PROJECT = Path(__file__).resolve().parents[2]
PASSWORD = "vier Wörter ohne Sinn"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


def user(*words: str, typed: str = "", file: Path) -> Said:
    """The command, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = main(["user", *words, "--file", str(file)])
        except SystemExit as stopped:
            code = int(str(stopped.code))
    return Said(code, out.getvalue(), err.getvalue())


@given(st.text(max_size=30), st.text(max_size=30))
@example("a\u0308rger", "ärger")
@example("\ud800", "\udfff")
@settings(deadline=None, max_examples=60)
def test_a_password_fits_itself_only(one: str, other: str) -> None:
    import unicodedata

    secret = Secret.of(one, n=2**4, r=1, p=1)
    assert secret.fits(one)
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert secret.fits(other) is same
    again = Secret.of(one, n=2**4, r=1, p=1)
    assert again.key != secret.key and again.salt != secret.salt


def test_the_file_tells_nobody_a_password(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "tief" / "accounts.json")
    accounts.add("Anna Ärmel", PASSWORD, function="Kämmerei")
    text = accounts.path.read_text(encoding="utf-8")
    assert PASSWORD not in text and "Anna Ärmel" in text
    kept = json.loads(text)["accounts"][key_of("Anna Ärmel")]["secret"]
    assert (kept["n"], kept["r"], kept["p"]) == (2**15, 8, 3)
    for file in accounts.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_names_are_told_apart_by_their_letters_only(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("Jörg  Müller ", PASSWORD)
    assert accounts.list_()[0].name == "Jörg Müller"
    assert accounts.check("jo\u0308rg MÜLLER", PASSWORD) is not None
    with pytest.raises(Refused, match="gibt es schon"):
        accounts.add("JÖRG MÜLLER", PASSWORD)
    for name in ("", "a", "x" * 81, "zwei\x00Zeichen", "rechts\u202elinks"):
        with pytest.raises(Refused, match="sichtbare Zeichen"):
            accounts.add(name, PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elf Zeichen",
        "x" * 501,
        "annaannaanna",
        "Anna-Anna-12",
        "aaaaaaaaaaaaaaaa",
        "passwort1234",
        "Passwort-2026!",
        "123456789012",
        "qwertzuiop12",
        "asdfghjklöä1",
        "abcdefghijkl",
        "0987654321098",
        "Willkommen2026",
        "Sommer2026!!!",
        "rathaus-123456",
        "AnnaSommer2026",
        "passwortpasswort",
    ],
)
def test_weak_passwords_are_refused_in_one_sentence(tmp_path: Path, password: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_password(password, "Anna")
    assert str(refusal.value).count(".") == 1
    accounts = Accounts(tmp_path / "accounts.json")
    with pytest.raises(Refused):
        accounts.add("Anna", password)
    assert accounts.list_() == []


def test_a_wrong_name_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("Anna", PASSWORD)
    accounts.add("nur@extern.example", None)

    def cost(name: str) -> float:
        spent = []
        for _ in range(3):
            before = time.thread_time()
            assert accounts.check(name, "ein falsches Passwort") is None
            spent.append(time.thread_time() - before)
        return min(spent)

    known = cost("Anna")
    assert 0.6 < cost("Niemand") / known < 1.6
    assert 0.6 < cost("nur@extern.example") / known < 1.6
    # The salt of nobody must not be a password either.
    assert accounts.check("Niemand", "") is None


def test_accounts_added_by_several_programs_at_once_are_all_there(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    code = (
        "import sys; from strategy.identity.accounts import Accounts; "
        "[Accounts(sys.argv[1]).add(f'{sys.argv[2]} {n}', None) for n in range(15)]"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(file), name], cwd=PROJECT)
        for name in ("eins", "zwei", "drei")
    ]
    assert [program.wait(300) for program in running] == [0, 0, 0]
    assert len(Accounts(file).list_()) == 45
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "accounts.json",
        "accounts.json.lock",
    ]


def test_a_damaged_file_is_said_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    one = '{"accounts": {"a": %s}}'
    for damage in ("{", "[]", '{"accounts": 3}', one % "{}", one % "1"):
        file.write_text(damage, encoding="utf-8")
        with pytest.raises(StrategyError, match="accounts.json"):
            Accounts(file).list_()
        assert file.read_text(encoding="utf-8") == damage


def test_changes_are_seen_at_once_by_a_program_that_runs(tmp_path: Path) -> None:
    serving, typing = (Accounts(tmp_path / "accounts.json") for _ in range(2))
    assert serving.list_() == []
    typing.add("Anna", PASSWORD)
    sign_ins = SignIns(serving)
    anna = serving.get("anna")
    key = key_of_token(sign_ins.open(anna))
    assert sign_ins.account(key) == anna
    typing.change("Anna", access=Access.READING)
    now = sign_ins.account(key)
    assert now is not None and not now.may_write
    typing.set_password("Anna", "ein ganz neues Passwort")
    assert sign_ins.account(key) is None
    key = key_of_token(sign_ins.open(serving.get("Anna")))
    typing.remove("Anna")
    assert sign_ins.account(key) is None
    # A new account of the same name is somebody else.
    typing.add("Anna", PASSWORD)
    assert sign_ins.account(key) is None
    with pytest.raises(NotFound, match="Bernd"):
        typing.remove("Bernd")


def test_a_sign_in_ends_after_twelve_idle_hours_and_outlives_a_restart(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("Anna", None)

    def started() -> SignIns:
        return SignIns(Accounts(accounts.path), lambda: clock[0])

    first = started()
    token = first.open(accounts.get("Anna"))
    key = key_of_token(token)
    assert token not in (tmp_path / "accounts_sign_ins.json").read_text()
    for _ in range(3):
        clock[0] += IDLE_SECONDS - 60
        assert first.account(key) is not None
    clock[0] += IDLE_SECONDS - 600
    assert started().account(key, used=False) is not None
    # Merely lying open is no use.
    clock[0] += 601
    assert first.account(key, used=False) is None
    assert first.account(key) is None and started().account(key) is None
    # What has run out is tidied away with the next sign-in.
    started().open(accounts.get("Anna"))
    rows = json.loads((tmp_path / "accounts_sign_ins.json").read_text())["sign_ins"]
    assert key not in rows and len(rows) == 1


def test_a_proof_from_outside_opens_once_and_lends_no_account(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    accounts = Accounts(tmp_path / "accounts.json")
    sign_ins = SignIns(accounts, lambda: clock[0])
    accounts.add("anna@stadt.example", None)
    accounts.add("Bernd", PASSWORD)
    token = sign_ins.open_outside("anna@stadt.example", "proof 1", clock[0] + 300)
    assert token is not None
    anna = sign_ins.account(key_of_token(token))
    assert anna is not None and anna.may_write
    sign_ins.close(key_of_token(token))
    assert sign_ins.open_outside("anna@stadt.example", "proof 1", clock[0] + 300) is None
    assert sign_ins.open_outside("anna@stadt.example", "proof 2", clock[0]) is None
    for name, is_account in (("Bernd", False), ("gast@stadt.example", True)):
        token = sign_ins.open_outside(name, f"proof {name}", clock[0] + 300, is_account)
        assert token is not None
        guest = sign_ins.account(key_of_token(token))
        assert guest is not None and guest.name == name and not guest.may_write


def test_the_command_keeps_accounts(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    assert "Es gibt noch keinen Zugang" in user("list", file=file).stdout
    # Once as a program of its own, for what is typed comes to it through the system.
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "strategy",
            "user",
            "add",
            "Anna",
            "--function",
            "Kämmerei",
            "--password-stdin",
            "--file",
            str(file),
        ],
        cwd=PROJECT,
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0 and "Administration, Kämmerei" in made.stdout
    assert PASSWORD not in made.stdout
    assert Accounts(file).check("Anna", PASSWORD) is not None
    assert user("add", "Rolf", "--role", "lesen", "--without-password", file=file).returncode == 0
    assert user("list", file=file).stdout.splitlines() == [
        "Anna: Administration, Kämmerei, noch nie angemeldet",
        "Rolf: Lesen, nur über das Konto der Verwaltung, noch nie angemeldet",
    ]
    again = user("add", "anna", "--password-stdin", typed=f"{PASSWORD}\n", file=file)
    assert again.returncode == 1 and again.stderr.startswith("Einen Zugang „anna“ gibt es schon")
    short = user("password", "Anna", "--password-stdin", typed="kurz\n", file=file)
    assert short.returncode == 1 and short.stderr.startswith("Das Passwort ist zu kurz")
    assert "Lesen" in user("change", "Anna", "--role", "Lesen", file=file).stdout
    assert user("remove", "Anna", file=file).returncode == 0
    gone = user("remove", "Anna", file=file)
    assert gone.returncode == 1 and "gibt es nicht" in gone.stderr
    wrong = user("add", "Eva", "--role", "Chef", file=file)
    assert wrong.returncode == 2 and "„Chef“ ist bei --role nicht" in wrong.stderr
    # Never as an argument: everybody on the machine could read it there.
    assert user("add", "Eva", "--password", "x", file=file).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a terminal of its own needs Unix")
def test_the_password_is_asked_twice_and_not_shown(tmp_path: Path) -> None:
    import pty

    def typed(*lines: str) -> tuple[int, str]:
        command = [
            sys.executable,
            "-m",
            "strategy",
            "user",
            "add",
            "Anna",
            "--file",
            str(tmp_path / "accounts.json"),
        ]
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(PROJECT)
            os.execv(command[0], command)
        shown = b""
        for number, line in enumerate(lines, start=1):
            while shown.count(b": ") < number:
                shown += os.read(terminal, 1000)
            os.write(terminal, line.encode() + b"\n")
        try:
            while part := os.read(terminal, 1000):
                shown += part
        except OSError:
            pass  # The program has ended, and with it its terminal.
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()

    code, shown = typed(PASSWORD, "etwas ganz anderes")
    assert code == 1 and "nicht gleich" in shown and PASSWORD not in shown
    code, shown = typed(PASSWORD, PASSWORD)
    assert code == 0 and "ist angelegt" in shown and PASSWORD not in shown


def test_good_passwords_pass() -> None:
    for good in (
        PASSWORD,
        "korrekt Pferd Batterie Klammer",
        "Tr0mpete/Wolke\\Eis",
        "x7!kQz9#LmPv2",
    ):
        assert checked_password(good, "Anna") == good


def test_a_file_of_before_has_its_oldest_editor_as_administrator(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    accounts = Accounts(file)
    for name, access in (("Rolf", Access.READING), ("Anna", Access.EDITING), ("Bea", None)):
        accounts.add(name, None, access)
    content = json.loads(file.read_text())
    del content["roles"]
    for number, name in enumerate(("rolf", "anna", "bea")):
        content["accounts"][name]["created_at"] = f"2026-01-0{number + 1}T00:00:00+00:00"
    file.write_text(json.dumps(content))
    roles = {account.name: account.access for account in accounts.list_()}
    assert roles == {"Rolf": Access.READING, "Anna": Access.ADMINISTRATION, "Bea": Access.EDITING}
    # Written down with the first change: from then on nobody grows into it.
    accounts.change("Anna", Access.EDITING)
    assert not any(account.may_administer for account in accounts.list_())
    assert user("change", "Bea", "--role", "administration", file=file).returncode == 0
    assert accounts.get("Bea").may_administer and accounts.get("Bea").may_write
