"""How strongly the words of a note are felt: VADER with what customers of a service say about it.

VADER (Hutto and Gilbert, ICWSM 2014) was rated on general social media. Three things of customers' notes are not in it
and stand here as valences on its scale (-4 to 4): words of service that failed (delayed, refund, waiting), courtesy
that says nothing of a feeling (please, help, want), and praise for things that work (prompt, effortless, intuitive).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from vader import SentimentIntensityAnalyzer

_VALENCES: Final = """
-1.8 overcharged unacceptable unhelpful useless unreliable buggy glitchy unusable overpriced misleading
  incompetent unprofessional inexcusable shambles nightmare fiasco spam spammy
-1.4 waited stranded glitch glitches cancelled canceled delayed outage freezes froze unresponsive uncomfortable
  leaked leaking defective faulty malfunction unanswered cramped filthy stale soggy moldy scratched cracked
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


def valence(text: str) -> tuple[float, float, float]:
    """Return the felt strength of plain words.

    Args:
        text: The words of a note, or a sentence of it.

    Returns:
        The sum of valences squashed to -1 to 1 (VADER's compound), and the shares (0-1) of the text that are negative
        and positive.
    """
    told = _analyzer().polarity_scores(text)
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
    return SentimentIntensityAnalyzer(extra_lexicon=extra)
