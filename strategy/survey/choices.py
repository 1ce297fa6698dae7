"""Lists to choose from and checks at the keyboard: real data validations of the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from strategy.kernel.record import Kind, Spec
from strategy.survey.form import APPLICATIONS, FIRST_ROW, IN_ORDER, PROJECTS, FormSheet
from strategy.survey.written_cell import put


@dataclass(frozen=True)
class Choices:
    """Names to choose from that the plan knows: units and grades with a personnel rate."""

    units: tuple[str, ...]
    grades: tuple[str, ...]


_FREE = "Wenn Sie es nicht genau wissen, sind auch „ca. 5.000“ oder „k. A.“ möglich."
# Kind → type of the check, limits, what to enter.  A share of 1 is 100 %.
_NUMBERS: dict[Kind, tuple[str, str, str, str]] = {
    Kind.MONEY: ("decimal", "-1000000000000", "1000000000000", "Bitte einen Betrag in Euro."),
    Kind.PERCENT: ("decimal", "0", "1", "Bitte 0 % bis 100 %."),
    Kind.FTE: ("decimal", "0", "1000", "Bitte einen Stellenanteil ab 0, zum Beispiel 0,25."),
    Kind.INTEGER: ("whole", "0", "1000000000", "Bitte eine ganze Zahl."),
    Kind.YEAR: ("whole", "1900", "2200", "Bitte ein Jahr mit vier Ziffern."),
    # Excel's count of days: 1 is the first of January 1900, 109574 the end of 2199.
    Kind.DAY: ("date", "1", "109574", "Bitte ein Datum wie 31.12.2027."),
}


def write_lists(sheet: Worksheet, choices: Choices) -> dict[str, str]:
    """Fill the hidden sheet, one list per column; list name → its range."""
    lists: dict[str, tuple[str, ...]] = {"units": choices.units, "grades": choices.grades}
    for form in IN_ORDER:
        for name, spec in form.specs.items():
            if spec.choices is not None:
                fixed = set(form.fixed.values())
                # Personnel has a sheet of its own.
                words = [str(one) for one in spec.choices if one not in fixed]
                lists[f"{form.key}: {name}"] = tuple(words)
    ranges = {}
    for index, (name, entries) in enumerate(lists.items(), 1):
        put(sheet.cell(1, index), name)
        for row, word in enumerate(entries, 2):
            put(sheet.cell(row, index), word)
        letter = get_column_letter(index)
        if entries:
            # A range and not the words themselves: a list written into the rule may have 255
            # characters, and a comma in a word would split it.
            ranges[name] = f"Listen!${letter}$2:${letter}${len(entries) + 1}"
    return ranges


def add_validations(
    sheet: Worksheet,
    form: FormSheet,
    ranges: Mapping[str, str],
    ends: Mapping[str, int],
    first_column: int,
) -> None:
    """Give every column its list or its check, from the first row to the last spare one."""
    for index, column in enumerate(form.columns, first_column):
        rule = _rule(form, form.specs[column.name], ranges, ends, first_column)
        if rule is None:
            continue
        letter = get_column_letter(index)
        rule.add(f"{letter}{FIRST_ROW}:{letter}{ends[form.key]}")
        rule.allow_blank = True
        # Excel takes a file with a title over 32 or a prompt over 255 characters for damaged.
        rule.promptTitle = form.header(column.name)[:32]
        rule.prompt = column.explain[:250]
        rule.showInputMessage = rule.showErrorMessage = True
        rule.errorTitle = "Bitte prüfen"
        sheet.add_data_validation(rule)


def _rule(
    form: FormSheet,
    spec: Spec,
    ranges: Mapping[str, str],
    ends: Mapping[str, int],
    first_column: int,
) -> Any:
    if spec.kind is Kind.FLAG:
        return DataValidation(
            "list",
            formula1='"ja,nein"',
            errorStyle="stop",
            error="Bitte „ja“ oder „nein“ wählen; wenn Sie es nicht wissen, leer lassen.",
        )
    if spec.kind is Kind.CHOICE:
        return DataValidation(
            "list",
            formula1=ranges[f"{form.key}: {spec.name}"],
            errorStyle="stop",
            error="Bitte einen Eintrag der Liste wählen; wenn Sie es nicht wissen, leer lassen.",
        )
    if spec.ref == "organisation_unit" and "units" in ranges:
        return _open_list(ranges["units"], "Dieses Amt steht nicht in der Liste.")
    if spec.ref in ("application", "project"):
        other = APPLICATIONS if spec.ref == "application" else PROJECTS
        letter = get_column_letter(first_column)
        span = f"{other.title}!${letter}${FIRST_ROW}:${letter}${ends[other.key]}"
        return _open_list(span, f"Dieser Eintrag steht nicht auf dem Blatt {other.title}.")
    if spec.name == "grade" and "grades" in ranges:
        return _open_list(ranges["grades"], "Für diese Gruppe ist kein Kostensatz hinterlegt.")
    if spec.kind in _NUMBERS:
        kind, least, most, words = _NUMBERS[spec.kind]
        return DataValidation(
            kind,
            operator="between",
            formula1=least,
            formula2=most,
            # A warning can be overruled: "ca. 5.000" and "k. A." are welcome, and the reader
            # understands them.
            errorStyle="warning",
            error=f"{words} {_FREE}",
        )
    return None


def _open_list(span: str, words: str) -> DataValidation:
    return DataValidation(
        "list",
        formula1=span,
        errorStyle="warning",
        error=f"{words} Sie dürfen ihn trotzdem eintragen, wenn er fehlt.",
    )
