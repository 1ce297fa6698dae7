"""Tables show German texts, keep their values, and say what is unknown."""

from __future__ import annotations

import datetime

import pandas as pd
import pyarrow as pa
from streamlit.elements.arrow import marshall
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from ui.tables import format as german_format

FRAME = pd.DataFrame(
    {
        "office": ["Bauamt", "Hauptamt", "Sozialamt"],
        "cents": [123456, None, -500],
        "fte": [0.75, None, 10.25],
        "share": [12.5, 3.0, None],
        "start": [datetime.date(2026, 3, 9), None, datetime.date(2024, 5, 5)],
        "changed": pd.to_datetime(["2026-03-09 13:30", None, "2026-07-01 12:00"]),
        "year": [2026, 2025, 2024],
        "cloud": [True, False, None],
    }
)
FRAME["cents"] = FRAME["cents"].astype("Int64").astype(object)
COLUMNS = {
    "office": german_format.text_column("Amt"),
    "cents": german_format.money_column("Kosten"),
    "fte": german_format.fte_column("VZÄ"),
    "share": german_format.percent_column("Anteil"),
    "start": german_format.date_column("Beginn"),
    "changed": german_format.moment_column("Geändert"),
    "year": german_format.year_column(),
    "cloud": german_format.yes_no_column("Cloud"),
}
WRITTEN = [
    ["Bauamt", "1.234,56 €", "0,75", "12,5 %", "09.03.2026", "09.03.2026, 14:30 Uhr", "2026", "ja"],
    ["Hauptamt", "unbekannt", "unbekannt", "3 %", "unbekannt", "unbekannt", "2025", "nein"],
    [
        "Sozialamt",
        "-5,00 €",
        "10,25",
        "unbekannt",
        "05.05.2024",
        "01.07.2026, 14:00 Uhr",
        "2024",
        "unbekannt",
    ],
]


def sent(styler: object) -> list[list[str]]:
    """The display texts that Streamlit sends to the browser for a Styler, row by row."""
    proto = ArrowData()
    marshall_styler(proto, styler, "1")  # type: ignore[arg-type]
    table = pa.ipc.open_stream(proto.styler.display_values).read_all().to_pandas()
    return [[str(value).replace("\u00a0", " ") for value in row] for row in table.values.tolist()]


def show_grid(frame, columns) -> None:  # type: ignore[no-untyped-def]
    """A page with the grid; its source runs in a page of its own."""
    import streamlit as st

    from ui.tables.format import grid

    st.dataframe(**grid(frame, columns), key="grid")


def test_the_grid_gets_german_texts() -> None:
    assert sent(german_format.german_frame(FRAME, COLUMNS)) == WRITTEN
    page = AppTest.from_function(
        show_grid, kwargs={"frame": FRAME, "columns": COLUMNS}, default_timeout=120
    ).run()
    assert not page.exception
    display = page.dataframe[0].proto.arrow_data.styler.display_values
    table = pa.ipc.open_stream(display).read_all().to_pandas()
    assert [[v.replace("\u00a0", " ") for v in row] for row in table.values.tolist()] == WRITTEN


def test_the_grid_gets_the_same_as_from_a_plain_styler() -> None:
    lean = german_format.german_frame(FRAME, COLUMNS)
    # Truth values are sent as words already, because the grid would draw them as boxes.
    words = german_format.yes_no_column("").write
    writers = {n: str if c.write is words else c.write for n, c in COLUMNS.items()}
    plain = lean.data.copy().style.format(writers)
    assert sent(lean) == sent(plain)


def test_a_remembered_table_is_sent_like_the_first_time() -> None:
    def whole(styler: object) -> tuple[bytes, bytes]:
        proto = ArrowData()
        marshall(proto, styler, "1")
        return proto.data, proto.styler.display_values

    fresh = whole(german_format.german_frame(FRAME, COLUMNS))
    for _ in range(2):
        assert whole(german_format.grid(FRAME.copy(), COLUMNS)["data"]) == fresh


def test_a_table_whose_rows_or_columns_differ_is_written_anew() -> None:
    def written(frame: pd.DataFrame, columns: dict[str, german_format.Column]) -> object:
        return sent(german_format.grid(frame, columns)["data"])

    first = written(FRAME, COLUMNS)
    changed = FRAME.copy()
    changed.loc[0, "fte"] = 0.8
    assert written(changed, COLUMNS)[0][2] == "0,80"
    for places, text in ((0, "13 %"), (2, "12,50 %")):
        other = {**COLUMNS, "share": german_format.percent_column("Anteil", places=places)}
        assert written(FRAME, other)[0][3] == text
    assert len(written(FRAME.head(2), COLUMNS)) == 2
    assert written(FRAME, COLUMNS) == first


def test_the_grid_keeps_numbers_to_sort_by() -> None:
    data = german_format.german_frame(FRAME, COLUMNS).data
    assert data["cents"].dtype == "Int64"
    assert data["cents"].tolist() == [123456, pd.NA, -500]
    assert list(data.columns) == list(COLUMNS)


def test_an_empty_frame_stays_a_table() -> None:
    arguments = german_format.grid(FRAME.head(0), COLUMNS)
    assert sent(arguments["data"]) == []
    assert arguments["column_config"]["cents"]["label"] == "Kosten"
    assert arguments["column_config"]["cents"]["alignment"] == "right"
