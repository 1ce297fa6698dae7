"""What an import would do, shown before it writes: found, counted, rejected, changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.intake.comparing.preview import Preview
from strategy.kernel import german
from ui.frame.places import object_link
from ui.importing.fates_view import show_fates
from ui.run.plain_text import plain
from ui.tables.format import grid, money_column, number_column, text_column

SHOWN = 200
_TOLD_AT_ONCE = ("Summen stehen", "Nicht übernommen", "In ", "Ab Zeile", "Die Spalten", "Spalte „")
_ROLES = {
    "text": "Text",
    "code": "Schlüssel",
    "number": "Zahl",
    "amount": "Betrag",
    "date": "Datum",
    "written": "Betrag, jede Zelle für sich",
    "truth": "Ja oder Nein",
}


def show_preview(preview: Preview) -> None:
    """Counts, totals, what was recognised and why, and the rows in question."""
    _show_counts(preview)
    _show_totals(preview)
    for sentence in preview.notices:
        if "gibt es im Plan nicht" in sentence or sentence.startswith(_TOLD_AT_ONCE):
            # What is not taken over as it stands is said where nobody has to look for it.
            st.info(plain(sentence), icon=":material/info:")
    with st.expander("Was erkannt wurde und warum", icon=":material/search:"):
        for sentence in [*preview.detected.sentences(), *preview.notices]:
            st.markdown(f"- {plain(sentence)}")
        if preview.mapping_saved:
            st.markdown("- Die Zuordnung stammt aus einem früheren Einlesen dieser Quelle.")
        # An OParl export has objects and no columns.
        if preview.detected.columns:
            _show_columns(preview)
    if preview.detected.columns:
        show_fates(preview.column_fates, preview.rows_left_out, "import_fates")
    _show_rejected(preview)
    _show_changes(preview)


def _show_counts(preview: Preview) -> None:
    words = {
        "Gelesen": preview.read,
        "Neu": preview.added,
        "Geändert": preview.changed,
        "Unverändert": preview.unchanged,
        "Nicht mehr enthalten": preview.missing,
        "Abgelehnt": len(preview.rejected_rows),
    }
    tiles = st.columns(3)
    for place, (word, count) in enumerate(words.items()):
        with tiles[place % 3]:
            st.metric(word, german.number(count, 0), border=True)


def _show_totals(preview: Preview) -> None:
    if not preview.totals:
        return
    st.subheader("Summen je Jahr")
    rows = [
        {
            "year": year,
            "plan_type": kind,
            "cents": cents,
            "subtotals": preview.subtotal_totals.get(year, {}).get(kind),
        }
        for year, kinds in sorted(preview.totals.items())
        for kind, cents in kinds.items()
    ]
    frame = pd.DataFrame(rows).astype({"cents": "Int64", "subtotals": "Int64"})
    columns = {
        "year": text_column("Jahr"),
        "plan_type": text_column(
            {"costs": "Plan oder Ist", "rates": "Was"}.get(preview.kind, "Planart")
        ),
        "cents": money_column("Summe ohne Zwischensummen"),
    }
    if preview.subtotal_totals:
        columns["subtotals"] = money_column("Zwischensummen (nicht gezählt)")
    st.dataframe(**grid(frame, columns), key="import_totals", alt="Summen je Jahr und Planart")
    if preview.unknown_amounts:
        st.caption(f"{german.number(preview.unknown_amounts, 0)} Beträge sind unbekannt.")


def _show_columns(preview: Preview) -> None:
    rows = [
        {
            "header": column.header or column.letter,
            "letter": column.letter,
            "field": preview.assigned.get(column.header, "wird nicht übernommen"),
            "role": _ROLES.get(column.role, column.role),
            "why": column.reason,
        }
        for column in preview.detected.columns
    ]
    columns = {
        "letter": text_column("Spalte", width="small"),
        "header": text_column("Überschrift"),
        "field": text_column("Feld im Plan"),
        "role": text_column("Erkannt als"),
        "why": text_column("Warum", width="large"),
    }
    st.dataframe(**grid(pd.DataFrame(rows), columns), key="import_columns", alt="Erkannte Spalten")


def _show_rejected(preview: Preview) -> None:
    if not preview.rejected:
        return
    st.subheader("Abgelehnte Zeilen")
    st.warning(
        "Diese Zeilen lassen sich nicht übernehmen. Berichtigen Sie die Datei, oder lassen Sie sie "
        "unten ausdrücklich weg; sonst wird nichts eingelesen.",
        icon=":material/warning:",
    )
    frame = pd.DataFrame(
        [
            {"row": r.row, "column": r.column, "value": r.value, "reason": r.reason}
            for r in preview.rejected[:SHOWN]
        ]
    )
    columns = {
        "row": number_column("Zeile"),
        "column": text_column("Spalte"),
        "value": text_column("Wert"),
        "reason": text_column("Grund", width="large"),
    }
    st.dataframe(**grid(frame, columns), key="import_rejected", alt="Abgelehnte Zeilen")
    # A cell of the grid cuts long sentences off; here they stand whole, to be read and copied.
    with st.expander("Die Gründe als Text"):
        st.markdown(
            "\n".join(
                f"- Zeile {cell.row}"
                + (f", Spalte „{plain(cell.column)}“" if cell.column else "")
                + f": {plain(cell.reason)}"
                for cell in preview.rejected[:SHOWN]
            )
        )


def _show_changes(preview: Preview) -> None:
    if preview.changes:
        with st.expander(f"Geänderte Einträge ({german.number(preview.changed, 0)})"):
            for change in preview.changes[:SHOWN]:
                parts = "; ".join(
                    f"{f.label}: {_said(f.before, f.field)} → {_said(f.after, f.field)}"
                    for f in change.fields
                )
                object_link(change.object_id, f"{change.object_id} {change.name}")
                st.caption(parts)
    if preview.added_names:
        with st.expander(f"Neue Einträge ({german.number(preview.added, 0)})"):
            names = list(map(plain, preview.added_names[:SHOWN]))
            for place, cents in enumerate(preview.added_cents[:SHOWN]):
                names[place] += f": {german.money(cents)}"
            st.markdown("\n".join(f"- {name}" for name in names))
    if preview.missing_objects:
        with st.expander(f"Nicht mehr in der Datei ({german.number(preview.missing, 0)})"):
            for item in preview.missing_objects[:SHOWN]:
                object_link(item.object_id, f"{item.object_id} {item.name}")


def _said(value: object, field: str) -> str:
    if field.endswith("_cents") and isinstance(value, int):
        return german.money(value)
    return german.UNKNOWN if german.is_unknown(value) else plain(str(value))
