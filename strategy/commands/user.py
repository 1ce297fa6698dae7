"""``user add|list|remove|password|change``: who may sign in to this server."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime

from strategy.identity.accounts import Access, Account, Accounts, checked_name, key_of
from strategy.identity.passwords import LONGEST_PASSWORD, checked_password
from strategy.identity.security_log import Event, console_user, note
from strategy.identity.sign_ins import SignIns
from strategy.kernel.errors import Refused

NAME = "user"
HELP = "Verwaltet die Zugänge, mit denen man sich an der Werkbank anmeldet."
_ROLES = ", ".join(Access)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        title="Was zu tun ist", dest="action", required=True, metavar="WAS"
    )
    words = {
        "add": "legt einen Zugang an und fragt nach dem Passwort",
        "list": "zeigt alle Zugänge",
        "remove": "nimmt einen Zugang weg; wer angemeldet ist, wird abgemeldet",
        "password": "setzt ein neues Passwort; wer angemeldet ist, meldet sich neu an",
        "change": "ändert Rolle oder Funktion eines Zugangs",
    }
    for action, word in words.items():
        part = parts.add_parser(action, help=word, description=f"{word[0].upper()}{word[1:]}.")
        if action != "list":
            part.add_argument("name", metavar="NAME", help="Name, der auch im Verlauf steht")
        if action in ("add", "change"):
            part.add_argument(
                "--role",
                type=_role,
                metavar="ROLLE",
                help=f"{_ROLES}; ohne Angabe Bearbeitung, für den ersten Zugang Administration",
            )
            part.add_argument(
                "--unit",
                metavar="KENNUNG",
                help="bei der Rolle Amt die Organisationseinheit, zum Beispiel OE-0014",
            )
            part.add_argument("--function", metavar="FUNKTION", help="zum Beispiel Kämmerei")
        if action in ("add", "password"):
            part.add_argument(
                "--password-stdin",
                action="store_true",
                help="liest das Passwort von der Standardeingabe, für Skripte",
            )
        if action == "add":
            part.add_argument(
                "--without-password",
                action="store_true",
                help="nur für die Anmeldung über das Konto der Verwaltung (OIDC)",
            )
        part.add_argument(
            "--file",
            metavar="DATEI",
            help="Datei der Zugänge, sonst STRATEGY_ACCOUNTS oder data/local/accounts.json",
        )


def run(args: argparse.Namespace) -> int:
    accounts = Accounts(args.file)
    if args.action == "list":
        _list(accounts)
    elif args.action == "add":
        _add(accounts, args)
    elif args.action == "remove":
        accounts.remove(args.name)
        note(Event.ACCOUNT, console_user(), account=args.name, change="weggenommen")
        print(f"Der Zugang „{args.name}“ ist weggenommen.")
    elif args.action == "password":
        name = accounts.get(args.name).name
        accounts.set_password(name, _password(name, args.password_stdin))
        note(Event.PASSWORD, console_user(), account=name)
        print(f"Der Zugang „{name}“ hat ein neues Passwort.")
    else:
        changed = accounts.change(args.name, args.role, args.function, args.unit)
        note(Event.ACCOUNT, console_user(), account=changed.name, change=_told(changed))
        print(f"Der Zugang „{changed.name}“ ist geändert: {_told(changed)}.")
    return 0


def _add(accounts: Accounts, args: argparse.Namespace) -> None:
    name = checked_name(args.name)
    if accounts.find(name) is not None:
        # Said before anybody thinks of a password.
        raise Refused(f"Einen Zugang „{name}“ gibt es schon; bitte einen anderen Namen wählen.")
    password = None if args.without_password else _password(name, args.password_stdin)
    made = accounts.add(name, password, args.role, args.function, args.unit)
    note(Event.ACCOUNT, console_user(), account=made.name, change=f"angelegt: {_told(made)}")
    print(f"Der Zugang „{made.name}“ ist angelegt: {_told(made)}.\nDatei: {accounts.path}")


def _list(accounts: Accounts) -> None:
    known = accounts.list_()
    if not known:
        print("Es gibt noch keinen Zugang; „python -m strategy user add NAME“ legt den ersten an.")
    last = SignIns(accounts).last()
    for account in known:
        at = last.get(key_of(account.name))
        print(f"{account.name}: {_told(account)}, {_when(at)}")


def _told(account: Account) -> str:
    parts = [str(account.access)]
    if account.access is Access.OFFICE:
        parts.append(account.unit or "ohne Organisationseinheit, ändert nichts")
    if account.function:
        parts.append(account.function)
    if account.secret is None:
        parts.append("nur über das Konto der Verwaltung")
    return ", ".join(parts)


def _when(at: datetime | None) -> str:
    if at is None:
        return "noch nie angemeldet"
    return f"zuletzt angemeldet am {at.astimezone():%d.%m.%Y um %H:%M}"


def _role(typed: str) -> Access:
    for access in Access:
        if typed.strip().casefold() == access.casefold():
            return access
    # In argparse's own English form, which our parser turns into a German sentence.
    raise argparse.ArgumentTypeError(f"invalid role value: '{typed}'")


def _password(name: str, from_stdin: bool) -> str:
    """Ask twice without showing it; raises Refused.  Never an argument: others could read that."""
    if from_stdin:
        # One sign more than allowed and the line end, so that a password that is too long is seen
        # as such.
        return checked_password(sys.stdin.readline(LONGEST_PASSWORD + 2).rstrip("\r\n"), name)
    try:
        typed = checked_password(getpass.getpass(f"Passwort für {name}: "), name)
        again = getpass.getpass("Passwort wiederholen: ")
    except (EOFError, KeyboardInterrupt):
        raise Refused("Es wurde kein Passwort eingegeben; es ist nichts geändert.") from None
    if typed != again:
        raise Refused("Die beiden Passwörter sind nicht gleich; bitte noch einmal aufrufen.")
    return typed
