"""How far the planned cost may turn out differently, and what that does to the caps."""
