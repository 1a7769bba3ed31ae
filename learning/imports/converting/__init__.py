"""From planned tables to observations: cells to values, rows to keys, problems to sentences."""
