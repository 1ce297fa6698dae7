"""What pages about the plan of several years share: the planning table and its draft."""
