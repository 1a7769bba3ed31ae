"""`bellwether insights`: what was found, one insight in full, and what a person decides about it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Final

from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.insights import Finding, InsightKind
from learning.domain.plain_values import plain_values
from services.bootstrap import Services, services_of
from services.brands import find_brand
from services.cli.analysis_progress import analyse
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.insights.deciding import Breadth, accept_insight, dismiss_insight, lift_dismissal
from services.insights.listing import InsightList, ListedInsight, as_of, list_insights
from services.insights.renewing import SHOWN
from services.insights.running import is_behind, run_insights
from services.insights.sentences import advice_of, title_of
from services.insights.settings import read_settings
from services.insights.trials import start_trial

DECISIONS: Final = ("accept", "dismiss", "test", "lift")
WHAT: Final = ("list", "show", "run", *DECISIONS)
NO_DATA: Final = "no data has been imported yet"
SWITCHED_OFF: Final = "pattern recognition is switched off in the settings of the brand"
TOO_LITTLE: Final = "nothing stands out yet: {count} comparisons were looked at, each corrected for all the others"
NOT_LOOKED: Final = "nothing could be compared yet: there are too few posts and days"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", nargs="?", choices=WHAT, default="list")
    parser.add_argument("id", nargs="?", type=int, metavar="ID", help="of the insight; of lift: of the dismissal")
    parser.add_argument("--all", action="store_true", help="those too that are dismissed or over")
    parser.add_argument("--whole", action="store_true", help="of run: look at everything again")
    parser.add_argument("--as", dest="who", metavar="USER", help="who decides (default: who runs the command)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="of accept and dismiss")
    parser.add_argument(
        "--breadth",
        type=Breadth,
        choices=list(Breadth),
        default=Breadth.SUBJECT,
        metavar="HOW",
        help="of dismiss: this one (same), the same on any metric (subject), all about its attribute (attribute)",
    )


def run(call: Call) -> Answer:
    """List insights or show one; what the data has changed since the last run is looked at first."""
    options = call.options
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        if brand is None:
            return Answer({"insights": [], "reason": NO_DATA}, f"No insights: {NO_DATA}.")
        if options.what in DECISIONS:
            return _decided(services, brand, options)
        _refresh(services, brand, whole=options.what == "run" and options.whole)
        now = int(services.clock.now().timestamp())
        with services.store.read() as work:
            statuses = None if options.all or options.what == "show" else SHOWN
            found = list_insights(work, brand.id, now, statuses)
        if options.what == "show":
            return _shown(found, options.id)
        return _listed(found)


def _decided(services: Services, brand: Brand, options: argparse.Namespace) -> Answer:
    """Accept, dismiss, test, or take a dismissal back."""
    if options.id is None:
        raise BadOption(f"insights {options.what}", "", "the id of an insight: `bellwether insights` lists them")
    store, now, who = services.store, services.clock.now(), caller_of(services, options.who)
    if options.what == "lift":
        lifted = lift_dismissal(store, brand.id, options.id, who=who, now=now)
        return Answer({"dismissal": plain_values(lifted)}, "The dismissal is taken back.")
    more: dict[str, object] = {}
    if options.what == "accept":
        accepted = accept_insight(store, brand.id, options.id, who=who, now=now, reason=options.reason)
        more, words = {"action_id": accepted.action.id}, f"Draft {accepted.action.id} waits for approval."
    elif options.what == "test":
        started = start_trial(store, brand, options.id, who=who, clock=services.clock)
        names = [one.name for one in started.overlaps]
        more, words = {"experiment_id": started.record.id, "overlaps": names}, f"{started.record.name} is designed."
    else:
        damping = dismiss_insight(
            store, brand.id, options.id, who=who, now=now, reason=options.reason, breadth=options.breadth
        )
        more, words = {"dismissal": plain_values(damping)}, f"Dismissed; `insights lift {damping.id}` takes it back."
    with store.read() as work:
        moment = int(now.timestamp())
        row = as_of(work.insights.get(brand.id, options.id), moment, read_settings(work, brand.id))
    return Answer(insight_json(row) | more, words)


def _refresh(services: Services, brand: Brand, *, whole: bool) -> None:
    now = services.clock.now()
    with services.store.read() as work:
        behind = is_behind(work, work.brands.get(brand.id))
    if behind or whole:
        analyse(services.store, now, brand.id)
        run_insights(services.store, brand.id, now, whole=whole)


def _shown(found: InsightList, wanted: int | None) -> Answer:
    row = next((row for row in found.rows if row.insight.id == wanted), None)
    if row is None:
        raise BadOption(
            "insights show", str(wanted or ""), "the id of an insight: `bellwether insights --all` lists them"
        )
    return Answer(insight_json(row), _line(row))


def _listed(found: InsightList) -> Answer:
    payload: dict[str, object] = {"insights": [insight_json(row) for row in found.rows]}
    if found.rows:
        return Answer(payload, "\n".join(_line(row) for row in found.rows))
    reason = _why_none(found)
    return Answer(payload | {"reason": reason}, f"No insights: {reason}.")


def _why_none(found: InsightList) -> str:
    if not found.settings.pattern_recognition:
        return SWITCHED_OFF
    if found.run is None:
        return NO_DATA
    return TOO_LITTLE.format(count=f"{found.run.looked_at:,}") if found.run.looked_at else NOT_LOOKED


def insight_json(row: ListedInsight) -> dict[str, object]:
    """An insight as the contract of the command has it."""
    one = row.insight
    finding, candidate = one.finding, one.finding.candidate
    subject, evidence = candidate.subject, candidate.evidence
    what = dict(subject.what)
    segment = dict(subject.segment)
    if "level" in what and "attribute" in what:
        segment[what["attribute"]] = what["level"]
    elif subject.kind is InsightKind.WINNING_FORMULA:
        segment |= what
    return {
        "id": one.id,
        "kind": subject.kind.value,
        "pattern": title_of(finding),
        "segment": segment,
        "metric": subject.metric,
        "effect": finding.effect,
        "low": finding.low,
        "high": finding.high,
        "n": candidate.n,
        "counted": candidate.counted.value,
        "confidence": one.confidence,
        "tier": finding.tier.value,
        "good": candidate.good,
        "impact": one.impact,
        "impact_unit": one.impact_unit,
        "priority": one.priority.value,
        "status": one.status.value,
        "reason": one.reason or None,
        "mark": one.mark or None,
        "about": what,
        "evidence": plain_values(evidence),
        "recommendations": list(advice_of(finding)),
        "detector": candidate.detector,
        "false_sign_rate": finding.false_sign_rate,
        "q_value": finding.q_value,
        "damped": row.damped_by is not None,
        "first_seen": _moment(one.first_seen),
        "renewed_at": _moment(one.renewed_at),
        "data_version": one.data_version,
    }


def _line(row: ListedInsight) -> str:
    one = row.insight
    return f"{one.id:>4}  {one.priority.value:<8} {title_of(one.finding)}{_range(one.finding)}"


def _range(finding: Finding) -> str:
    n = f"n = {finding.candidate.n:,} {finding.candidate.counted.value}"
    if finding.low is None or finding.high is None:
        return f" ({n})"
    measured = finding.candidate.measured
    if measured is not None and not measured.is_log_ratio:
        return f" (rank correlation about {finding.low:.2f} to {finding.high:.2f}, 95 % range, {n})"
    return f" (about {finding.low:+.0%} to {finding.high:+.0%}, 95 % range, {n})"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


INSIGHTS = Verb(configure, run)
