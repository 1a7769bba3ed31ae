"""Series of a brand in their parts: computed after a change of data, stored, read."""
