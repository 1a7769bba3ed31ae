"""Links with which somebody chooses a password: for the first administrator, for who was added, for who forgot theirs.

A link is signed, ends by time, and is good for one password only: nothing of it is stored.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from learning.domain.errors import RuleRefused
from learning.domain.people import Person
from services.accounts.signing_in import AccountService
from services.master_key import derive_key, load_master_key
from services.people import PeopleService
from services.server.access import Signer
from services.settings import Settings

FIRST: Final = ""
"""What stands for a name in the link of the first administrator, who chooses their own."""
FIRST_SECONDS: Final = 24 * 3_600
SECONDS: Final = 3 * 24 * 3_600
FIRST_PURPOSE: Final = "first administrator"


@dataclass(frozen=True, slots=True)
class Invitations:
    """Makes links, and takes them."""

    accounts: AccountService
    people: PeopleService
    signer: Signer = field(repr=False)

    def invite_first(self) -> str:
        """Return the token of the first administrator's link."""
        return f"0~{self.signer.issue(FIRST_PURPOSE, FIRST_SECONDS)}"

    def invite(self, person: Person) -> str:
        """Return the token of a person's link; it ends with the password that it sets."""
        return f"{person.id}~{self.signer.issue(self.accounts.invitation_purpose(person), SECONDS)}"

    def name_of(self, token: str) -> str:
        """Return who may choose a password with a token; `FIRST` for the first administrator.

        Raises:
            RuleRefused: It was used, or its time is over.
        """
        number, _, signed = token.partition("~")
        if number == "0":
            if self.accounts.needs_first() and self.signer.accepts(FIRST_PURPOSE, signed):
                return FIRST
            raise _spent()
        person = next((each for each in self.people.list_all() if str(each.id) == number and each.active), None)
        if person is None or not self.signer.accepts(self.accounts.invitation_purpose(person), signed):
            raise _spent()
        return person.name

    def use(self, token: str, name: str, password: str) -> Person:
        """Set a password.

        Raises:
            RuleRefused: The token was used, or its time is over.
            BadOption: Name or password cannot be used.
        """
        invited = self.name_of(token)
        if invited == FIRST:
            return self.accounts.make_first(name, password)
        return self.accounts.set_password(invited, password)


def open_invitations(
    accounts: AccountService, people: PeopleService, settings: Settings, now: Callable[[], float] = time.time
) -> Invitations:
    """Return the invitations that the settings hold the key of."""
    return Invitations(accounts, people, Signer(derive_key(load_master_key(settings), "invitation"), now))


def _spent() -> RuleRefused:
    return RuleRefused("link_spent", "This link was used before, or its time is over.", "Ask for a new one.")
