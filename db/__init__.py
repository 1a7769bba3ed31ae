"""Every SQL statement and every transaction."""
