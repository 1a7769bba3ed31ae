"""What is season in a series, on a page."""
