"""When to post: the map of the week."""
