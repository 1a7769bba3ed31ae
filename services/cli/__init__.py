"""The `bellwether` command: one file per verb."""
