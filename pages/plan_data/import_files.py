"""Data: take a file into the plan, with a preview before anything is written."""

import streamlit as st

from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from ui.importing.preview import show_preview
from ui.importing.settings import ask, can_be_asked, settled_mapping, show_settings
from ui.run import session
from ui.run.uploads import on_disk

PREVIEW = "import_preview"


def take_over(leave_out: bool, remove_missing: bool) -> None:
    """Callback: write what the preview shows, in one action."""
    preview = st.session_state[PREVIEW]
    rows = preview.rejected_rows if leave_out else []
    try:
        done = apply_import(
            session.store(), preview, session.actor(), leave_out=rows, delete_missing=remove_missing
        )
    except StrategyError as error:
        session.say("error", str(error))
        return
    st.session_state.pop(PREVIEW)
    st.session_state.pop("import_asked", None)
    st.session_state["import_round"] = st.session_state.get("import_round", 0) + 1
    counts = [
        (done.added, "neu"),
        (done.changed, "geändert"),
        (done.unchanged, "unverändert"),
        (done.left_out or None, "Zeilen weggelassen"),
        (done.deleted or None, "gelöscht"),
    ]
    session.say(
        "success",
        "Eingelesen: "
        + ", ".join(
            f"{german.number(count, 0)} {word}" for count, word in counts if count is not None
        )
        + ".",
        undoable=bool(done.import_id),
    )


st.title("Einlesen")
st.markdown(
    "Excel- und CSV-Dateien aus Haushalt, Inventar und Ämtern kommen hier in den Plan. Sie sehen "
    "erst, was erkannt wurde; geschrieben wird erst auf Ihren Knopfdruck, und alles lässt sich "
    "rückgängig machen."
)
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Wählen Sie, was die Datei enthält, und legen Sie sie ab. Die Werkbank findet Zeichensatz, "
        "Trennzeichen, Kopfzeile, Zahlenformat und Jahre selbst und sagt, woran sie das erkannt "
        "hat. Eine neuere Fassung derselben Datei wird verglichen: neu, geändert, unverändert, "
        "nicht mehr enthalten. Unbekanntes („-“, „k. A.“, leer) bleibt unbekannt und wird nie 0."
        "\n\n"
        "**Kosten je Anwendung und Projekt:** eine Zeile je Anwendung oder Projekt und Kostenart, "
        "mit Spalten wie „Kosten 2026“ und „Kosten 2027“ oder mit einer Spalte „Jahr“; dazu, wenn "
        "vorhanden, Haushaltsart, Plan/Ist, Finanzierung, VZÄ und Entgeltgruppe. „18,4 T€“ und "
        "„ca. 5.000“ werden verstanden. Eine leere Zelle unter einem Jahr ist keine Kostenzeile, "
        "„k. A.“ eine mit unbekanntem Betrag. Anwendungen und Projekte müssen schon im Plan stehen."
        "\n\n"
        "**Karten und Punkte einer Werkstatt:** zum Beispiel das Ergebnis einer Online-Umfrage, "
        "eine Zeile je Karte mit Text und Phase, dazu Gruppe, Thema und Kartencode, soweit "
        "vorhanden; oder eine Zeile je Thema (oder Karte) und Gruppe mit der Zahl der Punkte. Eine "
        "Karte, die schon da ist, wird an Code oder Wortlaut erkannt; was über sie entschieden "
        "wurde, bleibt. Fast gleiche Namen gelten als Schreibfehler und werden nachgefragt."
    )
if not session.editable():
    st.info(
        "Diese Fassung ist festgeschrieben; wechseln Sie zum Einlesen in den Entwurf.",
        icon=":material/lock:",
    )
    session.end_page()

kind = st.selectbox(
    "Was enthält die Datei?",
    list(KINDS),
    key="import_kind",
    bind="query-params",
    format_func=lambda name: KINDS[name].label,
)
upload = st.file_uploader(
    "Datei (Excel, OpenDocument oder CSV, bis 50 MB)",
    type=["xlsx", "xlsm", "xls", "ods", "csv", "txt"],
    key=f"import_file_{st.session_state.get('import_round', 0)}",
)
if upload is None:
    st.session_state.pop(PREVIEW, None)
    st.session_state.pop("import_asked", None)
    session.end_page()

# The same file read as something else is asked about anew.
reading = f"{upload.file_id}_{kind}"
mapping = settled_mapping(reading)
asked = (upload.file_id, kind, repr(mapping), session.version(), session.plan_path())
if st.session_state.get("import_asked") != asked:
    # Reading is done once per question, not on every click below.
    st.session_state.pop("import_asked", None)
    with st.status("Die Datei wird gelesen und verglichen …") as status, on_disk(upload) as path:
        try:
            st.session_state[PREVIEW] = preview_import(
                session.store(),
                kind,
                path,
                mapping=mapping or None,
                version=session.version(),
                name=upload.name,
            )
            st.session_state["import_asked"] = asked
            status.update(label="Gelesen und verglichen.", state="complete")
        except StrategyError as error:
            question: StrategyError | None = error
            status.update(label="Die Datei ist noch nicht gelesen.", state="error")
        else:
            question = None
    if question is not None:
        if can_be_asked(question):
            st.warning(str(question), icon=":material/help:")
            ask(reading, question)
        else:
            st.error(str(question), icon=":material/error:")
        st.caption(
            f"Gelesen wird die Datei als „{KINDS[kind].label}“; passt das nicht, wählen Sie oben "
            "etwas anderes."
        )
        session.end_page()

preview = st.session_state[PREVIEW]
st.header(f"Vorschau: {preview.file}")
show_preview(preview)
show_settings(reading, preview)

leave_out = bool(preview.rejected) and st.checkbox(
    "Abgelehnte Zeilen weglassen: " + german.counted(len(preview.rejected_rows), "Zeile", "Zeilen"),
    key="import_leave_out",
)
remove_missing = bool(preview.missing) and st.checkbox(
    "Nicht mehr Enthaltenes im Plan löschen: "
    + german.counted(preview.missing, "Eintrag", "Einträge"),
    key="import_remove_missing",
)
nothing = not (preview.added or preview.changed or remove_missing)
if nothing and not preview.rejected:
    st.info("Die Datei enthält nichts Neues; der Plan bleibt, wie er ist.", icon=":material/info:")
st.button(
    "In den Plan übernehmen",
    type="primary",
    icon=":material/input:",
    on_click=take_over,
    args=(leave_out, remove_missing),
    disabled=nothing or (bool(preview.rejected) and not leave_out),
)
