"""Turns of phrase that tell what a note wants, whatever it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


def _turns(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


FAILURES: Final[tuple[re.Pattern[str], ...]] = (
    _turns(r"\b(?:does|do|did|is|are|was|were|has|have|had|can|could|wo|would|should|ai)(?:n't| not)\b|\bcannot\b"),
    _turns(
        r"\bstill (?:no|not|waiting|haven|hasn|don|can|on hold)",
        r"\bno (?:one|response|answer|reply|info|help|way|explanation|reason|communication|luck|idea)\b",
    ),
    _turns(
        r"\b\d+\+?\s?(?:hrs?|hours?|mins?|minutes|days?|weeks?|months?|times|calls?)\b",
        r"\b(?:an|two|three|four|several|many) (?:hours?|days?|weeks?|months?|times)\b",
        r"\ball (?:day|night|week)\b",
    ),
    _turns(
        r"\bon hold\b|\bhung up\b|\bhang up\b|\bcut off\b|\b(?:gave|give) up\b|\bwaste of\b",
        r"\bstop(?:s|ped)? working\b|\bnot work|\bwon't\b|\bcustomer service\b",
    ),
    _turns(
        r"\bworst\b|\bnever again\b|\blast time\b|\bnot happy\b|\bfix (?:this|it|your)\b|\bget (?:it|your) "
        r"(?:together|act)\b",
        r"\bwhat (?:a joke|is wrong|the hell)\b|\bhow (?:hard|difficult|can you|is this)\b|\bwtf\b|\bfor nothing\b",
        r"\bsend (?:it|them) back\b|\bjust sit|\btook (?:over|more|forever)\b",
    ),
    _turns(
        r"\b(?:too|so) (?:slow|late|long|expensive|small|loud|complicated|many|hard|cold|hot)\b|\bat least\b",
        r"\bnot (?:worth|impressed|as|even|good|great|what|loud|a fan)\b",
    ),
)
"""Something that did not happen, that nobody answered, that took long, that was given up, that is past bearing, that
falls short. Counted each for itself, so that a model can weigh them."""

_ASKS_FIRST: Final = _turns(
    r"^\W*(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|will|would|should|any|has|have|am|may)\b"
)
_REQUEST: Final = _turns(
    r"\b(?:can|could|would|will) (?:you|u|i|we|someone)\b|\b(?:please|plz|pls)\b|\bhow (?:do|can|to|much|many"
    r"|long)\b",
    r"\bwhat (?:is|are|time)\b|\bis there\b|\bdo you\b|\bare you\b|\bwhen (?:will|is|are|do)\b|\blet me know\b",
    r"\bi(?:'d| would) like to\b|\bneed to\b|\bdm\b",
)
_THANKS: Final = _turns(r"\b(?:thank(?:s| you| u)?|thx|ty|tks|appreciate|kudos|props|grateful|shout ?out)\b")
_PRAISE: Final = _turns(
    r"\b(?:love|loves|loved|best|awesome|amazing|excellent|perfect|great|fantastic|wonderful|rocks?|happy|enjoy"
    r"|enjoying)\b",
    r"\b(?:easy|favou?rite|impressed|yay|glad|fun)\b|\b(?:i|we) (?:really |do )?like\b",
)
_IDEA: Final = _turns(
    r"\b(?:you|they|it|there|we) (?:guys )?(?:really )?(?:should|could|ought to)\b|\b(?:i|we) (?:\w+ )?wish\b"
    r"|^\W*wish\b",
    r"\bwould be (?:nice|great|good|better|cool|helpful|awesome|even)\b|\bwould (?:love|like|prefer) (?:to "
    r"(?:see|have)|if|more)\b",
    r"\bwhy (?:not|don't you)\b|\bwhat about\b|\bhow about\b|\b(?:i|we|may i|can i) suggest|\bsuggestion\b|\bmy "
    r"idea\b",
    r"\b(?:please|plz|pls) (?:add|bring|make|consider|offer|allow|include|introduce|release|post more|do more)\b",
    r"\bif (?:only )?(?:you|it|there|they) (?:could|would|had|were)\b|\bcould use\b|\bmore \w+ (?:videos?|posts?"
    r"|content) (?:on|about)\b",
    r"\bneeds? (?:a|an|more|to be)\b|\bconsider \w+ing\b",
)
_CONTRAST: Final = _turns(r"\b(?:but|however|although|though|except|yet|unfortunately|on the other hand|downside)\b")


@dataclass(frozen=True, slots=True)
class Cues:
    """Which turns a note takes."""

    failures: tuple[int, ...]
    """How often each of FAILURES stands in it."""
    asks: bool
    """It has a question mark."""
    asks_first: bool
    """A sentence begins like a question."""
    requests: bool
    thanks: bool
    praises: bool
    suggests: bool
    contrasts: bool

    @property
    def failed(self) -> int:
        """How many turns of failure there are, at most four."""
        return min(sum(self.failures), 4)


def find_cues(text: str, parts: list[str]) -> Cues:
    """Find the turns of plain words and of the sentences that they are made of."""
    return Cues(
        failures=tuple(len(turn.findall(text)) for turn in FAILURES),
        asks="?" in text,
        asks_first=any(_ASKS_FIRST.search(part) for part in parts),
        requests=_REQUEST.search(text) is not None,
        thanks=_THANKS.search(text) is not None,
        praises=_PRAISE.search(text) is not None,
        suggests=_IDEA.search(text) is not None,
        contrasts=_CONTRAST.search(text) is not None,
    )
