"""Records of components to sentences: what decides, what a parameter may be, what a change did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.actions import ActionCommand, ActionEvent, ActionRecord, LedgerRow
from learning.domain.brands import Brand
from learning.domain.components import MeanValue, StrategyKind
from learning.domain.judgements import HOLDOUT, Judgement
from learning.domain.parameters import Parameter, ParameterSpec
from learning.governance.envelopes import Envelope, SuccessRule
from learning.governance.reasons import reason_of
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from learning.metrics.words import metric_words
from services.parameters.components import ComponentChange
from services.parameters.strategies import ParameterView, Strategy
from ui.actions.words import at_words, expected_words, value_words
from ui.calendar_words import day_words
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, change_words, count_words
from ui.numbers import value_words as number_words

DECIDES_WORDS: Final = {
    StrategyKind.PEOPLE: "people",
    StrategyKind.RULE: "people, and a rule for small steps",
    StrategyKind.TRIAL: "being tried",
    StrategyKind.ENVELOPE: "a mechanism inside an envelope",
    StrategyKind.SHADOW: "people, with a mechanism in shadow",
}
DECIDES_ICONS: Final = {
    StrategyKind.PEOPLE: "person",
    StrategyKind.RULE: "rule",
    StrategyKind.TRIAL: "science",
    StrategyKind.ENVELOPE: "tune",
    StrategyKind.SHADOW: "visibility",
}
MINUS: Final = "\N{MINUS SIGN}"
MARK_WORDS: Final = {
    ActionCommand.START: "started",
    ActionCommand.BYPASS: "started past the approval",
    ActionCommand.ADVANCE: "next stage",
    ActionCommand.PAUSE: "paused",
    ActionCommand.KEEP: "kept",
    ActionCommand.ROLLBACK: "rolled back",
}


def decides_words(decides: tuple[tuple[StrategyKind, int], ...]) -> str:
    """Say in a line what decides on how many parameters."""
    if not decides:
        return "no parameter that anything decides on"
    if len(decides) == 1:
        return (
            f"all decided by {DECIDES_WORDS[decides[0][0]]}"
            if decides[0][0] is not StrategyKind.TRIAL
            else "all being tried"
        )
    return ", ".join(f"{count} {_by(kind)}" for kind, count in decides)


def _by(kind: StrategyKind) -> str:
    return DECIDES_WORDS[kind] if kind is StrategyKind.TRIAL else f"decided by {DECIDES_WORDS[kind]}"


def strategy_words(brand: Brand, view: ParameterView) -> str:
    """Say in plain words what decides on the value of a parameter."""
    strategy = view.strategy
    match strategy.kind:
        case StrategyKind.TRIAL if strategy.trial is not None:
            return _trial_words(strategy.trial)
        case StrategyKind.SHADOW if strategy.shadow is not None:
            return (
                f"The approved value serves everybody. {plain(strategy.shadow.mechanism)} runs in shadow: "
                "it only says what it would set, until a person lets it go on."
            )
        case StrategyKind.ENVELOPE if strategy.envelope is not None:
            return _envelope_words(brand, strategy, strategy.envelope)
        case StrategyKind.RULE if strategy.rule is not None:
            rule = strategy.rule
            return (
                f"People decide. The rule “{plain(rule.title)}” may say yes to small steps, "
                f"at most {rule.per_day} a day, until {at_words(brand, rule.until)}."
            )
        case _:
            return "A fixed value that people set: it changes by an approved action alone."


def _trial_words(record: ActionRecord) -> str:
    draft, stage = record.draft, record.progress.stage or 0
    if draft.by_hand:
        return f"{plain(value_words(draft.to_value))} was set by hand for everybody and is being measured."
    share = draft.ramp[stage] * (1 - draft.holdout)
    return (
        f"Action {record.id} tries **{plain(value_words(draft.to_value))}** on {share:.0%} of all units; "
        f"{draft.holdout:.0%} keep {plain(value_words(draft.from_value))} for comparison."
    )


def _envelope_words(brand: Brand, strategy: Strategy, envelope: Envelope) -> str:
    parts = [f"steps of at most {envelope.largest_step:g}"]
    if envelope.least_weight:
        parts.append(f"every arm keeps {envelope.least_weight:.0%}")
    if envelope.low is not None or envelope.high is not None:
        parts.append(f"from {_end(envelope.low)} to {_end(envelope.high)}")
    what = "A mechanism" if envelope.rule is None else f"A rule ({_rule_words(envelope.rule)})"
    words = f"{what} adjusts it by itself: {', '.join(parts)}, until {at_words(brand, envelope.until)}."
    if strategy.stopped:
        return f"{words} **Stopped now**: the approved value serves."
    if strategy.adjusted is None:
        words += " It has not adjusted anything yet."
    else:
        words += f" Last by {plain(strategy.adjusted.who)}: “{plain(strategy.adjusted.why)}”."
    if strategy.trial is not None:
        words += f" Action {strategy.trial.id} tries that on some units."
    return words


def _rule_words(rule: SuccessRule) -> str:
    return (
        f"one step further where fewer than {rule.below:.0%} of the newest {rule.operations:,} operations went well, "
        f"one back above {rule.above:.0%}"
    )


def _end(value: float | None) -> str:
    return "no bound" if value is None else f"{value:g}"


def bounds_words(spec: ParameterSpec) -> str:
    """Say what a value may be."""
    if spec.options:
        return " / ".join(spec.options)
    parts = [] if spec.low is None and spec.high is None else [f"{_end(spec.low)} to {_end(spec.high)}"]
    if spec.step is not None:
        parts.append(f"steps of {spec.step:g}")
    return ", ".join(parts) or f"any {spec.kind.value}"


def whom_words(parameter: Parameter) -> str:
    """Say whom a parameter is about."""
    context: Mapping[str, str] = parameter.key.context
    return " · ".join(f"{name}: {value}" for name, value in context.items()) or "everybody"


def since_words(brand: Brand, view: ParameterView) -> str:
    """Say since which day the version serves, and who wrote it."""
    if view.since is None:
        return "the start"
    day = datetime.fromtimestamp(view.since, UTC).astimezone(ZoneInfo(brand.time_zone)).date()
    return f"{day_words(day)}, {view.who}"


def unit_of(metric: str) -> MetricUnit:
    """Return how a metric of programs is written."""
    return CATALOG[metric].unit if metric in CATALOG else MetricUnit.NUMBER


def mean_words(value: MeanValue | None, metric: str) -> str:
    """Write a mean with its range and n."""
    if value is None:
        return "nothing reported"
    unit = unit_of(metric)
    shown = _amount(value.mean, unit)
    if value.low is None or value.high is None:
        return f"{shown}, n = {value.n:,}: no range can be given yet"
    return f"{shown} ({_amount(value.low, unit)} to {_amount(value.high, unit)}, n = {value.n:,})"


def gain_words(diff: float, low: float, high: float, metric: str) -> str:
    """Write a difference of means with its range."""
    unit = unit_of(metric)
    found, *ends = (f"{'+' if one >= 0 else MINUS}{_amount(abs(one), unit)}" for one in (diff, low, high))
    return f"{found} ({ends[0]} to {ends[1]}, 95{NO_BREAK}% range)"


def _amount(value: float, unit: MetricUnit) -> str:
    """A mean of counts is no count: it is written with its digits."""
    return number_words(value, MetricUnit.NUMBER if unit is MetricUnit.COUNT else unit)


def effect_words(change: ComponentChange) -> str:
    """Say what a change did, or what went up or down after it where nothing was randomised."""
    if change.measured is not None:
        return _measured_words(change.measured)
    if change.ledger is not None:
        return ledger_words(change.ledger)
    if change.record.progress.started_at is None:
        return f"Not live yet. Expected: {expected_words(change.record.draft)}"
    return "Live, and nothing is measured yet."


def _measured_words(judged: Judgement) -> str:
    primary = judged.primary
    metric = plain(metric_words(primary.metric))
    if primary.lift is None or primary.low is None or primary.high is None:
        return f"Nothing can be said about {metric}: {plain(primary.reason or reason_of(judged) or 'no data yet')}."
    sizes = f"{count_words(judged.treated, 'unit')} with it, {judged.holdout:,} beside them"
    told = _moved(metric, primary.lift, (primary.low, primary.high), randomised=judged.method == HOLDOUT)
    if primary.base_mean is None:
        return f"{told}; {sizes}."
    unit = unit_of(primary.metric)
    before, after = primary.base_mean, primary.base_mean * (1 + primary.lift)
    beside = "held out" if judged.method == HOLDOUT else "before"
    return f"{told}: {_amount(before, unit)} {beside}, {_amount(after, unit)} with it; {sizes}."


def ledger_words(row: LedgerRow) -> str:
    """Say what came of a change that has ended."""
    metric = plain(metric_words(row.metric))
    if row.effect is None or row.low is None or row.high is None:
        return f"Nothing could be said about {metric}: {plain(row.reason or 'it was not measured')}."
    moved = _moved(metric, row.effect, (row.low, row.high), randomised=row.method == HOLDOUT)
    return f"{moved}; {count_words(row.n, 'unit')}."


def _moved(metric: str, lift: float, ends: tuple[float, float], *, randomised: bool) -> str:
    """Causal words for what was randomised alone."""
    span = f"{change_words(ends[0])} to {change_words(ends[1])}, 95{NO_BREAK}% range"
    verb = "too close to call" if ends[0] <= 0 <= ends[1] else ""
    if randomised:
        word = verb or ("raised" if lift > 0 else "lowered")
        head = f"**Too close to call**: {metric}" if verb else f"**It {word} {metric}** by"
        return f"{head} {change_words(lift)} ({span}, against the holdout)"
    head = (
        f"**Too close to call**: {metric}"
        if verb
        else f"**{metric.capitalize()} went {'up' if lift > 0 else 'down'} after** by"
    )
    return f"{head} {change_words(lift)} ({span}, not randomised)"


def mark_words(brand: Brand, event: ActionEvent) -> str:
    """Say what happened to an action, for a flag on the chart."""
    stage, share = event.detail.get("stage"), event.detail.get("share")
    more = f", stage {stage + 1}: {share:.0%}" if isinstance(stage, int) and isinstance(share, float) else ""
    return f"Action {event.action_id} {MARK_WORDS[event.command]}{more}, {at_words(brand, event.at)}"
