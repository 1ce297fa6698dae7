"""Which passwords are refused: too short, too long, or among the first that anybody tries."""

from __future__ import annotations

import re
import unicodedata

from strategy.kernel.errors import Refused

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 500
# The usual words at the head of every list of stolen passwords, German and English.  What is made
# of them with figures and signs alone is refused, so the list needs no variants.
_WORDS = """
passwort password kennwort geheim secret hallo hello willkommen welcome admin administrator
verwaltung rathaus stadt gemeinde buergermeister bürgermeister schatz liebe love iloveyou ich
liebedich master meister test testtest login letmein dragon monkey fussball fußball football
baseball superman batman sonnenschein sunshine prinzessin princess sommer winter herbst frühling
fruehling januar februar märz maerz april mai juni juli august september oktober november dezember
montag dienstag mittwoch donnerstag freitag samstag sonntag berlin hamburg muenchen münchen koeln
köln dresden leipzig deutschland germany computer internet werkbank digitalstrategie strategie
arbeit urlaub ferien michael thomas andreas stefan daniel alexander sandra nicole qwertz qwerty
abc xyz asdf yxcv start gast guest user benutzer root changeme default p@ssw0rd passw0rd pa55word
"""
COMMON = frozenset(_WORDS.split())
# Rows of the German and the English keyboard, the figures and the alphabet.
_RUNS = ("qwertzuiopü", "qwertyuiop", "asdfghjklöä", "yxcvbnm", "zxcvbnm", "1234567890") + (
    "abcdefghijklmnopqrstuvwxyz",
)
_EASY = (
    "Dieses Passwort steht auf jeder Liste, die zuerst probiert wird; bitte eines nehmen, das "
    "weder ein übliches Wort mit Zahlen noch eine Reihe der Tastatur ist, zum Beispiel vier "
    "Wörter, die nichts miteinander zu tun haben."
)


def checked_password(password: str, name: str) -> str:
    """A password that is long enough and not easily guessed; raises Refused."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            f"Das Passwort ist zu kurz; bitte mindestens {SHORTEST_PASSWORD} Zeichen nehmen, zum "
            "Beispiel vier Wörter, die nichts miteinander zu tun haben.",
            "password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise Refused(
            f"Das Passwort ist zu lang; bitte höchstens {LONGEST_PASSWORD} Zeichen nehmen.",
            "password",
        )
    bare = _plain(password)
    without_name = bare
    for part in [_plain(name), *_plain(name).split()]:
        if len(part) > 2:
            without_name = without_name.replace(part, "")
    # The name alone, the name twice or with a few signs around it is the first thing to be tried.
    if len(without_name) < SHORTEST_PASSWORD // 2 or len(set(bare)) < 5:
        raise Refused(
            "Dieses Passwort ist leicht zu erraten; bitte eines nehmen, das weder aus dem Namen "
            "noch aus wenigen gleichen Zeichen besteht.",
            "password",
        )
    if _is_common(without_name):
        raise Refused(_EASY, "password")
    return password


def _is_common(password: str) -> bool:
    """Whether nothing of one's own is left without common words, runs of keys, years and signs."""
    rest = _without_runs(password)
    for word in sorted(COMMON, key=len, reverse=True):
        rest = rest.replace(word, " ")
    # Figures and signs at the end or in between are what everybody adds when asked for more.
    letters = re.sub(r"[\W\d_]+", "", rest)
    return len(letters) < 4


def _without_runs(password: str) -> str:
    """The password without neighbouring keys in a row, forwards or backwards, four or more."""
    for row in _RUNS:
        for run in (row, row[::-1]):
            for length in range(len(run), 3, -1):
                for start in range(len(run) - length + 1):
                    password = password.replace(run[start : start + length], " ")
    return password


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).strip().casefold())
