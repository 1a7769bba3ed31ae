"""A/B tests: design, data, analysis, decision, library."""
