"""The whole run again and again, beside a process that takes one core.


``python -m tests.run_stable 10`` runs it ten times; further words go to pytest.  Random trials
run in full.  Each run tells how long it took and what failed; it ends with 1 if any of them failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.effort import VARIABLE

HOUSE = Path(__file__).parent.parent
BURNER = "while True: pass"


def main(times: int, options: list[str]) -> int:
    """Run the suite ``times`` times; returns how many runs failed."""
    failed = 0
    burner = subprocess.Popen([sys.executable, "-c", BURNER])
    try:
        for number in range(1, times + 1):
            begun = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *options],
                cwd=HOUSE,
                env={**os.environ, VARIABLE: "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            lines = done.stdout.splitlines()
            told = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
            minutes = (time.monotonic() - begun) / 60
            print(f"run {number} of {times}: {minutes:.1f} min, {(lines or ['no output'])[-1]}")
            print("\n".join(told), end="\n" if told else "", flush=True)
            failed += done.returncode != 0
    finally:
        burner.kill()
        burner.wait()
    return failed


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    sys.exit(1 if main(rounds, sys.argv[2:]) else 0)
