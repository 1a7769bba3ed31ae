"""`bellwether feedback ...`: what customers say, one line each."""

from __future__ import annotations

import argparse
from typing import Final

from services.cli.listing import Listing
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb

FEEDBACK_VERBS: Final = (
    Listing("add", "keep what a customer said; the clock starts", "feedback_notes", "ADD"),
    Listing("import", "keep the notes of a file, one a row", "feedback_uploads", "IMPORT"),
    Listing("undo", "take the notes of a file back", "feedback_uploads", "UNDO"),
    Listing("list", "what customers said, oldest first, with the clock", "feedback_notes", "LIST"),
    Listing("label", "say what a note really felt like or was about", "feedback_notes", "LABEL"),
    Listing("answer", "say that nothing changes, and why", "feedback_notes", "ANSWER"),
    Listing("merge", "let one note stand for another that says the same", "feedback_notes", "MERGE"),
    Listing("remove", "remove a note, or only its words as they were said", "feedback_notes", "REMOVE"),
    Listing("report", "let a part of the system tell about a profile, post or theme", "feedback_loop", "REPORT"),
    Listing("suggestions", "what notes and reports suggest, the surest first", "feedback_loop", "SUGGESTIONS"),
    Listing("classify", "read the notes of a file: feeling, kind, themes, language", "feedback_files", "CLASSIFY"),
    Listing("correct", "teach the brand's model what notes really felt like", "feedback_files", "CORRECT"),
    Listing("models", "the versions that corrections taught; --use goes back to one", "feedback_models", "MODELS"),
)


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="feedback_verb", metavar="VERB", required=True)
    for listing in FEEDBACK_VERBS:
        own = verbs.add_parser(listing.name, help=listing.help, description=listing.help, parents=[shared_options()])
        listing.load().configure(own)


def _run(call: Call) -> Answer:
    wanted = call.options.feedback_verb
    return next(listing for listing in FEEDBACK_VERBS if listing.name == wanted).load().run(call)


FEEDBACK: Final = Verb(_configure, _run)
