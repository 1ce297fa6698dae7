"""The domain: everything the workbench knows that needs no browser."""
