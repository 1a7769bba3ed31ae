"""One detector per file: each looks for one kind of finding."""
