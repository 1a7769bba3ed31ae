"""Scheduled work: when it is due, who does it, and what became of it."""
