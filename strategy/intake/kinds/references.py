"""Read cells that name an object of the plan: one, several units at once, or none that is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.kernel import german
from strategy.kernel.record import Spec


@dataclass(frozen=True)
class Named:
    """A reference by name to an object that the import itself brings along."""

    table: str
    name: str


@dataclass
class References:
    """Reads the references of one column and collects what must be said about them."""

    header: str
    spec: Spec
    kind: ImportKind
    resolver: Resolver
    unknown: dict[str, None] = field(default_factory=dict)
    doubtful: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, int] = field(default_factory=dict)

    def read(self, row: int, name: str) -> tuple[str | Named | None, list[str], bool]:
        """The object, the units that use it where the cell names several, and whether the words
        belong into the note."""
        table = self.spec.ref
        found = self.resolver.find(table, name)
        if found is not None:
            return found, [], False
        if table in self.kind.brings:
            return Named(table, name), [], False
        if table == "organisation_unit" and (units := self.resolver.several_units(name)):
            self.shared.setdefault(" ".join(name.split()), row)
            return None, units, True
        candidates = self.resolver.candidates(table, name)
        if len(candidates) > 1:
            self.doubtful[name] = candidates
        else:
            self.unknown[name] = None
        return None, [], True

    def notices(self, uses: bool) -> list[str]:
        """The sentences about this column; ``uses`` tells whether shared ones became users."""
        said = []
        if self.unknown:
            said.append(self._about_unknown())
        for name, ids in list(self.doubtful.items())[:5]:
            said.append(
                f"Spalte „{self.header}“: „{name}“ ist nicht eindeutig, so heißen im Plan mehrere "
                f"({', '.join(ids)}); geben Sie Nummer oder Kennung an.{self._where()}"
            )
        if self.shared:
            first = ", ".join(
                f"„{name}“ (Zeile {row})" for name, row in list(self.shared.items())[:5]
            )
            said.append(
                f"Spalte „{self.header}“: {first}{' …' if len(self.shared) > 5 else ''} nennt "
                + (
                    "mehrere Einheiten; sie sind als nutzende Ämter eingetragen. Wer "
                    "verantwortlich ist, bleibt offen."
                    if uses
                    else "mehrere Einheiten; eingetragen ist keine davon."
                )
                + self._where()
            )
        return said

    def _where(self) -> str:
        if "note" in self.kind.fields():
            return " Der Text steht in der Anmerkung."
        return ""

    def _about_unknown(self) -> str:
        words = sorted(self.unknown, key=german.listed)
        first = ", ".join(f"„{word}“" for word in words[:5]) + (" …" if len(words) > 5 else "")
        near = [
            f"„{word}“ ähnelt „{title}“"
            for word in words[:5]
            if (title := self.resolver.near(self.spec.ref, word))
        ]
        kept = "note" in self.kind.fields()
        return (
            f"Spalte „{self.header}“: {first} gibt es im Plan nicht"
            + (" und steht deshalb in der Anmerkung." if kept else " und wird nicht übernommen.")
            + (
                f" {'; '.join(near)}: berichtigen Sie die Datei, wenn es gemeint ist."
                if near
                else ""
            )
        )
