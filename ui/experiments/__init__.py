"""A/B tests on a page: the list, one test, a new one, a file."""
