"""Data: the own password; for administrators who may sign in, what happened, and erasing a name."""

import pandas as pd
import streamlit as st

from strategy.identity.accounts import Access, Account, key_of
from strategy.identity.passwords import SHORTEST_PASSWORD
from strategy.identity.security_log import Event, entries, note
from strategy.identity.sign_ins import SignIns
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.door import require_administrator
from strategy.plans.erasing import erase_person
from ui.objects.fields import options_of
from ui.run import session
from ui.run.plain_text import plain
from ui.run.signed_in import sign_ins
from ui.tables.format import grid, moment_column, text_column


def change_password() -> None:
    """Callback: a new password for whoever is signed in; every browser signs in anew after it."""
    account = session.who().account
    # Taken out at once: a password must not lie in the session.
    old, new, again = (st.session_state.pop(f"password_{part}", "") for part in _PARTS)
    try:
        # The old one is asked for, as somebody else may sit at an unlocked screen.
        if account is None or sign_ins().accounts.check(account.name, old) is None:
            session.say(
                "error", "Das bisherige Passwort ist nicht richtig; es ist nichts geändert."
            )
        elif new != again:
            session.say("error", "Die beiden neuen Passwörter sind nicht gleich.")
        else:
            sign_ins().accounts.set_password(account.name, new)
            note(Event.PASSWORD, account.name, account=account.name)
    except StrategyError as error:
        session.say("error", str(error))


def change_role(name: str) -> None:
    """Callback: another role for an account."""
    try:
        # Asked again in the callback: a message can be sent without the button being shown.
        require_administrator()
        changed = sign_ins().accounts.change(name, Access(st.session_state[f"role_{name}"]))
        note(Event.ACCOUNT, session.actor(), account=name, change=str(changed.access))
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"„{name}“ hat jetzt die Rolle {changed.access}.")


def change_unit(name: str) -> None:
    """Callback: the unit whose entries an account with the role Amt edits."""
    try:
        require_administrator()
        unit = st.session_state[f"unit_{name}"] or ""
        sign_ins().accounts.change(name, unit=unit)
        note(Event.ACCOUNT, session.actor(), account=name, change=f"Organisationseinheit {unit}")
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"„{name}“ bearbeitet jetzt die Einträge von {unit or 'niemandem'}.")


def show_unit(one: Account) -> None:
    """The choice of a unit, for the one role that needs it."""
    if one.access is not Access.OFFICE:
        return
    with session.read() as db:
        units = options_of(db, "organisation_unit")
    known = list(units)
    st.selectbox(
        f"Organisationseinheit von {one.name}",
        known,
        index=known.index(one.unit) if one.unit in units else None,
        format_func=lambda unit: units.get(unit, unit),
        placeholder="ohne: ändert nichts",
        key=f"unit_{one.name}",
        label_visibility="collapsed",
        on_change=change_unit,
        args=(one.name,),
    )


def remove(name: str) -> None:
    """Callback: take an account away; what it did stays in the history."""
    try:
        require_administrator()
        sign_ins().accounts.remove(name)
        note(Event.ACCOUNT, session.actor(), account=name, change="weggenommen")
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"Der Zugang „{name}“ ist weggenommen.")


def erase() -> None:
    """Callback: take a name out of plan, history and editions."""
    path, name = session.plan_path(), st.session_state.get("erase_name", "")
    said: list[str] = []
    try:
        require_administrator()
        session.replace_plan(path, lambda: said.extend(erase_person(path, session.actor(), name)))
    except StrategyError as error:
        session.say("error", str(error))
    else:
        st.session_state["erase_name"] = ""
        session.say("success", " ".join(said))


_PARTS = ("old", "new", "again")
st.title("Zugänge und Datenschutz")
account = session.who().account
if account is None:
    st.info(
        "Auf dem eigenen Rechner meldet sich niemand an. Zugänge für andere legt "
        "„python -m strategy user add NAME“ an.",
        icon=":material/info:",
    )
else:
    st.header("Eigenes Passwort ändern")
    st.markdown(
        f"Mindestens {SHORTEST_PASSWORD} Zeichen, am besten vier Wörter, die nichts miteinander "
        "zu tun haben. Danach melden Sie sich mit dem neuen Passwort an."
    )
    # A form, so that no password is sent while it is still being typed.
    with st.form("own_password"):
        labels = ("Bisheriges Passwort", "Neues Passwort", "Neues Passwort wiederholen")
        for part, label in zip(_PARTS, labels, strict=True):
            st.text_input(label, type="password", key=f"password_{part}", autocomplete="off")
        st.form_submit_button("Passwort ändern", on_click=change_password)
# Names, times and addresses of others are personal data.
if not session.who().may_administer:
    session.end_page()

st.header("Zugänge")
st.markdown(
    "**Administration** gibt Zugänge und stellt Pläne wieder her, **Bearbeitung** ändert den "
    "ganzen Plan, **Amt** die Anwendungen, Projekte, Leistungen und Maßnahmen der eigenen "
    "Organisationseinheit und der ihr nachgeordneten, **Bewertung** gibt Punktwerte, **Lesen** "
    "ändert nichts. Kommentieren dürfen alle, die etwas ändern dürfen."
)
known = sign_ins().accounts.list_()
if known:
    last = SignIns(sign_ins().accounts).last()
    for one in known:
        text, actions = st.columns([2, 2])
        with text:
            at = german.moment(last.get(key_of(one.name)))
            st.markdown(
                f"**{plain(one.name)}**  \n:small[:gray[{plain(one.function or 'ohne Funktion')}, "
                f"zuletzt angemeldet: {at}]]"
            )
        with actions, st.container(horizontal=True):
            st.selectbox(
                f"Rolle von {one.name}",
                [str(access) for access in Access],
                index=[str(access) for access in Access].index(str(one.access)),
                key=f"role_{one.name}",
                label_visibility="collapsed",
                on_change=change_role,
                args=(one.name,),
            )
            show_unit(one)
            st.button("Wegnehmen", key=f"remove_{one.name}", on_click=remove, args=(one.name,))
else:
    st.info("Es gibt noch keinen Zugang.", icon=":material/info:")
st.markdown(
    "Einen neuen Zugang legt „python -m strategy user add NAME“ an, auch im laufenden Betrieb."
)

st.header("Einen Namen löschen")
st.markdown(
    "Verlangt eine Person, dass ihr Name gelöscht wird, verschwindet er hier aus dem Plan, aus "
    "Verlauf, Szenarien und festen Fassungen. An seiner Stelle steht „[Name gelöscht]“. Das lässt "
    "sich nicht rückgängig machen; feste Fassungen bekommen eine neue Prüfsumme, und die alte "
    "bleibt mit dem Grund vermerkt. Kopien und Sicherungen müssen Sie selbst löschen."
)
st.text_input("Der ganze Name, wie er im Plan steht", key="erase_name", autocomplete="off")
# Undo cannot take this back, as the name has to be gone from the history too.
sure = st.checkbox("Ich weiß, dass sich das nicht zurücknehmen lässt", key="erase_sure")
st.button("Name löschen", on_click=erase, disabled=not sure, icon=":material/person_remove:")

st.header("Was geschehen ist")
lines = entries(200)
if not lines:
    st.info("Es ist noch nichts aufgezeichnet.", icon=":material/info:")
else:
    frame = pd.DataFrame(
        [
            {
                "at": line.at.replace(tzinfo=None),
                "event": line.event,
                "who": line.who,
                "details": ", ".join(f"{k}: {v}" for k, v in line.details.items() if v),
            }
            for line in lines
        ]
    )
    columns = {
        "at": moment_column("Zeit"),
        "event": text_column("Was"),
        "who": text_column("Wer"),
        "details": text_column("Einzelheiten"),
    }
    st.dataframe(
        **grid(frame, columns), key="security_log", alt="Anmeldungen und andere Ereignisse"
    )
