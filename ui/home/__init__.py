"""The blocks of Home."""
