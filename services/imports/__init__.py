"""Importing files: sources, drafts, the one pipeline, undo and redo."""
