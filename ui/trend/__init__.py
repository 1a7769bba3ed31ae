"""A metric over time, on a page."""
