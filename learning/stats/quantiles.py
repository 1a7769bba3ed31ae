"""Quantiles of the t distribution, kept for the few degrees of freedom that a page asks for again and again."""

from functools import lru_cache
from typing import Final

from scipy import special

CONFIDENCE: Final = 0.95
"""The level of every interval that is shown to people."""


@lru_cache(maxsize=4096)
def t_quantile(degrees: float, confidence: float = CONFIDENCE) -> float:
    """Give the two-sided quantile of Student's t.

    Args:
        degrees: Degrees of freedom, above 0; fractions (Welch-Satterthwaite) are allowed.
        confidence: Probability between the two ends, 0-1.

    Returns:
        The value t with P(|T| <= t) = confidence, e.g. 12.706 for one degree of freedom at 95 %.
    """
    return float(special.stdtrit(degrees, 0.5 + confidence / 2))
