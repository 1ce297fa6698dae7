"""Third stage: where the table lies and what its columns and cells mean."""
