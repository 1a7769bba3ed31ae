"""What a person asks to see, and the row on top of a page where it is chosen."""
