"""The sheets of the strategy report, one file per sheet or family of sheets."""
