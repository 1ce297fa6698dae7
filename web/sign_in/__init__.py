"""Who has to sign in and how: gate, sign-in page, the town hall's own accounts."""
