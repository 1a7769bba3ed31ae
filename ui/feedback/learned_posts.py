"""What was learned of posts: the versions of each model beside the baseline, and the way back."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.outcome_models import ModelTask, OutcomeVersion
from learning.models.outcomes.lessons import FEWEST_POSTS
from services.models.training import use_model
from ui import runtime
from ui.calendar_words import day_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "learned_posts_problem"
SHOWN: Final = 10
NAMES: Final = {
    ModelTask.SUCCESS: "Will a post be a success?",
    ModelTask.ENGAGEMENT: "What engagement rate will a post get?",
}


def learned_of_posts(brand: Brand) -> None:
    """List what tells of posts beforehand, and the versions that were made, the newest first."""
    show_kept_problem(PROBLEM)
    with runtime.services().store.read() as work:
        versions = {task: work.outcome_models.list_versions(brand.id, task) for task in ModelTask}
    st.caption(
        "On Wednesdays (or the first of the month, as set under Settings, Learning) your posts teach a new version. It "
        "takes over only if its error is at least 5 % smaller, beyond luck, on posts that came later than those it had "
        "learned from. Until one does, the baseline tells: the usual post. In between, newer posts move it only where "
        "that would have told them better."
    )
    for task, name in NAMES.items():
        _task(brand, task, name, versions[task])


def _task(brand: Brand, task: ModelTask, name: str, versions: tuple[OutcomeVersion, ...]) -> None:
    live = next((one for one in versions if one.is_live), None)
    told = "The baseline tells." if live is None else f"Version {live.version} tells."
    with st.container(border=True):
        st.markdown(f"**{name}** {told}")
        if not versions:
            st.caption(f"No version was made so far. From {FEWEST_POSTS} posts on one is tried.")
        for one in versions[:SHOWN]:
            _version(brand, one)
            _update(one)
        if live is not None:
            st.button(
                "Back to the baseline",
                key=f"learned_baseline_{task}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_use,
                args=(brand, task, None),
            )


def _version(brand: Brand, one: OutcomeVersion) -> None:
    day = day_words(datetime.fromtimestamp(one.made_at, UTC).date())
    state = ":green-badge[tells]" if one.is_live else ":gray-badge[does not tell]"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Version {one.version} ({one.method}) {state} {day}, from {count_words(one.posts, 'post')}. "
            f"On {count_words(one.scores.rows, 'later post')}: {score_words(one)}.",
            help=plain(f"{one.why}." + (f" {one.stale}." if one.stale else "")),
            width="content",
        )
        if one.packed is not None and not one.is_live and not one.stale:
            st.button(
                "Use this version",
                key=f"learned_use_{one.task}_{one.version}",
                type="tertiary",
                on_click=_use,
                args=(brand, one.task, one.version),
            )


def _update(one: OutcomeVersion) -> None:
    """Say what newer posts put on top of a live version."""
    if one.update is None or not one.is_live:
        return
    day = day_words(datetime.fromtimestamp(one.update.made_at, UTC).date())
    newer = count_words(one.update.posts, "newer post")
    taken = one.update.packed is not None
    head = f"Brought up to date on {day} with {newer}" if taken else f"Looked at {newer} on {day}, nothing is changed"
    st.caption(f":material/update: {head}: {plain(one.update.why)}.")


def score_words(one: OutcomeVersion) -> str:
    """Say how a version did beside the baseline, on later posts and on those that it learned from."""
    scores = one.scores
    blocks = f"{scores.fold_mean:.0%} (± {scores.fold_deviation:.0%} over {len(scores.fold_accuracies)} blocks by time"
    right = f"{blocks}; {scores.train_accuracy:.0%} of the posts it learned from)"
    if one.task is ModelTask.SUCCESS:
        return f"right in {right}; error {scores.model.first:.3f}, baseline {scores.baseline.first:.3f}"
    off, usual = math.exp(scores.model.second), math.exp(scores.baseline.second)
    inside = "" if scores.coverage is None else f"; {scores.coverage:.0%} inside its 90 % range"
    return f"off by a factor of {off:.2f}, baseline {usual:.2f}{inside}; above or below the middle right in {right}"


def _use(brand: Brand, task: ModelTask, version: int | None) -> None:
    with kept_problem(PROBLEM):
        use_model(runtime.services().store, brand, task, version, who=runtime.caller())
