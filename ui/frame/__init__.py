"""The frame around every page: sidebar, map of all screens, the way between them."""
