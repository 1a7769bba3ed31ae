"""The pages of components: the list, and one with its strategy, parameters, changes, and before and after."""
