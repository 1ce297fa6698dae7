"""The screens of a workshop for all to see, and what is printed before it."""
