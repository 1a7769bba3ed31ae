"""Posts: ranked, told apart, one whole, those behind a figure."""
