"""`bellwether experiment ...`: the verbs about A/B tests, one line each."""

from __future__ import annotations

import argparse
from typing import Final

from services.cli.listing import Listing
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb

EXPERIMENT_VERBS: Final = (
    Listing("analyze", "answer reference cases of a file", "experiment_analyze", "ANALYZE"),
    Listing("list", "tests with their short answers", "experiment_list", "LIST"),
    Listing("show", "all that is known of a test", "experiment_list", "SHOW"),
    Listing("create", "design a test", "experiment_create", "CREATE"),
    Listing("start", "begin a test; its design is fixed from now on", "experiment_create", "START"),
    Listing("assign", "say which version each unit gets", "experiment_create", "ASSIGN"),
    Listing("import", "take the data of tests from a file", "experiment_import", "IMPORT"),
    Listing("record", "take results that programs report", "experiment_events", "RECORD"),
    Listing("remove", "take such an import back", "experiment_import", "REMOVE"),
    Listing("describe", "say what a file did not: control, split, length, tags", "experiment_describe", "DESCRIBE"),
    Listing("predict", "say what will come out before looking", "experiment_decide", "PREDICT"),
    Listing("end", "say that nothing more will come", "experiment_create", "END"),
    Listing("reallocate", "split the people otherwise from tomorrow on", "experiment_decide", "REALLOCATE"),
    Listing("decide", "choose a version, keep the control, run longer or stop", "experiment_decide", "DECIDE"),
    Listing("archive", "put a decided test away", "experiment_create", "ARCHIVE"),
)


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="experiment_verb", metavar="VERB", required=True)
    for listing in EXPERIMENT_VERBS:
        own = verbs.add_parser(listing.name, help=listing.help, description=listing.help, parents=[shared_options()])
        listing.load().configure(own)


def _run(call: Call) -> Answer:
    wanted = call.options.experiment_verb
    return next(listing for listing in EXPERIMENT_VERBS if listing.name == wanted).load().run(call)


EXPERIMENT = Verb(_configure, _run)
