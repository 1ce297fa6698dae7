"""Pages for participants' phones and for the fate of cards."""
