"""What programs report: what they chose, and what came of it."""
