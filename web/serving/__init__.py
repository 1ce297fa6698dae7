"""How the workbench is served: start, socket and limits of the server, and its end."""
