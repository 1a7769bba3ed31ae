"""What in a note tells who a person is, and the note without it."""
