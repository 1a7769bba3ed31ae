"""How a change is approved, rolled out, judged and undone: the rules, without a store."""
