"""How cells look: one place for fonts, colours and German number formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from strategy.excel.column import Show

INK = "#1D2034"
MUTED = "#454B6B"
ACTION = "#2044AA"
LINE = "#A9AEC6"
SURFACE = "#E8E9EF"
WARNING, WARNING_SURFACE = "#925400", "#FFE7B6"
# Blue and orange: the pair that people with a red-green weakness tell apart as well.
SACH_COLOUR, PERSONAL_COLOUR = "#2044AA", "#F69A00"
CHART_COLOURS = (
    "#2044AA",
    "#F69A00",
    "#007155",
    "#A551CD",
    "#10BDEC",
    "#C31C13",
    "#9BBB00",
    "#6E7597",
)

# Excel stores the codes in English notation and shows them in the notation of the user's language.
NUMBER_CODES: dict[Show, str] = {
    Show.MONEY: '#,##0.00 "€"',
    Show.FORMULA: '#,##0.00 "€"',
    Show.PERCENT: "0.0#%",
    Show.NUMBER: "#,##0.####",
    Show.INTEGER: "#,##0",
    Show.FTE: "0.00##",
    Show.YEAR: "0",
    Show.DAY: "dd.mm.yyyy",
    Show.MOMENT: "dd.mm.yyyy hh:mm",
    Show.CODE: "@",
}


_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
_PROSE: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "font_color": ACTION, "valign": "vcenter"},
    "cover": {"font_size": 28, "bold": True, "font_color": ACTION, "text_wrap": True},
    "cover_line": {"font_size": 14, "text_wrap": True},
    "heading": {
        "font_size": 13,
        "bold": True,
        "font_color": ACTION,
        "bottom": 1,
        "bottom_color": LINE,
    },
    "lead": {"text_wrap": True, "font_color": MUTED},
    "prose": {"text_wrap": True},
    "note": {"font_color": MUTED, "italic": True},
    "empty": {"font_color": WARNING, "bg_color": WARNING_SURFACE, "text_wrap": True},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": ACTION,
        "text_wrap": True,
        "valign": "vcenter",
        "indent": 1,
        "border": 1,
        "border_color": LINE,
    },
    "header_number": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": ACTION,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "right",
        "border": 1,
        "border_color": LINE,
    },
    "label": {"bold": True},
    "link": {"font_color": ACTION, "underline": 1},
    # Grey and slanted, so that the word is not taken for a value that somebody typed.
    "unknown": {
        "font_color": MUTED,
        "italic": True,
        "align": "right",
        "bottom": 4,
        "bottom_color": LINE,
    },
}
_LABELS = frozenset({Show.YEAR, Show.DAY, Show.MOMENT})
_NUMERIC = frozenset(NUMBER_CODES) - _LABELS - {Show.CODE}


class Formats:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def prose(self, name: str) -> Format:
        """A named format for headings and running text."""
        return self._make(f"prose {name}", _PROSE[name])

    def cell(self, show: Show, strong: bool = False, quoted: bool = False) -> Format:
        """The format of a table cell; ``strong`` for sums.

        ``quoted`` keeps text that begins like a formula a text even when somebody edits the cell.
        """
        look: dict[str, Any] = {"bottom": 4, "bottom_color": LINE}
        if show in NUMBER_CODES:
            look["num_format"] = NUMBER_CODES[show]
        if show in (Show.TEXT, Show.LONG, Show.CODE, Show.FLAG):
            # The indent keeps words apart from numbers that end in the column before.
            look |= {"text_wrap": True, "indent": 1}
        if show in _LABELS:
            look |= {"align": "left", "indent": 1}
        elif show in _NUMERIC:
            # Right-aligned also where the amount is a word, "unbekannt".
            look["align"] = "right"
        if strong:
            look |= {"bold": True, "top": 1, "top_color": INK, "bg_color": SURFACE}
        if quoted:
            look["quote_prefix"] = True
        return self._make(f"cell {show} {strong} {quoted}", look)

    def piece(self, mark: str) -> Format:
        """The font of a piece of a redline: by line and colour, so that it can be read in print."""
        looks: dict[str, dict[str, Any]] = {
            "gone": {"font_strikeout": True, "font_color": "#C31C13"},
            "new": {"underline": 1, "font_color": "#2044AA"},
        }
        return self._make(f"piece {mark}", looks.get(mark, {}))

    def plain(self, show: Show) -> Format:
        """The format of a single value beside its label."""
        look: dict[str, Any] = {"align": "left", "text_wrap": True}
        if show in NUMBER_CODES:
            look["num_format"] = NUMBER_CODES[show]
        return self._make(f"plain {show}", look)

    def header(self, show: Show) -> Format:
        """The heading of a column, right-aligned above numbers."""
        return self.prose("header_number" if show in _NUMERIC else "header")

    def _make(self, key: str, look: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**_BASE, **look})
        return self._made[key]
