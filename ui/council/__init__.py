"""What the pages of the council share: the case file of a paper and the entry of a vote."""
