"""`bellwether user`: people and what each may do in a brand."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any, Final

from learning.domain.errors import BadOption
from learning.domain.people import Person
from learning.domain.policies import Role
from services.cli.action_options import Desk, open_desk
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb

ROLES: Final = {role.value: role for role in Role} | {"admin": Role.ADMINISTRATOR, "analyst": Role.MARKETER}
"""As the roles are called, with the other words for two of them."""
NONE: Final = "none"


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="add|role|password|...")
    add = verbs.add_parser("add", help="add a person with a role in the brand", parents=[shared_options()])
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", default=Role.VIEWER.value, metavar="ROLE", help=f"one of {', '.join(ROLES)}")
    role = verbs.add_parser("role", help="give a person another role in the brand", parents=[shared_options()])
    role.add_argument("name", metavar="NAME")
    role.add_argument("given", nargs="?", metavar="ROLE", help=f"one of {', '.join(ROLES)}, or {NONE}")
    role.add_argument("--role", metavar="ROLE", help="the same")
    for name, words in (("disable", "let a person act no more, at once and everywhere"), ("enable", "let them again")):
        verbs.add_parser(name, help=words, parents=[shared_options()]).add_argument("name", metavar="NAME")
    own = verbs.add_parser(
        "password", help="set a password; asked for, or the first line of the input", parents=[shared_options()]
    )
    own.add_argument("name", metavar="NAME")
    linked = verbs.add_parser("link", help="let a single sign-on's account be a person", parents=[shared_options()])
    linked.add_argument("name", metavar="NAME")
    linked.add_argument("--issuer", required=True, metavar="URL", help="as the sign-on names itself ('iss')")
    linked.add_argument("--subject", required=True, metavar="ID", help="as it names the person ('sub')")
    ended = verbs.add_parser("sign-out", help="end every session of a person", parents=[shared_options()])
    ended.add_argument("name", metavar="NAME")
    verbs.add_parser("list", help="everybody with their role in the brand", parents=[shared_options()])


def _run(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        people = desk.services.people
        match options.what:
            case "add":
                return _answer(desk, people.add(desk.brand, options.name, _role(options.role)))
            case "role":
                given = options.role or options.given or ""
                wanted = None if given == NONE else _role(given)
                return _answer(desk, people.put_role(desk.brand, options.name, wanted))
            case "list":
                found = [_payload(desk, person) for person in people.list_all()]
                lines = [f"{each['name']:<24} {each['role'] or 'no role'}" for each in found]
                return Answer({"users": found}, "\n".join(lines) or "There is nobody yet.")
            case "password":
                return _answer(desk, desk.services.accounts.set_password(options.name, _asked_password()))
            case "link":
                person = people.get(options.name)
                desk.services.accounts.link_subject(person, options.issuer, options.subject)
                return _answer(desk, person)
            case "sign-out":
                person = people.get(options.name)
                desk.services.accounts.sessions.end_all(person.id, "an administrator ended it")
                return _answer(desk, person)
            case _:
                active = options.what == "enable"
                return _answer(desk, people.set_active(desk.brand, options.name, active=active))


def _asked_password() -> str:
    """Ask twice on a terminal; else take the first line of the input. Never an argument: others would see it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, again = getpass.getpass("New password: "), getpass.getpass("The same again: ")
    if first != again:
        raise BadOption("password", "(hidden)", "the same one twice")
    return first


def _role(text: str) -> Role:
    if text not in ROLES:
        raise BadOption("--role", text, f"one of {', '.join(ROLES)}")
    return ROLES[text]


def _answer(desk: Desk, person: Person) -> Answer:
    payload = _payload(desk, person)
    state = "" if person.active else ", disabled"
    return Answer(payload, f"{person.name}: {payload['role'] or 'no role'} of {desk.brand.name}{state}")


def _payload(desk: Desk, person: Person) -> dict[str, Any]:
    role = person.roles.get(desk.brand.id)
    return {
        "id": person.id,
        "name": person.name,
        "role": None if role is None else role.value,
        "brand": desk.brand.name,
        "active": person.active,
    }


USER = Verb(_configure, _run)
