"""The ledger: what came of every change that went live, what all brought together, how good the guesses were."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.policies import SystemActor
from learning.governance.track_record import TrackRecord
from learning.metrics.definitions import MetricUnit
from learning.metrics.words import metric_words
from services.actions.ledger import LedgerLine, MetricTotal
from ui.actions import reads as action_reads
from ui.actions.words import STATE_WORDS, lift_words, span_words, title_words
from ui.imports.wording import plain
from ui.numbers import change_words, count_words, value_words


def ledger_list(brand: Brand) -> None:
    """Draw the ledger, the losses too."""
    found = action_reads.ledger(brand)
    st.caption("Every change that went live and came to an end, the misses included.")
    if not found.lines:
        st.caption("No change has been kept or rolled back yet.")
        return
    kept = sum(line.row.decision == "kept" for line in found.lines)
    rolled_back = len(found.lines) - kept
    st.markdown(f"**{count_words(len(found.lines), 'change')}**: {kept} kept, {rolled_back} rolled back.")
    for total in found.totals:
        st.markdown(f"- {total_words(total)}")
    st.dataframe([ledger_row(line) for line in reversed(found.lines)], hide_index=True, key="ledger", width="stretch")
    records = [("The system", found.system)] if found.system else []
    records += [(record.who, record) for record in found.people]
    if records:
        st.subheader("How good were the guesses?", anchor=False)
    for name, record in records:
        st.markdown(f"- **{plain(name)}**: {record_words(record)}")


def total_words(total: MetricTotal) -> str:
    """Say what the changes of one metric brought together."""
    one, metric = total.total, plain(metric_words(total.total.metric))
    rest = f"; {one.unmeasured} more could not be measured" if one.unmeasured else ""
    if not one.n:
        return f"**{metric}**: nothing that can be added up{rest}."
    unit = MetricUnit(total.unit) if total.unit else MetricUnit.COUNT
    value, low, high = (value_words(each, unit) for each in (one.value, one.low, one.high))
    return f"**{metric}**: {value} in all ({low} to {high}, 95 % range, {count_words(one.n, 'change')}{rest})."


def ledger_row(line: LedgerLine) -> dict[str, str]:
    """Write one end as a row of the table."""
    row = line.row
    return {
        "Action": str(row.action_id),
        "Change": title_words(line.action.draft),
        "Decision": STATE_WORDS[line.action.state],
        "Metric": metric_words(row.metric),
        "Effect": change_words(row.effect) if row.effect is not None else lift_words(row),
        "95 % range": span_words(row) or "–",
        "Units": f"{row.n:,}",
        "Measured by": row.method,
        "Decided by": "a broken guardrail" if row.who == SystemActor.SCHEDULER else row.who,
    }


def record_words(record: TrackRecord) -> str:
    """Say how often somebody was right."""
    if record.rate is None or record.low is None or record.high is None:
        return "no guess that can be scored yet."
    span = f"{record.low:.0%} to {record.high:.0%}"
    return f"right {record.right} of {count_words(record.n, 'time')} ({record.rate:.0%}; {span}, 95 % range)."
