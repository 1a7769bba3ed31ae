"""Use cases: load, call learning, save, in one transaction."""
