"""From cell text to numbers, times, durations, amounts and identifiers."""
