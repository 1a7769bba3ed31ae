"""Which words are names of people: the lists of Faker, and which of them are words of English as well."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import faker.providers.person as person_locales
from faker.providers.address import Provider as Addresses
from faker.providers.address.en_US import Provider as AmericanAddresses
from faker.providers.lorem.en_US import Provider as EnglishWords
from faker.providers.person.en_US import Provider as AmericanNames
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from vader.data.lexicon import LEXICON

from learning.models.words import word_set

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SHORTEST: Final = 2
POPULAR: Final = 0.0005
_LONGEST_AMBIGUOUS: Final = 3

_ALSO_WORDS: Final = word_set(
    """
    atlanta columbus logan cleveland raleigh aspen savannah birmingham albuquerque indy huston reno madrid cabo palm
    opal safari male avis avon pandora link hal otis oscar columbia infant unique constant press said hue bridge
    cord handy street alexa siri cortana echo prime virginia georgia carolina dakota austin dallas houston paris
    london boston phoenix denver memphis orlando jackson charlotte madison lincoln sydney florence milan vienna
    geneva sofia berlin chelsea brooklyn india china jordan israel chad kenya ireland france england america asia
    europe africa holland mercedes porsche ford tesla dell gucci prada armani chanel dior levi levis wendy wendys
    macy macys lidl aldi adidas nike apple amazon google intel oracle delta united spirit frontier virgin southwest
    jet marriott hilton hyatt starbucks samsung sony philips bosch miele braun lego disney marvel spotify netflix
    hulu instagram facebook twitter tiktok pinterest youtube etsy ebay shopify visa barclay chase wells fargo morgan
    stanley christmas easter valentine noel summer autumn winter spring april may june august monday tuesday
    wednesday thursday friday saturday sunday january february march july september october november december
    english french german spanish italian dutch roman norman dane swiss polish welsh scott king prince duke earl
    baron bishop pope knight page cook baker butler carter mason taylor turner walker parker porter hunter fisher
    gardener shepherd sawyer sailor archer miller potter weaver driver singer banks brooks woods fields rivers stone
    rock cliff dale glen heath forest lake hill bush reed rose lily daisy iris violet ivy holly heather olive
    rosemary sage ginger basil poppy jasmine pearl ruby amber jade crystal gem coral goldie sandy rusty dusty misty
    sunny stormy skye star sky dawn eve robin jay raven wren dove drake finch crane swan fox wolf bear lamb buck
    colt bunny kitty cat buddy ace rex max grace faith hope charity joy felicity prudence patience constance verity
    clement justice honor honour mercy trinity destiny harmony melody carol aria cadence chance chase cash art bill
    mark pat rob sue will drew frank earnest ernest guy gene jean lee ray rich ward wade
    miles major general noble regal royal sterling golden silver stern young old long short small little strong
    sharp swift wise smart bright keen gay wild savage moody love lovely darling sweet honey candy sugar best good
    goode bliss blessing angel christian pagan jesus christ allah virgin sister brother mother father baby babe son
    dad mom kid boy girl man men queen lord lady case wall gates bell ball bond bolt bow bridges brand brown green
    black white gray grey blue redd church temple abbey castle house hall park west east north south field marsh
    moore more less day knight night week month year hour early late hardy hasty power powers price prices rice bean
    beans berry cherry peach plum apple coffee burger pizza cole slaw mint curry dill tea wine beer sherry brandy
    porter lane street way road block square true story song wing wings hand hands head foote foot legg back akin
    any many ever never been being ali an do be go so no in on at as to of up us we me my he she it is am are was
    has had can in ok hi per max min mini pro plus air van lang time times flight gate terminal crew captain chief
    boss doctor nurse page book web net mobile cell phone app store shop team rand penny mona lisa era elite legacy
    liberty freedom victory glory legend ace pilot marine navy royce rolls benz lexus kia santa monroe rowe stockton
    denton clinton trump obama biden cooper harper piper chandler marshal marshall warden gardner deacon dean judge
    reagan kennedy harley lance rocky dick randy fanny willy wang dong hung sung ming hong kong an bin san ho la le
    de da di du el al ada java ruby julia scala swift jordan lacoste bose roku kindle fire stick dot spot show
    plug hub nest ring blink arlo hue wyze
    """
)
"""Names that are at least as often something else: places, brands, days, trades, plants, virtues, plain words."""


@dataclass(frozen=True, slots=True)
class NameLists:
    """Words of names in small letters."""

    given: frozenset[str]
    family: frozenset[str]
    ambiguous: frozenset[str]
    """Those of either list that are also words, places or brands."""
    popular: frozenset[str]
    """Given names so frequent that they are known in small letters, too."""
    words: frozenset[str]
    """Common words of English."""

    def is_given(self, word: str) -> bool:
        """Whether a word is a given name and little else."""
        told = word.lower()
        return told in self.given and told not in self.ambiguous

    def is_name(self, word: str) -> bool:
        """Whether a word may be part of a name at all."""
        told = word.lower()
        return told in self.given or told in self.family

    def is_sure(self, word: str) -> bool:
        """Whether a word is a name and little else."""
        return self.is_name(word) and word.lower() not in self.ambiguous


@cache
def name_lists() -> NameLists:
    """Return the lists, read once: about 20,000 given and 20,000 family names of some ninety countries."""
    given: set[str] = set()
    family: set[str] = set()
    for provider in _providers():
        given |= _words(provider, "first_name")
        family |= _words(provider, "last_name")
    known = given | family
    places = _spoken([*Addresses.countries, *AmericanAddresses.states])
    felt = {word for word, strength in LEXICON.items() if word.isalpha() and strength}
    words = ENGLISH_STOP_WORDS | set(EnglishWords.word_list) | felt | places | _ALSO_WORDS
    short = {name for name in known if len(name) <= _LONGEST_AMBIGUOUS and name.isascii()} - _SHORT_GIVEN
    ambiguous = frozenset((known & words) | short)
    return NameLists(
        frozenset(given), frozenset(family), ambiguous, frozenset(_popular() - ambiguous), frozenset(words)
    )


_SHORT_GIVEN: Final = word_set(
    """
    amy ana ann ben bob dan eva ian ida ira jan jim jon joe ken kim leo lea liz lou mia mei nia noa pam ron roy sam tim
    tom tony zoe abe ali bea deb eli gus hal hugo ivo jen kai lars lin luc luz moe ned nik nora ola ole pia raj rob
    rod ted val vic yan zac
    """
)


def _popular() -> set[str]:
    """The given names of the United States that at least POPULAR of a sex bear."""
    weighted = {**AmericanNames.first_names_female, **AmericanNames.first_names_male}
    return {name.lower() for name, share in weighted.items() if share >= POPULAR and len(name) > _LONGEST_AMBIGUOUS}


def _providers() -> Iterator[type]:
    for found in pkgutil.iter_modules(person_locales.__path__):
        yield importlib.import_module(f"{person_locales.__name__}.{found.name}").Provider


def _words(provider: type, beginning: str) -> set[str]:
    listed = [getattr(provider, name) for name in dir(provider) if name.startswith(beginning)]
    return _spoken(text for one in listed if isinstance(one, list | tuple | dict) for text in one)


def _spoken(texts: Iterable[object]) -> set[str]:
    return {word.lower() for text in texts for word in _WORD.findall(str(text)) if len(word) >= _SHORTEST}
