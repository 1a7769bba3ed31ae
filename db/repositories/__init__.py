"""One repository per aggregate: the statements that read and write it."""
