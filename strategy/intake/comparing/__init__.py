"""Fifth stage: which object of the plan a row names, and what the import would change."""
