"""Intervals and tests on sufficient statistics."""
