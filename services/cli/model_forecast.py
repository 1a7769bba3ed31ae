"""`bellwether models forecast`: what a post that is planned would get."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.outcome_models import Forecast, ModelTask
from learning.domain.post_forecasts import PostForecast, TaskForecast
from services.bootstrap import Services
from services.cli.verb import Answer, Call
from services.models.forecasting import read_forecast

NAMES: Final = {ModelTask.SUCCESS: "Chance of a success", ModelTask.ENGAGEMENT: "Engagement rate"}


def forecast(call: Call, services: Services, brand: Brand) -> Answer:
    """Tell what a post with the chosen attributes would get."""
    wanted: dict[str, str] = {}
    for each in call.options.set or ():
        name, found, value = each.partition("=")
        if not found:
            raise BadOption("--set", each, "NAME=VALUE")
        wanted[name.strip()] = value
    with services.store.read() as work:
        told = read_forecast(work, brand.id, wanted)
    return Answer({"forecast": _payload(told)}, _words(told))


def _payload(told: PostForecast) -> dict[str, object]:
    return {
        "reason": told.reason,
        "chosen": dict(told.chosen),
        "assumed": dict(told.assumed),
        "notes": list(told.notes),
        "tasks": [
            asdict(one) | {"told_by": "baseline" if one.model is None else f"version {one.version}"}
            for one in told.tasks
        ],
        "offered": [asdict(one) for one in told.offered],
    }


def _words(told: PostForecast) -> str:
    if told.reason:
        return f"Nothing can be told: {told.reason}."
    assumed = ", ".join(f"{name} {value}" for name, value in told.assumed.items() if value)
    taken = [f"Taken as usual: {assumed}."] if assumed else []
    return "\n".join([*(_task(one) for one in told.tasks), *(f"{note}." for note in told.notes), *taken])


def _task(one: TaskForecast) -> str:
    usual = f"{_amount(one.baseline)}, from {one.posts:,} posts"
    if one.model is None:
        return f"{NAMES[one.task]}: {usual}. That is the baseline, the usual post: {one.why}."
    newer = f", brought up to date with {one.updated_with:,} newer ones" if one.updated_with else ""
    return (
        f"{NAMES[one.task]}: {_amount(one.model)}, by version {one.version} from {one.learned_from:,} posts{newer}. "
        f"The baseline, the usual post: {usual}."
    )


def _amount(told: Forecast) -> str:
    if told.low is None or told.high is None:
        return f"about {told.value:.0%}"
    return f"about {told.value:.2%} ({told.low:.2%} to {told.high:.2%}, 90 % range of one post)"
