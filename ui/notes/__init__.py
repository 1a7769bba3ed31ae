"""Notes on the time line."""
