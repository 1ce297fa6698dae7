"""What every noun rests on: declared fields and their rules, reading and saving, errors, German."""
