"""A/B tests in words: verdicts, states, lifts with their ranges, checks; by the product's copy rules."""

from __future__ import annotations

from typing import Final, Literal

from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import ExperimentRecord, ExperimentState, SummaryRecord
from learning.domain.experiment_verdicts import GuardrailState, Level, Rule, Verdict, VerdictWord
from learning.domain.experiments import ArmResult, GoodWay, MetricKind, MetricSpec, TestReport
from learning.domain.quantile_metrics import read_quantile
from learning.metrics.definitions import MetricUnit
from ui.numbers import NO_BREAK, change_words, count_words, value_words

STATE_WORDS: Final = {
    ExperimentState.DRAFT: "Designed",
    ExperimentState.RUNNING: "Running",
    ExperimentState.DECIDED: "Decided",
    ExperimentState.ARCHIVED: "Archived",
}
WANTS_DECISION: Final = "Needs a decision"
SEEN_TWICE: Final = "Result paused: 2 versions reached the same people"
ANSWERS: Final = frozenset({VerdictWord.SHIP.value, VerdictWord.KEEP.value, VerdictWord.TOO_CLOSE.value})
VERDICT_ICONS: Final = {
    VerdictWord.SHIP: "trending_up",
    VerdictWord.KEEP: "undo",
    VerdictWord.TOO_CLOSE: "drag_handle",
    VerdictWord.KEEP_RUNNING: "hourglass_top",
    VerdictWord.DONT_TRUST: "report",
}
LEVEL_ICONS: Final = {
    Level.GREEN: "check_circle",
    Level.AMBER: "warning",
    Level.RED: "dangerous",
    Level.UNKNOWN: "help",
}
Colour = Literal["green", "orange", "red", "gray"]
LEVEL_COLOURS: Final[dict[Level, Colour]] = {
    Level.GREEN: "green",
    Level.AMBER: "orange",
    Level.RED: "red",
    Level.UNKNOWN: "gray",
}
LEVEL_WORDS: Final = {Level.GREEN: "Fine", Level.AMBER: "Watch", Level.RED: "Broken", Level.UNKNOWN: "Not checked"}
GUARDRAIL_WORDS: Final = {
    GuardrailState.KEPT: (Level.GREEN, "kept"),
    GuardrailState.UNCLEAR: (Level.AMBER, "not clear yet"),
    GuardrailState.BROKEN: (Level.RED, "broken"),
}
_TRUST: Final = {
    Rule.UNEVEN_SPLIT: "Don't trust this yet: uneven split",
    Rule.SEEN_TWICE: SEEN_TWICE,
    Rule.NO_DATA: "No data to compare yet",
    Rule.TOO_SHORT: "Don't trust this yet: it ran less than a week",
    Rule.LENGTH_UNKNOWN: "Don't trust this yet: nobody said how long it ran",
    Rule.FEW_CONVERSIONS: "Don't trust this yet: too few conversions",
    Rule.NOT_COMPUTABLE: "Don't trust this yet: nothing can be computed",
}


_DOUBTS: Final = {
    Rule.UNEVEN_SPLIT: "uneven split",
    Rule.SEEN_TWICE: "two versions seen",
    Rule.NO_DATA: "no data yet",
    Rule.TOO_SHORT: "under a week",
    Rule.LENGTH_UNKNOWN: "length unknown",
    Rule.FEW_CONVERSIONS: "few conversions",
    Rule.NOT_COMPUTABLE: "not computable",
}
"""The same in a list, where there is little room."""


def percent_of(alpha: float) -> str:
    """Write the probability of a range: '95 %'."""
    return f"{100 * (1 - alpha):g}\u00a0%"


def lift_range_words(low: float | None, high: float | None) -> str:
    """Write the range of a lift: '+4.1 % to +12 %'; nothing where an end is not known."""
    if low is None or high is None:
        return ""
    return f"{change_words(low)} to {change_words(high)}"


def lift_words(lift: float | None, low: float | None, high: float | None) -> str:
    """Write a lift with its range: 'about +8.0 % (+4.1 % to +12 %)'; a dash where there is none."""
    if lift is None:
        return "–"
    span = lift_range_words(low, high)
    return f"about {change_words(lift)}" + (f" ({span})" if span else "")


def lift_cell(lift: float, low: float | None, high: float | None) -> str:
    """Write a lift with its range for a narrow column: '+8.0 % (+4.1 to +12)'."""
    if low is None or high is None:
        return change_words(lift)
    ends = [change_words(end).removesuffix(f"{NO_BREAK}%") for end in (low, high)]
    return f"{change_words(lift)} ({ends[0]} to {ends[1]})"


def arm_name(design: ExperimentDesign, label: str) -> str:
    """Return what people call a version: its title, with the label that files use where it says something else."""
    arm = design.arm(label)
    if arm is None or not arm.title or arm.title == label:
        return label
    return f"{arm.title} ({label})"


def against_words(design: ExperimentDesign, result: ArmResult) -> str:
    """Name what a version is compared with."""
    if design.control is not None:
        return arm_name(design, design.control)
    others = [arm.label for arm in design.arms if arm.label != result.arm]
    return arm_name(design, others[0]) if len(others) == 1 else "the other versions together"


def share_words(share: float) -> str:
    """Write a share that was set: '5 %', '2.5 %'."""
    return f"{100 * share:.4g}\u00a0%"


def days_words(days: int | None) -> str:
    """Write how many days are left."""
    return "" if days is None else f"about {count_words(max(days, 1), 'day')}"


def headline_words(design: ExperimentDesign, report: TestReport) -> str:
    """Write the verdict in one line, with its range where there is one."""
    return _capitalised(_headline(design, report))


def _capitalised(words: str) -> str:
    """A sentence begins with a capital, unless its first word is a label such as gate_40."""
    first = words.split(" ", 1)[0]
    return words[0].upper() + words[1:] if first.isalpha() and first.islower() else words


def _headline(design: ExperimentDesign, report: TestReport) -> str:
    verdict = report.verdict
    span = _span_of(design, report, verdict.arm)
    if verdict.word is VerdictWord.SHIP and verdict.arm is not None:
        return f"{arm_name(design, verdict.arm)} is better{span}"
    if verdict.word is VerdictWord.KEEP:
        kept = arm_name(design, verdict.arm) if verdict.arm else "what you have"
        if verdict.rule is Rule.GUARDRAIL_BROKEN:
            return f"Keep {kept}: a guardrail is broken"
        others = report.of(design.primary.name)
        return f"Keep {kept}: {_worse(design, others)}"
    return short_words(verdict.word.value, verdict.rule.value, verdict.days_left) + (
        span if verdict.word is VerdictWord.TOO_CLOSE else ""
    )


def short_words(verdict: str, rule: str, days_left: int | None) -> str:
    """Write a verdict without its numbers."""
    word = VerdictWord(verdict)
    if word is VerdictWord.DONT_TRUST:
        return _TRUST.get(Rule(rule), "Don't trust this yet")
    if word is VerdictWord.KEEP_RUNNING:
        wait = f": {days_words(days_left)}" if days_left else ""
        start = "Too early" if rule == Rule.TOO_SHORT.value else "Not enough people yet"
        return f"{start}{wait}"
    return "Too close to call" if word is VerdictWord.TOO_CLOSE else verdict.capitalize()


def listed_words(record: ExperimentRecord, summary: SummaryRecord | None) -> str:
    """Write the verdict of a test in a list."""
    if record.state is ExperimentState.DRAFT:
        return "Not started"
    if summary is None:
        return "Being computed"
    if summary.verdict == VerdictWord.SHIP.value:
        return _capitalised(f"{summary.arm} is better")
    if summary.verdict == VerdictWord.KEEP.value:
        return f"Keep {summary.arm}" if summary.arm and summary.rule != Rule.WORSE.value else "Keep the control"
    if summary.verdict == VerdictWord.DONT_TRUST.value:
        return f"Don't trust: {_DOUBTS.get(Rule(summary.rule), 'see why')}"
    return short_words(summary.verdict, summary.rule, summary.days_left)


def wants_decision(record: ExperimentRecord, summary: SummaryRecord | None) -> bool:
    """Say whether a person can decide about a running test now."""
    if record.state is not ExperimentState.RUNNING:
        return False
    return record.ended_at is not None or (summary is not None and summary.verdict in ANSWERS)


def state_words(record: ExperimentRecord, summary: SummaryRecord | None) -> str:
    """Write where a test stands."""
    return WANTS_DECISION if wants_decision(record, summary) else STATE_WORDS[record.state]


def metric_words(metric: MetricSpec) -> str:
    """Write the name of a metric for people."""
    return name_words(metric.name)


def name_words(name: str) -> str:
    """Write the name of a metric for people: underscores are spaces, 'p90' is a percentile in words."""
    asked = read_quantile(name)
    if asked is None or asked.word == "median":
        return name.replace("_", " ")
    return f"{asked.word[1:]}th percentile of {asked.metric.replace('_', ' ')}"


def unit_word(design: ExperimentDesign) -> str:
    """Name one of what is drawn by lot; what programs call their people is a person."""
    return design.unit if design.unit in {"post", "decision", "session"} else "person"


def units_words(design: ExperimentDesign, number: int) -> str:
    """Write how many of what is drawn by lot: '140 people', '360 posts'."""
    unit = unit_word(design)
    return count_words(number, unit, "people" if unit == "person" else None)


def metric_unit(metric: MetricSpec) -> MetricUnit:
    """Return how values of a metric are written."""
    if metric.currency:
        return MetricUnit.MONEY
    return MetricUnit.RATE if metric.kind is MetricKind.BINOMIAL else MetricUnit.NUMBER


def measured_words(metric: MetricSpec, value: float | None) -> str:
    """Write the value of a metric in one version."""
    return value_words(value, metric_unit(metric), currency=metric.currency)


VALUE_NAMES: Final = {
    MetricKind.BINOMIAL: "Rate",
    MetricKind.MEAN: "Mean",
    MetricKind.RATIO: "Ratio",
    MetricKind.QUANTILE: "Quantile",
}
"""What a value of a metric in one version is called in a table."""


def way_words(metric: MetricSpec) -> str:
    """Say which way of a metric is wanted."""
    return "more is better" if metric.good is GoodWay.UP else "less is better"


def chance_words(chance: float | None) -> str:
    """Write a probability without ever claiming certainty."""
    if chance is None:
        return "–"
    if chance > 0.999:
        return "over 99.9\u00a0%"
    return "under 0.1\u00a0%" if chance < 0.001 else f"{100 * chance:.1f}\u00a0%"


def p_words(p_value: float | None) -> str:
    """Write a p-value; one that rounds to nothing is never none."""
    if p_value is None:
        return "–"
    return "under 0.0001" if p_value < 0.0001 else f"{p_value:.4f}"


def verdict_icon(verdict: Verdict) -> str:
    """Return the sign of a verdict."""
    return f":material/{VERDICT_ICONS[verdict.word]}:"


def _worse(design: ExperimentDesign, results: tuple[ArmResult, ...]) -> str:
    known = [one for one in results if one.shown.low is not None]
    if len(known) != 1:
        return "every other version is worse"
    [one] = known
    return f"{arm_name(design, one.arm)} is worse: {lift_range_words(one.shown.low, one.shown.high)} ({_range(design)})"


def _span_of(design: ExperimentDesign, report: TestReport, arm: str | None) -> str:
    results = report.of(design.primary.name)
    found = next((one for one in results if one.arm == arm), results[0] if len(results) == 1 else None)
    if found is None or found.shown.low is None:
        return ""
    return f": {lift_range_words(found.shown.low, found.shown.high)} ({_range(design)})"


def _range(design: ExperimentDesign) -> str:
    return f"{percent_of(design.alpha)} range"
