"""The ranked list of insights: what was found, how sure, since when, and the way to the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.insight_log import Damping
from learning.domain.insights import InsightStatus, Subject, Tier
from learning.metrics.words import metric_words
from services.glossary import GlossaryEntry
from services.insights.deciding import lift_dismissal
from services.insights.grouping import InsightGroup, group_insights
from services.insights.listing import BETWEEN, PAIR, InsightList, ListedInsight
from services.insights.sentences import about_of, advice_of, title_of
from services.insights.summary import LearnedLevel, summarise
from ui import reads, runtime
from ui.addresses import go_to
from ui.calendar_words import age_words
from ui.content.formula_block import formula_block
from ui.filters.state import Filters
from ui.imports.wording import plain
from ui.insights import reads as insight_reads
from ui.insights.words import (
    PRIORITY_WORDS,
    STATUS_WORDS,
    TIER_COLOURS,
    TIER_HELP,
    TIER_WORDS,
    impact_words,
    numbers_words,
    size_words,
    title_metric,
)
from ui.numbers import NO_BREAK, change_words, count_words

INSIGHT_KEY: Final = "insight"
PAGE: Final = "insights"
FIRST_SHOWN: Final = 12
MORE_KEY: Final = "_insights_shown"
RANGE: Final = f" (95{NO_BREAK}% range)"
MOST_OTHERS: Final = 4
SWITCHED_OFF: Final = (
    "Pattern recognition is switched off for this brand, so nothing new is looked for. Settings switch it on."
)
NOT_YET: Final = "Nothing was looked for yet. The worker looks within a minute after an import."
NOTHING: Final = (
    "Nothing stands out yet. {looked} were looked at, each corrected for all the others. That is a result, too."
)
TOO_LITTLE: Final = (
    "There are too few posts and days to compare anything yet. A few weeks of posts are enough to begin."
)
OTHER_FILTERS: Final = "No insight is about this part of the data. Other filters show more."


def insight_list(brand: Brand, filters: Filters) -> None:
    """Draw what holds, then what is damped or over."""
    found = insight_reads.insights(brand)
    glossary = reads.glossary(brand)
    _run_words(found)
    rows = [row for row in found.rows if is_within(row.insight.finding.candidate.subject, filters.where)]
    shown = [row for row in rows if row.damped_by is None]
    groups = group_insights(shown, [goal.metric for goal in reads.goals(brand)])
    if not groups:
        _nothing(found, any_elsewhere=bool(found.rows))
    _summary(shown)
    limit = int(st.session_state.get(MORE_KEY, FIRST_SHOWN))
    for group in groups[:limit]:
        insight_card(group, glossary)
    if len(groups) > limit:
        st.button(
            f"Show more ({len(groups) - limit})",
            key="more_insights",
            on_click=_show_more,
            args=(limit,),
            type="tertiary",
        )
    formula_block(brand)
    _damped(brand, found, [row for row in rows if row.damped_by is not None], glossary)
    _over(brand)


def is_within(subject: Subject, where: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether an insight is about a part of the data that the filters leave; what holds everywhere always is."""
    what = dict(subject.what)
    levels = dict(subject.segment)
    if "attribute" in what and "level" in what:
        levels[what["attribute"]] = what["level"]
    return all(levels[name] in values for name, values in where.items() if name in levels)


def insight_card(
    group: InsightGroup, glossary: Mapping[str, GlossaryEntry], *, key: str = "insight", is_short: bool = False
) -> None:
    """Draw one finding: the sentence, the numbers, what to do, and the way to the reasons; a short one without more."""
    row = group.lead
    finding = row.insight.finding
    entry = glossary.get(finding.candidate.subject.metric)
    name = f"{key}_card_{row.insight.id}"
    with st.container(border=True, gap="xsmall", key=name, height="stretch" if is_short else "content"):
        st.markdown(f"{arrow_of(row)} **{plain(title_of(finding))}** {badges_of(row)}")
        st.caption(numbers_words(finding, entry))
        details = [impact_words(row.insight, glossary), f"{PRIORITY_WORDS[row.insight.priority]} priority", _age(row)]
        if not is_short:
            st.caption(" · ".join(part for part in details if part))
        if group.others and not is_short:
            st.caption(f"Also: {others_words(group.others)}")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                "Why, and what to do",
                key=f"{key}_open_{row.insight.id}",
                type="tertiary",
                icon=":material/chevron_right:",
                on_click=open_insight,
                args=(row.insight.id,),
            )
            advice = advice_of(finding)
            if advice and not is_short:
                st.caption(plain(advice[0]))


def badges_of(row: ListedInsight) -> str:
    """Write tier and status as badges."""
    one = row.insight
    found = f":{TIER_COLOURS[one.finding.tier]}-badge[{TIER_WORDS[one.finding.tier]}]"
    if row.held_by is not None:
        found += " :orange-badge[like a change that failed lately]"
    if one.status is not InsightStatus.SEEN:
        found += f" :gray-badge[{STATUS_WORDS[one.status]}]"
    return found


def arrow_of(row: ListedInsight) -> str:
    """Give the sign of an effect as an icon."""
    effect = row.insight.finding.effect
    if effect is None:
        return ":material/info:"
    return ":material/trending_up:" if effect > 0 else ":material/trending_down:"


def others_words(others: Sequence[ListedInsight]) -> str:
    """Name the other metrics on which the same shows."""
    named = [_on_metric(row) for row in others[:MOST_OTHERS]]
    more = len(others) - MOST_OTHERS
    return "; ".join(named) + (f"; and {count_words(more, 'more metric')}" if more > 0 else "")


def _on_metric(row: ListedInsight) -> str:
    finding = row.insight.finding
    return f"{metric_words(finding.candidate.subject.metric)} {size_words(finding).removesuffix(RANGE)}"


def open_insight(insight_id: int) -> None:
    """Ask for the page of one insight."""
    go_to(PAGE, **{INSIGHT_KEY: str(insight_id)})


def _age(row: ListedInsight) -> str:
    first = datetime.fromtimestamp(row.insight.first_seen, UTC)
    renewed = datetime.fromtimestamp(row.insight.renewed_at, UTC)
    now = runtime.now()
    words = f"found {age_words(first, now)}"
    return words if row.insight.renewed_at == row.insight.first_seen else f"{words}, renewed {age_words(renewed, now)}"


def _run_words(found: InsightList) -> None:
    if found.failure is not None and (found.run is None or found.failure.finished_at >= found.run.finished_at):
        parts = count_words(len(found.failure.failure.split("; ")), "detector")
        st.warning(
            f"{parts} could not look at the newest data; what they had found stays as it was. The worker tries again "
            "after the next change.",
            icon=":material/sync_problem:",
        )
    if found.run is not None:
        sure = sum(row.insight.finding.tier is Tier.CONFIRMED for row in found.shown)
        looked = count_words(found.run.looked_at, "comparison")
        when = age_words(datetime.fromtimestamp(found.run.finished_at, UTC), runtime.now())
        st.caption(
            f"{looked} looked at {when}, each corrected for all the others: {sure} likely real, "
            f"{len(found.shown) - sure} worth a test. Nothing here is randomised: what goes together need not be the "
            "cause.",
            help=f"{TIER_HELP[Tier.CONFIRMED]} Worth a test: {TIER_HELP[Tier.WORTH_TESTING].lower()}",
        )


def _nothing(found: InsightList, *, any_elsewhere: bool) -> None:
    if any_elsewhere:
        words = OTHER_FILTERS
    elif not found.settings.pattern_recognition:
        words = SWITCHED_OFF
    elif found.run is None:
        words = NOT_YET
    else:
        looked = count_words(found.run.looked_at, "comparison")
        words = NOTHING.format(looked=looked) if found.run.looked_at else TOO_LITTLE
    with st.container(border=True):
        st.subheader("No insights to show", anchor=False)
        st.markdown(words)


def _damped(
    brand: Brand, found: InsightList, rows: Sequence[ListedInsight], glossary: Mapping[str, GlossaryEntry]
) -> None:
    if not found.dampings:
        return
    with st.expander(f"Dismissed kinds ({len(found.dampings)})", icon=":material/visibility_off:", key="dampings"):
        st.caption("Findings like these are kept, but not shown above. Taking a dismissal back shows them again.")
        over = insight_reads.insights(brand, None).rows
        titles = {row.insight.id: title_of(row.insight.finding) for row in over}
        for damping in found.dampings:
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                like = sum(row.damped_by is not None and row.damped_by.id == damping.id for row in rows)
                title = titles.get(damping.insight_id, damping.kind.value.replace("_", " "))
                st.markdown(damping_words(damping, like, title), width="stretch")
                if st.button("Take back", key=f"lift_{damping.id}", icon=":material/undo:", type="tertiary"):
                    lift_dismissal(
                        runtime.services().store, brand.id, damping.id, who=runtime.caller(), now=runtime.now()
                    )
                    st.rerun()
        for row in rows:
            entry = glossary.get(row.insight.finding.candidate.subject.metric)
            st.markdown(f"{arrow_of(row)} {plain(title_of(row.insight.finding))}")
            st.caption(numbers_words(row.insight.finding, entry))


def damping_words(damping: Damping, like: int, title: str) -> str:
    """Say what was dismissed, why, by whom, and what it hides now."""
    name, _, value = damping.about.partition(PAIR)
    if BETWEEN not in damping.about and name in {"attribute", "component"}:
        about = f"Everything about the program “{value}”" if name == "component" else f"Everything about the {value}"
    else:
        about = title if damping.metric else f"{title}, or the same on another metric"
    hidden = f"; hides {count_words(like, 'finding')} now" if like else ""
    return f"**{plain(about)}**: “{plain(damping.reason)}”, {plain(damping.who)}{hidden}"


def _over(brand: Brand) -> None:
    opened = st.expander("Dismissed, faded, withdrawn", icon=":material/history:", key="over", on_change="rerun")
    if not opened.open:
        return
    with opened:
        rows = insight_reads.insights(brand, insight_reads.OVER).rows
        if not rows:
            st.caption("None so far.")
        for row in rows[:50]:
            one = row.insight
            reason = plain(one.reason or one.mark)
            st.button(
                f"{about_of(one.finding.candidate)} · {title_metric(one.finding.candidate.subject.metric).lower()}",
                key=f"over_{one.id}",
                type="tertiary",
                on_click=open_insight,
                args=(one.id,),
            )
            st.caption(f"{STATUS_WORDS[one.status]}{f': {reason}' if reason else ''}")


def _summary(rows: Sequence[ListedInsight]) -> None:
    """What has been learned so far, in one table."""
    learned = summarise(rows)
    if not learned:
        return
    with st.expander("In short: post more of, post less of", icon=":material/summarize:", key="learned"):
        lines = ["| | More of | Less of |", "|---|---|---|"]
        for one in learned:
            cells = [", ".join(level_words(level) for level in levels) or "–" for levels in (one.more, one.less)]
            lines.append(f"| {plain(one.attribute).capitalize()} | {cells[0]} | {cells[1]} |")
        st.markdown("\n".join(lines))
        st.caption("Each on its most important metric; what is only worth a test stands with a question mark.")


def level_words(level: LearnedLevel) -> str:
    """Write a level with its effect: '**video** +38 % engagement rate'."""
    doubt = "" if level.tier is Tier.CONFIRMED else "?"
    return f"**{plain(level.level)}**{doubt} {change_words(level.effect)} {metric_words(level.metric)}"


def _show_more(limit: int) -> None:
    st.session_state[MORE_KEY] = limit + FIRST_SHOWN
