"""How urgent something is, in sign and words."""

from __future__ import annotations

from typing import Any

from strategy.kernel import german


def due_words(days: Any) -> str:
    """``days`` until it is due; negative where overdue, None where only an event is known."""
    if german.is_unknown(days):
        return "◌ Tag noch offen"
    left = int(days)
    if left < 0:
        # Sign and words, for those who see no colours and for print.
        return f"▼ überfällig seit {-left} {'Tag' if left == -1 else 'Tagen'}"
    if left == 0:
        return "◐ heute"
    return f"{'◐' if left <= 30 else '○'} in {left} {'Tag' if left == 1 else 'Tagen'}"
