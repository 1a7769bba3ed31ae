"""Reading figures: queries on the rollups, never on every fact."""
