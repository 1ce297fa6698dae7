"""Files for others: the strategy report and the answers to the council."""
