"""Mail addresses, handles, links to a person, and where a person lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from learning.domain.feedback import MaskedPart, Personal

_MAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.+-])[\w.+'%-]+\s?[\[({](?:at|@)[\])}]\s?[\w-]+(?:(?:\s?[\[({](?:dot|\.)[\])}]\s?|\.| dot )[\w-]+)+"
    r"|(?<![\w.+-])[\w.+'%-]+(?:\s@\s?|\s?@\s| at )[\w-]+(?:\.| dot )"
    r"(?:[\w-]+(?:\.| dot ))?(?:com|org|net|edu|gov|info|biz|io|co|de|fr|uk|es|it|nl|eu|ch|at|br|mx|in|jp|au|ca)\b",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<![\w.@/])@[A-Za-z0-9_](?:[\w.]*\w)?")
_NAMED_HANDLE: Final = re.compile(
    r"\b(?:insta(?:gram)?|ig|twitter|tiktok|snap(?:chat)?|telegram|discord|skype|handle|username|user name"
    r"|nick(?:name)?|gamertag)"
    r"(?:\s+(?:is|handle|name|user|account|id))*\s*(?:is|:|=|-)\s*(?P<handle>[A-Za-z0-9_][\w.]{2,29})",
    re.IGNORECASE,
)
_USER: Final = re.compile(r"(?<!\w)(?:/?u/[A-Za-z0-9_-]{3,20}|[A-Za-z0-9_.]{2,32}#\d{4})(?!\w)")
_PROFILE: Final = re.compile(
    r"(?:https?://)?(?:www\.|m\.|mobile\.)?(?:(?:instagram|facebook|twitter|x|tiktok|linkedin|threads|pinterest"
    r"|snapchat|youtube"
    r"|fb|github|medium|reddit|vk|xing|strava|venmo|paypal)\.(?:com|net|me)|t\.me|wa\.me|fb\.me|paypal\.me)"
    r"/(?:in/|user/|u/|add/|c/|channel/|people/|profile/|@)?[\w.%@+-]{2,}/?(?![\w/])",
    re.IGNORECASE,
)
_MAILTO: Final = re.compile(r"(?:https?://|mailto:|tel:)\S*(?:@|%40|tel:)\S+|tel:\+?\d[\d-]{5,}", re.IGNORECASE)
_STREET_WORDS: Final = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Place|Pl|Square|Sq|Terrace|Ter"
    r"|Way|Close|Crescent"
    r"|Cres|Parkway|Pkwy|Highway|Hwy|Grove|Gardens?|Mews|Hill|Row|Walk|Circle|Cir|Trail|Trl|Loop|Plaza|Point"
    r"|Ridge|Heights|Island|Islands"
    r"|Port|Ports|Fort|Forge|Mill|Mills|Shore|Shores|Station|Junction|Ranch|Rapids|Views?|Village|Meadows?|Run"
    r"|Spur|Springs?|Turnpike|Union"
    r"|Valley|Via|Viaduct|Passage|Path|Pike|Pine|Pines|Plain|Plains|Prairie|Radial|Ramp|Rest|River|Rue|Summit"
    r"|Track|Tunnel|Ville|Vista|Wall"
    r"|Cape|Causeway|Center|Cliff|Club|Common|Corner|Corners|Course|Cove|Creek|Crest|Crossing|Crossroad|Curve"
    r"|Dale|Dam|Divide|Estates?"
    r"|Expressway|Extension|Falls?|Ferry|Field|Fields|Flat|Flats|Ford|Forest|Fork|Forks|Freeway|Gateway|Glen"
    r"|Green|Harbor|Haven|Hollow|Inlet"
    r"|Isle|Key|Keys|Knoll|Lake|Lakes|Landing|Light|Lock|Locks|Lodge|Mall|Manor|Mission|Motorway|Mount|Mountain"
    r"|Neck|Orchard|Oval|Park|Parks"
    r"|Alley|Parade|Walkway|Esplanade|Concourse|Promenade|Quay|Wharf|Marg|Chowk|Bayou|Beach|Bend|Bluff|Bottom"
    r"|Branch|Bridge|Brook|Burg|Bypass|Camp|Canyon)"
)
_STREET: Final = re.compile(
    r"(?<![\w$\u20ac\u00a3#])\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,? (?:[NSEW]\.? )?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)(?:[A-Z][\w'.-]* ){1,4}"
    + _STREET_WORDS
    + r"\b\.?(?:,? (?i:apt|apartment|suite|ste|unit|flat|floor|#)\.? ?\w{1,6})?"
    r"(?:,? (?:[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2},? )?(?:[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? "
    r"?\d[A-Z]{2}))?"
    r"|(?<![\w$\u20ac\u00a3#])\d{1,5}[A-Za-z]? (?:[a-z][\w'-]* ){1,2}(?:street|avenue|road|lane|boulevard)\b"
)
_CAPITAL: Final = r"[A-Z\u00c0-\u00de\u0100-\u017d][\w'.-]*"
_OF: Final = r"(?:(?:de|du|des|da|do|das|dos|del|della|di|la|le|les|los|las|el|den|der|van|von|al|d'|l')\s?){0,3}"
_STREET_THEN_NUMBER: Final = re.compile(
    rf"(?<!\w)(?:(?=[\w'.-]{{8}}){_CAPITAL}(?:stra(?:\u00dfe|sse)|str\.|weg|Weg|gasse|allee|Allee|platz|Platz"
    rf"|ring|damm|ufer|straat|laan|singel|kade|dreef|pad"
    r"|gatan|v\u00e4gen|stigen|gr\u00e4nd|vej|gade|veien|vegen|Stra\u00dfe)"
    r"|(?:rue|avenue|boulevard|chemin|impasse|all\u00e9e|via|viale|vicolo|piazza|corso|calle|avenida|alameda"
    r"|camino|paseo|plaza|ronda|vial|rua"
    r"|travessa|ladeira|pra\u00e7a|largo|ulica|ul\.|aleja|al\.|plac|strada|bulevardul|aleea|intrarea|drumul"
    r"|urbanizaci\u00f3n|Rue|Avenue|Boulevard"
    r"|Chemin|Impasse|All\u00e9e|Via|Viale|Vicolo|Piazza|Corso|Calle|Avenida|Alameda|Camino|Paseo|Plaza|Ronda"
    r"|Vial|Rua|Travessa|Ladeira"
    rf"|Pra\u00e7a|Largo|Ulica|Ul\.|Aleja|Al\.|Plac|Strada|Bulevardul|Aleea|Intrarea|Drumul"
    rf"|Urbanizaci\u00f3n)\s{_OF}{_CAPITAL}(?: {_CAPITAL}){{0,2}}),?"
    rf"\s(?:(?:nr|no|num|n)\.?\s?|Nr\.\s?)?\d{{1,4}}(?:[-/]\d{{1,4}})?\s?[a-zA-Z]?\b(?:,? \d{{4,5}} {_CAPITAL})?"
)
_NUMBER_THEN_STREET: Final = re.compile(
    rf"(?<!\w)\d{{1,4}}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|impasse|all\u00e9e) "
    rf"{_OF}{_CAPITAL}(?: {_CAPITAL})?(?:,? \d{{5}} {_CAPITAL})?"
)
_LIVES: Final = re.compile(
    r"\b(?i:live[sd]? (?:at|on|in)|living (?:at|on|in)|deliver(?:ed|y)?(?: (?:it|them|this|that))? to"
    r"|ship(?:ped)?(?: (?:it|them|this|that))? to"
    r"|sen[dt](?: (?:it|them|this|that))? to|gone to|went to|moved to|(?:home |new |old |my |postal |delivery "
    r"|shipping )*address(?: is|:| was)"
    r"|reside[sd]? at|pick(?:ed)? (?:it )?up (?:at|from))\s+"
    rf"(?P<place>(?:(?:\d[\w/-]*|{_CAPITAL}|(?i:apt|nr|no|unit|flat|suite|floor|st|street|road|rd|ave|piso"
    rf"|puerta|piano|de|da|do|del|la|le|van|al)\b\.?|[#&])"
    r",? {0,2}){2,14})"
)
_UK_POSTCODE: Final = re.compile(r"(?<!\w)(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})(?!\w)")
_POST_BOX: Final = re.compile(r"\bP\.?\s?O\.? ?Box \d{1,6}\b|\bPostfach \d[\d ]{1,8}\d\b", re.IGNORECASE)
_INTERNET: Final = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])")
_KINDS: Final[tuple[tuple[Personal, re.Pattern[str]], ...]] = (
    (Personal.MAIL, _MAIL),
    (Personal.HANDLE, _HANDLE),
    (Personal.HANDLE, _USER),
    (Personal.LINK, _PROFILE),
    (Personal.LINK, _MAILTO),
    (Personal.ADDRESS, _STREET),
    (Personal.ADDRESS, _STREET_THEN_NUMBER),
    (Personal.ADDRESS, _NUMBER_THEN_STREET),
    (Personal.ADDRESS, _UK_POSTCODE),
    (Personal.ADDRESS, _POST_BOX),
    (Personal.ADDRESS, _INTERNET),
)
_NEEDED: Final = {_MAIL: ("@", "at"), _HANDLE: ("@",), _PROFILE: (".com", ".net", ".me", ".COM"), _MAILTO: (":",)}
"""Texts without any of these cannot match: it saves most of the time."""


def find_addresses(text: str) -> Iterator[MaskedPart]:
    """Find addresses of every kind; a handle of the brand itself is found too, and left in by `mask`."""
    for kind, pattern in _KINDS:
        if any(sign in text for sign in _NEEDED.get(pattern, ("",))):
            for found in pattern.finditer(text):
                yield MaskedPart(kind, found.start(), found.end())
    for found in _LIVES.finditer(text):
        told = found["place"].rstrip(" ,.")
        if any(letter.isdigit() for letter in told):
            yield MaskedPart(Personal.ADDRESS, found.start("place"), found.start("place") + len(told))
    for found in _NAMED_HANDLE.finditer(text):
        yield MaskedPart(Personal.HANDLE, found.start("handle"), found.end("handle"))
