"""Records, enums and errors that every floor shares."""
