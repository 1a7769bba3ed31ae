"""Figures of a brand: the cut chosen, the rows read, value, n and interval."""
