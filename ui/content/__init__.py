"""Posts on a page: the best and worst lists, what works where, and one post whole."""
