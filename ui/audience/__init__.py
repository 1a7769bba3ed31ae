"""The blocks of the Audience page."""
