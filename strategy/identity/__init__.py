"""Who may work on this server: accounts and sign-ins, in private files beside the plans."""
