"""Data: take everything out of the plan, and keep safe copies of it."""

import shutil
import tempfile
from pathlib import Path

import streamlit as st

from strategy.excel.export import write_folder, write_workbook
from strategy.identity.security_log import Event, note
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.backup import backup
from strategy.kernel.store.door import require_administrator, require_writer
from strategy.nouns.visibility import Audience
from strategy.plans import schedule
from strategy.plans.restoring import restore_plan
from ui.reports.audience_choice import choose_audience
from ui.run import session
from ui.run.plain_text import plain
from ui.run.uploads import on_disk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen_audience() -> Audience:
    """For whom the files are; callbacks run before the choice is drawn again."""
    return Audience(st.session_state.get("ausgabe_zielgruppe") or Audience.ADMINISTRATION)


def make(name: str, folder: Path) -> Path:
    """The file of one way to export, written into ``folder``."""
    if name == "xlsx":
        return write_workbook(
            session.store(), folder / "Plan.xlsx", session.version(), audience=chosen_audience()
        )
    if name == "backup":
        return backup(session.store(), folder / f"{session.plan_path().stem}.duckdb")
    # CSV and Parquet are a folder, and a browser fetches one file.
    target = folder / "Plan"
    write_folder(
        session.store(),
        target,
        session.version(),
        parquet=name == "parquet",
        audience=chosen_audience(),
    )
    return Path(shutil.make_archive(str(target), "zip", target))


def prepare(name: str) -> None:
    """Callback: write the file and keep it for the download button.

    Whoever only reads takes lists out page by page; the plan file with its whole history is for
    administrators alone.
    """
    try:
        (require_administrator if name == "backup" else require_writer)()
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            path = make(name, Path(folder))
            # One at a time: bytes in a session lie in the server's memory until it ends.
            st.session_state["export"] = (name, path.name, path.read_bytes())
            note(
                Event.TAKEN_OUT,
                session.actor(),
                plan=session.plan_path().name,
                version=session.version(),
                what=WAYS[name][0],
            )
    except StrategyError as error:
        session.say("error", str(error))


def put_back(replace_newer: bool, accept_foreign: bool) -> None:
    """Callback: replace the plan by an uploaded backup; the plan as it is stays beside it."""
    upload, path = st.session_state["restore_file"], session.plan_path()
    try:
        with on_disk(upload) as source:
            # Asked before the plan is closed for everybody.
            require_administrator()
            session.replace_plan(
                path,
                lambda: restore_plan(
                    source,
                    path,
                    session.actor(),
                    replace_newer=replace_newer,
                    accept_foreign=accept_foreign,
                    name=upload.name,
                ),
            )
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say(
            "success",
            f"Wiederhergestellt aus {upload.name}; der bisherige Stand liegt im selben Ordner.",
        )


def keep_backups() -> None:
    """Callback: switch the daily backups on or off."""
    try:
        require_administrator()
        on, keep = st.session_state["backups_on"], st.session_state["backups_keep"]
        schedule.save_settings(schedule.Settings(on, keep))
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", "Die täglichen Sicherungen sind eingestellt.")


def back_up() -> None:
    """Callback: a backup now, in the same folder."""
    try:
        require_administrator()
        done = schedule.back_up_now(session.store())
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say(
            "error" if done.trouble else "success", done.trouble or f"Gesichert: {done.file}."
        )


def show_backups() -> None:
    """The backups that the server makes by itself, and how the last one went."""
    st.header("Tägliche Sicherung")
    settings = schedule.read_settings()
    last = schedule.last_backup(session.plan_path())
    st.markdown(
        "Solange die Werkbank läuft, sichert sie jeden Plan einmal am Tag in den Ordner "
        f"„{schedule.FOLDER}“ neben der Plandatei. Legen Sie diesen Ordner auf einen anderen "
        "Datenträger oder nehmen Sie ihn in die Sicherung Ihres Hauses auf."
    )
    if last is None:
        st.info("Dieser Plan wurde noch nicht von selbst gesichert.", icon=":material/info:")
    elif last.trouble:
        st.error(
            plain(
                f"Die letzte Sicherung am {german.moment(last.at)} ist nicht gelungen: "
                f"{last.trouble}"
            ),
            icon=":material/error:",
        )
    else:
        st.success(
            plain(f"Zuletzt gesichert am {german.moment(last.at)} als {last.file}."),
            icon=":material/check_circle:",
        )
    st.toggle("Jeden Tag sichern", value=settings.on, key="backups_on", on_change=keep_backups)
    st.number_input(
        "So viele Sicherungen je Plan bleiben liegen",
        min_value=1,
        max_value=3650,
        value=settings.keep,
        step=1,
        key="backups_keep",
        on_change=keep_backups,
    )
    st.button("Jetzt sichern", on_click=back_up, icon=":material/save:")


st.title("Ausgeben und sichern")
st.markdown(
    "Der ganze Plan in offenen Formaten, und Sicherungen, die sich wieder einspielen lassen. Den "
    "Strategiebericht finden Sie in Schritt 5."
)

WAYS = {
    "xlsx": ("Alle Tabellen als Excel", "Eine Arbeitsmappe mit einem Blatt je Tabelle.", XLSX),
    "csv": (
        "Alle Tabellen als CSV",
        "Für Excel: Semikolon, Dezimalkomma, Umlaute.",
        "application/zip",
    ),
    "parquet": (
        "Alle Tabellen als Parquet",
        "Für Auswertungen, mit Beschreibung der Spalten.",
        "application/zip",
    ),
    "backup": (
        "Sicherung des Plans",
        "Die ganze Plandatei mit allen Fassungen und dem Verlauf.",
        "application/octet-stream",
    ),
}
st.header("Ausgeben")
who = session.who()
choose_audience("ausgabe_zielgruppe")
for name, (title, text, mime) in WAYS.items():
    if not (who.may_administer if name == "backup" else who.may_write):
        continue
    left, right = st.columns([3, 2])
    with left:
        st.markdown(f"**{title}**  \n{text}")
    with right:
        ready = st.session_state.get("export", ("", "", b""))
        if ready[0] == name:
            st.download_button(
                f"{ready[1]} herunterladen",
                ready[2],
                file_name=ready[1],
                mime=mime,
                type="primary",
                icon=":material/download:",
                key=f"download_{name}",
                on_click="ignore",
            )
        else:
            st.button(
                f"{title} erstellen",
                key=f"make_{name}",
                icon=":material/inventory_2:",
                on_click=prepare,
                args=(name,),
            )

if not who.may_write:
    st.info(
        "Ihr Zugang darf lesen. Listen und Bilder gibt jede Seite für sich als Excel aus; den "
        "ganzen Plan gibt die Bearbeitung oder die Administration heraus.",
        icon=":material/info:",
    )
if not who.may_administer:
    if who.may_write:
        st.caption("Sichern und Wiederherstellen kann ein Zugang mit der Rolle „Administration“.")
    session.end_page()

show_backups()

st.header("Aus einer Sicherung wiederherstellen")
st.markdown(
    "Die Sicherung ersetzt den Plan für alle, die gerade mit ihm arbeiten. Der jetzige Stand "
    "bleibt als eigene Datei im selben Ordner liegen."
)
upload = st.file_uploader("Sicherung (.duckdb)", type=["duckdb"], key="restore_file")
if upload is not None:
    # A tick of its own, because a backup of last week takes the week's work away from everybody.
    newer = st.checkbox(
        "Auch einen Plan ersetzen, der neuer ist als die Sicherung", key="restore_newer"
    )
    foreign = st.checkbox(
        "Auch eine Sicherung, deren Verlauf nicht von dieser Werkbank unterschrieben ist",
        key="restore_foreign",
    )
    st.button("Plan ersetzen", on_click=put_back, args=(newer, foreign), icon=":material/restore:")
