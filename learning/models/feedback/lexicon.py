"""How strongly the words of a note are felt: VADER with what customers of a service say about it.

VADER (Hutto and Gilbert, ICWSM 2014) was rated on general social media. Three things of customers' notes are not in it
and stand here as valences on its scale (-4 to 4): words of service that failed (delayed, refund, waiting), courtesy
that says nothing of a feeling (please, help, want), and praise for things that work (prompt, effortless, intuitive).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from vader import SentimentIntensityAnalyzer
from vader.data.emoji import EMOJI

_VALENCES: Final = """
-1.8 overcharged unacceptable unhelpful useless unreliable buggy glitchy unusable overpriced misleading
  incompetent unprofessional inexcusable shambles nightmare fiasco spam spammy
-1.4 waited stranded glitch glitches cancelled canceled delayed outage freezes froze unresponsive uncomfortable
  leaked leaking defective faulty malfunction unanswered cramped filthy stale soggy moldy scratched cracked
  crash crashes crashing crashed
-1.1 waiting delay delays delaying late cancellation cancellations slow slower slowly stuck bug bugs expensive
  outdated unavailable refused disconnect disconnects disconnected disconnecting returned returning unclear
  complicated confusing mislead awkward overbooked bumped hangs lag laggy lags pricey clickbait repetitive
-0.8 wait hold refund refunds downgrade downgraded nobody queue queues nope charged fees fee smh downhill sadly
  unable
-0.5 never nothing still hours supposed apparently seriously instead told twice
0 please pls plz help helping want wanted share sharing credit support supports sure matter matters free number
  join chance play playing played player agent ready gift treat value natural security secure safe safely alert
  trust united virgin special bonus won't
0.6 hope hoping yes ok okay
0.7 like
1.2 quick quickly responsive upgraded smooth smoothly fast handy simple convenient
1.6 recommend recommended works amazing effortless intuitive seamless speedy prompt promptly kudos pleasantly
  delicious yummy comfy reliable affordable props shoutout
"""
"""Each line that begins with a number is a valence and the words that have it."""

_EMOJI: Final = {
    "good": "\N{THUMBS UP SIGN} \N{FLEXED BICEPS}",
    "great": "\N{FIRE} \N{HUNDRED POINTS SYMBOL} \N{CLAPPING HANDS SIGN} \N{ROCKET} \N{GOAT} "
    "\N{PERSON RAISING BOTH HANDS IN CELEBRATION} \N{GRINNING FACE WITH STAR EYES}",
    "bad": "\N{THUMBS DOWN SIGN} \N{UNAMUSED FACE} \N{FACE WITH ROLLING EYES} \N{YAWNING FACE} "
    "\N{FACE PALM} \N{CLOWN FACE} \N{PENSIVE FACE} \N{EXPRESSIONLESS FACE}",
    "angry": "\N{POUTING FACE} \N{SERIOUS FACE WITH SYMBOLS COVERING MOUTH} \N{FACE WITH LOOK OF TRIUMPH} "
    "\N{REVERSED HAND WITH MIDDLE FINGER EXTENDED}",
    "disgusting": "\N{FACE WITH OPEN MOUTH VOMITING} \N{NAUSEATED FACE} \N{PILE OF POO}",
}
"""Emoji that VADER has no feeling for, or the wrong one (it reads a flame as a fire), by a word of the same feeling.

Stars, ticks and folded hands are not among them: they count, list and ask as well.
"""
_SKIN_TONES: Final = dict.fromkeys(range(0x1F3FB, 0x1F400))


def valence(text: str) -> tuple[float, float, float]:
    """Return the felt strength of plain words.

    Args:
        text: The words of a note, or a sentence of it.

    Returns:
        The sum of valences squashed to -1 to 1 (VADER's compound), and the shares (0-1) of the text that are negative
        and positive.
    """
    told = _analyzer().polarity_scores(text.translate(_SKIN_TONES))
    return told["compound"], told["neg"], told["pos"]


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    extra: dict[str, float] = {}
    value = 0.0
    for word in _VALENCES.split():
        try:
            value = float(word)
        except ValueError:
            extra[word] = value
    own = {sign: word for word, signs in _EMOJI.items() for sign in signs.split()}
    return SentimentIntensityAnalyzer(extra_lexicon=extra, emoji={**EMOJI, **own})
