"""Names of people: by lists of names, by what stands before them, by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from learning.domain.feedback import MaskedPart, Personal
from learning.models.masking.introductions import TITLES, Introduction, introduction_of
from learning.models.masking.name_lists import NameLists, name_lists
from learning.models.words import word_set

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['\u2019\u2010-][^\W\d_]+)*")
_PARTICLES: Final = word_set(
    """
    de da do dos das del della di du la le los las van von der den ter ten zu zur al el bin ibn abu ben st mac mc o'
    y die thi
    """
)
_MOST_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or not self.text[0].islower()


def find_names(text: str) -> Iterator[MaskedPart]:
    """Find names of people.

    A word is a name if it is written with a capital and stands on the lists as one and as little else; if it stands
    after a title or a phrase that introduces a name; or, as a word that may be something else too (Grace, Virginia), if
    another word of a name stands beside it. Once found, a name takes in the given and family names, initials and
    particles around it. Names in small letters are found where a phrase introduces them, or with their family name.
    """
    words = [_Word(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    lists, shouted = name_lists(), _is_shouted(words)
    place = 0
    while place < len(words):
        length = _name_at(text, words, place, lists, shouted=shouted)
        if length:
            last = words[place + length - 1]
            yield MaskedPart(Personal.NAME, words[place].start, _with_dot(text, last))
        place += max(1, length)


_PLACES_BEGIN: Final = word_set(
    """
    san santa saint st los las new puerto costa são sao fort port mount lake west east north south cape rio
    """
)


def _is_place(words: list[_Word], place: int) -> bool:
    """Whether a word and the one before it are the name of a place (San Diego, New Orleans), or begin one."""
    if words[place].text.lower() in _PLACES_BEGIN - {"lake", "west", "north", "rio"}:
        return True
    return place > 0 and words[place - 1].text.lower() in _PLACES_BEGIN and words[place - 1].is_capital


def _is_short_form(word: str) -> bool:
    """Whether a word of capitals is more likely short for something (ISIS, PIA) than somebody."""
    return word.isupper() and 1 < len(word) <= 4


def _begins_later(text: str, run: list[_Word], lists: NameLists) -> bool:
    """Whether an unlisted first word (Thanks David, Was Leary) is not part of the name behind it."""
    if len(run) < 2 or _is_initial(text, run[0]) or lists.is_name(_bare(run[0].text)):
        return False
    common = len(run) == 2 and run[0].text.lower() in lists.words
    return common or lists.is_given(_bare(run[1].text))


def _is_shouted(words: list[_Word]) -> bool:
    """Whether the whole text is in capitals, so that a capital says nothing."""
    return len(words) > 2 and sum(word.text.isupper() for word in words) > 0.7 * len(words)


def _name_at(text: str, words: list[_Word], place: int, lists: NameLists, *, shouted: bool) -> int:
    """How many words from a place on are the name of a person; 0 where none begins."""
    word, bare = words[place], _bare(words[place].text)
    if bare.lower() in TITLES or not (word.is_capital or bare.lower() in lists.given or bare in _PARTICLES):
        return 0
    introduced = introduction_of(text, word.start)
    if not word.is_capital and introduced is Introduction.TITLE and word.text in _PARTICLES:
        return _beyond_particles(text, words, place)
    if not word.is_capital or (shouted and not introduced):
        likely_small = introduced and bare.lower() in lists.popular
        small = introduced >= Introduction.SURE and lists.is_given(bare) and len(bare) > 2
        length = _small_run(text, words, place, lists)
        in_full = length > 1 and bare.lower() in lists.popular
        return length if small or likely_small or in_full else 0
    if _is_place(words, place) or (_is_short_form(word.text) and introduced < Introduction.SURE):
        return 0
    length = _run(text, words, place, lists, unlisted=bool(introduced))
    run = words[place : place + length]
    if _begins_later(text, run, lists) and introduced is not Introduction.TITLE:
        return 0
    return length if _is_person(text, run, introduced, lists, shouted=shouted) else 0


def _is_person(text: str, run: list[_Word], introduced: Introduction, lists: NameLists, *, shouted: bool) -> bool:
    """Whether capitalised words that belong together are the name of a person."""
    first, several = _bare(run[0].text), len(run) > 1
    listed = sum(lists.is_name(_bare(word.text)) for word in run)
    sure = any(lists.is_sure(_bare(word.text)) for word in run)
    if introduced is Introduction.TITLE or (lists.is_given(first) and (not shouted or introduced >= Introduction.SURE)):
        return True
    if several and (_is_initial(text, run[0]) or (sure and (listed > 1 or lists.is_name(_bare(run[-1].text))))):
        return True
    if introduced and (sure or (several and not any(word.text.lower() in lists.words for word in run))):
        return True
    if introduced < Introduction.SURE:
        return False
    return (listed > 0 and first.lower() not in _NEVER) or (several and first.lower() not in lists.ambiguous)


_NEVER: Final = word_set(
    """
    an so do my no he can in it is as at to not very was has will may the this that just sure good best happy glad
    love best more monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december english german french america
    """
)


def _is_initial(text: str, word: _Word) -> bool:
    """Whether a word is one capital with a dot."""
    return len(word.text) == 1 and word.is_capital and text[word.end : word.end + 1] == "."


def _run(text: str, words: list[_Word], place: int, lists: NameLists, *, unlisted: bool) -> int:
    """How many words belong together as one name, if the first does: capitals, initials and particles.

    With `unlisted` a capitalised word that is on no list and no common word counts, too.
    """
    length, last = 1, words[place]
    while place + length < len(words) and length < _MOST_WORDS:
        following = words[place + length]
        gap = text[last.end : following.start]
        if gap not in {" ", ". ", "  ", "\u00a0"} or (gap == ". " and len(last.text) > 1):
            break
        if following.text.lower() in _PARTICLES and not following.text[0].isupper():
            beyond = _beyond_particles(text, words, place + length)
            if not beyond:
                break
            length += beyond
            last = words[place + length - 1]
            continue
        rare = (unlisted or _is_initial(text, last)) and _is_rare(following, lists)
        if not rare and not _continues(following, last, lists):
            break
        length, last = length + 1, following
    return length


def _beyond_particles(text: str, words: list[_Word], place: int) -> int:
    """How many words particles and the capital after them make; 0 where no capital follows."""
    for length in range(1, 4):
        if place + length >= len(words) or text[words[place + length - 1].end : words[place + length].start] != " ":
            return 0
        following = words[place + length]
        if following.text[0].isupper():
            return length + 1
        if following.text.lower() not in _PARTICLES:
            return 0
    return 0


def _is_rare(word: _Word, lists: NameLists) -> bool:
    """Whether a word is written like a name and is no common word."""
    return word.text[0].isupper() and not word.text.isupper() and word.text.lower() not in lists.words


def _continues(following: _Word, last: _Word, lists: NameLists) -> bool:
    if not following.is_capital:
        return False
    bare = _bare(following.text)
    if len(following.text) == 1:
        return following.text != "I"
    if lists.is_sure(bare):
        return True
    if lists.is_name(bare) and bare.lower() not in _NEVER:
        return last.text.isupper() == following.text.isupper() or len(last.text) == 1
    return following.text.istitle() and bare.lower() not in lists.ambiguous and lists.is_given(_bare(last.text))


def _small_run(text: str, words: list[_Word], place: int, lists: NameLists) -> int:
    """A given name in small letters, with a family name that is nothing else behind it."""
    if place + 1 < len(words) and text[words[place].end : words[place + 1].start] == " ":
        following = _bare(words[place + 1].text)
        if lists.is_sure(following) and len(following) > 3:
            return 2
    return 1


def _bare(word: str) -> str:
    """A word without the 's of a possessive."""
    return re.sub(r"['\u2019][sS]$", "", word)


def _with_dot(text: str, last: _Word) -> int:
    """The end of a name; without the 's of a possessive, with the dot of an initial."""
    end = last.start + len(_bare(last.text))
    return end + 1 if len(last.text) == 1 and text[end : end + 1] == "." else end
