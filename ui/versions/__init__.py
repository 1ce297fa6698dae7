"""What pages about versions of the plan share: their comparison and taking measures over."""
