"""Steps of the day and of the week that look back: what waits, what serves, what held, what can be put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.feedback import Label
from learning.domain.outcome_models import ModelTask
from learning.domain.policies import SystemActor
from learning.models.arms.model import unpack_arms
from learning.models.feedback.classifier import unpack_model
from learning.models.outcomes.model import unpack_model as unpack_outcome_model
from services.actions.parameter_list import list_parameters
from services.actions.ticking import tick_all
from services.feedback.validating import deploy_versions, validate_versions
from services.jobs.job import JobContext
from services.learning_effect import read_learning_effect
from services.models.arm_training import deploy_arms, validate_arms
from services.models.validating import deploy_outcomes, validate_outcomes
from services.parameters.standing import list_due

DAY_SECONDS: Final = 86_400
NAMED: Final = 5
NO_MODEL: Final = "No model has learned yet: the shipped rules serve"


def decide_rollouts(context: JobContext) -> int:
    """Lead every change on that is due, and say how many roll, pause, or wait for a person."""
    services = context.services
    changed = tick_all(services.store, services.actions, services.clock)
    with services.store.read() as work:
        live = [one for brand in work.brands.list_all() for one in work.actions.list_of(brand.id, LIVE_STATES)]
    counts = Counter(one.state.value.replace("_", " ") for one in live)
    told = ", ".join(f"{count} {words}" for words, count in sorted(counts.items())) or "no change is on its way"
    _say(context, changed, f"{changed} went on; {told}.")
    return changed


def check_configuration(context: JobContext) -> int:
    """Say what serves, what of it came within the last day, and what somebody owes a look."""
    now = int(context.now().timestamp())
    since = now - DAY_SECONDS
    with context.services.store.read() as work:
        brands = work.brands.list_all()
        serving = sum(len(list_parameters(work, brand.id)) for brand in brands)
        names = [name for brand in brands for name in _changed(work, brand, since)]
        due = [each.parameter.key for brand in brands for each in list_due(work, brand.id, now)]
    more = f", and {len(names) - NAMED} more" if len(names) > NAMED else ""
    told = f"; new since yesterday: {', '.join(names[:NAMED])}{more}" if names else "; none is new since yesterday"
    owed = ", ".join(f"{key.component}.{key.name}" for key in due[:NAMED])
    look = f"; due for a review: {len(due)} ({owed}{', …' if len(due) > NAMED else ''})" if due else ""
    _say(context, serving, f"{serving} parameters serve{told}{look}.")
    return serving


def evaluate_learning(context: JobContext) -> int:
    """Say of each brand how much of what was learned held, and how good guesses were."""
    services = context.services
    with services.store.read() as work:
        brands = work.brands.list_all()
    lines: list[str] = []
    for brand in brands:
        effect = read_learning_effect(services.store, brand)
        held, guessed = effect.insights_held, sum(one.n for one in effect.guesses)
        right = sum(one.hits for one in effect.guesses)
        kept = "too few insights" if held.value is None else f"{held.value:.0%} of {held.n} insights held"
        lines.append(f"{brand.name}: {kept}, {right} of {guessed} guesses were right")
    _say(context, len(lines), "; ".join(lines[:NAMED]) or "There is no brand.")
    return len(lines)


def validate_models(context: JobContext) -> int:
    """Say of each live version whether it still does better than the rule that comes along, or than the baseline."""
    store = context.services.store
    lines: list[str] = []
    for brand in _brands(context):
        lines += [f"{brand.name}, {one.words}" for one in validate_versions(store, brand)]
        lines += [f"{brand.name}, {one.words}" for one in validate_outcomes(store, brand)]
        lines += [f"{brand.name}, {one.words}" for one in validate_arms(store, brand, int(context.now().timestamp()))]
    return _tell_versions(context, lines)


def deploy_models(context: JobContext) -> int:
    """Settle what serves in the week to come: what does worse than the rule or the baseline is taken back to it."""
    services = context.services
    who = services.caller(SystemActor.SCHEDULER)
    lines: list[str] = []
    for brand in _brands(context):
        lines += [f"{brand.name}, {one.words}" for one in deploy_versions(services.store, brand, who=who)]
        lines += [f"{brand.name}, {one.words}" for one in deploy_outcomes(services.store, brand, who=who)]
        lines += [f"{brand.name}, {one.words}" for one in deploy_arms(services.store, brand, who=who)]
    return _tell_versions(context, lines)


def _brands(context: JobContext) -> Sequence[Brand]:
    with context.services.store.read() as work:
        return work.brands.list_all()


def _tell_versions(context: JobContext, lines: Sequence[str]) -> int:
    more = f"; and {len(lines) - NAMED} more" if len(lines) > NAMED else ""
    _say(context, len(lines), f"{'; '.join(lines[:NAMED]) or NO_MODEL}{more}.")
    return len(lines)


def prepare_rollback(context: JobContext) -> int:
    """Prove that every model that is kept can be put back to work.

    Raises:
        Refused: One of them cannot be read.
    """
    ready = 0
    with context.services.store.read() as work:
        for brand in work.brands.list_all():
            for one in _kept(work, brand):
                _require_readable(brand, one)
                ready += 1
    words = f"{ready} versions can be put back" if ready else NO_MODEL
    _say(context, ready, f"{words}.")
    return ready


@dataclass(frozen=True, slots=True)
class _Kept:
    """A version whose model is kept."""

    number: int
    what: str
    """What it is a version of."""
    packed: bytes
    unpack: Callable[[bytes], object]
    command: str
    """That puts another one to use."""


def _kept(work: UnitOfWork, brand: Brand) -> Iterator[_Kept]:
    for label in Label:
        read = partial(unpack_model, label=label)
        for note in work.feedback_models.list_versions(brand.id, label):
            if note.packed is not None:
                yield _Kept(note.version, label.value, note.packed, read, "feedback models --use")
    for task in ModelTask:
        for post in work.outcome_models.list_versions(brand.id, task):
            if post.packed is not None:
                yield _Kept(post.version, task.value, post.packed, unpack_outcome_model, "models rollback")
    for arm in work.arm_models.list_kept(brand.id):
        what = f"recommender of {arm.component}"
        yield _Kept(arm.version, what, arm.packed or b"", unpack_arms, "models rollback --component")


def _require_readable(brand: Brand, one: _Kept) -> None:
    try:
        one.unpack(one.packed)
    except Exception as error:
        raise Refused(
            f"Version {one.number} of the {one.what} of {brand.name} cannot be read.",
            f"Restore a backup, or use another one: `bellwether {one.command}`.",
        ) from error


def _changed(work: UnitOfWork, brand: Brand, since: int) -> list[str]:
    return [
        f"{each.key.component}.{each.key.name}"
        for each in work.parameters.list_of(brand.id)
        if (live := work.parameters.find_live(each.id)) is not None and live.at >= since
    ]


def _say(context: JobContext, rows: int, outcome: str) -> None:
    with context.services.store.write() as work:
        context.complete(work, rows=rows, outcome=outcome)
        work.commit()
