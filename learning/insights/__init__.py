"""What is unusual, what changed and what repeats: analyses of series, pure, from arrays to records."""
