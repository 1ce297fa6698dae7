"""Cards that say nearly the same, found by their words; no model, nothing leaves the machine.

Cards are short and worded freely, so only what two cards have in common can speak for them: stems
of German words, rare ones more than frequent ones, and words that differ by a typing error.  Two
cards that mean the same in other words are not found; the proposals only save reading.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from strategy.kernel import german

# Words that carry no topic, umlauts spelled out; the last lines stand on nearly every card.
_STOP_WORDS = """
    aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis da dabei damit
    dann das dass dein dem den denn der des die dies diese diesem diesen dieser dieses doch dort du
    durch ein eine einem einen einer eines er es etwa etwas euch euer fuer ganz gar gegen gibt geben
    habe haben hat hatte hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja
    jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner koennen koennte macht
    machen man mehr mein meine meinem meinen meiner mich mir mit muss muessen nach nicht nichts nie
    noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll
    sollen sollte statt ueber um und uns unser unsere unserem unseren unserer unter viel viele vom
    von vor waere war waren warum was weil welche wenn wer werden wie wieder will wir wird wo wollen
    wuerde wuerden zu zum zur zwei
    schoen stadt kommune gemeinde bitte endlich besser gut gute guten
    montag montags dienstag dienstags mittwoch mittwochs donnerstag donnerstags freitag freitags
    samstag samstags sonntag sonntags woche wochen monat monate jahr jahre jahren tag tage tagen
"""
_STOP = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[A-Za-z0-9]+")
_SENTENCE = re.compile(r"[.!?:…„“\"\n]")
_ENDINGS = ("ungen", "heiten", "keiten", "ern", "em", "en", "er", "es", "e", "s", "n", "t")
_SHORTEST_STEM = 4
_SHORTEST_COMPOUND = 8
# Verbs and adjectives ("weiß", "kommt") say little about what a card is about.
_NO_NOUN = 0.35
_SHORTEST_CARD = 3
# Two long stems this alike count as one word with a typing error, or as close relatives.
_TYPING_ERROR = 88.0

PAIR = 0.30
CLUSTER = 0.25


@dataclass(frozen=True)
class Pair:
    """Two cards by id, and how alike they are from 0 to 1."""

    first: str
    second: str
    likeness: float


def stems(text: str) -> frozenset[str]:
    """The words of a card that carry its topic, without endings, capitals and umlauts."""
    # Umlauts spelled out: people write "Schueler" on a phone with a foreign keyboard.
    words = _WORD.findall(german.spelled(text).lower())
    return frozenset(
        _stem(word) for word in words if word not in _STOP and (len(word) > 2 or word.isdigit())
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _nouns(texts: Iterable[str]) -> frozenset[str]:
    """Stems of words that somebody wrote with a capital inside a sentence: German nouns."""
    found: set[str] = set()
    for text in texts:
        for sentence in _SENTENCE.split(german.spelled(text)):
            found |= {
                _stem(word.lower()) for word in _WORD.findall(sentence)[1:] if word[0].isupper()
            }
    return frozenset(found)


def _with_parts(words: frozenset[str], nouns: frozenset[str]) -> frozenset[str]:
    """Long words together with the nouns they begin or end with: Hallenplan is about a Halle."""
    parts: set[str] = set()
    for stem in words:
        if len(stem) >= _SHORTEST_COMPOUND:
            cuts = range(_SHORTEST_STEM, len(stem) - 2)
            parts |= {stem[:cut] for cut in cuts if stem[:cut] in nouns}
            parts |= {stem[-cut:] for cut in cuts if stem[-cut:] in nouns}
    return words | parts


class Likeness:
    """How alike the cards of one workshop are; ``cards`` is id to text."""

    def __init__(self, cards: Mapping[str, str]) -> None:
        nouns = self._nouns = _nouns(cards.values())
        self._forms: dict[str, str] = {}
        plain = _without_typing_errors({key: stems(text) for key, text in cards.items()})
        self._stems = {key: _with_parts(words, nouns) for key, words in plain.items()}
        frequency = Counter(stem for words in self._stems.values() for stem in words)
        count = max(len(cards), 1)
        # Where nobody writes capitals, all words weigh the same.
        lighter = _NO_NOUN if nouns else 1.0
        # The rarer a stem, the more it says; log keeps a single odd word from deciding alone.
        self._weight = {
            stem: math.log(1 + count / seen) * (1.0 if stem in nouns else lighter)
            for stem, seen in frequency.items()
        }
        self._unseen = math.log(1 + count) * lighter
        self._cards_with: dict[str, list[str]] = defaultdict(list)
        for key, words in self._stems.items():
            for stem in words:
                self._cards_with[stem].append(key)

    def between(self, first: str, second: str) -> float:
        """0 to 1: the weight of the words both have, by the weight of all their words."""
        return self._alike(self._stems[first], self._stems[second])

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = one & other
        # One word alone is chance, unless a card has hardly more.
        if not shared or (len(shared) == 1 and min(len(one), len(other)) > _SHORTEST_CARD):
            return 0.0
        return self._sum(shared) / self._sum(one | other)

    def pairs(self, least: float = PAIR) -> list[Pair]:
        """Pairs that are at least so alike, the most alike first.

        Cards of the very same words hang on the first of them alone: in a hall the same thing is
        said a hundred times, and a hundred times a hundred pairs would help nobody.
        """
        same: dict[frozenset[str], list[str]] = defaultdict(list)
        for key, words in self._stems.items():
            if words:
                same[words].append(key)
        # Only one card per wording is compared with others; its twins follow it.
        first = {keys[0] for keys in same.values()}
        found = [Pair(keys[0], key, 1.0) for keys in same.values() for key in keys[1:]]
        for words, keys in same.items():
            near = {
                other
                for stem in self._telling(words, least)
                for other in self._cards_with[stem]
                if other in first and other != keys[0]
            }
            for other in near:
                likeness = self.between(keys[0], other)
                if likeness >= least:
                    found.append(Pair(min(keys[0], other), max(keys[0], other), likeness))
        return sorted(set(found), key=lambda pair: (-pair.likeness, pair.first, pair.second))

    def groups(self, least: float = PAIR) -> list[list[str]]:
        """Cards that hang together by such pairs, largest groups first, ids in order."""
        head: dict[str, str] = {}

        def top(key: str) -> str:
            while head.get(key, key) != key:
                key = head[key]
            return key

        for pair in self.pairs(least):
            one, other = top(pair.first), top(pair.second)
            head[max(one, other)] = min(one, other)
            head.setdefault(min(one, other), min(one, other))
        together: dict[str, list[str]] = defaultdict(list)
        for key in head:
            together[top(key)].append(key)
        found = [sorted(keys) for keys in together.values() if len(keys) > 1]
        return sorted(found, key=lambda keys: (-len(keys), keys))

    def nearest(
        self,
        text: str,
        clusters: Mapping[str, Sequence[str]],
        least: float = CLUSTER,
        without: str = "",
    ) -> tuple[str, float] | None:
        """The cluster (id to its cards) that a text resembles most, and how much; None for none.

        A cluster speaks by its two most alike cards, so that one chance likeness does not decide
        against two good ones.  ``without`` is a card that shall not count: the text's own.
        """
        words = self._words_of(text)
        # The better of two cards is at least so alike where both together reach ``least``.
        telling = self._telling(words, 0.75 * least)
        near = {key for stem in telling for key in self._cards_with.get(stem, ())} - {without}
        cluster_of = {
            key: cluster for cluster, keys in clusters.items() for key in keys if key in near
        }
        alike: dict[str, list[float]] = {cluster: [] for cluster in clusters}
        for key, cluster in cluster_of.items():
            alike[cluster].append(self._alike(words, self._stems[key]))
        best: tuple[str, float] | None = None
        for cluster, found in alike.items():
            top = sorted((one for one in found if one), reverse=True)[:2]
            score = min(sum(top) / (1.5 if len(top) > 1 else 1.0), 1.0)
            if score >= least and (best is None or score > best[1]):
                best = cluster, score
        return best

    def _words_of(self, text: str) -> frozenset[str]:
        """The words of a text that need not be among the cards, as the cards say them."""
        return _with_parts(frozenset(self._known_form(stem) for stem in stems(text)), self._nouns)

    def _known_form(self, stem: str) -> str:
        if stem in self._cards_with or len(stem) <= _SHORTEST_STEM:
            return stem
        if stem not in self._forms:
            match = process.extractOne(
                stem, self._cards_with.keys(), scorer=fuzz.ratio, score_cutoff=_TYPING_ERROR
            )
            self._forms[stem] = match[0] if match is not None else stem
        return self._forms[stem]

    def _telling(self, words: frozenset[str], least: float) -> list[str]:
        """The rare words of a card, of which any card that is so alike must have at least one."""
        left = self._sum(words)
        enough = least * left
        telling = []
        for stem in sorted(words, key=lambda word: (-self._weight.get(word, self._unseen), word)):
            if left < enough:
                break
            telling.append(stem)
            left -= self._weight.get(stem, self._unseen)
        return telling

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight.get(stem, self._unseen) for stem in words)


def _without_typing_errors(cards: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The same with every rare long stem replaced by a more frequent one it is nearly equal to."""
    frequency = Counter(stem for words in cards.values() for stem in words)
    common = [stem for stem, _ in frequency.most_common() if len(stem) > _SHORTEST_STEM]
    meant: dict[str, str] = {}
    for index, stem in enumerate(common):
        if frequency[stem] > 2 or index == 0:
            continue
        match = process.extractOne(
            stem, common[:index], scorer=fuzz.ratio, score_cutoff=_TYPING_ERROR
        )
        if match is not None:
            meant[stem] = meant.get(match[0], match[0])
    return {key: frozenset(meant.get(s, s) for s in words) for key, words in cards.items()}
