"""How often random trials run: few times in every run, many where somebody asks for it."""

from __future__ import annotations

import os

# ``python -m tests.run_stable`` sets it.
VARIABLE = "TESTS_THOROUGH"


def times(few: int, many: int) -> int:
    """``few``, or ``many`` with ``TESTS_THOROUGH=1`` in the environment."""
    return many if os.environ.get(VARIABLE) else few
