"""Word documents for council and administration."""
