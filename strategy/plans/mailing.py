"""Reminders as mails: written into the outbox, and sent where a mail server is configured.

The server stands in the environment (``STRATEGY_SMTP_HOST`` and so on) and in no plan, as its
password is the machine's and nobody else's.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from strategy.analysis.reminders import Letter, reminder_for
from strategy.figures.plan.open_items import people_with_open_items
from strategy.identity.outbox import Mail, Outbox
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor
from strategy.kernel.store.door import require_writer

_SECONDS = 15.0


@dataclass(frozen=True)
class MailServer:
    """Where mails go out; ``security`` is starttls, tls or none."""

    host: str
    port: int
    sender: str
    security: str
    user: str | None
    password: str | None


def mail_server() -> MailServer | None:
    """The server that the environment names; None where it names none.

    Raises Refused where what it says does not fit together.
    """
    host = os.environ.get("STRATEGY_SMTP_HOST", "").strip()
    if not host:
        return None
    security = os.environ.get("STRATEGY_SMTP_SECURITY", "starttls").strip().lower()
    port = os.environ.get("STRATEGY_SMTP_PORT", {"tls": "465"}.get(security, "587")).strip()
    sender = os.environ.get("STRATEGY_SMTP_FROM", "").strip()
    if security not in ("starttls", "tls", "none"):
        raise Refused(
            f"STRATEGY_SMTP_SECURITY ist „{security}“; möglich sind starttls, tls und none."
        )
    if not port.isdecimal() or "@" not in sender:
        raise Refused(
            "Zum Mailserver fehlt eine Angabe: STRATEGY_SMTP_FROM braucht die Absenderadresse, "
            "STRATEGY_SMTP_PORT eine Zahl."
        )
    secret = os.environ.get("STRATEGY_SMTP_PASSWORD_FILE")
    password = None
    if secret:
        try:
            password = Path(secret).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Refused(
                "Die Datei aus STRATEGY_SMTP_PASSWORD_FILE lässt sich nicht lesen; prüfen Sie "
                "Pfad und Zugriffsrechte."
            ) from error
    user = os.environ.get("STRATEGY_SMTP_USER", "").strip() or None
    return MailServer(host, int(port), sender, security, user, password)


def queue_reminders(
    plan: Path, db: Cursor, by: str, today: date, link: str = "", only: str | None = None
) -> tuple[list[Mail], list[Letter]]:
    """Put a reminder into the outbox for everybody who owes something, or for one person.

    ``link`` has "{person}" where the person's id belongs.  Returns the mails that now wait in
    addition, and the letters to people without an address, which are told and not lost.
    """
    require_writer()
    people = people_with_open_items(db, today)["person_id"] if only is None else [only]
    letters = [
        letter
        for person in people
        if (letter := reminder_for(db, str(person), today, link.replace("{person}", str(person))))
    ]
    mails = [
        Mail(letter.to, letter.address, letter.subject, letter.body, by)
        for letter in letters
        if letter.address
    ]
    return Outbox(plan).add(mails), [letter for letter in letters if not letter.address]


def send_waiting(plan: Path) -> tuple[int, list[str]]:
    """Send what waits; returns how many went out, and a German sentence for each that did not.

    Raises Refused where no server is configured or it cannot be reached; then all mails still
    wait.
    """
    require_writer()
    server = mail_server()
    if server is None:
        raise Refused(
            "Es ist kein Mailserver eingerichtet (STRATEGY_SMTP_HOST); kopieren Sie die Schreiben "
            "oder lassen Sie den Server einrichten."
        )
    outbox, sent, troubles = Outbox(plan), 0, list[str]()
    waiting = [mail for mail in reversed(outbox.list_()) if mail.sent_at is None]
    if not waiting:
        return 0, []
    try:
        with _connected(server) as connection:
            for mail in waiting:
                try:
                    connection.send_message(_message(server, mail))
                except smtplib.SMTPServerDisconnected:
                    raise
                except smtplib.SMTPException as error:
                    # One address that is refused must not keep the others waiting.
                    said = (
                        f"{mail.to}: der Mailserver nimmt die Nachricht nicht an ({_code(error)})."
                    )
                    outbox.mark(mail.id, said)
                    troubles.append(said)
                else:
                    # Noted at once: whatever happens next, nobody is reminded twice.
                    outbox.mark(mail.id)
                    sent += 1
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(
            f"Der Mailserver {server.host} ist nicht erreichbar oder lehnt die Anmeldung ab; "
            f"{sent} Nachrichten sind gesendet, die übrigen warten im Postausgang."
        ) from error
    return sent, troubles


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.security == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user and server.password is not None:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _message(server: MailServer, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = server.sender, mail.address
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    # Out-of-office answers to a machine help nobody.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _code(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return str(next(iter(error.recipients.values()))[0])
    return str(getattr(error, "smtp_code", "ohne Angabe"))
