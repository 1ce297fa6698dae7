"""Proposals for similar cards: what must be found, and how often they are right on the demo."""

from __future__ import annotations

import csv
import random
from itertools import combinations
from pathlib import Path

import pytest

from strategy.workshop.similar import CLUSTER, Likeness, stems

ALIKE = [
    "Der Bus nach Mühlborn muss auch abends fahren",
    "Abends fährt kein Bus mehr nach Mühlborn!",
    "bus nach mühlborn am abend",
    "Öffnungszeiten vom Bürgerbüro bis 19 Uhr",
    "Das Bürgerbüro braucht längere Öffnungszeiten",
    "Bürgerbüro: Öffnugszeiten verlängern",
]
OTHERS = ["Mehr Bäume am Markt", "WLAN in der Turnhalle", "🚌", "", "مرحبا", "Es wäre schön, wenn"]


def test_cards_about_one_thing_are_found_whatever_their_form() -> None:
    cards = {f"C-{number:04d}": text for number, text in enumerate([*ALIKE, *OTHERS], start=1)}
    groups = Likeness(cards).groups()
    assert [set(group) for group in groups] == [
        {"C-0001", "C-0002", "C-0003"},
        {"C-0004", "C-0005", "C-0006"},
    ]


def test_endings_umlauts_and_empty_words_do_not_matter() -> None:
    assert stems("Die Haltestellen der Stadt") == stems("eine Haltestelle") != frozenset()
    assert stems("Straßenbäume") == stems("strassenbaeume")
    assert stems("Es wäre schön, wenn wir das auch bei uns haben") == frozenset()


def test_a_card_resembles_the_cluster_it_belongs_to() -> None:
    cards = dict(enumerate_cards([*ALIKE[:2], *ALIKE[3:5], "Bus nach Mühlborn", "Obst"]))
    likeness = Likeness(cards)
    clusters = {"CL-0001": ["C-0001", "C-0002"], "CL-0002": ["C-0003", "C-0004"]}
    for text in ("Bus nach Mühlborn", "busse nach Mülborn"):
        found = likeness.nearest(text, clusters)
        assert found is not None and found[0] == "CL-0001" and CLUSTER <= found[1] <= 1
    for text in ("Obst", "", "🚌", "Freibad mit Rutsche"):
        assert likeness.nearest(text, clusters) is None
    assert likeness.nearest("Bus nach Mühlborn", {}) is None


def enumerate_cards(texts: list[str]) -> list[tuple[str, str]]:
    return [(f"C-{number:04d}", text) for number, text in enumerate(texts, start=1)]


Sorted = dict[str, tuple[str, str, str]]


@pytest.fixture
def demo(house: Path) -> Sorted:
    """Card id → text, cluster and its name, of the demo's largest workshop."""

    def rows(name: str) -> list[dict[str, str]]:
        with (house / "data/demo" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    names = {row["Kennung"]: row["Name"] for row in rows("cluster.csv")}
    return {
        row["Kennung"]: (row["Text"], row["Thema"], names[row["Thema"]])
        for row in rows("card.csv")
        if row["Thema"] and row["Werkstatt"] == "W-0001"
    }


def test_how_often_proposals_are_right_on_the_demo(demo: Sorted) -> None:
    """The demo's cards are worded as people word them: hardly two use the same words.

    Chance would be right for one pair in sixteen; proposals have to be right far more often.
    """
    cards = {key: text for key, (text, _, _) in demo.items()}
    titles = {cluster: title for _, cluster, title in demo.values()}
    likeness = Likeness({**cards, **titles})
    pairs = [pair for pair in likeness.pairs() if pair.first in cards and pair.second in cards]
    right = sum(demo[pair.first][1] == demo[pair.second][1] for pair in pairs)
    chance = sum(demo[one][1] == demo[other][1] for one, other in combinations(cards, 2)) / (
        len(cards) * (len(cards) - 1) / 2
    )
    assert len(pairs) >= 3 and right / len(pairs) >= 0.5 > 4 * chance, (right, len(pairs), chance)

    clusters: dict[str, list[str]] = {cluster: [cluster] for cluster in titles}
    for key, (_, cluster, _) in demo.items():
        clusters[cluster].append(key)
    guesses = [(key, likeness.nearest(cards[key], clusters, without=key)) for key in cards]
    made = [(key, found[0]) for key, found in guesses if found is not None]
    hits = sum(demo[key][1] == cluster for key, cluster in made)
    assert len(made) >= 15 and hits / len(made) >= 0.5, (hits, len(made))


def test_what_is_alike_is_found_among_two_thousand_cards() -> None:
    chance = random.Random(3)
    words = [f"Wort{letter}{number}" for letter in "abcdefghijkl" for number in range(200)]
    # Few words are on many cards, most on hardly any, as in every language.
    often = [1 / rank for rank in range(1, len(words) + 1)]
    texts = [" ".join(chance.choices(words, often, k=9)) for _ in range(1990)] + ALIKE[:3] * 4
    groups = Likeness(dict(enumerate_cards(texts[:2000]))).groups()
    assert any({"C-1991", "C-1994", "C-1997"} <= set(group) for group in groups)
