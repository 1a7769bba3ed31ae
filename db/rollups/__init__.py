"""Keeping the rollups equal to the sum of the facts."""
