"""`bellwether models recommend` and `--component`: which arm fits whom, the versions that tell it, and the way back."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from learning.domain.arm_models import ArmAdvice, ArmVersion, RankedArm
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound
from learning.domain.off_policy import OffPolicy
from services.bootstrap import Services
from services.cli.imports import caller_of
from services.cli.parameter_options import context_of
from services.cli.verb import Answer, Call
from services.models.arm_training import train_arms, use_arms
from services.models.recommending import recommend_arm

NOTHING: Final = "nothing"
"""To what one goes back where no arm is to be recommended."""


def recommend_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `recommend`."""
    parser.add_argument(
        "component", metavar="COMPONENT", help="its name; or an attribute of posts, such as hook or generator"
    )
    parser.add_argument("--context", action="append", metavar="K=V", help="whom it is for; may be repeated")


def recommend(call: Call, services: Services, brand: Brand) -> Answer:
    """Rank the arms of a component in a context, or say why none is recommended."""
    now = int(services.clock.now().timestamp())
    with services.store.read() as work:
        told = recommend_arm(work, brand, call.options.component, context_of(call.options.context), now)
    return Answer(advice_to_json(told), _advice_words(told))


def list_arms(call: Call, services: Services, brand: Brand) -> Answer:
    """List every version of a component's recommender, the newest first."""
    with services.store.read() as work:
        found = work.arm_models.list_versions(brand.id, call.options.component)
    lines = [
        f"{'*' if one.is_live else ' '} {one.version:>4}  {one.method}, by {one.metric}: {one.why}" for one in found
    ]
    none = f"No recommender of {call.options.component} was made yet: `bellwether models train --component`."
    return Answer({"models": [_payload(one) for one in found]}, "\n".join(lines) or none)


def train_component(call: Call, services: Services, brand: Brand) -> Answer:
    """Make a recommender; it goes live only if following it would have brought more."""
    options = call.options
    for name in ("task", "method", "retrain_after"):
        if getattr(options, name) is not None:
            raise BadOption(f"--{name.replace('_', '-')}", str(getattr(options, name)), "nothing beside --component")
    made = train_arms(
        services.store,
        brand,
        options.component,
        who=caller_of(services),
        metric=options.metric or "",
        anyway=options.anyway,
    )
    if made.version is None:
        told = f"No recommender of {made.component} was tried: {made.why}."
    else:
        state = "is live" if made.version.is_live else "stays back"
        told = f"Version {made.version.version} of the recommender of {made.component} {state}: {made.why}."
    model = None if made.version is None else _payload(made.version)
    return Answer({"trained": [{"component": made.component, "model": model, "why": made.why}]}, told)


def show_arms(call: Call, services: Services, brand: Brand) -> Answer:
    """Show one version with what following it would have brought."""
    component, number = call.options.component, call.options.version
    with services.store.read() as work:
        versions = work.arm_models.list_versions(brand.id, component)
    found = next((one for one in versions if str(one.version) == number), None)
    if found is None:
        raise NotFound(f"version of the recommender of {component}", number)
    return Answer(
        {"model": _payload(found)},
        f"Version {found.version} of the recommender of {component} ({found.method}, by {found.metric}), from "
        f"{found.decisions:,} decisions: {found.why}.",
    )


def rollback_arms(call: Call, services: Services, brand: Brand) -> Answer:
    """Put an earlier version back, or recommend nothing."""
    component, number = call.options.component, call.options.version
    if number != NOTHING and not number.isdecimal():
        raise BadOption("VERSION", number, f"the number of a version, or {NOTHING}")
    version = None if number == NOTHING else int(number)
    use_arms(services.store, brand, component, version, who=caller_of(services))
    told = "nothing is recommended" if version is None else f"version {version} recommends"
    return Answer({"component": component, "live": version}, f"Of {component}, {told}.")


def advice_to_json(told: ArmAdvice) -> dict[str, object]:
    """Return a recommendation."""
    plain = asdict(told)
    version = None if told.version is None else _payload(told.version)
    return {"advice": {**plain, "recommended": told.recommended or None, "version": version}}


def _advice_words(told: ArmAdvice) -> str:
    where = ", ".join(f"{name} {level}" for name, level in told.context.items()) or "any context"
    head = (
        f"For {where}: {told.recommended} (by {told.metric})."
        if told.recommended
        else f"No arm of {told.component} is recommended: {told.reason}."
    )
    return "\n".join([head, *map(_arm_words, told.ranked), *(f"{note}." for note in told.notes)])


def _arm_words(one: RankedArm) -> str:
    return (
        f"  {one.arm:<20} {one.expected:.4g} ({one.low:.4g} to {one.high:.4g}, 95 % range), n = {one.n:,}, "
        f"{one.n_here:,} of them here, best with a chance of {one.best_chance:.0%}"
    )


def _payload(one: ArmVersion) -> dict[str, object]:
    scores = {
        name: None if found is None else _scores(found)
        for name, found in (
            ("by_context", one.scores.by_context),
            ("one_arm", one.scores.one_arm),
            ("context_gain", one.scores.context_gain),
            ("against_live", one.scores.against_live),
        )
    }
    return {
        "component": one.component,
        "version": one.version,
        "live": one.is_live,
        "method": one.method,
        "metric": one.metric,
        "less_is_better": one.less_is_better,
        "made_at": datetime.fromtimestamp(one.made_at, UTC).isoformat().replace("+00:00", "Z"),
        "decisions": one.decisions,
        "scores": scores,
        "why": one.why,
    }


def _scores(found: OffPolicy) -> dict[str, object]:
    return asdict(found) | {"diff": found.diff, "low": found.low, "high": found.high}
