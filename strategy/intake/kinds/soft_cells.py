"""What is said about the cells of a column that were not read as they stand."""

from __future__ import annotations

from strategy.intake.kinds.cells import CellRead
from strategy.kernel.record import Kind, Spec

_MOST = 5
# How a sentence names what a cell should have been.
_WHAT = {
    Kind.DAY: "kein eindeutiges Datum",
    Kind.FLAG: "weder Ja noch Nein",
    Kind.CHOICE: "als Auswahl nicht vorgesehen",
    Kind.MONEY: "kein eindeutiger Betrag",
    Kind.YEAR: "kein Jahr",
}


class SoftCells:
    """Collects, for one column, cells that go into the note and cells read by a rule."""

    def __init__(self, header: str, spec: Spec | None, noted: bool) -> None:
        self.header, self.noted = header, noted
        self.label = spec.label if spec else header
        self.what = _WHAT.get(spec.kind, "keine eindeutige Zahl") if spec else ""
        self.lost: dict[str, int] = {}
        self.beside: dict[str, int] = {}
        self.meant: dict[str, str] = {}

    def note(self, row: int, cell: CellRead, amounts: bool) -> list[str]:
        """The lines that the note of this row gets.

        Lists of ``amounts`` refuse a word that they do not know, so nothing is said of it here.
        """
        if cell.understood and not cell.kept:
            self.meant.setdefault(cell.source or cell.understood, cell.understood)
            return []
        if amounts and cell.value is None:
            return []
        (self.lost if cell.value is None else self.beside).setdefault(cell.kept, row)
        return [f"{self.label}: {' '.join(cell.kept.split())}"]

    def notices(self) -> list[str]:
        """The sentences about this column."""
        said = []
        if self.lost:
            verb = "ist" if len(self.lost) == 1 else "sind"
            said.append(
                f"Spalte „{self.header}“: {_named(self.lost)} {verb} {self.what} und "
                + ("steht" if len(self.lost) == 1 else "stehen")
                + (" deshalb in der Anmerkung." if self.noted else " deshalb nicht im Plan.")
            )
        if self.beside:
            said.append(
                f"Spalte „{self.header}“: von {_named(self.beside)} gilt der Wert"
                + ("; der ganze Text steht in der Anmerkung." if self.noted else ".")
            )
        if self.meant:
            shown = ", ".join(
                f"„{text}“ als {meaning}" for text, meaning in list(self.meant.items())[:_MOST]
            )
            more = " …" if len(self.meant) > _MOST else ""
            said.append(f"Spalte „{self.header}“: gelesen wurde {shown}{more}.")
        return said


def _named(texts: dict[str, int]) -> str:
    """The first texts, each with the row where it first stands."""
    shown = [
        f"„{_short(text)}“ (Zeile {row})" for text, row in sorted(texts.items(), key=lambda t: t[1])
    ]
    return ", ".join(shown[:_MOST]) + (" …" if len(shown) > _MOST else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "…"
