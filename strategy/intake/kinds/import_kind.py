"""One kind of import: the noun it fills, the headers that name its fields, the key of a row.

Every field also answers to its own German label and to its name, so an exported table comes back
without a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from strategy.intake.errors import WrongMapping
from strategy.intake.recognising.headers import heading_key
from strategy.kernel.record import Kind, Record, Spec

# How the cells of a field are read; a field of another kind is read as text, cell by cell.
_ROLES = {
    Kind.MONEY: "amount",
    Kind.PERCENT: "number",
    Kind.FTE: "number",
    Kind.NUMBER: "number",
    Kind.YEAR: "number",
    Kind.DAY: "date",
}


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    ``words`` maps a field to the headers it may have in foreign files, ``values`` a field to words
    in foreign files and the choice they mean.  ``identity`` are the fields that recognise a row
    of next year's file, the first one that the file has; ``group`` names a field that
    distinguishes numbers which start anew in each group.
    """

    name: str
    label: str
    noun: type[Record]
    words: AnyMapping[str, tuple[str, ...]]
    identity: tuple[str, ...] = ("key", "title")
    group: tuple[str, ...] = ()
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    # Fields of the file that are no field of the noun, such as the number of a group.
    helpers: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Tables to which the import may add what a row refers to.
    brings: tuple[str, ...] = ()
    # Helpers that the comparison needs, fields that no file fills, of which a file must have one.
    kept: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("title", "key")
    # Of lines, one per year: the field of the amount, over which year columns are spread.
    amount: str = ""
    # The sheet that is read where a workbook has one of this name; else the first that is filled.
    sheet: str = ""
    # Whether several units may use an object and share its cost.
    uses: bool = False
    # First and last day that one column such as "Laufzeit" fills; its helper is called "period".
    period: tuple[str, str] | None = None
    # The field of a cost line that names an object of this kind, whose rows may hold its costs.
    costs_of: str = ""

    def spec(self, name: str) -> Spec | None:
        """The declaration of a field of the noun, None for a helper."""
        return next((spec for spec in self.noun.specs() if spec.name == name), None)

    def fields(self) -> list[str]:
        """Every field a column can be assigned to."""
        return [spec.name for spec in self._specs()] + list(self.helpers)

    def _specs(self) -> list[Spec]:
        return [
            spec
            for spec in self.noun.specs()
            if not spec.hidden and spec.name not in self.leaves_out
        ]

    def headers(self) -> dict[str, str]:
        """Header as ``same_header`` writes it -> field, the surest word first.

        In budgets "Bezeichnung" is a weak word: it often names the product or district.
        """
        found: dict[str, str] = {}
        for spec in self._specs():
            words = (*self.words.get(spec.name, ()), spec.label, spec.name)
            weak = self.name == "budget" and spec.name == "title"
            for word in words if weak else (*words[-2:], *words[:-2]):
                found.setdefault(heading_key(word), spec.name)
        for name, words in self.helpers.items():
            for word in (name, *words):
                found.setdefault(heading_key(word), name)
        return found

    def role(self, name: str) -> str:
        """How the cells of a field are read."""
        spec = self.spec(name)
        return _ROLES.get(spec.kind, "text") if spec else "text"

    def check_field(self, name: str) -> None:
        """Raise WrongMapping if there is no such field."""
        if name not in self.fields():
            raise WrongMapping(
                f"Das Feld „{name}“ gibt es für {self.label} nicht; möglich sind: "
                + ", ".join(self.fields())
                + ".",
                field="columns",
            )
