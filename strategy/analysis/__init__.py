"""What follows from the figures: scoring, status of the five steps, votes, slides."""
