"""``python -m strategy``: everything that runs without a browser."""

from strategy.cli import main

raise SystemExit(main())
