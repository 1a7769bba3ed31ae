"""Notes as customers write them, with personal data in known places."""

from __future__ import annotations

import random
from dataclasses import dataclass

from faker import Faker

from learning.domain.feedback import Personal

LOCALES = (
    "en_US", "en_GB", "en_CA", "en_AU", "en_IN", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "nl_NL", "pl_PL",
    "sv_SE", "tr_TR", "ro_RO",
)  # fmt: skip

SENTENCES = {
    Personal.NAME: (
        "I spoke with {} and the problem was solved in ten minutes.",
        "My name is {} and I have been waiting for a refund since Monday.",
        "{} at your store was incredibly rude to my wife.",
        "Please thank {} from the support team, best service ever!",
        "Still no answer. Regards, {}",
        "The order was placed by {} but delivered to the neighbour.",
        "Can {} please call me back about the invoice?",
        "We love the new app.\n- {}",
        "Two of us, {} and I, could not log in all weekend.",
        "Your agent {} hung up on me twice.",
    ),
    Personal.MAIL: (
        "Write to me at {} if you need the receipt.",
        "I never got the confirmation, my mail is {}.",
        "Newsletter still arrives at {}, please unsubscribe me!",
        "Contact: {} - thanks",
        "Account ({}) is locked and nobody answers.",
    ),
    Personal.PHONE: (
        "Call me on {} after five.",
        "My number is {} and nobody rang.",
        "You can reach us at {}, we are angry.",
        "Tel. {}: please confirm the new date.",
        "I left {} three times on your voicemail!",
    ),
    Personal.HANDLE: (
        "{} said the same in the comments, too expensive.",
        "Love the reel with {}, more of this please",
        "Why did you block {}?",
        "thanks {} for the quick answer!",
        "The giveaway was won by {} again...",
    ),
    Personal.ADDRESS: (
        "The parcel should have gone to {} and came back.",
        "I live at {}, so pickup is no option.",
        "Deliver it to {} please.",
        "New address: {}",
    ),
}

OFF_THE_LISTS = (
    "Xiomara Quispehuanca",
    "Thandolwethu Mkhabela",
    "Oluwafunmilayo Adeyeye",
    "Siobhan MacGillivray",
    "Jyotiraditya Bhattacharjee",
    "Nguyen Thi Bich",
    "Zbigniew Brzeczyszczykiewicz",
    "Ingibjorg Sigurdardottir",
    "Tuulikki Saarelainen",
    "Makoa Kealoha",
)
"""Made up of names that are rare or on no list."""


@dataclass(frozen=True, slots=True)
class PersonalNote:
    text: str
    kind: Personal
    secret: str
    """What must not be left of it."""
    locale: str


def notes_with_people(count: int, seed: int) -> list[PersonalNote]:
    """Draw notes, the kinds and countries in turn."""
    draws = random.Random(seed)
    fakers = {locale: Faker(locale) for locale in LOCALES}
    for number, one in enumerate(fakers.values()):
        one.seed_instance(seed + number)
    kinds = tuple(SENTENCES)
    found = []
    for number in range(count):
        kind, locale = kinds[number % len(kinds)], LOCALES[number // len(kinds) % len(LOCALES)]
        secret = _draw(kind, fakers[locale], draws)
        found.append(PersonalNote(draws.choice(SENTENCES[kind]).format(secret), kind, secret, locale))
    return found


def _draw(kind: Personal, one: Faker, draws: random.Random) -> str:
    given, family = one.first_name(), one.last_name()
    if kind is Personal.NAME:
        whole = f"{given} {family}"
        return draws.choice((given, whole, whole, f"{given[0]}. {family}", f"Mr. {family}", f"Dr. {whole}"))
    if kind is Personal.MAIL:
        plain = one.ascii_free_email()
        spelled = plain.replace("@", " [at] ").replace(".", " [dot] ")
        return draws.choice((plain, plain, one.ascii_company_email(), plain.replace("@", "+news@"), spelled))
    if kind is Personal.PHONE:
        digits = "".join(str(draws.randrange(10)) for _ in range(9))
        abroad = f"+{draws.randrange(1, 99)} {digits[:3]} {digits[3:6]} {digits[6:]}"
        return draws.choice((one.phone_number(), one.phone_number(), abroad, f"0{digits[:4]}/{digits[4:]}"))
    if kind is Personal.HANDLE:
        word = draws.choice((given, family)).lower().encode("ascii", "ignore").decode()
        plain = "".join(letter for letter in word if letter.isalpha()) or "anna"
        year, place = draws.randrange(1950, 2010), draws.randrange(99)
        return "@" + draws.choice((plain, f"{plain}_{place}", f"the.{plain}", f"{plain}{year}"))
    return one.street_address().replace("\n", ", ")
