"""What the minutes of a workshop count: cards that still need a Thema, and all of a Thema."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from strategy.documents.workshop_minutes import write_minutes
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.workshop import Workshop
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards, sort_cards
from strategy.workshop.preparing import add_three_phases
from strategy.workshop.splitting import split_card


def test_only_accepted_cards_still_need_a_cluster(plan: Store, tmp_path: Path) -> None:
    with plan.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        phase = add_three_phases(tx, workshop.id)[0]
        save_(tx, Cluster(workshop_id=workshop.id, title="Bus"))
        add_cards(
            tx,
            [
                Card(workshop_id=workshop.id, phase_id=phase.id, body=f"Gedanke {number}")
                for number in range(1, 8)
            ],
        )
        sort_cards(tx, ["C-0006", "C-0007"], "CL-0001")
        decide_cards(tx, ["C-0001", "C-0007"], CardState.REJECTED, "Sache des Landes.")
        decide_cards(tx, ["C-0002"], CardState.POOL, "Später.")
        decide_cards(tx, ["C-0003"], CardState.MERGED, merged_into_id="C-0005")
        split_card(tx, "C-0004", ["eins", "zwei"])
    document = Document(str(write_minutes(plan, "W-0001", tmp_path / "n.docx")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    # C-0005 and the two parts of C-0004.
    assert "3 angenommene Karten ohne Thema einem Thema zuordnen" in words
    assert "zählt alle Karten des Themas, auch zusammengelegte, aufgeteilte und" in words
    ranking = next(one for one in document.tables if one.rows[0].cells[0].text == "Rang")
    assert [cell.text for cell in ranking.rows[1].cells][:4] == ["1", "Bus", "keiner", "2"]
