"""Data: what is open with one person, the letter about it, and the mails that wait."""

from datetime import date

import streamlit as st

from strategy.analysis.reminders import reminder_for
from strategy.figures.plan.open_items import open_items, people_with_open_items
from strategy.identity.outbox import Outbox
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.door import require_writer
from strategy.plans.mailing import mail_server, queue_reminders, send_waiting
from ui.council.due_words import due_words
from ui.frame.places import forward_elsewhere
from ui.objects.list_rows import show_rows
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import text_column
from ui.tables.rows import rows_of

COLUMNS = {
    "title": text_column("Was offen ist", width=330),
    "state": text_column("Stand"),
    "kind": text_column("Art"),
    "why": text_column("Warum", width="medium"),
    "id": text_column("Kennung"),
}


def link_to(person: str) -> str:
    """The address of this page for a person, as the browser knows the workbench."""
    # Only the browser knows under which name the server is reached from its desk.
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?person={person}" if base else ""


def queue(person: str | None) -> None:
    """Callback: reminders into the outbox, for one person or for everybody."""
    try:
        with session.read() as db:
            mails, without = queue_reminders(
                session.plan_path(), db, session.actor(), date.today(), link_to("{person}"), person
            )
    except StrategyError as error:
        session.say("error", str(error))
        return
    many = german.counted(len(mails), "Schreiben liegt", "Schreiben liegen")
    session.say("success", f"{many} neu im Postausgang.")
    if without:
        names = ", ".join(letter.to for letter in without)
        session.say("info", f"Ohne E-Mail-Adresse, bitte kopieren: {names}.")


def send() -> None:
    """Callback: send what waits."""
    try:
        sent, troubles = send_waiting(session.plan_path())
    except StrategyError as error:
        session.say("error", str(error))
        return
    session.say("success", f"Gesendet: {german.counted(sent, 'Nachricht', 'Nachrichten')}.")
    for trouble in troubles:
        session.say("warning", trouble)


def remove(mail_id: str) -> None:
    """Callback: take a mail out of the outbox."""
    try:
        require_writer()
        Outbox(session.plan_path()).remove(mail_id)
    except StrategyError as error:
        session.say("error", str(error))


def show_outbox() -> None:
    """The mails that wait and those that went, and the way to send them."""
    st.header("Postausgang")
    try:
        mails, server = Outbox(session.plan_path()).list_(), mail_server()
    except StrategyError as error:
        st.error(str(error), icon=":material/error:")
        return
    waiting = [mail for mail in mails if mail.sent_at is None]
    if server is None:
        st.caption(
            "Es ist kein Mailserver eingerichtet; die Schreiben lassen sich oben kopieren. "
            "Einrichten lässt er sich beim Start mit STRATEGY_SMTP_HOST und STRATEGY_SMTP_FROM."
        )
    elif waiting:
        many = german.counted(len(waiting), "Nachricht", "Nachrichten")
        st.button(
            f"{many} senden", key="send", type="primary", icon=":material/send:", on_click=send
        )
    if not mails:
        st.caption("Noch liegt kein Schreiben im Postausgang.")
    for mail in mails[:50]:
        state = mail.trouble or (f"gesendet {mail.sent_at}" if mail.sent_at else "wartet")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(mail.to)}**: {plain(mail.subject)} :small[({plain(state)})]")
            if mail.sent_at is None:
                st.button(
                    "Herausnehmen",
                    key=f"out_{mail.id}",
                    type="tertiary",
                    on_click=remove,
                    args=(mail.id,),
                )


# Choosing an item leads to the page it belongs to.
forward_elsewhere("plan_data/my_items.py")
st.title("Meine offenen Angaben")
st.markdown("Was bei einer Ansprechperson noch offen ist, und das Schreiben dazu.")
today = date.today()
with session.read() as db:
    people = people_with_open_items(db, today)
if people.empty:
    st.success("Zurzeit ist bei niemandem etwas offen.", icon=":material/check_circle:")
    session.end_page()
words = {
    row.person_id: f"{row.function} ({row.items} offen, {row.overdue} überfällig)"
    for row in rows_of(people)
}
wanted = st.query_params.get("person")
person = st.selectbox(
    "Ansprechperson",
    list(words),
    # The link in a letter names its person; who owes nothing any more is told so below.
    index=list(words).index(wanted) if wanted in words else (None if wanted else 0),
    format_func=lambda one: words.get(one, one),
    placeholder="auswählen …",
    key="person",
)
if person is None:
    st.success("Bei Ihnen ist nichts mehr offen. Vielen Dank!", icon=":material/check_circle:")
else:
    with session.read() as db:
        items = open_items(db, str(person), today)
        letter = reminder_for(db, str(person), today, link_to(str(person)))
    items["id"] = items["object_id"]
    items["state"] = [
        "offen" if german.is_unknown(row.due) else due_words(row.days) for row in rows_of(items)
    ]
    show_rows(items, COLUMNS, key="mine", label="Liste: offene Angaben")
    if letter is not None:
        with st.expander("Schreiben zum Kopieren", icon=":material/mail:"):
            st.code(f"Betreff: {letter.subject}\nAn: {letter.to}\n\n{letter.body}", language=None)
if session.who().may_write:
    with st.container(horizontal=True):
        if person is not None:
            st.button(
                "In den Postausgang legen", key="queue_one", on_click=queue, args=(str(person),)
            )
        st.button("Alle erinnern", key="queue_all", on_click=queue, args=(None,))
    show_outbox()
