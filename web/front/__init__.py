"""The front door: start and stop of the server, the German document, headers, files."""
