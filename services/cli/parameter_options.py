"""Which parameter a verb is about, and what serves or is pinned, as the command has it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKey, Value


def parameter_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which parameter."""
    parser.add_argument("component", metavar="COMPONENT")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--operation", default="set", metavar="NAME")
    parser.add_argument("--context", action="append", metavar="K=V", help="whom it is for; may be repeated")


def key_of_parameter(options: argparse.Namespace, brand_id: int) -> ParameterKey:
    """Return which parameter is meant."""
    return ParameterKey(brand_id, options.component, options.operation, options.name, context_of(options.context))


def value_of(text: str | None) -> Value:
    """Return a value as JSON has it, else the text as it stands; None where none is given."""
    if text is None:
        return None
    try:
        found: Value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found


def context_of(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return the pairs of --context.

    Raises:
        BadOption: One is no pair.
    """
    found: dict[str, str] = {}
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise BadOption("--context", pair, "NAME=VALUE")
        found[name.strip()] = value.strip()
    return found
