"""The entry of the `bellwether` command: options, dispatch, errors, exit status."""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from importlib import metadata

from learning.domain.errors import AmbiguousBrand, BadOption, BellwetherError
from services.cli.catalog import VERBS
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb
from services.settings import database_address, load_settings

DONE, REFUSED, USAGE = 0, 1, 2


def build_parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command line; only verbs that are named in the arguments declare their options."""
    shared = shared_options()
    parser = argparse.ArgumentParser(
        prog="bellwether", description="The learning loop for marketing teams.", parents=[shared]
    )
    parser.add_argument("--version", action="version", version=metadata.version("bellwether"))
    commands = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for listing in VERBS:
        own = commands.add_parser(listing.name, help=listing.help, description=listing.help, parents=[shared])
        if listing.name in arguments:
            listing.load().configure(own)
    return parser


def error_payload(error: BellwetherError) -> dict[str, dict[str, str]]:
    """The `error` object that stands beside a command's own keys."""
    return {"error": {"code": error.code, "message": error.message, "fix": error.fix}}


def _run(verb: Verb, call: Call) -> Answer:
    try:
        return verb.run(call)
    except BellwetherError as error:
        code = USAGE if isinstance(error, AmbiguousBrand) else REFUSED
        return Answer(error_payload(error), f"{error.message}\n{error.fix}", code)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(answer.payload, ensure_ascii=False, allow_nan=False) + "\n")
    elif answer.text:
        stream = sys.stdout if answer.exit_code == DONE else sys.stderr
        stream.write(answer.text.rstrip("\n") + "\n")


def _call(options: argparse.Namespace) -> Call:
    """The call that the options describe.

    Raises:
        BadOption: a setting or the address of the database cannot be used.
    """
    settings = load_settings(os.environ)
    if "database" in options:
        settings = dataclasses.replace(settings, database_url=database_address(options.database))
    return Call(settings, getattr(options, "brand", None), getattr(options, "json", False), options)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 1 refused or found wrong, 2 wrong usage."""
    words = sys.argv[1:] if arguments is None else arguments
    options = build_parser(words).parse_args(words)
    verb = next(listing for listing in VERBS if listing.name == options.verb).load()
    try:
        answer = _run(verb, _call(options))
    except BadOption as error:
        answer = Answer(error_payload(error), f"{error.message}\n{error.fix}", USAGE)
    try:
        _print(answer, as_json=getattr(options, "json", False))
    except BrokenPipeError:
        # The reader has gone; the interpreter's last flush must not complain.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open to the end
        return REFUSED
    return answer.exit_code
