"""The page of what a search found; tests/browser/test_way.py goes there by the field."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener, healthy


def _links(page: AppTest) -> dict[str, str]:
    """Words and addresses of what was found."""
    html = "".join(item.proto.body for item in page.get("html"))
    found = html.partition('class="workbench-result"')[2]
    links: dict[str, str] = {}
    for address, text in re.findall(r'<a href="([^"]*)" target="_self">([^<]*)</a>', found):
        links.setdefault(text, address.replace("&amp;", "&"))
    return links


def test_an_entry_is_found_however_its_name_is_written(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("search.py", q="buergeramt"))
    assert any(item.label == "Alles durchsuchen" for item in page.sidebar.text_input)
    assert _links(page)["Bürgeramt"].startswith("organisation?id=OE-")


def test_screens_and_acts_are_found_by_their_words(looking_at_demo: Opener) -> None:
    assert _links(healthy(looking_at_demo("search.py", q="maßnahme anlegen"))) == {
        "Maßnahme anlegen": "massnahmen?neu=measure"
    }
    assert _links(looking_at_demo("search.py", q="backup"))["Ausgeben und sichern"] == "ausgeben"
    page = healthy(looking_at_demo("step_4_life_domains/measures.py", neu="measure"))
    assert any(button.label == "Speichern" for button in page.button)


def test_a_version_is_searched_and_kept(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("search.py", q="M-0005", fassung="Sparpfad (Szenario)"))
    (address,) = [a for a in _links(page).values() if a.startswith("massnahmen?id=M-0005")]
    assert address.endswith("&fassung=Sparpfad+%28Szenario%29")


def test_one_kind_of_entry_alone_and_an_account_in_its_list(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("search.py", q="rechenzentrum", nur="application"))
    links = _links(page).values()
    assert links and all(address.startswith("anwendungen?id=A-") for address in links)
    found = _links(healthy(looking_at_demo("search.py", q="5291000")))
    address = found["Lizenzen und Nutzungsentgelte · Konto 5291000"]
    assert address == "haushalt?haushalt_sicht=Zeilen&budget_line_suche=5291000"
    page = healthy(
        looking_at_demo(
            "step_2_ist_analysis/budget.py", haushalt_sicht="Zeilen", budget_line_suche="5291000"
        )
    )
    assert any("Haushaltszeilen" in item.value for item in page.caption)


def test_nothing_found_and_too_little_typed_are_said(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("search.py", q="xyzzy987"))
    assert any("findet sich nichts" in item.value for item in page.info)
    page = healthy(looking_at_demo("search.py", q="<b>"))
    assert not any("<b>" in item.value for item in page.info)
    assert any("mindestens 2 Zeichen" in m.value for m in looking_at_demo("search.py").markdown)
    page = healthy(looking_at_demo("search.py", q="wohngled"))
    assert any("gezeigt wird „Wohngeld“" in item.value for item in page.info)
