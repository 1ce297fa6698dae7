"""Colours, German number formats and the common look of every chart.

The colours are those of KERN, the open design standard of German administration.
"""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from ui.charts.drawn import drawn

BLUE, ORANGE, GREEN, VIOLET = "#2044AA", "#F69A00", "#007155", "#A551CD"
CYAN, RED, LIME, GREY = "#10BDEC", "#C31C13", "#9BBB00", "#6E7597"
COLOURS = (BLUE, ORANGE, GREEN, VIOLET, CYAN, RED, LIME, GREY)
# Further life domains: lighter and darker relatives, so that no two of sixteen look the same.
_MORE = ("#97AFE1", "#925400", "#7CBD86", "#5B2A75", "#006B8C", "#F59587", "#5F7300", "#A9AEC6")

SACH, PERSONAL = BLUE, ORANGE
KIND_COLOURS = {"Sachkosten": SACH, "Personalkosten": PERSONAL}
INCOME, EXPENSE = GREEN, BLUE

TEXT, MUTED = "#1D2034", "#454B6B"
# The lower end of a scale that ends in blue.
PALE = "#EEF1FA"

# On the dark background these tones keep a contrast of at least 3:1.
_DARK_TWINS = {
    TEXT: "#FFFFFF",
    MUTED: "#C6CADC",
    BLUE: "#97AFE1",
    GREEN: "#4DB596",
    VIOLET: "#C994E4",
    RED: "#F59587",
    GREY: "#A9AEC6",
    PALE: "#2A2F4F",
    "#925400": "#D9A05B",
    "#5B2A75": "#B58ACB",
    "#006B8C": "#5AAFC9",
    "#5F7300": "#AEBF5E",
}

# Goals and measures in one scale from open to done: colour and a sign that says the same.
STATES = {
    "offen": (GREY, "○"),
    "nicht auf Kurs": (RED, "▼"),
    "teilweise auf Kurs": (ORANGE, "◐"),
    "weitgehend auf Kurs": (LIME, "◕"),
    "voll auf Kurs": (GREEN, "●"),
    "Idee": (GREY, "○"),
    "Ideenpool": (GREY, "○"),
    "vorgeschlagen": (CYAN, "◔"),
    "beschlossen": (BLUE, "◑"),
    "in Umsetzung": (ORANGE, "◕"),
    "umgesetzt": (GREEN, "●"),
    "abgelehnt": (RED, "▼"),
    "zurückgestellt": (GREY, "◌"),
    "abgebrochen": (RED, "▼"),
}

_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_DAYS = ("Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag")

PLOTLY_DE: dict[str, Any] = {
    "locale": "de",
    # Streamlit ships plotly without other languages; this is the whole German one.
    "locales": {
        "de": {
            "dictionary": {
                "Autoscale": "Ganz anzeigen",
                "Box Select": "Rechteck auswählen",
                "Click to enter Colorscale title": "",
                "Collapse/expand": "Auf- und zuklappen",
                "Double-click on legend to isolate one trace": "Doppelklick zeigt nur diesen Wert",
                "Double-click to zoom back out": "Doppelklick zeigt wieder alles",
                "Download plot": "Als Bild speichern",
                "Download plot as a PNG": "Als Bild speichern",
                "Download plot as a png": "Als Bild speichern",
                "Lasso Select": "Frei auswählen",
                "Pan": "Verschieben",
                "Reset": "Zurücksetzen",
                "Reset axes": "Achsen zurücksetzen",
                "Show closest data on hover": "Nächsten Wert zeigen",
                "Compare data on hover": "Werte vergleichen",
                "Toggle Spike Lines": "Hilfslinien",
                "Toggle show closest data on hover": "Nächsten Wert zeigen",
                "Zoom": "Vergrößern",
                "Zoom in": "Vergrößern",
                "Zoom out": "Verkleinern",
                "Show data": "Daten zeigen",
                "Snapshot succeeded": "Das Bild ist gespeichert",
                "Taking snapshot - this may take a few seconds": "Das Bild wird erstellt …",
                "Sorry, there was a problem downloading your snapshot!": (
                    "Das Bild konnte nicht gespeichert werden."
                ),
                "trace": "Reihe",
            },
            "format": {
                "days": list(_DAYS),
                "shortDays": [day[:2] for day in _DAYS],
                "months": list(_MONTHS),
                "shortMonths": [month[:3] for month in _MONTHS],
                "date": "%d.%m.%Y",
                "dateTime": "%a %e. %b %X %Y",
                "decimal": ",",
                "thousands": ".",
                "year": "%Y",
                "month": "%b %Y",
                "dayMonth": "%d.%m.",
                "dayMonthYear": "%d.%m.%Y",
            },
        }
    },
    "displaylogo": False,
    "responsive": True,
    # Wheel and finger belong to the page, not to the chart.
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "zoom2d", "pan2d", "autoScale2d"],
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "Diagramm"},
}


# The height of a bar on its line, where bars of several colours share the lines.
LINE = 0.75


def finish(figure: go.Figure, height: int = 420, legend: bool = True) -> go.Figure:
    """Give a figure the common look; the heading stands on the page and not in the picture."""
    figure.update_layout(
        height=height,
        # Decimal comma first, then the thousands sign; the locale alone does not reach hover texts.
        separators=",.",
        margin={"l": 8, "r": 8, "t": 40 if legend else 12, "b": 8},
        # Streamlit's theme would write the labels in a grey that misses the contrast of 4.5:1.
        font={"size": 14, "color": TEXT},
        legend_font_color=TEXT,
        # A label that does not fit its bar at 10 px is left out; the table below holds every value.
        uniformtext={"minsize": 10, "mode": "hide"},
        showlegend=legend,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "title": None},
        # On a phone a finger on the picture is to scroll the page, not to zoom the axes.
        dragmode=False,
        hoverlabel={"align": "left", "font": {"size": 14}},
        bargap=0.25,
    )
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(automargin=True, tickfont={"color": MUTED}, title_font={"color": MUTED})
    return ink_labels(figure)


def safe(text: object) -> str:
    """A text of the user for plotly, which would read tags in it."""
    # Plotly renders <b>, <a href> and <br> in labels; a title with angle brackets would be
    # swallowed.
    return html.escape(str(text), quote=False)


def wrapped(text: object, width: int = 30, lines: int = 3, *, cut_words: bool = True) -> str:
    """A label broken into at most ``lines`` lines; words wider than a line may be cut or not."""
    parts = textwrap.wrap(
        str(text), width, max_lines=lines, placeholder=" …", break_long_words=cut_words
    ) or [""]
    return "<br>".join(safe(part) for part in parts)


def money_unit(cents: Iterable[float]) -> tuple[float, str]:
    """Divisor from cents and axis title for amounts of this size: Mio. €, Tsd. € or €."""
    largest = max((abs(value) for value in cents), default=0) / 100
    # From 10,000 € on in thousands: below that the rounding would hide what small towns ask about.
    for size, name in ((10**6, "Mio. €"), (10**4, "Tsd. €")):
        if largest >= size:
            return 100 * (10**6 if size == 10**6 else 10**3), name
    return 100, "€"


def domain_colours(domains: Sequence[str]) -> dict[str, str]:
    """One colour per life domain, the same on every page that passes the same domains."""
    palette = COLOURS + _MORE
    return {name: palette[i % len(palette)] for i, name in enumerate(sorted(set(domains)))}


@drawn
def for_dark(figure: go.Figure) -> go.Figure:
    """The same figure in the tones for the dark theme."""
    # Colours sit at many depths of a figure; in its JSON every one of them is a quoted string.
    text = figure.to_json()
    for light, dark in _DARK_TWINS.items():
        text = text.replace(f'"{light}"', f'"{dark}"')
    return ink_labels(go.Figure(json.loads(text)))


def ink_labels(figure: go.Figure) -> go.Figure:
    """Write the labels inside areas and bars black or white, whichever reads better."""
    for trace in figure.data:
        if trace.type == "treemap":
            trace.textfont.color = [_ink(colour) for colour in trace.marker.colors or ()]
        elif trace.type == "bar" and isinstance(trace.marker.color, str):
            trace.insidetextfont.color = _ink(trace.marker.color)
    return figure


def _ink(colour: str) -> str:
    """Black or white: the one with the higher contrast (WCAG relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    # 0.179 is where black and white text have equal contrast on the same ground.
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#FFFFFF"
