"""`bellwether actions ...`: the verbs about changes, one line each."""

from __future__ import annotations

import argparse
from typing import Final

from services.cli.listing import Listing
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb

ACTION_VERBS: Final = (
    Listing("propose", "propose a change from a file", "action_proposals", "PROPOSE"),
    Listing("edit", "change a proposal; approvals so far are void", "action_proposals", "EDIT"),
    Listing("list", "changes by state", "action_lists", "LIST"),
    Listing("show", "all that is known of a change", "action_lists", "SHOW"),
    Listing("ledger", "what came of every change", "action_lists", "LEDGER"),
    Listing("submit", "hand a draft in for review", "action_verbs", "SUBMIT"),
    Listing("approve", "say yes to the round and digest that you saw", "action_verbs", "APPROVE"),
    Listing("request-changes", "give it back to its author", "action_verbs", "REQUEST_CHANGES"),
    Listing("reject", "say no", "action_verbs", "REJECT"),
    Listing("withdraw", "take a proposal back before it starts", "action_verbs", "WITHDRAW"),
    Listing("schedule", "let an approved change start at a time", "action_verbs", "SCHEDULE"),
    Listing("start", "begin the rollout at its first stage", "action_verbs", "START"),
    Listing("advance", "go to the next stage, or to the decision after the last", "action_verbs", "ADVANCE"),
    Listing("pause", "stay at the stage", "action_verbs", "PAUSE"),
    Listing("resume", "go on after a pause", "action_verbs", "RESUME"),
    Listing("rollback", "bring the old value back; always allowed until it is kept", "action_verbs", "ROLLBACK"),
    Listing("keep", "keep a measured change", "action_verbs", "KEEP"),
    Listing("undo", "propose to take a kept change back", "action_verbs", "UNDO"),
    Listing("bypass", "start in an emergency without approval; a look afterwards is owed", "action_verbs", "BYPASS"),
    Listing("review", "take the look that a bypass owes", "action_verbs", "REVIEW"),
    Listing("confirm", "say that you have done by hand what it asks for", "action_verbs", "CONFIRM"),
    Listing("kill", "stop all changes of the brand at once", "action_stops", "KILL"),
    Listing("unkill", "lift the stop", "action_stops", "UNKILL"),
    Listing("policy", "show or change what a change needs", "action_stops", "POLICY"),
    Listing("automatic", "rules that approve small changes, and what they did", "action_automatic", "AUTOMATIC"),
)


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="action_verb", metavar="VERB", required=True)
    for listing in ACTION_VERBS:
        own = verbs.add_parser(listing.name, help=listing.help, description=listing.help, parents=[shared_options()])
        listing.load().configure(own)


def _run(call: Call) -> Answer:
    wanted = call.options.action_verb
    return next(listing for listing in ACTION_VERBS if listing.name == wanted).load().run(call)


ACTIONS = Verb(_configure, _run)
