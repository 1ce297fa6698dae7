"""The sentences of the committee view and of the council paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from strategy.analysis.slides import SHOWN, Picture, share_words, slides
from strategy.analysis.variants import paper_text, recommendation_words, recommended
from strategy.analysis.votes import vote_mark
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.consultation import Consultation, ConsultationRole
from strategy.nouns.cost_line import CostLine
from strategy.nouns.municipality import Municipality
from strategy.nouns.paper import Paper, PaperStatus
from strategy.nouns.production_variant import ProductionVariant, VariantKind

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (50, "die Hälfte"),
        (51, "rund die Hälfte"),
        (33, "ein Drittel"),
        (35, "rund ein Drittel"),
        (30, "30\u00a0%"),
        (75, "drei Viertel"),
        (20, "ein Fünftel"),
        (0, "0\u00a0%"),
    ],
)
def test_shares_are_said_as_people_say_them(part: float, words: str) -> None:
    assert share_words(part, 100) == words


def test_an_empty_plan_has_no_slides(plan: Store) -> None:
    with plan.read() as db:
        assert slides(db, TODAY) == []


def _inventory(plan: Store, costs: list[int | None]) -> None:
    with plan.write("Anna", "Kosten") as tx:
        save_(tx, Municipality(title="Probe", plan_year=2027))
        for number, cents in enumerate(costs):
            application = save_(tx, Application(title=f"Verfahren {number}"))
            save_(
                tx,
                CostLine(
                    title="Miete",
                    application_id=application.id,
                    year=2027,
                    cost_type="Lizenz",
                    recurrence="laufend",
                    budget_kind="konsumtiv",
                    basis="Plan",
                    amount_cents=cents,
                ),
            )


def test_the_dearest_and_what_is_unknown(plan: Store) -> None:
    _inventory(plan, [30_000_00, 20_000_00, 10_000_00, *[10_000_00] * 6, None])
    with plan.read() as db:
        told = {slide.key: slide for slide in slides(db, TODAY)}
    assert told["kosten"].title == "Digitalisierung kostet im Jahr 2027 mindestens 120.000\u00a0€."
    assert told["kosten"].note == "Ohne Kostenangabe: 1 von 10 Anwendungen."
    assert told["teuerste"].title == (
        "Drei Anwendungen kosten zusammen 60.000\u00a0€, die Hälfte aller Anwendungskosten."
    )
    assert len(told["teuerste"].frame) == SHOWN
    assert told["teuerste"].source.endswith(f"gezeigt: die {SHOWN} größten von 9")
    assert told["teuerste"].picture is Picture.MONEY_BARS


def test_what_is_not_public_stays_off_the_slides(plan: Store) -> None:
    with plan.write("Anna", "Vorlagen") as tx:
        body = save_(tx, Body(title="Rat", kind=BodyKind.COUNCIL))
        for title, public, station_public, status in (
            ("offen", True, True, PaperStatus.SUBMITTED),
            ("geheim", False, True, PaperStatus.SUBMITTED),
            ("nur intern beraten", True, False, PaperStatus.SUBMITTED),
            ("noch Entwurf", True, True, PaperStatus.DRAFT),
            ("fertig", True, True, PaperStatus.DECIDED),
        ):
            paper = save_(
                tx, Paper(title=title, paper_type="Vorlage", public=public, status=status)
            )
            save_(
                tx,
                Consultation(
                    paper_id=paper.id,
                    body_id=body.id,
                    position=1,
                    public=station_public,
                    role=ConsultationRole.DECISION,
                    held_on=date(2026, 12, 1),
                ),
            )
    with plan.read() as db:
        (shown,) = slides(db, TODAY)
        (everything,) = slides(db, TODAY, public_only=False)
    assert list(shown.frame["title"]) == ["offen"]
    assert shown.title == "Eine Vorlage wartet noch auf eine Entscheidung."
    assert shown.note == "Als Nächstes: Rat am 01.12.2026."
    assert len(everything.frame) == 4


def _variant(**values: object) -> ProductionVariant:
    return ProductionVariant(**{"title": "Selbst", "kind": VariantKind.OWN, **values})


def test_the_paper_names_the_one_recommended_variant() -> None:
    variants = [
        _variant(one_off_cents=800_000),
        _variant(
            title="Gemeinsam",
            recommended=True,
            reason="Sie ist bezahlbar.",
            duration_months=1,
            own_fte=Decimal("0.5"),
        ),
    ]
    text = paper_text(variants, "Kreistag")
    assert "Empfohlen wird Variante 2 „Gemeinsam“. Sie ist bezahlbar." in text
    assert "Einmalige Kosten: 8.000,00\u00a0€; laufende Kosten je Jahr: unbekannt" in text
    assert "Dauer: 1 Monat;" in text
    assert text.endswith(
        "Kreistag: Die Digitalisierungsstrategie wird nach Variante 2 „Gemeinsam“ erarbeitet."
    )


def test_no_or_two_recommendations_make_no_proposal() -> None:
    assert recommendation_words([_variant()]) == "Eine Empfehlung ist noch nicht festgelegt."
    both = [_variant(recommended=True), _variant(recommended=True)]
    assert recommended(both) is None
    assert "zugleich Variante 1 und Variante 2" in recommendation_words(both)
    assert "Beschlussvorschlag" not in paper_text(both, "Stadtrat")
    assert paper_text([], "Stadtrat") == ""


def test_none_and_not_entered_are_two_signs() -> None:
    assert [vote_mark(count) for count in (None, 0, 7)] == ["–", "/", "7"]
