"""What was found, on a page: the list, one insight whole, what a person does with it."""
