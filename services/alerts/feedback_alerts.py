"""Alerts on customers' notes that nobody has used or answered within a day."""

from __future__ import annotations

from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import Alert, AlertFinding, AlertRule
from learning.domain.feedback_entries import LATE_SECONDS, FeedbackEntry

LOOKED_BACK: Final = 30 * 86_400
"""Seconds: notes that were late before that have been told."""
MOST_TOLD: Final = 3
LONGEST_QUOTE: Final = 120
DAY_SECONDS: Final = 86_400


def late_feedback_alerts(work: UnitOfWork, rule: AlertRule, moment: int) -> tuple[Alert, ...]:
    """Return one alert for all late notes that a rule has not told; nothing where there is none.

    Only notes that became late after the rule was made: what was late before is no news.
    """
    late = _late(work, rule, moment)
    if not late:
        return ()
    count = len(late)
    noun = "note of a customer is" if count == 1 else "notes of customers are"
    quotes = [f"\u201c{_short(note.text)}\u201d" for note in late[:MOST_TOLD]]
    more = [f"And {count - MOST_TOLD} more."] if count > MOST_TOLD else []
    words = f"{count} {noun} neither used nor answered within 24 hours."
    told = Alert(
        brand_id=rule.brand_id,
        rule_id=rule.id,
        day=moment // DAY_SECONDS,
        subject=",".join(str(note.id) for note in late),
        data_version=0,
        raised_at=moment,
        title=f"{count} {noun} late",
        finding=AlertFinding("\n".join([words, *quotes, *more]), value=float(count), n=count),
    )
    return (told,)


def _late(work: UnitOfWork, rule: AlertRule, moment: int) -> list[FeedbackEntry]:
    since = max(rule.created_at - LATE_SECONDS, moment - LOOKED_BACK)
    told = {each for one in work.alerts.list_of_rule(rule.id) for each in one.subject.split(",")}
    notes = work.feedback_entries.list_since(rule.brand_id, since)
    return [note for note in notes if note.is_late(moment) and str(note.id) not in told]


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[: LONGEST_QUOTE - 1].rstrip()}\u2026"
