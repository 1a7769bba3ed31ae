"""`bellwether models ...`: what was learned of a brand's posts, training, forecasts, and the way back."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound
from learning.domain.outcome_models import ErrorPair, ModelMethod, ModelTask, OutcomeUpdate, OutcomeVersion
from services.bootstrap import Services, services_of
from services.brands import find_brand
from services.cli.imports import caller_of
from services.cli.model_arms import (
    list_arms,
    recommend,
    recommend_options,
    rollback_arms,
    show_arms,
    train_component,
)
from services.cli.model_forecast import forecast
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb
from services.models.rhythm import TrainingRhythm, set_rhythm
from services.models.training import Trained, set_retrain_after, train, use_model
from services.setting_changes import change_settings

BASELINE: Final = "baseline"
TASKS: Final = [one.value for one in ModelTask]
NO_BRAND: Final = "There is no brand yet: import an export first."
NOTHING: Final = "No model was made yet: `bellwether models train`."


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="models_verb", metavar="VERB", required=True)
    told = {
        "list": "every version, what it scored beside the baseline, and why it is live or not",
        "train": "make a model of the brand's posts; it goes live only if it is better",
        "show": "one version with all its scores",
        "rollback": "put an earlier version back, or the baseline",
        "forecast": "what a post that is planned would get, beside the usual post",
        "recommend": "which arm of a component fits a context",
    }
    for name, words in told.items():
        own = verbs.add_parser(name, help=words, description=words, parents=[shared_options()])
        if name == "forecast":
            own.add_argument(
                "--set", action="append", metavar="NAME=VALUE", help="such as format=reel; may be repeated"
            )
            continue
        if name == "recommend":
            recommend_options(own)
            continue
        own.add_argument("--component", metavar="NAME", help="the recommender of its arms, in place of models of posts")
        own.add_argument("--task", choices=TASKS, help="what it tells of a post; without it both")
        if name == "train":
            own.add_argument("--metric", help="by what arms are judged; without it as on the page of the component")
            own.add_argument("--method", choices=[one.value for one in ModelMethod], help="how it is made")
            own.add_argument("--anyway", action="store_true", help="although too few posts came since the last one")
            own.add_argument(
                "--retrain-after", type=int, metavar="N", help="from now on train again from N new posts on"
            )
            own.add_argument("--rhythm", choices=[one.value for one in TrainingRhythm], help="from now on so often")
        if name in ("show", "rollback"):
            own.add_argument("version", metavar="VERSION", help=f"its number; to go back also {BASELINE!r}")


def _run(call: Call) -> Answer:
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        if brand is None:
            return Answer({"reason": NO_BRAND}, NO_BRAND)
        of_arms = getattr(call.options, "component", None) is not None
        return (_OF_ARMS if of_arms else _VERBS)[call.options.models_verb](call, services, brand)


def _list(call: Call, services: Services, brand: Brand) -> Answer:
    tasks = [ModelTask(call.options.task)] if call.options.task else list(ModelTask)
    with services.store.read() as work:
        found = [one for task in tasks for one in work.outcome_models.list_versions(brand.id, task)]
    lines = [f"{'*' if one.is_live else ' '} {one.task:<10} {one.version:>4}  {one.method}: {one.why}" for one in found]
    return Answer({"models": [_payload(one) for one in found]}, "\n".join(lines) or NOTHING)


def _train(call: Call, services: Services, brand: Brand) -> Answer:
    options, who = call.options, caller_of(services)
    if options.metric is not None:
        raise BadOption("--metric", options.metric, "what judges the arms of a component: name that with --component")
    if options.retrain_after is not None:
        change_settings(
            services.store,
            brand.id,
            lambda work: set_retrain_after(work, brand.id, options.retrain_after),
            who=who,
            now=services.clock.now(),
        )
    if options.rhythm is not None:
        rhythm = TrainingRhythm(options.rhythm)
        change_settings(
            services.store,
            brand.id,
            lambda work: set_rhythm(work, brand.id, rhythm),
            who=who,
            now=services.clock.now(),
        )
    tasks = [ModelTask(options.task)] if options.task else list(ModelTask)
    method = None if options.method is None else ModelMethod(options.method)
    found = [train(services.store, brand, task, who=who, method=method, anyway=options.anyway) for task in tasks]
    payload = [
        {"task": one.task, "model": None if one.version is None else _payload(one.version), "why": one.why}
        for one in found
    ]
    return Answer({"trained": payload}, "\n".join(map(_trained_words, found)))


def _trained_words(one: Trained) -> str:
    if one.version is None:
        return f"No model of {one.task} was tried: {one.why}."
    state = "is live" if one.version.is_live else "stays back"
    return f"Version {one.version.version} of {one.task} {state}: {one.why}."


def _show(call: Call, services: Services, brand: Brand) -> Answer:
    task, number = _task(call), call.options.version
    with services.store.read() as work:
        versions = work.outcome_models.list_versions(brand.id, task)
    found = next((one for one in versions if str(one.version) == number), None)
    if found is None:
        raise NotFound(f"version of the model of {task}", number)
    scores = found.scores
    lines = [
        f"Version {found.version} of {task} ({found.method}), from {found.posts:,} posts: {found.why}.",
        f"Errors on {scores.rows:,} later posts: {_errors(scores.model)}; of the baseline {_errors(scores.baseline)}.",
    ]
    folds = f"{scores.fold_mean:.0%} ± {scores.fold_deviation:.0%} over {len(scores.fold_accuracies)} later blocks"
    lines.append(f"On the right side of the middle: {folds}, {scores.train_accuracy:.0%} of the posts it learned from.")
    if scores.coverage is not None:
        lines.append(f"{scores.coverage:.0%} of them were inside their 90 % range.")
    if found.update is not None:
        taken = "Brought up to date with" if found.update.packed is not None else "Looked at"
        lines.append(f"{taken} {found.update.posts:,} newer posts: {found.update.why}.")
    return Answer({"model": _payload(found)}, "\n".join([*lines, *([found.stale] if found.stale else [])]))


def _errors(pair: ErrorPair) -> str:
    return f"{pair.first:.3f} and {pair.second:.3f}"


def _rollback(call: Call, services: Services, brand: Brand) -> Answer:
    task, number = _task(call), call.options.version
    if number != BASELINE and not number.isdecimal():
        raise BadOption("VERSION", number, f"the number of a version, or {BASELINE}")
    use_model(services.store, brand, task, None if number == BASELINE else int(number), who=caller_of(services))
    named = "the baseline" if number == BASELINE else f"version {number}"
    return Answer({"task": task, "live": None if number == BASELINE else int(number)}, f"Of {task}, {named} is live.")


def _task(call: Call) -> ModelTask:
    if call.options.task is None:
        raise BadOption("--task", "", f"one of {', '.join(TASKS)}")
    return ModelTask(call.options.task)


def _payload(one: OutcomeVersion) -> dict[str, object]:
    return {
        "task": one.task,
        "version": one.version,
        "live": one.is_live,
        "method": one.method,
        "made_at": datetime.fromtimestamp(one.made_at, UTC).isoformat().replace("+00:00", "Z"),
        "posts": one.posts,
        "scores": asdict(one.scores) | {"fold_mean": one.scores.fold_mean, "fold_deviation": one.scores.fold_deviation},
        "beats_baseline": one.scores.beats_baseline,
        "p_value": one.p_value,
        "why": one.why,
        "stale": one.stale,
        "update": None if one.update is None else _update(one.update),
    }


def _update(one: OutcomeUpdate) -> dict[str, object]:
    errors = {"error": one.error, "live_error": one.live_error}
    return {
        "made_at": datetime.fromtimestamp(one.made_at, UTC).isoformat().replace("+00:00", "Z"),
        "posts": one.posts,
        **{name: None if math.isnan(error) else error for name, error in errors.items()},
        "taken": one.packed is not None,
        "why": one.why,
    }


_VERBS: Final = {"list": _list, "train": _train, "show": _show, "rollback": _rollback, "forecast": forecast}
_OF_ARMS: Final = {
    "list": list_arms,
    "train": train_component,
    "show": show_arms,
    "rollback": rollback_arms,
    "recommend": recommend,
}
MODELS: Final = Verb(_configure, _run)
