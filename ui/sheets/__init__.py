"""The sheet: an object that is read first, in groups that are edited one at a time."""
