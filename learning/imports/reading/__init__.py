"""From bytes to tables: encoding, dialect, preamble, header, stacked tables."""
