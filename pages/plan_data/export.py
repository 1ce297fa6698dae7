"""Data: take everything out of the plan, and keep safe copies of it."""

import shutil
import tempfile
from pathlib import Path

import streamlit as st

from strategy.excel.export import write_folder, write_workbook
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.backup import backup, restore
from ui.run import session
from ui.run.uploads import on_disk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make(name: str, folder: Path) -> Path:
    """The file of one way to export, written into ``folder``."""
    if name == "xlsx":
        return write_workbook(session.store(), folder / "Plan.xlsx", session.version())
    if name == "backup":
        return backup(session.store(), folder / f"{session.plan_path().stem}.duckdb")
    target = folder / "Plan"
    write_folder(session.store(), target, session.version(), parquet=name == "parquet")
    return Path(shutil.make_archive(str(target), "zip", target))


def prepare(name: str) -> None:
    """Callback: write the file and keep it for the download button."""
    try:
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            path = make(name, Path(folder))
            st.session_state["export"] = (name, path.name, path.read_bytes())
    except StrategyError as error:
        session.say("error", str(error))


def put_back(replace_newer: bool) -> None:
    """Callback: replace the plan by an uploaded backup; the plan as it is stays beside it."""
    upload, path = st.session_state["restore_file"], session.plan_path()
    try:
        with on_disk(upload) as source:
            session.replace_plan(path, lambda: restore(source, path, replace_newer=replace_newer))
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say(
            "success",
            f"Wiederhergestellt aus {upload.name}; der bisherige Stand liegt im selben Ordner.",
        )


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
for name, (title, text, mime) in WAYS.items():
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

st.header("Aus einer Sicherung wiederherstellen")
st.markdown(
    "Die Sicherung ersetzt den Plan für alle, die gerade mit ihm arbeiten. Der jetzige Stand "
    "bleibt als eigene Datei im selben Ordner liegen."
)
upload = st.file_uploader("Sicherung (.duckdb)", type=["duckdb"], key="restore_file")
if upload is not None:
    newer = st.checkbox(
        "Auch einen Plan ersetzen, der neuer ist als die Sicherung", key="restore_newer"
    )
    st.button("Plan ersetzen", on_click=put_back, args=(newer,), icon=":material/restore:")
