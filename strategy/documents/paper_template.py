"""A council paper set in a municipality's own Word template by placeholders such as {{ betreff }}.

docxtpl fills them in; a template is a file from outside, so its expressions run in the sandbox of
Jinja and it is judged before anything is written.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from strategy.documents.paper_content import PaperContent
from strategy.documents.parts import DocumentPart, word
from strategy.documents.sheet_of_paper import printable
from strategy.figures.figure import id_word
from strategy.kernel.errors import Refused
from strategy.kernel.store.fingerprint import short_hash

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

# What no council paper may be without, whatever a template looks like.
MANDATORY = ("betreff", "beratungsfolge", "beschlussvorschlag", "finanzielle_auswirkungen")
# Parts that a paper may lack; a template may ask for each of them all the same.
PARTS = (
    *("kopf", "beratungsfolge", "beschlussvorschlag", "sachverhalt", "stellungnahme"),
    *("alternativen", "massnahmen", "finanzielle_auswirkungen", "folgekosten", "stellenplan"),
    *("ziele", "anlagen", "unterschriften"),
)
# A template is a page or two; what unpacks to more than this is not one.
_MOST_BYTES = 40_000_000


def fill_template(template: bytes, content: PaperContent) -> bytes:
    """The template with everything filled in; raises Refused and names what is wrong with it."""
    document = _opened(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    values = _values(content)
    try:
        asked = document.get_undeclared_template_variables(jinja_env=environment)
        _judge(asked, values)
        document.render(values, environment, autoescape=True)
    except TemplateError as error:
        raise Refused(
            f"In der Word-Vorlage stimmt ein Platzhalter nicht ({error}); schreiben Sie ihn wie "
            "{{ betreff }} und ohne Leerstelle im Namen.",
            "template",
        ) from error
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(template: bytes) -> DocxTemplate:
    # Imported here: few papers are set from a template, and its library is slow to load.
    from docxtpl import DocxTemplate

    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > _MOST_BYTES:
            raise Refused(
                "Die Word-Vorlage ist größer als 40 MB; nehmen Sie Bilder heraus und speichern "
                "Sie sie neu.",
                "template",
            )
        found = DocxTemplate(io.BytesIO(template))
        found.init_docx()
    # python-docx tells a damaged file by whatever its parts stumble over.
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused(
            "Die Word-Vorlage lässt sich nicht öffnen; speichern Sie sie in Word als .docx.",
            "template",
        ) from error
    return found


def _judge(asked: set[str], values: dict[str, Any]) -> None:
    missing = [name for name in MANDATORY if not {name, f"{name}_zeilen"} & asked]
    if missing:
        raise Refused(
            "Der Word-Vorlage fehlt: "
            + ", ".join(f"{{{{ {name} }}}}" for name in missing)
            + ". Ohne diese Angaben ist keine Vorlage vollständig; setzen Sie sie in die Datei.",
            "template",
        )
    if unknown := sorted(asked - set(values)):
        raise Refused(
            f"Die Word-Vorlage fragt nach „{unknown[0]}“, das es nicht gibt; möglich sind "
            f"{', '.join(sorted(values))}.",
            "template",
        )


def _values(content: PaperContent) -> dict[str, Any]:
    """Everything a template may ask for: plain fields, each part as text and its tables as rows."""
    paper, parts = content.paper, {part.key: part for part in content.parts}
    values: dict[str, Any] = {
        "betreff": paper.title,
        "kommune": content.town.title,
        "nummer": paper.reference,
        "art": paper.paper_type,
        "datum": word(paper.dated),
        "zeichen": paper.sign,
        "fassung": content.edition.title if content.edition else None,
        "pruefsumme": short_hash(content.edition.hash or "") if content.edition else None,
        "herkunft": content.origin,
    }
    values = {name: printable(word(value, "–")) for name, value in values.items()}
    for name in PARTS:
        part = parts.get(name)
        values[name] = printable(part.text if part else "–")
        values[f"{name}_zeilen"] = _rows(part) if part else []
    return values


def _rows(part: DocumentPart) -> list[dict[str, str]]:
    """The rows of a part's last table by plain names of its columns ("sitzung_am")."""
    # The last one is the table of amounts; before it stands the form that the text tells as well.
    if not part.grids:
        return []
    names = [id_word(name) for name in part.grids[-1].header]
    return [dict(zip(names, map(printable, row), strict=True)) for row in part.grids[-1].rows]
