"""A workshop as it runs: codes, phases, cards and points by phone and on paper, their fate."""
