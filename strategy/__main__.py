"""``python -m strategy``: everything that runs without a browser."""

from strategy.cli import main
from strategy.command_line import keep_libraries_quiet

keep_libraries_quiet()
raise SystemExit(main())
