"""What pages of the inventory share: applications, costs, distribution keys."""
