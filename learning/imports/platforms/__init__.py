"""One file per platform: what its exports look like."""
