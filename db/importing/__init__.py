"""Writing a file's observations, and taking them back."""
