"""What customers said, on a page: the form, the inbox, themes, threads."""
