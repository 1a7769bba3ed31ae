"""Changes on a page: proposed, decided, live, over, and the trail of everything."""
