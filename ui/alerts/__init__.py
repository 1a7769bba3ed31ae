"""Alerts on a page: what was told, the rules behind it, and where messages go."""
