"""What differs between two versions of a plan, and how to take it over."""
