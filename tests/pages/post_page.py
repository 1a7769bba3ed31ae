"""A page that holds nothing but one post: a test's run is one of the whole page, which closes a dialog."""

from ui import reads
from ui.content.post_view import show_post

show_post(reads.brands()[0], 11)
