"""Who responds how: segments, their gaps, and what differs."""
