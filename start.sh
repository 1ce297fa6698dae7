#!/bin/sh
# Opens the workbench by a double click or from a terminal: what the README's first line does, and
# nothing anew that is there already, so that the second start needs no internet.
cd "$(dirname "$0")" || exit 1

tell() {
    echo "$1"
    # A window that was opened by a double click would close before anybody could read this.
    [ -t 0 ] && printf 'Weiter mit der Eingabetaste. ' && read -r _
    exit 1
}

inside=.venv/bin/python
if [ ! -x "$inside" ]; then
    found=
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            found=$name
            break
        fi
    done
    [ -n "$found" ] || tell "Auf diesem Rechner fehlt Python ab Version 3.11. Bitte installieren Sie es (https://www.python.org/downloads/) und starten Sie noch einmal."
    echo "Die Werkbank wird eingerichtet; das dauert einige Minuten und braucht einmal das Internet."
    "$found" -m venv .venv || tell "Der Ordner .venv war nicht anzulegen. Bitte prüfen Sie, ob in diesem Ordner das Schreiben erlaubt ist und ob das Paket python3-venv installiert ist."
fi
# What is installed is what this list asked for last time.
if ! cmp -s requirements/runtime.txt .venv/installed.txt; then
    "$inside" -m pip install -q -r requirements.txt || tell "Die Bestandteile waren nicht zu laden. Bitte verbinden Sie den Rechner mit dem Internet und starten Sie noch einmal."
    cp requirements/runtime.txt .venv/installed.txt
fi
exec "$inside" app.py "$@"
