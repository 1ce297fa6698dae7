"""The pages of a survey round: sending, reading what came back, what was found."""
