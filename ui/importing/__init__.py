"""Reading files in: how a file is understood, and what an import would do."""
