"""The history as people read it: what changed in an object, said in German sentences."""
