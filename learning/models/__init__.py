"""Models that learn: from the words of customers, and from outcomes."""
