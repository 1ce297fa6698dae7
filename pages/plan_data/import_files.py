"""Data: take a file into the plan, with a preview before anything is written."""

import streamlit as st

from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.oparl.importing import LABEL, apply_oparl, preview_oparl
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from ui.importing.answers import drop_answers, keep_answers, name_of_file
from ui.importing.fates_view import show_fates
from ui.importing.place import place_of, show_place
from ui.importing.preview import show_preview
from ui.importing.settings import ask, can_be_asked, settled_mapping, show_settings, show_ways_out
from ui.importing.template_button import show_template
from ui.run import session
from ui.run.plain_text import plain
from ui.run.uploads import on_disk

PREVIEW = "import_preview"
DONE = "import_done"
# No table and so no kind with columns: objects that refer to each other.
OPARL = "oparl"
SHOWN_NOTICES = 8
LABELS = {**{name: kind.label for name, kind in KINDS.items()}, OPARL: LABEL}


def take_over(reading: str, leave_out: bool, remove_missing: bool) -> None:
    """Callback: write what the preview shows, in one action."""
    preview = st.session_state[PREVIEW]
    rows = preview.rejected_rows if leave_out else []
    try:
        if preview.kind == OPARL:
            done = apply_oparl(session.store(), preview, session.actor(), leave_out=rows)
        else:
            done = apply_import(
                session.store(),
                preview,
                session.actor(),
                leave_out=rows,
                delete_missing=remove_missing,
            )
    except StrategyError as error:
        session.say("error", str(error))
        return
    st.session_state.pop(PREVIEW)
    drop_answers(reading)
    st.session_state.pop("import_asked", None)
    st.session_state[DONE] = (done.column_fates, done.rows_left_out)
    # The field for files cannot be emptied by code; under another key it is a new one.
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
        "\n\n"
        "**Gremien und Vorlagen (OParl):** der Export eines Ratsinformationssystems nach OParl 1.0 "
        "oder 1.1. Gremien, Sitzungen, Vorlagen und Beratungen werden an ihrer Adresse oder an "
        "Nummer und Namen wiedererkannt; was auf ein fehlendes Objekt verweist, wird genannt."
    )
if not session.editable():
    st.info(session.why_closed(), icon=":material/lock:")
    session.end_page()

kind = st.selectbox(
    "Was enthält die Datei?",
    list(LABELS),
    key="import_kind",
    bind="query-params",
    format_func=lambda name: LABELS[name],
)
if kind != OPARL:
    show_template(kind)
upload = st.file_uploader(
    "Datei (JSON oder ZIP mit JSON-Dateien, bis 40 MB)"
    if kind == OPARL
    else "Datei (Excel und OpenDocument bis 50 MB, CSV bis 300 MB)",
    type=["json", "zip"] if kind == OPARL else ["xlsx", "xlsm", "xls", "ods", "csv", "txt"],
    # A city's budget as CSV is over 50 MB; workbooks of that size are refused by the reader.
    max_upload_size=300,
    key=f"import_file_{st.session_state.get('import_round', 0)}",
)
if upload is None:
    st.session_state.pop(PREVIEW, None)
    st.session_state.pop("import_asked", None)
    if DONE in st.session_state:
        st.subheader("Zuletzt eingelesen")
        columns_done, rows_done = st.session_state[DONE]
        show_fates(columns_done, rows_done, "import_done_fates")
    session.end_page()
st.session_state.pop(DONE, None)

# The same file read as something else is asked about anew.
reading = f"{name_of_file(upload)}_{kind}"
keep_answers(reading)
mapping = settled_mapping(reading)
# Everything the preview depends on: another version or plan makes it another question.
asked = (upload.file_id, kind, repr(mapping), session.version(), session.plan_path())
if st.session_state.get("import_asked") != asked:
    # Reading is done once per question, not on every click below.
    st.session_state.pop("import_asked", None)
    with st.status("Die Datei wird gelesen und verglichen …") as status, on_disk(upload) as path:
        try:
            st.session_state[PREVIEW] = (
                preview_oparl(session.store(), path, session.version(), upload.name)
                if kind == OPARL
                else preview_import(
                    session.store(),
                    kind,
                    path,
                    mapping=mapping or None,
                    version=session.version(),
                    name=upload.name,
                )
            )
            st.session_state["import_asked"] = asked
            status.update(label="Gelesen und verglichen.", state="complete")
        except StrategyError as error:
            # Python deletes ``error`` at the end of the except block.
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
        if (seen := place_of(question)) is not None:
            show_place(reading, seen, None)
        st.caption(
            f"Gelesen wird die Datei als „{LABELS[kind]}“; passt das nicht, wählen Sie oben "
            "etwas anderes."
        )
        session.end_page()

preview = st.session_state[PREVIEW]
st.header(f"Vorschau: {plain(preview.file)}")
show_place(
    reading, {"sheets": preview.detected.sheets, "grid": preview.detected.grid}, preview.detected
)
show_preview(preview)
if kind == OPARL:
    # Loose ends are told where nobody has to look for them.
    for sentence in preview.notices[:SHOWN_NOTICES]:
        st.info(plain(sentence), icon=":material/info:")
    if len(preview.notices) > SHOWN_NOTICES:
        st.caption(f"Alle {len(preview.notices)} Hinweise stehen unter „Was erkannt wurde“.")
else:
    show_settings(reading, preview)
    if preview.rejected:
        show_ways_out(reading, preview)

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
    args=(reading, leave_out, remove_missing),
    # Rows that cannot be taken are never dropped in silence: somebody has to tick the box.
    disabled=nothing or (bool(preview.rejected) and not leave_out),
)
