"""What a customer said: language, feeling, kind, themes and reason of a note, and what of it is personal."""
