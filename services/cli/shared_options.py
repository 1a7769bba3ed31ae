"""The options that every verb takes, before or after its name."""

import argparse


def shared_options() -> argparse.ArgumentParser:
    """Give a parser to inherit from; unset options stay away, so that the two places do not fight."""
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--database", metavar="URL", help="the database (default: from the settings)")
    parser.add_argument("--brand", metavar="NAME", help="the brand to work on")
    parser.add_argument("--json", action="store_true", help="print one JSON object to standard output")
    return parser
