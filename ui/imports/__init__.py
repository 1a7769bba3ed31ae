"""Uploads and their history on a page."""
