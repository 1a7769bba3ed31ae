"""From the text of an export to observations: reading, recognising, planning, converting."""
